"""Reads tasks, notices and the outbox; a task is shown to those who own it, stand in, or were told of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.module_loading import import_string

from kith.access.selectors import ask_log
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.work.models import Escalation, Notice, OutgoingMail, Task
from kith.work.vocabulary import (
    BY_ACT,
    NOBODY_ELSES,
    EscalationTo,
    FeedbackAsRead,
    FeedbackOutcome,
    FeedbackRow,
    MailKind,
    MailState,
    TaskAbout,
    TaskKind,
    TaskRow,
    TaskState,
    Waiting,
    WorkSource,
)

_ROLE_TOLD = {
    EscalationTo.MANAGER: Role.TEAM_MANAGER,
    EscalationTo.AGENCY_CONTACT: Role.AGENCY_CONTACT,
    EscalationTo.PANEL_CHAIR: Role.PANEL_CHAIR,
}


def tasks_of(*, viewer: Viewer, now: datetime) -> list[TaskRow]:
    """Return the open tasks of a viewer, of colleagues they cover for, and those that came to them; soonest first."""
    found = Task.objects.filter(_theirs(viewer, now), state=TaskState.OPEN).order_by("due_on", "id")
    columns = ("public_id", "kind", "link", "due_on", "owner_id", "owner__name", "made_at")
    return [
        TaskRow(
            public_id=public_id,
            kind=TaskKind(kind),
            link=link,
            due_on=due_on,
            owner_name=owner_name,
            is_own=owner_id == viewer.staff_id,
            made_at=made_at,
            closes_by_itself=kind in BY_ACT,
            can_move=kind not in NOBODY_ELSES,
        )
        for public_id, kind, link, due_on, owner_id, owner_name, made_at in found.values_list(*columns)
    ]


def _theirs(viewer: Viewer, now: datetime) -> Q:
    covered = get_user_model().objects.filter(
        covered_by__covering=viewer.staff_id, covered_by__begins_at__lte=now, covered_by__ends_at__gt=now
    )
    told = Escalation.objects.filter(to=viewer.staff_id)
    return Q(owner=viewer.staff_id) | Q(owner__in=covered.values("pk")) | Q(pk__in=told.values("task"))


def is_asked(*, viewer: Viewer, kind: TaskKind, subject: str, subject_id: int, now: datetime) -> bool:
    """Test whether a viewer is asked to do this about this subject: as its owner, in their stead, or further up."""
    about = Task.objects.filter(kind=kind, subject=subject, subject_id=subject_id, state=TaskState.OPEN)
    return about.filter(_theirs(viewer, now)).exists()


def waiting_for(*, viewer: Viewer, now: datetime) -> list[Waiting]:
    """Return what waits for a viewer besides their tasks, from every app that the project's settings name."""
    sources: list[WorkSource] = [import_string(path)() for path in settings.KITH_WORK_SOURCES]
    return [each for source in sources for each in source.waiting(viewer=viewer, now=now)]


def open_task(task_id: UUID, *, viewer: Viewer, purpose: Purpose) -> TaskAbout | None:
    """Return what a task says and whom it is about; the reading is in the log before it is answered.

    None when the task is nobody's of theirs, or is about somebody whom they may not know of.

    Raises:
        LogUnavailable: nothing was logged, so nothing may be shown.
    """
    found = ask_log("SELECT work_open_task(%s, %s, %s)", [viewer.staff_id, str(task_id), purpose])
    if found is None:
        return None
    return TaskAbout(words=found["words"], person=UUID(found["person"]) if found["person"] else None)


def list_feedback(*, viewer: Viewer, purpose: Purpose) -> list[FeedbackRow]:
    """Return what was written on the public site, what waits first, then newest first; none to whom it is not open.

    Raises:
        LogUnavailable: nothing was logged, so nothing may be shown.
    """
    found = ask_log("SELECT work_list_feedback(%s, %s)", [viewer.staff_id, purpose])
    return [_feedback_row(row) for row in found]


def open_feedback(number: UUID, *, viewer: Viewer, purpose: Purpose) -> FeedbackAsRead | None:
    """Return what somebody wrote; the reading is in the log before it is answered, and so is a refusal.

    None when there is no such, or it is not open to the viewer: nobody asked them, and no role of theirs reads it.

    Raises:
        LogUnavailable: nothing was logged, so nothing may be shown.
    """
    found = ask_log("SELECT work_open_feedback(%s, %s, %s)", [viewer.staff_id, str(number), purpose])
    if found is None:
        return None
    return FeedbackAsRead(
        row=_feedback_row(found),
        **{name: found[name] for name in ("words", "danger", "age_band", "wants_answer", "reach", "done")},
        answered_at=_moment(found["answered_at"]),
        emptied_at=_moment(found["emptied_at"]),
    )


