"""Gives tasks and closes them; every change leaves a trace and tells those it concerns."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.work.models import Escalation, Task, TaskPerson
from kith.work.rules import can_become, clock_for, due_day, is_about_somebody, links_home, may_change, without_person
from kith.work.selectors import covering_for
from kith.work.services.noticing import notify
from kith.work.vocabulary import (
    AT_ONCE,
    BY_ACT,
    NOBODY_ELSES,
    AlreadyClosed,
    ClosesByItself,
    NewTask,
    NoticeKind,
    NotPossibleBecause,
    NotYours,
    TaskKind,
    TaskState,
)

_TRACED = "work.task"


class LinkLeads(ValueError):
    """A task's link leaves this site, or carries more than a place."""

    def __init__(self) -> None:
        super().__init__(
            "A task links to a plain path of this site, like /waiting/, without a query; one to a person's page also "
            "says whom it is about."
        )


@transaction.atomic
def add_task(*, new: NewTask, by: Viewer | None, now: datetime) -> UUID:
    """Ask a member of staff to do something by a day, start its clock and tell them.

    A task about a person is added inside a look at that person (or by the pipeline), else row security refuses it.

    Raises:
        LinkLeads: the link is not a plain path of this site.
    """
    link = without_person(new.link)
    if not links_home(link) or (is_about_somebody(link) and new.person_id is None):
        raise LinkLeads
    version, clock = clock_for(new.kind, timezone.localdate(now))
    task = Task.objects.create(
        kind=new.kind,
        owner_id=new.owner_id,
        made_by_id=_id(by),
        made_at=now,
        due_on=new.due_on or due_day(clock, timezone.localdate(now)),
        clock_version=version,
        subject=new.subject,
        subject_id=new.subject_id,
        link=link,
    )
    if new.person_id is not None:
        TaskPerson.objects.create(task=task, person_id=new.person_id)
    if new.words:
        _keep_words(task, new.words)
    after = {"kind": new.kind.value, "owner": new.owner_id, "due_on": task.due_on}
    trace(by=_id(by), action="work.added_task", subject=_TRACED, subject_id=task.pk, now=now, after=after)
    if new.owner_id != _id(by):
        _tell_owner(task, by, now)
    return task.public_id


@transaction.atomic
def finish_task(*, task_id: UUID, by: Viewer, now: datetime) -> None:
    """Close a task as done.

    Raises:
        NotYours, AlreadyClosed, ClosesByItself.
    """
    task = _open_task(task_id, by, now)
    if TaskKind(task.kind) in BY_ACT:
        raise ClosesByItself
    _close(task, TaskState.DONE, by, now)


@transaction.atomic
def say_not_possible(*, task_id: UUID, because: NotPossibleBecause, by: Viewer, now: datetime) -> None:
    """Close a task that cannot be done, with the reason; whoever gave it is told.

    Raises:
        NotYours, AlreadyClosed, ClosesByItself.
    """
    task = _open_task(task_id, by, now)
    if TaskKind(task.kind) in BY_ACT:
        raise ClosesByItself
    task.not_possible_because = because
    _close(task, TaskState.NOT_POSSIBLE, by, now)


@transaction.atomic
def reassign_task(*, task_id: UUID, to_id: int, by: Viewer, now: datetime) -> UUID:
    """Close a task as moved and give its successor, with the same day and the same clock, to another of the agency.

    Raises:
        NotYours: also when the new owner works for another agency or has left.
        AlreadyClosed, ClosesByItself.
    """
    task = _open_task(task_id, by, now)
    if TaskKind(task.kind) in NOBODY_ELSES:
        raise ClosesByItself
    heir = get_user_model().objects.filter(pk=to_id, is_active=True, agency_id=task.owner.agency_id).first()
    if heir is None:
        raise NotYours
    successor = _succeed(task, to_id, by, now)
    return successor.public_id


