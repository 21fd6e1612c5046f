"""The panel's book: clocks, quorum, domains and reviews as reviewed data with the days on which it holds."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kith.access.vocabulary import Role, Sector
from kith.common.versions import in_force, read_versions
from kith.panel.vocabulary import STAGES, DisagreementStatus, Level, StageRule

FOLDER = Path(__file__).resolve().parent.parent / "books"
_CLOCKS = frozenset(
    "triage second research_asked_before research_due_before agenda_before minutes_draft minutes_approved".split()
)


class BookError(ValueError):
    """A book that cannot be used as it is; the message names the file and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class LevelRule:
    """How many reds and ambers make which level, and how recent a grave event makes it high."""

    high_reds: int
    medium_reds: int
    medium_ambers: int
    grave_within: timedelta


@dataclass(frozen=True, kw_only=True)
class Book:
    """One version of how the panel works."""

    version: str
    valid_from: date
    valid_to: date | None
    clock: Mapping[str, int]
    expires: timedelta
    defer_at_most: timedelta
    quorum: frozenset[Sector]
    review: Mapping[Level, timedelta]
    level: LevelRule
    domains: Mapping[str, str]
    disagreement: Mapping[DisagreementStatus, StageRule]

    @property
    def longest_review(self) -> timedelta:
        """Return how long nobody may wait longer than."""
        return max(self.review.values())


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


def _read(path: Path) -> Book:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        book = Book(
            version=found["version"],
            valid_from=found["valid_from"],
            valid_to=found.get("valid_to"),
            clock=found["clock"],
            expires=timedelta(weeks=found["nomination"]["expires_weeks"]),
            defer_at_most=timedelta(weeks=found["nomination"]["defer_at_most_weeks"]),
            quorum=frozenset(Sector(each) for each in found["quorum"]["sectors"]),
            review={level: timedelta(weeks=found["review_weeks"][level.value]) for level in Level},
            level=LevelRule(
                high_reds=found["level"]["high_reds"],
                medium_reds=found["level"]["medium_reds"],
                medium_ambers=found["level"]["medium_ambers"],
                grave_within=timedelta(weeks=found["level"]["grave_within_weeks"]),
            ),
            domains=found["domains"],
            disagreement={stage: _stage(found["disagreement"][stage.value]) for stage in STAGES},
        )
    except (KeyError, ValueError) as error:
        raise BookError(f"{path.name} lacks or misspells {error}.") from error
    if lacking := _CLOCKS - set(book.clock):
        raise BookError(f"{path.name} has no clock for {', '.join(sorted(lacking))}.")
    if any(rule.working_days < 1 or not rule.roles for rule in book.disagreement.values()):
        raise BookError(f"{path.name} has a stage of disagreement without a clock, or without a role that answers.")
    if not book.domains or not book.quorum:
        raise BookError(f"{path.name} needs domains and a quorum.")
    return book


def _stage(found: Mapping[str, Any]) -> StageRule:
    return StageRule(
        working_days=found["working_days"],
        roles=frozenset(Role(each) for each in found["roles"]),
        for_all=found.get("for_all", False),
    )
