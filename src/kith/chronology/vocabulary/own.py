"""The people with whom one member of staff works, as their list shows them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kith.access.vocabulary import RelationshipSource


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnPerson:
    """One person on somebody's own list; `news` counts entries that came to be known in the last fortnight."""

    public_id: UUID
    name: str
    known_as: str
    age: int | None
    expected_on: date | None
    sources: frozenset[RelationshipSource]
    for_colleague: bool
    until: date
    latest_on: date | None
    latest: str
    news: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnPage:
    """One page of somebody's own list, and how many people are on all of them."""

    people: tuple[OwnPerson, ...]
    total: int
    page: int
    page_count: int
