"""The story as one viewer may see it: entries, lines, gaps, and the marks of its picture."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kith.access.vocabulary import Sector


class Entry(NamedTuple):
    """One dated entry as one viewer may see it; `says` and `place` stay empty when the class is withheld.

    A named tuple whose words are texts as the record keeps them, because a person may have thousands and each page
    makes them all: the words of Sector, DataClass, ParticipantRole and Basis compare equal to them.
    """

    entry_id: int
    kind: str
    headline: str
    sector: str
    data_class: str
    agency_id: int | None
    agency: str
    source: str
    occurred_on: date
    known_at: date
    ended_on: date | None
    precision: str
    role: str
    band: int
    basis: str
    said_by: str
    others: int
    group_key: str
    retracted: bool
    age: int | None = None
    withheld: bool = False
    says: str = ""
    place: str = ""


class Line(NamedTuple):
    """One line of a chronology: an entry, or repeats of one kind folded into one line, newest first."""

    entries: tuple[Entry, ...]

    @property
    def latest(self) -> Entry:
        """Return the entry that gives the line its place."""
        return self.entries[0]

    @property
    def earliest(self) -> Entry:
        """Return the oldest entry of the line."""
        return self.entries[-1]

    @property
    def is_folded(self) -> bool:
        """Test whether the line stands for several entries."""
        return len(self.entries) > 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A quiet time: nothing is recorded between these days. `is_open` lasts until today."""

    begins_on: date
    ends_on: date
    months: int
    is_open: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """One agency's lane of the picture: what happened, and what lasted, oldest first. Id 0 is Kith itself."""

    label: str
    agency_id: int
    sector: Sector
    events: tuple[Entry, ...]
    states: tuple[Entry, ...]