@transaction.atomic
def close_tasks_about(*, kind: TaskKind, subject: str, subject_id: int, by: Viewer | None, now: datetime) -> int:
    """Close as done every open task about a subject, because the thing itself was done where it is done."""
    found = Task.objects.select_for_update().filter(
        kind=kind, subject=subject, subject_id=subject_id, state=TaskState.OPEN
    )
    closed = 0
    for task in found:
        _close(task, TaskState.DONE, by, now)
        closed += 1
    return closed


@transaction.atomic
def hand_over_tasks(
    *, kind: TaskKind, subject: str, subject_id: int, to_id: int, by: Viewer | None, now: datetime
) -> int:
    """Give every open task about a subject that another owns to this member of staff, and return how many."""
    found = Task.objects.select_for_update().filter(
        kind=kind, subject=subject, subject_id=subject_id, state=TaskState.OPEN
    )
    rest = [task for task in found if task.owner_id != to_id]
    for task in rest:
        _succeed(task, to_id, by, now)
    return len(rest)


def _succeed(task: Task, to_id: int, by: Viewer | None, now: datetime) -> Task:
    """Close a task as moved and return its successor, with the same day, clock, person and words."""
    successor = Task.objects.create(
        kind=task.kind,
        owner_id=to_id,
        made_by_id=task.made_by_id,
        made_at=now,
        due_on=task.due_on,
        clock_version=task.clock_version,
        steps_taken=task.steps_taken,
        subject=task.subject,
        subject_id=task.subject_id,
        link=task.link,
    )
    # Only a ticket for the person shows the row; one statement moves it unseen, for whoever may move the task.
    with connection.cursor() as cursor:
        cursor.execute("SELECT work_move_person(%s, %s)", [task.pk, successor.pk])
    task.moved_to = successor
    _close(task, TaskState.MOVED, by, now)
    if to_id != _id(by):
        _tell_owner(successor, by, now)
    return successor


def _tell_owner(task: Task, by: Viewer | None, now: datetime) -> None:
    at_once = TaskKind(task.kind) in AT_ONCE
    notify(staff_id=task.owner_id, kind=NoticeKind.TASK_GIVEN, task_id=task.pk, at_once=at_once, by=by, now=now)


def _keep_words(task: Task, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT work_keep_words(%s, %s)", [task.pk, words])


def _open_task(task_id: UUID, by: Viewer, now: datetime) -> Task:
    task = Task.objects.select_for_update(of=("self",)).select_related("owner").filter(public_id=task_id).first()
    if task is None:
        raise NotYours
    told = frozenset(Escalation.objects.filter(task=task).values_list("to_id", flat=True))
    covering = frozenset(covering_for(staff_id=task.owner_id, now=now))
    if not may_change(by, owner_id=task.owner_id, owner_agency_id=task.owner.agency_id, others=told | covering):
        raise NotYours
    return task


def _close(task: Task, state: TaskState, by: Viewer | None, now: datetime) -> None:
    before = TaskState(task.state)
    if not can_become(before, state):
        raise AlreadyClosed(before)
    task.state, task.closed_at, task.closed_by_id = state, now, _id(by)
    task.save(update_fields=["state", "closed_at", "closed_by", "not_possible_because", "moved_to"])
    task.notices.filter(read_at__isnull=True).update(read_at=now)
    after = {"state": state.value, "because": task.not_possible_because, "moved_to": task.moved_to_id}
    trace(
        by=_id(by),
        action=f"work.task_{state.value}",
        subject=_TRACED,
        subject_id=task.pk,
        now=now,
        before={"state": before.value, "owner": task.owner_id},
        after=after,
    )
    if task.made_by_id and task.made_by_id != _id(by):
        notify(staff_id=task.made_by_id, kind=NoticeKind.TASK_ANSWERED, task_id=task.pk, by=by, now=now)


def _id(by: Viewer | None) -> int | None:
    return by.staff_id if by else None
