"""Says what is to be done, by when, and how late it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.work import selectors
from kith.work.rules import is_about_somebody
from kith.work.vocabulary import (
    AREA_OF,
    AREAS,
    NOTICES,
    OUTCOMES,
    TITLES,
    FeedbackAsRead,
    FeedbackRow,
    MailState,
    NoticeKind,
    TaskRow,
    Waiting,
    WorkArea,
)

PER_PAGE: Final = 50


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task as the page shows it."""

    public_id: UUID | None  # none for what is no task, and is done where it leads
    title: str
    link: str
    due_on: date | None
    day: str
    when: str
    is_overdue: bool
    whose: str
    area: WorkArea
    closes_by_itself: bool = False
    can_move: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that waits, before it is put into words: only the lines of one page are."""

    of: TaskRow | Waiting
    due_on: date | None
    area: WorkArea
    is_overdue: bool


class Late(Protocol):
    """Whatever has a part of one's work, and is late or not."""

    @property
    def is_overdue(self) -> bool:
        """Test whether its day is past."""
        ...

    @property
    def area(self) -> WorkArea:
        """Return what part of one's work it belongs to."""
        ...


def my_work_page(*, viewer: Viewer, now: datetime, area: WorkArea | None = None, number: int = 1) -> dict[str, Any]:
    """Return one page of one's own work: overdue first, then what is due, then news.

    The answer and the counts are those of everything; the lines are those of one area when it is chosen, and fifty
    of them on a page. A page beyond the last is the last.
    """
    today = timezone.localdate(now)
    everything = _everything(viewer, now, today)
    chosen = [entry for entry in everything if area in (None, entry.area)]
    last = max(1, -(-len(chosen) // PER_PAGE))
    number = min(max(1, number), last)
    lines = [_line(entry, today) for entry in chosen[(number - 1) * PER_PAGE : number * PER_PAGE]]
    notices = selectors.notices_of(viewer=viewer)
    return {
        "overdue": [line for line in lines if line.is_overdue],
        "due": [line for line in lines if not line.is_overdue],
        "notices": told_together((NOTICES[NoticeKind(notice.kind)], notice.made_at) for notice in notices),
        "answer": answer(everything),
        "filters": filters(everything, area),
        "is_narrowed": area is not None,
        "pages": _pages(number, last, area),
    }


def told_together(news: Iterable[tuple[str, datetime]]) -> list[tuple[str, datetime, int]]:
    """Return each news once a day: its words, when it was last told on that day, and how often; newest first.

    Twenty agencies that answer on one morning are one line, so that the one that matters is not lost below them.
    """
    found: dict[tuple[str, date], tuple[str, datetime, int]] = {}
    for words, at in news:
        day = (words, timezone.localdate(at))
        _, latest, often = found.get(day, (words, at, 0))
        found[day] = (words, max(latest, at), often + 1)
    return sorted(found.values(), key=lambda line: line[1], reverse=True)


def _everything(viewer: Viewer, now: datetime, today: date) -> list[Entry]:
    found = [
        Entry(of=row, due_on=row.due_on, area=AREA_OF[row.kind], is_overdue=row.due_on < today)
        for row in selectors.tasks_of(viewer=viewer, now=now)
    ]
    for each in selectors.waiting_for(viewer=viewer, now=now):
        is_overdue = each.due_on is not None and each.due_on < today
        found.append(Entry(of=each, due_on=each.due_on, area=each.area, is_overdue=is_overdue))
    return sorted(found, key=lambda entry: entry.due_on or date.max)


def _line(entry: Entry, today: date) -> TaskLine:
    return task_line(entry.of, today) if isinstance(entry.of, TaskRow) else waiting_line(entry.of, today)


def _pages(number: int, last: int, area: WorkArea | None) -> dict[str, Any] | None:
    """Return the ways to the pages before and after, or none where everything stands on one."""
    if last == 1:
        return None
    narrowed = f"area={area.value}&" if area else ""

    def link(to: int) -> dict[str, str] | None:
        if not 1 <= to <= last:
            return None
        return {"href": f"{reverse('my_work')}?{narrowed}page={to}", "label_text": f"{to} of {last}"}

    return {"previous": link(number - 1), "next": link(number + 1), "number": number, "last": last}


def filters(lines: Sequence[Late], chosen: WorkArea | None) -> list[dict[str, Any]]:
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


def _filter(text: str, query: str, lines: Sequence[Late], current: bool) -> dict[str, Any]:
    late = sum(line.is_overdue for line in lines)
    count = f"{len(lines)}, {late} overdue" if late else f"{len(lines)}"
    return {"text": text, "count": count, "url": f"{reverse('my_work')}{query}", "current": current}


def answer(lines: Sequence[Late]) -> str:
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
        day=_day(row.due_on),
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
        day=_day(each.due_on) if each.due_on else "",
        when=days_in_words((each.due_on - today).days) if each.due_on else "",
        is_overdue=each.due_on is not None and each.due_on < today,
        whose="",
        area=each.area,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


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


def feedback_list(rows: Sequence[FeedbackRow]) -> dict[str, Any]:
    """Return what was written on the public site, what waits apart from what has been answered, and the answer."""
    waiting = [row for row in rows if row.outcome is None]
    urgent = sum(row.is_urgent for row in waiting)
    says = "Nothing waits to be read." if not waiting else f"{len(waiting)} to read and answer."
    if urgent:
        says = f"{len(waiting)} to read and answer, {urgent} of them now: a child may be at risk."
    answered = [(row, OUTCOMES[row.outcome]) for row in rows if row.outcome is not None]
    return {"answer": says, "waiting": waiting, "answered": answered}


def feedback_page(found: FeedbackAsRead) -> dict[str, Any]:
    """Return what somebody wrote as its page shows it; a choice that they left open is said to be open."""
    open_choice = "They did not say"
    told = [
        ("Who wrote it", found.row.who or open_choice),
        ("How old", found.age_band or open_choice),
        ("What it is about", found.row.about or open_choice),
        ("Is somebody hurt or in danger?", found.danger or open_choice),
        ("Would like an answer", "Yes" if found.wants_answer else "No"),
    ]
    return {"found": found, "told": told, "outcome": OUTCOMES[found.row.outcome] if found.row.outcome else ""}
