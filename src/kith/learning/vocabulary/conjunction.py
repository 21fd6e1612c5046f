"""Words for what a text tells of one case taken together, and for how many children of the county it could be."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class FactKind(StrEnum):
    """One sort of fact that a briefing tells of a case."""

    OTHER = "other"
    WHEN = "when"
    TOWN = "town"
    WEAPON = "weapon"
    SIBLINGS = "siblings"
    BEREAVED = "bereaved"
    FIRST_POLICE = "first_police"
    POLICE_BEFORE = "police_before"
    MISSING = "missing"
    MOVES = "moves"
    EXCLUSIONS = "exclusions"
    ATTENDANCE = "attendance"
    COUNTY_LINES = "county_lines"
    NEEDS = "needs"
    AGE = "age"
    CARE = "care"
    SEX = "sex"
    INCIDENT = "incident"


class FactLevel(StrEnum):
    """How finely a fact is told; each kind has its own ladder of levels."""

    TOLD = "told"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    YEARS = "years"
    BAND = "band"
    NUMBER = "number"
    MORE_THAN_ONCE = "more_than_once"
    EVER = "ever"
    EVENT = "event"
    THEME = "theme"
    SERIOUS = "serious"
    STATUS = "status"
    PLAN = "plan"
    KNOWN = "known"


_COUNTED: Final = (FactLevel.NUMBER, FactLevel.MORE_THAN_ONCE, FactLevel.EVER)
_AGED: Final = (FactLevel.YEARS, FactLevel.BAND, FactLevel.EVER)
LEVELS: Final[Mapping[FactKind, tuple[FactLevel, ...]]] = MappingProxyType(
    {
        FactKind.OTHER: (FactLevel.TOLD,),
        FactKind.WHEN: (FactLevel.DAY, FactLevel.MONTH, FactLevel.SEASON, FactLevel.YEAR),
        FactKind.TOWN: (FactLevel.TOLD,),
        FactKind.WEAPON: (FactLevel.NUMBER, FactLevel.TOLD),
        FactKind.SIBLINGS: (FactLevel.NUMBER, FactLevel.EVER),
        FactKind.BEREAVED: _AGED,
        FactKind.FIRST_POLICE: _AGED,
        FactKind.POLICE_BEFORE: (FactLevel.NUMBER, FactLevel.BAND, FactLevel.EVER),
        FactKind.MISSING: _COUNTED,
        FactKind.MOVES: _COUNTED,
        FactKind.EXCLUSIONS: _COUNTED,
        FactKind.ATTENDANCE: (FactLevel.NUMBER, FactLevel.BAND),
        FactKind.COUNTY_LINES: (FactLevel.TOLD,),
        FactKind.NEEDS: (FactLevel.PLAN, FactLevel.KNOWN),
        FactKind.AGE: (FactLevel.YEARS, FactLevel.BAND),
        FactKind.CARE: (FactLevel.STATUS, FactLevel.PLAN, FactLevel.KNOWN),
        FactKind.SEX: (FactLevel.TOLD,),
        FactKind.INCIDENT: (FactLevel.EVENT, FactLevel.THEME, FactLevel.SERIOUS),
    }
)
"""The ladder of each kind from the finest level down; below the last, the fact is left out."""

ENOUGH: Final = 5  # children whom a text must fit at least, unless two people answer for less
MOST_TOLD: Final = 1_000  # no number above is told


@dataclass(frozen=True, slots=True)
class KeptFact:
    """One fact that stays in the text: `value` is what the record says, at its finest; `level` how finely it is told.

    Values: a day as YYYY-MM-DD; an age, a number or a percentage as digits; a kind of event; a care status; a sex of
    the record (M, F); a weapon as "knife", or "knife:three knives" when the text says more; anything else as words.
    """

    kind: FactKind
    level: FactLevel
    value: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One step that makes a text fit more children: `becomes` is None when the fact is left out."""

    fact: KeptFact
    becomes: KeptFact | None
    before: int
    k: int


@dataclass(frozen=True, slots=True)
class AlikeWithout:
    """How many children the text would fit with one fact told a step coarser (None: there is no step), or left out."""

    fact: KeptFact
    coarser: int | None
    left_out: int


@dataclass(frozen=True, slots=True)
class Alike:
    """How many children of the county the facts kept in a text fit together, and what each fact does to that."""

    k: int
    facts: tuple[AlikeWithout, ...]

    @property
    def is_enough(self) -> bool:
        """Test whether the text fits so many children that nobody need answer for it by name."""
        return self.k >= ENOUGH


class FactUnclear(ValueError):
    """A fact that cannot be counted as it was given; the message says what is wrong with it."""
