"""Clocks as reviewed data: which version counts on a day, when a task is due, which steps have come."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kith.common.versions import in_force, read_versions
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
    return read_versions(folder, _read, refused=ClockBookError, called="Clocks")


def clock_for(kind: TaskKind, day: date, version: str = "", folder: Path = FOLDER) -> tuple[str, Clock]:
    """Return the version and the clock of a kind of task: of that version, or of the one in force on a day."""
    books = load_clock_books(folder)
    # A day before the first version, or a version that nobody knows any more: the first counts.
    book = next((each for each in books if each.version == version), books[0]) if version else in_force(books, day)
    return book.version, book.clocks[kind]


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
