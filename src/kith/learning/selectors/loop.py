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
from kith.learning.vocabulary.loop import Taught, Teaches


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

    @property
    def is_followed(self) -> bool:
        """Test whether anything followed from it at all."""
        return bool(self.finding.done or self.taught)


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
    looped = [
        FindingLoop(
            finding=each,
            taught=taught.get(each.public_id, ()),
            events=[events[one.item] for one in taught.get(each.public_id, ()) if one.item in events],
            since=since.get(each.asked),
            again=again.get(each.asked),
        )
        for each in stands.findings
    ]
    return Loop(theme=stands, findings=looped)


def _taught(findings: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Sequence[Taught]]:
    found: dict[UUID, list[Taught]] = defaultdict(list)
    for name in settings.KITH_TEACHES:
        teaches: Teaches = import_string(name)()
        for finding, taught in teaches.taught(findings, viewer=viewer).items():
            found[finding] += taught
    return found
