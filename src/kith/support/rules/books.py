"""The book of support: clocks and milestones as reviewed data with the days on which they hold."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kith.common.versions import in_force, read_versions

FOLDER = Path(__file__).resolve().parent.parent / "books"


class BookError(ValueError):
    """A book that cannot be used as it is; the message names the file and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class WeekMark:
    """One milestone before a birth, by whole weeks of pregnancy."""

    key: str
    title: str
    due_week: int
    latest_week: int
    never_after_week: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgeMark:
    """One milestone on the way to adult services, by months of age."""

    key: str
    title: str
    due_months: int
    latest_months: int


@dataclass(frozen=True, kw_only=True)
class Book:
    """One version of how this partnership supports a child."""

    version: str
    valid_from: date
    valid_to: date | None
    validated: str
    voice_gap: timedelta
    next_try_at_most: timedelta
    voice_within: timedelta
    review: timedelta
    review_at_most: timedelta
    late_week: int
    compressed_due: timedelta
    compressed_latest: timedelta
    before_birth: tuple[WeekMark, ...]
    to_adult: tuple[AgeMark, ...]


@cache
def load_books(folder: Path = FOLDER) -> tuple[Book, ...]:
    """Return every version, oldest first; each holds until the day before the next.

    Raises:
        BookError: a file lacks something, or two overlap.
    """
    return read_versions(folder, _read, refused=BookError)


def book_on(day: date, folder: Path = FOLDER) -> Book:
    """Return the book in force on a day; before the first one, the first."""
    return in_force(load_books(folder), day)


def book_of(version: str, folder: Path = FOLDER) -> Book:
    """Return one version of the book, whatever day it is."""
    return next(book for book in load_books(folder) if book.version == version)


def milestone_title(version: str, key: str) -> str:
    """Return what a milestone is called in one version of the book."""
    book = book_of(version)
    titles = {mark.key: mark.title for mark in book.before_birth} | {mark.key: mark.title for mark in book.to_adult}
    return titles[key]


def _read(path: Path) -> Book:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        book = _book(found)
    except (KeyError, TypeError) as error:
        raise BookError(f"{path.name} lacks or misspells {error}.") from error
    for week in book.before_birth:
        if not week.due_week <= week.latest_week <= (week.never_after_week or week.latest_week):
            raise BookError(f"{path.name}: {week.key} is due after its latest week.")
    for age in book.to_adult:
        if age.due_months > age.latest_months:
            raise BookError(f"{path.name}: {age.key} is due after its latest month.")
    for marks in (book.before_birth, book.to_adult):
        keys = [mark.key for mark in marks]
        if not keys or len(keys) != len(set(keys)):
            raise BookError(f"{path.name} needs milestones, each with a key of its own.")
    return book


def _book(found: dict[str, Any]) -> Book:
    voice, plan, pregnancy = found["voice"], found["plan"], found["pregnancy"]
    return Book(
        version=found["version"],
        valid_from=found["valid_from"],
        valid_to=found.get("valid_to"),
        validated=found["validated"],
        voice_gap=timedelta(days=voice["gap_days"]),
        next_try_at_most=timedelta(days=voice["next_try_at_most_days"]),
        voice_within=timedelta(days=plan["voice_within_days"]),
        review=timedelta(days=plan["review_days"]),
        review_at_most=timedelta(days=plan["review_at_most_days"]),
        late_week=pregnancy["late_week"],
        compressed_due=timedelta(days=pregnancy["compressed_due_days"]),
        compressed_latest=timedelta(days=pregnancy["compressed_latest_days"]),
        before_birth=tuple(WeekMark(**each) for each in pregnancy["milestone"]),
        to_adult=tuple(AgeMark(**each) for each in found["transition"]["milestone"]),
    )
