"""Says in one sentence how somebody was already considered, and until when that holds: pure."""

from dataclasses import dataclass
from datetime import date

from kith.panel.rules.books import Book
from kith.panel.vocabulary import Status, StepKind

_SHORT = {
    "defer": "put off",
    "decline": "not for the panel",
    "already_held": "already held by somebody who works with them",
    "wrong_person": "records of two people are mixed up",
    "wrong_record": "a record is wrong",
}
_BEFORE = {
    Status.CANDIDATE: "two agencies agreed on {day}; waits for its referral",
    Status.REFERRED: "referred to the panel on {day}; waits for triage",
    Status.ASKED_MORE: "the panel asked for more on {day}",
    Status.ACCEPTED: "before the panel since {since}",
    Status.RESEARCHED: "before the panel since {since}",
    Status.LISTED: "before the panel since {since}, on the agenda",
}


@dataclass(frozen=True, kw_only=True)
class LastStep:
    """The latest step of a case: what, by which agency, on which day, why, and until when it holds."""

    kind: StepKind
    on: date
    agency: str
    reason: str
    until: date | None


def considered_words(
    status: Status, last: LastStep, *, since: date | None, review_on: date | None, book: Book, today: date
) -> str:
    """Return what the panel has said of somebody, or nothing once that has run out at its review.

    `since` is the day on which the panel took them in.
    """
    day = _day(last.on)
    if status is Status.HELD:
        review = f"; next review {_day(review_on)}" if review_on else ""
        return f"held by the panel since {_day(since or last.on)}{review}"
    if status in _BEFORE:
        return _BEFORE[status].format(day=day, since=_day(since or last.on))
    if status is Status.NOMINATED:
        return f"nominated on {day} by {last.agency}; another agency answers"
    if status is Status.PROPOSED:
        return f"{_SHORT[last.reason]}, says {last.agency} since {day}; another agency answers"
    until = last.until or last.on + book.expires
    if last.kind is StepKind.EXPIRE or until <= today:
        return ""
    said = {
        Status.SENT_ELSEWHERE: "sent another way",
        Status.CLOSED: "the panel let go",
    }.get(status) or _SHORT[last.reason]
    return f"{said} on {day}; asked again from {_day(until)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
