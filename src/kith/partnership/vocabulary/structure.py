"""The words of the partnership's own structure: its parts, who sits where, what a change is refused for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID


class PartKind(StrEnum):
    """What a part of the partnership's structure is."""

    MEMBER = "member"
    OFFICE = "office"
    PRIORITY = "priority"
    GROUP = "group"
    TERMS = "terms"
    SEAT = "seat"
    HOLDER = "holder"
    MEETING = "meeting"
    PAPER = "paper"
    DECISION = "decision"
    WORK_ITEM = "work-item"
    RISK = "risk"
    CONTACT = "contact"


class GroupKind(StrEnum):
    """What sort of group meets."""

    BOARD = "board"
    EXECUTIVE = "executive"
    SUBGROUP = "subgroup"
    TASK_AND_FINISH = "task_and_finish"
    PANEL = "panel"
    FORUM = "forum"


GROUP_WORDS: Mapping[str, str] = {
    GroupKind.BOARD: "Board",
    GroupKind.EXECUTIVE: "Executive",
    GroupKind.SUBGROUP: "Subgroup",
    GroupKind.TASK_AND_FINISH: "Task and finish group",
    GroupKind.PANEL: "Panel",
    GroupKind.FORUM: "Forum",
}


class OfficeKind(StrEnum):
    """A post of the partnership as a whole."""

    SCRUTINEER = "scrutineer"
    INDEPENDENT_CHAIR = "independent_chair"
    BUSINESS_MANAGER = "business_manager"


OFFICE_WORDS: Mapping[str, str] = {
    OfficeKind.SCRUTINEER: "Independent Scrutineer",
    OfficeKind.INDEPENDENT_CHAIR: "Independent Chair",
    OfficeKind.BUSINESS_MANAGER: "Business manager",
}


class SeatRole(StrEnum):
    """What a seat does in its group."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    ADVISER = "adviser"


SEAT_WORDS: Mapping[str, str] = {
    SeatRole.CHAIR: "Chair",
    SeatRole.DEPUTY: "Deputy chair",
    SeatRole.MEMBER: "Member",
    SeatRole.ADVISER: "Adviser",
}


class MeetingStage(StrEnum):
    """How far a meeting of a group has come."""

    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called_off"


STAGE_WORDS: Mapping[str, str] = {
    MeetingStage.PLANNED: "Planned",
    MeetingStage.HELD: "Held",
    MeetingStage.CALLED_OFF: "Called off",
}


class WorkState(StrEnum):
    """How far an item of the work plan has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


WORK_WORDS: Mapping[str, str] = {
    WorkState.PLANNED: "Planned",
    WorkState.UNDER_WAY: "Under way",
    WorkState.DONE: "Done",
    WorkState.DROPPED: "Dropped",
}


class ContactKind(StrEnum):
    """What somebody finds under a contact of the partnership."""

    TEAM = "team"
    URGENT = "urgent"
    OUT_OF_HOURS = "out_of_hours"
    SOCIAL = "social"


CONTACT_WORDS: Mapping[str, str] = {
    ContactKind.URGENT: "Whom to ring now",
    ContactKind.OUT_OF_HOURS: "Whom to ring at night and at the weekend",
    ContactKind.TEAM: "A team, at its own mailbox",
    ContactKind.SOCIAL: "A page elsewhere",
}


@dataclass(frozen=True, kw_only=True)
class NewPart:
    """A part that somebody adds: what it says, field by field, and the part to which it belongs, if any."""

    kind: PartKind
    said: Mapping[str, Any]
    owner: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PartSeen:
    """One part in the version that somebody had before them when they changed it."""

    kind: PartKind
    public_id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class PartVersion:
    """One version of a part: what it said, who wrote it, when and why."""

    version: int
    said: Mapping[str, str]
    is_withdrawn: bool
    because: str
    by: str
    at: Any


class PartRefused(ValueError):
    """A change of the structure that does not hold together; the message says why and what to do."""


class PartStale(ValueError):
    """The part was changed by somebody else since it was opened; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has changed this since you opened it. Nothing was overwritten, and what you typed is "
            "still below. Open its history in another window to see what it says now, then open this page again."
        )


class PartGone(LookupError):
    """There is no such part of the partnership."""


@dataclass(frozen=True, kw_only=True)
class StandingMember:
    """An agency of the partnership on a day, as it is described to everybody."""

    public_id: UUID
    name: str
    does: str
    website: str
    lead_post: str
    is_key_partner: bool


@dataclass(frozen=True, kw_only=True)
class StandingOffice:
    """A post of the whole partnership on a day, and who holds it."""

    public_id: UUID
    kind: OfficeKind
    holder: str
    is_vacant: bool


@dataclass(frozen=True, kw_only=True)
class StandingPriority:
    """One of the things that the partnership puts first on a day."""

    public_id: UUID
    name: str
    says: str


@dataclass(frozen=True, kw_only=True)
class StandingSeat:
    """One seat of a group on a day: the post, its agency, who holds it and who sits in for it."""

    public_id: UUID
    post: str
    agency: str
    role: SeatRole
    deputy_post: str
    holder: str
    is_vacant: bool


@dataclass(frozen=True, kw_only=True)
class StandingGroup:
    """One group on a day, under its terms of reference of that day, with the groups that report to it."""

    public_id: UUID
    name: str
    kind: GroupKind
    purpose: str
    terms_number: int | None
    terms_from: date | None
    review_on: date | None
    quorum: int | None
    meets: str
    seats: tuple[StandingSeat, ...] = ()
    groups: tuple["StandingGroup", ...] = ()

    @property
    def chair(self) -> StandingSeat | None:
        """Return the seat from which the group is led, None where there is none."""
        return next((seat for seat in self.seats if seat.role is SeatRole.CHAIR), None)


@dataclass(frozen=True, kw_only=True)
class Structure:
    """The whole partnership on one day."""

    as_at: date
    members: tuple[StandingMember, ...]
    offices: tuple[StandingOffice, ...]
    priorities: tuple[StandingPriority, ...]
    groups: tuple[StandingGroup, ...]

    @property
    def key_partners(self) -> tuple[StandingMember, ...]:
        """Return the safeguarding partners, who answer for the whole."""
        return tuple(member for member in self.members if member.is_key_partner)
