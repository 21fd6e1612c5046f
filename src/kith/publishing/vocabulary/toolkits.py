"""The words of toolkits: versions in force from a day, their stages, and the clock of their review; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

REMIND_DAYS: Final = (28, 7)  # before the day of the review
REMIND_AGAIN: Final = 14  # days; how often an owner hears of a review that is late


class VersionStanding(StrEnum):
    """How one version of a toolkit stands on a day."""

    COMING = "coming"
    CURRENT = "current"
    SUPERSEDED = "superseded"


class QuestionKind(StrEnum):
    """How a question of a toolkit's form is answered: by a tick on the screen, or by hand on paper."""

    YES_NO = "yes_no"
    DAY = "day"
    LINE = "line"
    BOX = "box"


QUESTION_KINDS: Final[dict[QuestionKind, str]] = {
    QuestionKind.YES_NO: "Yes, no, or not yet",
    QuestionKind.DAY: "A day, on paper",
    QuestionKind.LINE: "A line, on paper",
    QuestionKind.BOX: "Several lines, on paper",
}


class ChangeKind(StrEnum):
    """What happened to one passage between two versions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One passage in a comparison of two versions."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, kw_only=True, order=True)
class Dated:
    """One published version: its number and the day from which it is in force."""

    number: int
    effective_on: date


def current_of(versions: Iterable[Dated], today: date) -> int | None:
    """Return the number of the version in force on a day: the highest whose day has come; None before the first."""
    return max((version.number for version in versions if version.effective_on <= today), default=None)


def standing_of_version(number: int, versions: Iterable[Dated], today: date) -> VersionStanding:
    """Return how the version with this number stands on a day among all that are published."""
    current = current_of(versions, today)
    if current is None or number > current:
        return VersionStanding.COMING
    return VersionStanding.CURRENT if number == current else VersionStanding.SUPERSEDED


def compare(before: Sequence[str], after: Sequence[str]) -> list[Passage]:
    """Return every passage of two versions in reading order, the removed before what came in their place.

    What is the same or added makes the later version; what is the same or removed makes the earlier one.
    """
    found: list[Passage] = []
    for tag, old, old_end, new, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Passage(kind=ChangeKind.SAME, text=text) for text in after[new:new_end]]
            continue
        found += [Passage(kind=ChangeKind.REMOVED, text=text) for text in before[old:old_end]]
        found += [Passage(kind=ChangeKind.ADDED, text=text) for text in after[new:new_end]]
    return found


def reminder_step(review_on: date, today: date) -> str:
    """Return which reminder of a review is due, "" when none is; one step is one mail, on whichever day it runs."""
    days = (review_on - today).days
    if days > REMIND_DAYS[0]:
        return ""
    if days > 0:
        return f"{min(step for step in REMIND_DAYS if days <= step)}-days-before"
    return f"late-{-days // REMIND_AGAIN}"