def _feedback_row(row: Mapping[str, Any]) -> FeedbackRow:
    return FeedbackRow(
        number=UUID(row["number"]),
        who=row["who"],
        about=row["about"],
        is_urgent=row["is_urgent"],
        looks_automatic=row["looks_automatic"],
        sent_at=datetime.fromisoformat(row["sent_at"]),
        outcome=FeedbackOutcome(row["outcome"]) if row["outcome"] else None,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def count_open_tasks(*, viewer: Viewer) -> int:
    """Return how many open tasks a viewer owns."""
    return Task.objects.filter(owner=viewer.staff_id, state=TaskState.OPEN).count()


def has_open_task(*, kind: TaskKind, subject: str, subject_id: int) -> bool:
    """Test whether somebody is already asked to do this about this subject."""
    return Task.objects.filter(kind=kind, subject=subject, subject_id=subject_id, state=TaskState.OPEN).exists()


def covering_for(*, staff_id: int, now: datetime) -> list[int]:
    """Return who stands in for a member of staff at a moment."""
    covered = get_user_model().objects.filter(pk=staff_id, covered_by__begins_at__lte=now, covered_by__ends_at__gt=now)
    return list(covered.values_list("covered_by__covering_id", flat=True))


def count_failed_mails() -> int:
    """Return how many mails were given up; the health page says so."""
    return OutgoingMail.objects.filter(state=MailState.FAILED).count()


def notices_of(*, viewer: Viewer, limit: int = 50) -> list[Notice]:
    """Return a viewer's unread notices, newest first."""
    return list(Notice.objects.filter(staff=viewer.staff_id, read_at__isnull=True).select_related("task")[:limit])


def colleagues_of(*, viewer: Viewer) -> list[tuple[int, str]]:
    """Return the staff of the viewer's agency to whom a task may move, by name."""
    active = get_user_model().objects.filter(is_active=True, agency_id=viewer.agency_id).exclude(pk=viewer.staff_id)
    return list(active.order_by("name").values_list("pk", "name"))


def outbox(*, limit: int = 50) -> list[OutgoingMail]:
    """Return the latest mails with their text; a page shows them in a demo only."""
    return list(OutgoingMail.objects.select_related("staff")[:limit])


def told_by(*, step: EscalationTo, task: Task, now: datetime) -> list[int]:
    """Return whom a step tells, never nobody.

    The manager is of the owner's team, else of the agency; the contact of the agency; the chair of the county.
    """
    if step is EscalationTo.OWNER:
        return [task.owner_id]
    held = get_user_model().objects.filter(
        Q(role_grants__ends_at__isnull=True) | Q(role_grants__ends_at__gt=now),
        is_active=True,
        role_grants__role=_ROLE_TOLD[step],
        role_grants__begins_at__lte=now,
    )
    agency, team = Q(agency_id=task.owner.agency_id), Q(team_id=task.owner.team_id)
    circles = {
        EscalationTo.MANAGER: [team, agency] if task.owner.team_id else [agency],
        EscalationTo.AGENCY_CONTACT: [agency],
        EscalationTo.PANEL_CHAIR: [Q()],
    }[step]
    for circle in circles:
        told = sorted(set(held.filter(circle).exclude(pk=task.owner_id).values_list("pk", flat=True)))
        if told:
            return told
    # Nobody near holds the role: the chair hears of it, and when there is no chair either, the owner once more.
    return (
        [task.owner_id]
        if step is EscalationTo.PANEL_CHAIR
        else told_by(step=EscalationTo.PANEL_CHAIR, task=task, now=now)
    )


def was_mailed_since(*, staff_id: int, kind: MailKind, since: datetime) -> bool:
    """Test whether somebody has had a mail of this kind since a moment."""
    return OutgoingMail.objects.filter(staff=staff_id, kind=kind, made_at__gte=since).exists()


def escalations_waiting(*, today: date) -> list[int]:
    """Return the ids of open tasks near or past their day; no ladder begins earlier than 15 days before."""
    near = today + timedelta(days=15)
    found = Task.objects.filter(state=TaskState.OPEN, due_on__lte=near)
    return list(found.order_by("due_on", "id").values_list("pk", flat=True))
