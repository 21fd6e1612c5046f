"""Says what is to be done, by when, and how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.work import selectors
from kith.work.rules import is_about_somebody
from kith.work.vocabulary import NOTICES, TITLES, MailState, NoticeKind, TaskRow


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task as the page shows it."""

    public_id: UUID
    title: str
    link: str
    due_on: date
    when: str
    is_overdue: bool
    whose: str
    closes_by_itself: bool = False
    can_move: bool = True


def my_work_page(*, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return what the page of one's own work shows: overdue first, then what is due, then news."""
    today = timezone.localdate(now)
    lines = [task_line(row, today) for row in selectors.tasks_of(viewer=viewer, now=now)]
    notices = selectors.notices_of(viewer=viewer)
    return {
        "overdue": [line for line in lines if line.is_overdue],
        "due": [line for line in lines if not line.is_overdue],
        "notices": [(NOTICES[NoticeKind(notice.kind)], notice.made_at) for notice in notices],
        "answer": answer(lines),
    }


def answer(lines: Sequence[TaskLine]) -> str:
    """Return the page's answer in one sentence."""
    late = sum(line.is_overdue for line in lines)
    if not lines:
        return "Nothing waits for you."
    tasks = "1 task waits for you" if len(lines) == 1 else f"{len(lines)} tasks wait for you"
    if not late:
        return f"{tasks}, none overdue."
    return f"{tasks}, {late} of them overdue." if len(lines) > 1 else f"{tasks} and is overdue."


def task_line(row: TaskRow, today: date) -> TaskLine:
    """Return one task in words."""
    return TaskLine(
        public_id=row.public_id,
        title=TITLES[row.kind],
        link=_place(row),
        due_on=row.due_on,
        when=days_in_words((row.due_on - today).days),
        is_overdue=row.due_on < today,
        whose="" if row.is_own else row.owner_name,
        closes_by_itself=row.closes_by_itself,
        can_move=row.can_move,
    )


def _place(row: TaskRow) -> str:
    """Return where a task leads: a person's page is reached through a door that asks whose task it is, and logs."""
    if is_about_somebody(row.link):
        return reverse("open_task", args=[row.public_id])
    return reverse("task", args=[row.public_id]) if row.link == reverse("my_work") else row.link


def days_in_words(days: int) -> str:
    """Return how far off a due day is, as people say it."""
    if days == 0:
        return "due today"
    if days < 0:
        return "1 day overdue" if days == -1 else f"{-days} days overdue"
    return "due tomorrow" if days == 1 else f"due in {days} days"


def outbox_page() -> dict[str, Any]:
    """Return the latest mails for the demo's page."""
    words = {
        MailState.KEPT: "kept here, handed to nobody",
        MailState.WAITING: "waiting",
        MailState.SENT: "handed over; its text is dropped",
        MailState.FAILED: "not taken",
    }
    return {"mails": [(mail, words[MailState(mail.state)]) for mail in selectors.outbox()]}
