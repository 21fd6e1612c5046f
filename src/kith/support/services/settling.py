"""Settles a change that came too late: a person chooses which of the two texts stands."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.support.models import Plan, PlanChange, PlanStep
from kith.support.rules import is_open
from kith.support.services.changing import FIELDS, Writing, change_part, writing
from kith.support.services.reminding import remind_of_review, remind_of_step
from kith.support.vocabulary import PlanPart, PlanRefused

_DAYS = frozenset({"review_on", "due_on", "since", "ended_on"})
# How a step or a plan stands is said anew, not taken over from somebody who saw an older state.
_NOT_TAKEN_OVER = frozenset({"state", "evidence", "because", "outcome", "outcome_says"})


def settle_change(*, public_id: UUID, change: int, take: bool, seen: int, by: Viewer, now: datetime) -> int:
    """Keep what stands, or set what was written too late in its place, and return the part's version.

    Raises:
        PlanClash: somebody has changed the part once more since `seen`.
        PlanRefused: it was settled already, or says how something stands, which is said anew.
        NotShown, Refused.
    """
    with writing(public_id, by=by, now=now, what="support.settle_change") as at:
        kept = at.plan.changes.filter(pk=change, taken=False, settled_at=None).first()
        if kept is None:
            raise PlanRefused("This was settled already.")
        row = _part(at, kept)
        version = int(row.version)
        if take:
            if _NOT_TAKEN_OVER & set(kept.after):
                raise PlanRefused("Somebody else has said how it stands. Say it anew if it stands otherwise now.")
            version = change_part(at, row, _values(kept), seen)
            _ask_anew(at, row)
        PlanChange.objects.filter(pk=kept.pk).update(settled_at=now)
    return version


def _part(at: Writing, kept: PlanChange) -> Any:
    if kept.part == PlanPart.PLAN:
        return at.plan
    rows: dict[PlanPart, Any] = {
        PlanPart.GOAL: at.plan.goals,
        PlanPart.STEP: at.plan.steps,
        PlanPart.REFERENCE: at.plan.references,
    }
    return rows[PlanPart(kept.part)].get(public_id=kept.part_ref)


def _ask_anew(at: Writing, row: Any) -> None:
    """Ask whoever owns the part from now on, by the day that stands from now on."""
    if isinstance(row, Plan):
        remind_of_review(plan=row, public_id=at.public_id, by=at.by, now=at.now)
    elif isinstance(row, PlanStep) and is_open(row.state):
        remind_of_step(step=row, public_id=at.public_id, due_on=row.due_on, by=at.by, now=at.now)


def _values(kept: PlanChange) -> dict[str, Any]:
    wanted = FIELDS[PlanPart(kept.part)]
    return {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in kept.after.items()
        if name in wanted
    }
