"""What is told of several people at once, for whoever counts: kinds, days, parts and marks, no word that was said."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kith.chronology.vocabulary.reading import SchoolWeek


class ToldEntry(NamedTuple):
    """One entry: what kind, when, in which part; `event` is the same for all entries of one occurrence."""

    entry_id: int
    kind: str
    occurred_on: date
    ended_on: date | None
    role: str
    agency: str
    event: str
    markers: str


@dataclass(frozen=True, kw_only=True)
class ToldPerson:
    """One person's entries and weeks of school as the record stood on a day, oldest first."""

    born_on: date | None
    sex: str
    entries: tuple[ToldEntry, ...]
    weeks: tuple[SchoolWeek, ...]
