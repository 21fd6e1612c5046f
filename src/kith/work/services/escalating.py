"""Takes the steps of every clock whose day has come; run as often as one likes, each step is taken once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.work.models import Escalation, Task
from kith.work.rules import clock_for, steps_due
from kith.work.selectors import escalations_waiting, told_by
from kith.work.services.noticing import notify
from kith.work.vocabulary import NoticeKind, Step, TaskKind, TaskState


def escalate_overdue(*, now: datetime, by: Viewer | None = None) -> int:
    """Tell whoever the clocks say, and return how many steps were taken.

    Each task is its own transaction: what one worker has locked another leaves alone, and a crash loses nothing.
    """
    return sum(_escalate(task_id, by, now) for task_id in escalations_waiting(today=timezone.localdate(now)))


@transaction.atomic
def _escalate(task_id: int, by: Viewer | None, now: datetime) -> int:
    locked = Task.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner")
    task = locked.filter(pk=task_id, state=TaskState.OPEN).first()
    if task is None:
        return 0
    _, clock = clock_for(TaskKind(task.kind), timezone.localdate(task.made_at), task.clock_version)
    steps = steps_due(clock, task.due_on, task.steps_taken, timezone.localdate(now))
    for number, step in enumerate(steps, start=task.steps_taken):
        _take(task, number, step, by, now)
    if steps:
        task.steps_taken += len(steps)
        task.save(update_fields=["steps_taken"])
    return len(steps)


def _take(task: Task, number: int, step: Step, by: Viewer | None, now: datetime) -> None:
    told = told_by(step=step.to, task=task, now=now)
    for staff_id in told:
        Escalation.objects.create(task=task, step=number, to_id=staff_id, at=now)
        notify(staff_id=staff_id, kind=_notice(task, staff_id, now), task_id=task.pk, by=by, now=now)
    trace(
        by=by.staff_id if by else None,
        action="work.escalated",
        subject="work.task",
        subject_id=task.pk,
        now=now,
        after={"step": number, "to": step.to.value, "told": told},
    )


def _notice(task: Task, staff_id: int, now: datetime) -> NoticeKind:
    if staff_id != task.owner_id:
        return NoticeKind.TASK_ESCALATED
    return NoticeKind.TASK_OVERDUE if timezone.localdate(now) > task.due_on else NoticeKind.TASK_DUE_SOON
