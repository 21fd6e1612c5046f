"""What a list and a card are made of, as plain values for one viewer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.access.vocabulary import DataClass, Sector
from kith.priority.vocabulary.neighbours import CardAct
from kith.priority.vocabulary.policy import Policy
from kith.priority.vocabulary.words import Grip, Lane, Theme


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """One making of the list: by which rules, of which day, with which result."""

    id: int
    public_id: UUID
    policy: Policy
    as_of: date
    finished_at: datetime
    people: int
    listed: int
    digest: str
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """The thousandths of a point that one indicator gives one child, and the entries behind them."""

    indicator: str
    theme: Theme
    sector: Sector
    milli_points: int
    entry_ids: tuple[int, ...]
    data_class: DataClass
    is_shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one child stands on one list; points, range and rise in thousandths of a point."""

    person_id: int
    public_id: UUID
    name: str
    age: int | None
    lane: Lane | None
    place: int | None
    points: int
    low: int
    high: int
    breadth: int
    rise: int
    grip: Grip
    town: str = ""
    contributions: tuple[Contribution, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DatedRow:
    """One entry behind an indicator."""

    entry_id: int
    headline: str
    agency: str
    occurred_on: date
    ended_on: date | None
    known_at: date
    band: int
    retracted: bool


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Somebody who is responsible for the child now."""

    agency: str
    name: str
    role: str
    since: date | None


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """The list as one viewer may see it; no run when no list has been made yet."""

    run: RunFacts | None
    standings: tuple[Standing, ...] = ()
    towns: tuple[str, ...] = ()
    considered: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Card:
    """Everything that one card says, before it is put into sentences."""

    run: RunFacts
    standing: Standing
    rows: Mapping[int, DatedRow]
    workers: tuple[Worker, ...]
    before: tuple[Contribution, ...] | None
    run_before: RunFacts | None
    said_wrong: tuple[tuple[date, str], ...] = ()
    considered: tuple[str, ...] = ()
    acts: tuple[CardAct, ...] = ()
