"""Changes one part of a plan from the version that its writer saw, and keeps every change, also one that came late."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Model
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Action, Refused, Viewer
from kith.support import models
from kith.support.rules import check_open, may_support
from kith.support.selectors.opening import Opened, opened
from kith.support.vocabulary import PlanClash, PlanPart, PlanRefused, PlanState

FIELDS: Final[Mapping[PlanPart, tuple[str, ...]]] = {
    PlanPart.PLAN: ("child_goal", "lead_id", "review_on", "state", "outcome", "outcome_says"),
    PlanPart.GOAL: ("words", "whose"),
    PlanPart.STEP: ("what", "actor", "actor_says", "owner_id", "due_on", "state", "evidence", "because"),
    PlanPart.REFERENCE: ("kind", "reference", "held_by", "since", "ended_on"),
}
_PARTS: Final[Mapping[type[Model], PlanPart]] = {
    models.Plan: PlanPart.PLAN,
    models.Goal: PlanPart.GOAL,
    models.PlanStep: PlanPart.STEP,
    models.PlanReference: PlanPart.REFERENCE,
}


@dataclass(frozen=True, kw_only=True)
class Writing:
    """One person's plan, its row locked, with who writes and when."""

    public_id: UUID
    person_id: int
    plan: models.Plan
    by: Viewer
    now: datetime

    @property
    def today(self) -> date:
        """Return the day on which this is written."""
        return timezone.localdate(self.now)


@contextmanager
def writing_for(public_id: UUID, *, by: Viewer, what: str) -> Iterator[Opened]:
    """Log that somebody is about to write about a child's plan, and yield the child.

    Raises:
        NotShown, Refused: the child is not theirs to write about.
    """
    if not may_support(by):
        raise Refused("Whoever works with a child writes in the plan. Ask the child's worker.")
    with opened(public_id, viewer=by, what=what, action=Action.ADD) as found:
        yield found


@contextmanager
def writing(public_id: UUID, *, by: Viewer, now: datetime, what: str) -> Iterator[Writing]:
    """Yield a child's open plan, locked; raise what a late change brings only after the change is kept.

    Raises:
        PlanRefused: there is no plan that can be changed.
        PlanClash: somebody else has changed this part meanwhile.
        NotShown, Refused.
    """
    late: PlanClash | None = None
    with writing_for(public_id, by=by, what=what) as found:
        plan = models.Plan.objects.select_for_update().filter(person_id=found.person_id, closed_at=None).first()
        if plan is None:
            raise PlanRefused("There is no open plan for this child. Make one first.")
        check_open(PlanState(plan.state))
        try:
            yield Writing(public_id=public_id, person_id=found.person_id, plan=plan, by=by, now=now)
        except PlanClash as clash:
            late = clash  # leaves the look in peace, so that the text that was not taken over stays kept
    if late is not None:
        raise late


def keep_new(at: Writing, row: Model) -> None:
    """Keep that a part was made, as its first version."""
    _count_edition(at)
    _keep(at, row, version=1, before={}, after=told(row), taken=True)


def change_part(at: Writing, row: Any, values: Mapping[str, Any], seen: int) -> int:
    """Set these values in one part if it still has the version that was seen, and return its new version.

    Raises:
        PlanClash: it has another; what should have been set is kept beside it.
    """
    before = told(row)
    changed = {name: value for name, value in values.items() if before[name] != value}
    if row.version == seen and not changed:
        return seen
    taken = type(row).objects.filter(pk=row.pk, version=seen).update(**changed, version=seen + 1)
    if not taken:
        row.refresh_from_db()
        now_stands = told(row)
        if all(now_stands[name] == value for name, value in values.items()):
            return int(row.version)  # somebody else has written the very same
        kept = _keep(at, row, version=row.version, before=now_stands, after=dict(values), taken=False)
        raise PlanClash(kept.pk, in_words(now_stands, values), row.version)
    row.refresh_from_db()
    _count_edition(at)
    _keep(at, row, version=row.version, before={name: before[name] for name in changed}, after=changed, taken=True)
    return int(row.version)


def told(row: Model) -> dict[str, Any]:
    """Return the fields of a part that its changes carry."""
    return {name: getattr(row, name) for name in FIELDS[_PARTS[type(row)]]}


def in_words(stands: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """Return what stands now in the fields that somebody else wanted to set."""
    return "; ".join(str(stands[name]) for name in values if stands[name] not in (None, ""))


def _count_edition(at: Writing) -> None:
    if at.plan.pk is not None:
        models.Plan.objects.filter(pk=at.plan.pk).update(edition=F("edition") + 1)
        at.plan.refresh_from_db(fields=["edition"])


def _keep(
    at: Writing, row: Any, *, version: int, before: dict[str, Any], after: dict[str, Any], taken: bool
) -> models.PlanChange:
    part = _PARTS[type(row)]
    trace(
        by=at.by.staff_id,
        action=f"support.changed_{part}" if taken else f"support.clashed_{part}",
        subject=f"support.{part}",
        subject_id=row.pk,
        person_id=at.person_id,
        now=at.now,
        after={"version": version, "fields": sorted(after)},
    )
    return models.PlanChange.objects.create(
        plan=at.plan,
        person_id=at.person_id,
        part=part,
        part_ref=row.public_id,
        version=version,
        before=before,
        after=after,
        taken=taken,
        by_id=at.by.staff_id,
        at=at.now,
    )
