"""Words for figures of the whole county: questions of a reviewed book, a period, and by what a number is parted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kith.access.vocabulary import Sector
from kith.learning.vocabulary.releases import Telling


class Breakdown(StrEnum):
    """By what a figure of the county is parted: nothing, quarter, age, sex, or the sector that told of it."""

    WHOLE = "whole"
    QUARTER = "quarter"
    AGE = "age"
    SEX = "sex"
    SECTOR = "sector"


BREAKDOWN_WORDS: Final[Mapping[Breakdown, str]] = MappingProxyType(
    {
        Breakdown.WHOLE: "Not broken down",
        Breakdown.QUARTER: "By quarter",
        Breakdown.AGE: "By age",
        Breakdown.SEX: "By sex",
        Breakdown.SECTOR: "By the sector that told of it",
    }
)
HEADINGS: Final[Mapping[Breakdown, str]] = MappingProxyType(
    {
        Breakdown.WHOLE: "In the county",
        Breakdown.QUARTER: "Quarter",
        Breakdown.AGE: "Age",
        Breakdown.SEX: "Sex",
        Breakdown.SECTOR: "Told by",
    }
)
AGES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {"0-9": (0, 9), "10-12": (10, 12), "13-15": (13, 15), "16-17": (16, 17)}
)
SEXES: Final[Mapping[str, str]] = MappingProxyType({"F": "Female", "M": "Male", "other": "Other or not known"})
SECTOR_NAMES: Final[Mapping[Sector, str]] = MappingProxyType(
    {
        Sector.CARE: "Social care",
        Sector.EDUCATION: "Education",
        Sector.HEALTH: "Health",
        Sector.POLICE: "Police",
        Sector.YOUTH_JUSTICE: "Youth justice",
        Sector.CHARITY: "Charities",
        Sector.PARTNERSHIP: "The partnership",
    }
)


class CountedAs(StrEnum):
    """What a question of the county counts: children, each once in a number, or what happened, each time."""

    CHILDREN = "children"
    EVENTS = "events"


class CountedFrom(StrEnum):
    """From what a question of the county is counted: the chronology, or the referrals that were sent."""

    CHRONOLOGY = "chronology"
    REFERRALS = "referrals"


@dataclass(frozen=True, kw_only=True)
class CountyQuestion:
    """One thing that can be counted of the county.

    A key with a point asks of those whom the key before the point counts: `referrals.noting` of `referrals`.
    """

    key: str
    asks: str
    says: str  # "Children reported missing"
    unit: str  # "children", "referrals"
    counts: CountedAs
    source: CountedFrom
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    noting: bool = False  # of referrals: those alone that note the risk
    sectors: tuple[Sector, ...] = ()  # by which it can be parted


@dataclass(frozen=True, kw_only=True)
class CountyBook:
    """One version of the reviewed questions."""

    version: str
    source: str
    valid_from: date
    valid_to: date | None
    questions: Sequence[CountyQuestion]

    def question(self, key: str) -> CountyQuestion:
        """Return one question.

        Raises:
            KeyError: the book has no such question.
        """
        for one in self.questions:
            if one.key == key:
                return one
        raise KeyError(key)


@dataclass(frozen=True, kw_only=True)
class Period:
    """A quarter, or a year from April to March, by its first and last day."""

    begins_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class NewCountyRelease:
    """Which questions are told of which period, parted by what, and how each is told."""

    title: str
    period: Period
    breakdown: Breakdown
    questions: Mapping[str, Telling]


@dataclass(frozen=True, kw_only=True)
class CountyNumber:
    """One number that is to be counted: which question, of which part, and how it is told."""

    question: CountyQuestion
    part: str
    says: str
    telling: Telling
