"""The words of section 11: what an agency says of itself, standard by standard, and what moved since the last round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID


class Met(StrEnum):
    """How far an agency meets a standard; the last one is no judgement."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


MET_WORDS: Final[Mapping[Met, str]] = MappingProxyType(
    {
        Met.MET: "Met",
        Met.PARTLY: "Partly met",
        Met.NOT_MET: "Not met",
        Met.NOT_APPLICABLE: "Not applicable",
    }
)
MET_COLOURS: Final[Mapping[Met, str]] = MappingProxyType(
    {Met.MET: "green", Met.PARTLY: "yellow", Met.NOT_MET: "red", Met.NOT_APPLICABLE: "grey"}
)
# From the least to the most; what is not applicable stands outside.
MET_RANK: Final[Mapping[Met, int]] = MappingProxyType({Met.NOT_MET: 0, Met.PARTLY: 1, Met.MET: 2})


class Moved(StrEnum):
    """How a grade stands to the one of the round before; new where one of the two is no judgement."""

    UP = "up"
    SAME = "same"
    DOWN = "down"
    NEW = "new"


MOVED_WORDS: Final[Mapping[Moved, str]] = MappingProxyType(
    {Moved.UP: "up since last time", Moved.SAME: "as last time", Moved.DOWN: "down since last time", Moved.NEW: ""}
)


@dataclass(frozen=True, kw_only=True)
class Standard:
    """One standard: its key, which is never used again for another, its title, and what it asks."""

    key: str
    title: str
    asks: str


@dataclass(frozen=True, kw_only=True)
class StandardBook:
    """One version of the standards that agencies assess themselves by."""

    version: str
    valid_from: date
    valid_to: date | None
    standards: tuple[Standard, ...]

    def find(self, key: str) -> Standard | None:
        """Return the standard of a key, or None."""
        return next((each for each in self.standards if each.key == key), None)


@dataclass(frozen=True, kw_only=True)
class NewRound:
    """A round as it is opened: its title, by when agencies return, and which round it is compared with."""

    title: str
    due_on: date
    follows: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class StandardSaid:
    """What an agency says of one standard: its grade, the evidence, what is to be done and by when."""

    grade: Met | None
    evidence: str
    to_do: str = ""
    do_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """One agency and one standard: the agency's own grade, the challenged one, which counts, and how it moved."""

    own: Met | None
    challenged: Met | None
    moved: Moved

    @property
    def counts(self) -> Met | None:
        """Return the grade that counts: the challenged one where there is one."""
        return self.challenged or self.own


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One agency: how its return stands, its number, and a cell for each standard; none while it has not returned."""

    agency_id: int
    agency: str
    number: UUID
    due_on: date
    returned_on: date | None
    cells: Sequence[MatrixCell]
