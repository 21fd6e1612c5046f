"""The public part of the partnership's structure, with the days on which each part holds, and a chart of one day.

Both sides share these words: casework fills them, the site draws them. What is not in these shapes cannot be told.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from kith.publishing.vocabulary.shapes import told

STRUCTURE_ITEM: Final = UUID("5b0f4a2e-7d3c-4c11-9a57-6f6f0d2a1c01")
"""The number under which the structure is handed over: there is one, and each hand-over replaces the one before."""


@told
@dataclass(frozen=True, kw_only=True)
class ToldAgency:
    """An agency as it is described to everybody; `lead_post` is who answers for it, a post and not a name."""

    id: UUID
    name: str
    does: str
    website: str
    lead_post: str
    is_key_partner: bool
    begins_on: date
    ends_on: date | None


@told
@dataclass(frozen=True, kw_only=True)
class ToldOffice:
    """A post of the whole partnership while one person holds it; no name where it may not be told."""

    id: UUID
    post: str
    holder: str
    begins_on: date
    ends_on: date | None


@told
@dataclass(frozen=True, kw_only=True)
class ToldPriority:
    """One of the things that the partnership puts first."""

    id: UUID
    name: str
    says: str
    begins_on: date
    ends_on: date | None


@told
@dataclass(frozen=True, kw_only=True)
class ToldTerms:
    """Terms of reference of a group: they hold from their first day until newer ones do."""

    begins_on: date
    name: str
    under: UUID | None
    purpose: str
    quorum: int | None
    meets: str
    priority: UUID | None


@told
@dataclass(frozen=True, kw_only=True)
class ToldHolder:
    """That somebody holds a seat from one day to another; no name where it may not be told."""

    name: str
    begins_on: date
    ends_on: date | None


@told
@dataclass(frozen=True, kw_only=True)
class ToldSeat:
    """A seat: which post of which agency has it, in which role, who sits in for it, and whether it leads the group."""

    id: UUID
    post: str
    role: str
    leads: bool
    agency: UUID | None
    deputy_post: str
    begins_on: date
    ends_on: date | None
    holders: tuple[ToldHolder, ...]


@told
@dataclass(frozen=True, kw_only=True)
class ToldDecision:
    """A decision that may be told, and which post sees to it by when."""

    says: str
    owner_post: str
    due_on: date | None


@told
@dataclass(frozen=True, kw_only=True)
class ToldMeeting:
    """A meeting whose day may be told, with those of its decisions that may."""

    id: UUID
    held_on: date
    stage: str
    decisions: tuple[ToldDecision, ...]


@told
@dataclass(frozen=True, kw_only=True)
class ToldGroup:
    """A group with its terms of reference, oldest first, its seats in the order of their roles, and its meetings."""

    id: UUID
    name: str
    kind: str
    begins_on: date
    ends_on: date | None
    terms: tuple[ToldTerms, ...]
    seats: tuple[ToldSeat, ...]
    meetings: tuple[ToldMeeting, ...]


@told
@dataclass(frozen=True, kw_only=True)
class ToldStructure:
    """Everything that may be told of what the partnership is made of, for any day."""

    agencies: tuple[ToldAgency, ...]
    offices: tuple[ToldOffice, ...]
    priorities: tuple[ToldPriority, ...]
    groups: tuple[ToldGroup, ...]


@dataclass(frozen=True, kw_only=True)
class ChartSeat:
    """One seat on a day: who holds it, where that may be told."""

    seat: ToldSeat
    agency: str
    holder: str
    is_vacant: bool

    @property
    def who(self) -> str:
        """Return the post, with the name of who holds it where that may be told."""
        return ", ".join(filter(None, (self.seat.post, "vacant" if self.is_vacant else self.holder)))


@dataclass(frozen=True, kw_only=True)
class ChartGroup:
    """One group on a day under its terms of that day, the first of which have the number 1, and the groups below it."""

    group: ToldGroup
    name: str
    terms: ToldTerms | None
    number: int
    seats: tuple[ChartSeat, ...]
    groups: tuple["ChartGroup", ...]

    @property
    def chair(self) -> ChartSeat | None:
        """Return the seat from which the group is led, None where there is none."""
        return next((one for one in self.seats if one.seat.leads), None)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The whole partnership on one day."""

    as_at: date
    agencies: tuple[ToldAgency, ...]
    offices: tuple[ToldOffice, ...]
    priorities: tuple[ToldPriority, ...]
    groups: tuple[ChartGroup, ...]

    @property
    def key_partners(self) -> tuple[ToldAgency, ...]:
        """Return the safeguarding partners, who answer for the whole."""
        return tuple(one for one in self.agencies if one.is_key_partner)

    @property
    def every_group(self) -> tuple[ChartGroup, ...]:
        """Return every group of the day, each before those below it."""
        return tuple(one for top in self.groups for one in _with_those_below(top))


def _with_those_below(group: ChartGroup) -> tuple[ChartGroup, ...]:
    return (group, *(one for below in group.groups for one in _with_those_below(below)))
