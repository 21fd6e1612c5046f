"""Clocks as reviewed data: which version counts on a day, when a task is due, which steps have come."""

import tomllib
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kith.work.rules.working_days import add_working_days
from kith.work.vocabulary import Clock, ClockBook, EscalationTo, Step, TaskKind

FOLDER = Path(__file__).resolve().parent.parent / "clocks"


class ClockBookError(ValueError):
    """A file of clocks that cannot be used as it is."""


@cache
def load_clock_books(folder: Path = FOLDER) -> tuple[ClockBook, ...]:
    """Return every version of the clocks, oldest first; each counts until the day before the next.

    Raises:
        ClockBookError: a file lacks a kind of task, or its ladder does not climb.
    """
    read = [_read(path) for path in sorted(folder.glob("[0-9]*.toml"))]
    books = sorted(read, key=lambda book: book.valid_from)
    for earlier, later in pairwise(books):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise ClockBookError(f"Clocks {earlier.version} must end (valid_to) before {later.version} begins.")
    return tuple(books)


def clock_for(kind: TaskKind, day: date, version: str = "", folder: Path = FOLDER) -> tuple[str, Clock]:
    """Return the version and the clock of a kind of task: of that version, or of the one in force on a day."""
    for book in reversed(load_clock_books(folder)):
        in_force = book.valid_from <= day and (book.valid_to is None or day <= book.valid_to)
        if book.version == version or (not version and in_force):
            return book.version, book.clocks[kind]
    first = load_clock_books(folder)[0]  # a day before the first version: the first counts
    return first.version, first.clocks[kind]


def due_day(clock: Clock, given_on: date) -> date:
    """Return the day by which a task given on a day is due."""
    return add_working_days(given_on, clock.due_working_days)


def steps_due(clock: Clock, due_on: date, taken: int, today: date) -> tuple[Step, ...]:
    """Return the steps whose day has come and that have not been taken, in order."""
    return tuple(step for step in clock.steps[taken:] if add_working_days(due_on, step.after_working_days) <= today)


def _read(path: Path) -> ClockBook:
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    missing = [kind.value for kind in TaskKind if kind.value not in found["clock"]]
    if missing:
        raise ClockBookError(f"{path.name} has no clock for {', '.join(missing)}. Add [clock.{missing[0]}].")
    return ClockBook(
        version=found["version"],
        valid_from=found["valid_from"],
        valid_to=found.get("valid_to"),
        clocks={TaskKind(kind): _clock(path, TaskKind(kind), text, found) for kind, text in found["clock"].items()},
    )


def _clock(path: Path, kind: TaskKind, text: dict[str, Any], found: dict[str, Any]) -> Clock:
    steps = tuple(
        Step(after_working_days=step["after_working_days"], to=EscalationTo(step["to"]))
        for step in found["ladder"][text["ladder"]]["steps"]
    )
    days = [step.after_working_days for step in steps]
    if not steps or days != sorted(set(days)):
        raise ClockBookError(f"{path.name}: the ladder of {kind.value} must climb, each step after the last.")
    return Clock(kind=kind, due_working_days=text["due_working_days"], steps=steps)
