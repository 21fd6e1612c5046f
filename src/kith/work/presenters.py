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
from kith.work.vocabulary import AREA_OF, AREAS, NOTICES, TITLES, MailState, NoticeKind, TaskRow, Waiting, WorkArea


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task as the page shows it."""

    public_id: UUID | None  # none for what is no task, and is done where it leads
    title: str
    link: str
    due_on: date | None
    when: str
    is_overdue: bool
    whose: str
    area: WorkArea
    closes_by_itself: bool = False
    can_move: bool = True


def my_work_page(*, viewer: Viewer, now: datetime, area: WorkArea | None = None) -> dict[str, Any]:
    """Return what the page of one's own work shows: overdue first, then what is due, then news.

    The answer and the counts are those of everything; the lines are those of one area when it is chosen.
    """
    today = timezone.localdate(now)
    everything = [task_line(row, today) for row in selectors.tasks_of(viewer=viewer, now=now)]
    everything += [waiting_line(each, today) for each in selectors.waiting_for(viewer=viewer, now=now)]
    everything.sort(key=lambda line: line.due_on or date.max)
    lines = [line for line in everything if area in (None, line.area)]
    notices = selectors.notices_of(viewer=viewer)
    return {
        "overdue": [line for line in lines if line.is_overdue],
        "due": [line for line in lines if not line.is_overdue],
        "notices": [(NOTICES[NoticeKind(notice.kind)], notice.made_at) for notice in notices],
        "answer": answer(everything),
        "filters": filters(everything, area),
        "is_narrowed": area is not None,
    }


def filters(lines: Sequence[TaskLine], chosen: WorkArea | None) -> list[dict[str, Any]]:
    """Return the ways to narrow the page, each with how much it holds and how much of that is overdue.

    Without at least two areas there is nothing to choose between.
    """
    held = [area for area in WorkArea if area is chosen or any(line.area is area for line in lines)]
    if len(held) < 2 and chosen is None:
        return []
    return [_filter("Everything", "", lines, chosen is None)] + [
        _filter(AREAS[area], f"?area={area.value}", [line for line in lines if line.area is area], chosen is area)
        for area in held
    ]


def _filter(text: str, query: str, lines: Sequence[TaskLine], current: bool) -> dict[str, Any]:
    late = sum(line.is_overdue for line in lines)
    count = f"{len(lines)}, {late} overdue" if late else f"{len(lines)}"
    return {"text": text, "count": count, "url": f"{reverse('my_work')}{query}", "current": current}


def answer(lines: Sequence[TaskLine]) -> str:
    """Return the page's answer in one sentence."""
    late = sum(line.is_overdue for line in lines)
    if not lines:
        return "Nothing waits for you."
    tasks = "1 thing waits for you" if len(lines) == 1 else f"{len(lines)} things wait for you"
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
        area=AREA_OF[row.kind],
        closes_by_itself=row.closes_by_itself,
        can_move=row.can_move,
    )


def waiting_line(each: Waiting, today: date) -> TaskLine:
    """Return something that is no task as the page shows it."""
    return TaskLine(
        public_id=None,
        title=each.title,
        link=each.link,
        due_on=each.due_on,
        when=days_in_words((each.due_on - today).days) if each.due_on else "",
        is_overdue=each.due_on is not None and each.due_on < today,
        whose="",
        area=each.area,
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
