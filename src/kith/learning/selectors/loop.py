"""Reads, for each finding of an audit, what was done, what teaches it, what people changed, and what the next shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from kith.access.vocabulary import Viewer
from kith.audit import selectors as audits
from kith.audit.vocabulary import Difference, EventsLearned, FindingStands, ThemeStands
from kith.learning.selectors.releases import Released, figures_of_audits
from kith.learning.vocabulary.loop import FiguresStand, FigureStands, Taught, Teaches


@dataclass(frozen=True, kw_only=True)
class FindingLoop:
    """One finding with everything that followed from it.

    `since` is what moved since the audit before, `again` what the next audit found; None where there is none.
    """

    finding: FindingStands
    taught: Sequence[Taught]
    events: Sequence[EventsLearned]
    since: Difference | None
    again: Difference | None
    released: FiguresStand

    @property
    def is_followed(self) -> bool:
        """Test whether anything followed from it at all."""
        return bool(self.finding.done or self.taught or self.released.here)


@dataclass(frozen=True, kw_only=True)
class Loop:
    """One audit's way from finding to practice."""

    theme: ThemeStands
    findings: Sequence[FindingLoop]


def loop_of(theme: UUID, *, viewer: Viewer) -> Loop | None:
    """Return the findings of an audit with what followed, in their order; None where the viewer reads no such audit."""
    stands = audits.findings_stand(theme, viewer=viewer)
    if stands is None:
        return None
    taught = _taught([each.public_id for each in stands.findings], viewer)
    items = {one.item for each in taught.values() for one in each}
    events = audits.learned_from_events(items)
    since = {each.question: each for each in stands.since}
    again = {each.question: each for each in stands.again}
    released = figures_of_audits([one for one in (stands.before, stands.public_id, stands.after) if one], viewer=viewer)
    looped = [
        FindingLoop(
            finding=each,
            taught=taught.get(each.public_id, ()),
            events=[events[one.item] for one in taught.get(each.public_id, ()) if one.item in events],
            since=since.get(each.asked),
            again=again.get(each.asked),
            released=_released(each, stands, released),
        )
        for each in stands.findings
    ]
    return Loop(theme=stands, findings=looped)


def _released(finding: FindingStands, theme: ThemeStands, released: Released) -> FiguresStand:
    def of(audit: UUID | None) -> FigureStands | None:
        return released.get((audit, str(finding.asked))) if audit else None

    return FiguresStand(before=of(theme.before), here=of(theme.public_id), after=of(theme.after))


def _taught(findings: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Sequence[Taught]]:
    found: dict[UUID, list[Taught]] = defaultdict(list)
    for name in settings.KITH_TEACHES:
        teaches: Teaches = import_string(name)()
        for finding, taught in teaches.taught(findings, viewer=viewer).items():
            found[finding] += taught
    return found
