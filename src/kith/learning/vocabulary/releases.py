"""Words for figures that leave the partnership: how they are told, and how far a release has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from kith.audit.vocabulary import Question
from kith.learning.vocabulary.releasing import Statement, WorkedOut

BEYOND: Final = 1_000_000  # the highest of a number of which nothing is told


class Telling(StrEnum):
    """How a number is told: exactly, as a band of numbers, held back because it is small, or left untold by choice."""

    EXACT = "exact"
    BAND = "band"
    HELD = "held"
    UNTOLD = "untold"


SILENT: Final = frozenset({Telling.HELD, Telling.UNTOLD})
TELLING_WORDS: Final[Mapping[Telling, str]] = MappingProxyType(
    {Telling.EXACT: "Exactly", Telling.BAND: "As a band", Telling.HELD: "Held back", Telling.UNTOLD: "Not told"}
)


class Told(StrEnum):
    """What a statement counts: a cohort, those of a finding, of whom it is known, the parent, or some of the county."""

    COHORT = "cohort"
    FINDING = "finding"
    KNOWN = "known"
    PARENT = "parent"
    COUNTY = "county"


class ReleaseState(StrEnum):
    """How far a release has come; what was approved once stays known, also when it is withdrawn."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    APPROVED = "approved"
    HANDED = "handed"
    WITHDRAWN = "withdrawn"


RELEASE_WORDS: Final[Mapping[ReleaseState, str]] = MappingProxyType(
    {
        ReleaseState.PROPOSED: "Waits for a second person",
        ReleaseState.DECLINED: "Declined",
        ReleaseState.APPROVED: "Approved; on its way to the site",
        ReleaseState.HANDED: "Handed to the site",
        ReleaseState.WITHDRAWN: "Withdrawn",
    }
)
RELEASE_STEPS: Final[Mapping[ReleaseState, frozenset[ReleaseState]]] = MappingProxyType(
    {
        ReleaseState.PROPOSED: frozenset({ReleaseState.APPROVED, ReleaseState.DECLINED}),
        ReleaseState.APPROVED: frozenset({ReleaseState.HANDED, ReleaseState.WITHDRAWN}),
        ReleaseState.HANDED: frozenset({ReleaseState.WITHDRAWN}),
        ReleaseState.DECLINED: frozenset(),
        ReleaseState.WITHDRAWN: frozenset(),
    }
)
KNOWN_STATES: Final = frozenset({ReleaseState.APPROVED, ReleaseState.HANDED, ReleaseState.WITHDRAWN})
"""What counts as known to everybody, for ever: a withdrawn number has been read."""


@dataclass(frozen=True, kw_only=True)
class NewRelease:
    """Which findings of an audit are told, and how; the cohort's size, and of how many it was chosen, where wanted."""

    theme: UUID
    title: str
    findings: Mapping[Question, Telling]
    cohort: Telling = Telling.EXACT
    parent: Telling = Telling.UNTOLD


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One number before it is told: what it counts, how many, and how many others besides those of the release.

    `people` are who is counted, where their cases are open; of a closed audit the number alone is known.
    """

    told: Told
    question: str | None  # of an audit a Question; of the county the key of a question of the book
    telling: Telling
    count: int
    people: frozenset[int] = frozenset()
    others: int = 0
    says: str = ""  # what is so of those who are counted: "were looked after on the day of the incident"
    part: str = ""  # of the county: of which quarter, ages, sex or sector

    @property
    def number(self) -> int:
        """Return the true number."""
        return self.count + self.others


@dataclass(frozen=True, kw_only=True)
class Register:
    """All that the checker judges a release by: its statements, those known, true counts, and what must stay hidden."""

    new: Sequence[Statement]
    known: Sequence[Statement]
    children: Mapping[str, int]
    cells: Mapping[str, frozenset[str]]


class ReleaseRefused(ValueError):
    """A release that is not made; `faults` are the numbers it would give away, where that is why."""

    def __init__(self, says: str, faults: Sequence[WorkedOut] = ()) -> None:
        """Keep what to tell whoever asked, and the faults."""
        super().__init__(says)
        self.faults = tuple(faults)


class ReleaseGone(LookupError):
    """There is no such release."""
