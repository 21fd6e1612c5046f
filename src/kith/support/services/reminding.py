"""Gives the tasks of a plan, and lets their owners see the child: its next review, and each step that is open."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.support.models import Plan, PlanStep
from kith.support.services.seeing import let_see, stop_seeing
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_PLAN: Final = "support.plan"
_STEP: Final = "support.step"


def remind_of_review(*, plan: Plan, public_id: UUID, by: Viewer, now: datetime) -> None:
    """Ask the lead to review the plan by its day, in place of every earlier asking."""
    forget_review(plan=plan, by=by, now=now)
    _ask(TaskKind.PLAN_REVIEW, plan.lead_id, _PLAN, plan.pk, plan.person_id, plan.review_on, public_id, by=by, now=now)


def forget_review(*, plan: Plan, by: Viewer, now: datetime) -> None:
    """End the asking for a review, and what it lets the lead see."""
    stop_seeing(about=f"{_PLAN}:{plan.pk}", by=by, now=now)
    close_tasks_about(kind=TaskKind.PLAN_REVIEW, subject=_PLAN, subject_id=plan.pk, by=by, now=now)


def remind_of_step(*, step: PlanStep, public_id: UUID, due_on: date, by: Viewer, now: datetime) -> None:
    """Ask whoever sees that a step happens to do it by a day, in place of every earlier asking."""
    forget_step(step=step, by=by, now=now)
    _ask(TaskKind.PLAN_STEP, step.owner_id, _STEP, step.pk, step.person_id, due_on, public_id, by=by, now=now)


def forget_step(*, step: PlanStep, by: Viewer, now: datetime) -> None:
    """End the asking for a step, and what it lets its owner see."""
    stop_seeing(about=f"{_STEP}:{step.pk}", by=by, now=now)
    close_tasks_about(kind=TaskKind.PLAN_STEP, subject=_STEP, subject_id=step.pk, by=by, now=now)


def _ask(  # noqa: PLR0913 -- what is asked of whom, about what, by when, on which page, by whom and when
    kind: TaskKind,
    owner_id: int,
    subject: str,
    subject_id: int,
    person_id: int,
    due_on: date,
    public_id: UUID,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    new = NewTask(
        kind=kind,
        owner_id=owner_id,
        link=f"/support/people/{public_id}/plan/",
        subject=subject,
        subject_id=subject_id,
        person_id=person_id,
        due_on=due_on,
    )
    about = f"{subject}:{subject_id}"
    let_see(staff_id=owner_id, person_id=person_id, about=about, until=due_on, by=by, now=now)
    add_task(new=new, by=by, now=now)
