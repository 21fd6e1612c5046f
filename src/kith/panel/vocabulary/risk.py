"""The words of risk: levels, colours, and one rating of a child over the partnership's own domains."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Level(StrEnum):
    """How grave the risk is, from what is known today."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    IMMEDIATE = "immediate"


LEVEL_WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.NONE: "No current concern",
        Level.LOW: "Low",
        Level.MEDIUM: "Medium",
        Level.HIGH: "High",
        Level.IMMEDIATE: "Immediate",
    }
)


class Colour(StrEnum):
    """How one domain stands; a colour without evidence is refused."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, kw_only=True)
class DomainRating:
    """One domain of a child's life: its colour, what that rests on, and what protects."""

    domain: str
    colour: Colour
    evidence: str
    protects: str = ""


@dataclass(frozen=True, kw_only=True)
class NewRating:
    """A whole rating: the domains, the analysis, and the level that a professional sets against the computed one."""

    domains: tuple[DomainRating, ...]
    analysis: str
    level: Level | None = None
    because: str = ""
    last_grave_on: date | None = None


class RatingRefused(ValueError):
    """A rating that says too little; the message says which part."""
