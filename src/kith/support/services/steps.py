"""Adds the steps of a plan, changes them, and says how each stands: done with what shows it, or not yet and why."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.support.models import PlanStep
from kith.support.rules import check_step, check_step_move, is_open
from kith.support.services.changing import Writing, change_part, keep_new, writing
from kith.support.services.planning import checked_owner
from kith.support.services.reminding import forget_step, remind_of_step
from kith.support.vocabulary import NewStep, PlanRefused, StepMove, StepState


def add_step(*, public_id: UUID, goal: UUID, new: NewStep, by: Viewer, now: datetime) -> UUID:
    """Make a step towards a goal, and ask whoever sees that it happens.

    Raises:
        PlanRefused: it says too little, its day is past, or nobody here sees that it happens.
        NotShown, Refused.
    """
    check_step(new, timezone.localdate(now))
    owner_id = checked_owner(new.owner_id, "sees that it happens", now)
    with writing(public_id, by=by, now=now, what="support.add_step") as at:
        towards = at.plan.goals.filter(public_id=goal).first()
        if towards is None:
            raise PlanRefused("There is no such goal in this plan.")
        row = PlanStep.objects.create(
            goal=towards,
            plan=at.plan,
            person_id=at.person_id,
            what=new.what.strip(),
            actor=new.actor,
            actor_says=new.actor_says.strip(),
            owner_id=owner_id,
            due_on=new.due_on,
            state=StepState.OPEN,
        )
        keep_new(at, row)
        remind_of_step(step=row, public_id=public_id, due_on=row.due_on, by=by, now=now)
    return row.public_id


def edit_step(*, public_id: UUID, step: UUID, new: NewStep, seen: int, by: Viewer, now: datetime) -> int:
    """Change what a step is, who does it or by when, and return its new version.

    Raises:
        PlanClash: somebody else has changed it since `seen`; both texts are kept.
        PlanRefused, NotShown, Refused.
    """
    with writing(public_id, by=by, now=now, what="support.edit_step") as at:
        row = _step(at, step)
        if not is_open(row.state):
            raise PlanRefused("This step is over and stays as it was. Add a new step if more is to do.")
        if new.due_on != row.due_on:
            check_step(new, at.today)
        owner_id = new.owner_id if new.owner_id == row.owner_id else checked_owner(new.owner_id, "sees to it", now)
        before = (row.owner_id, row.due_on)
        values = {
            "what": new.what.strip(),
            "actor": new.actor,
            "actor_says": new.actor_says.strip(),
            "owner_id": owner_id,
            "due_on": new.due_on,
        }
        version = change_part(at, row, values, seen)
        if (row.owner_id, row.due_on) != before:
            remind_of_step(step=row, public_id=public_id, due_on=row.due_on, by=by, now=now)
    return version


def move_step(*, public_id: UUID, step: UUID, move: StepMove, seen: int, by: Viewer, now: datetime) -> int:
    """Say how a step stands from now on, and return its new version; whoever comes second is told.

    Raises:
        PlanClash: somebody else has said how it stands since `seen`.
        PlanRefused: it cannot become that, or what shows it or why not is missing.
        NotShown, Refused.
    """
    with writing(public_id, by=by, now=now, what="support.move_step") as at:
        row = _step(at, step)
        if row.version == seen:  # of a step that has changed, the clash is told, not the table
            check_step_move(StepState(row.state), move, at.today)
        values = {
            "state": move.to,
            "evidence": move.evidence.strip() or row.evidence,
            "because": move.because.strip() if move.to in (StepState.CANNOT_YET, StepState.DROPPED) else "",
        }
        version = change_part(at, row, values, seen)
        if not is_open(row.state):
            forget_step(step=row, by=by, now=now)
        elif move.again_on is not None and move.to is StepState.CANNOT_YET:
            remind_of_step(step=row, public_id=public_id, due_on=move.again_on, by=by, now=now)
    return version


def _step(at: Writing, step: UUID) -> PlanStep:
    row = at.plan.steps.filter(public_id=step).first()
    if row is None:
        raise PlanRefused("There is no such step in this plan.")
    return row
