"""The words of access: roles, relationship states, data classes, actions, purposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID


class Sector(StrEnum):
    """The kind of agency a person works for."""

    CARE = "care"
    EDUCATION = "education"
    HEALTH = "health"
    POLICE = "police"
    YOUTH_JUSTICE = "youth_justice"
    CHARITY = "charity"
    PARTNERSHIP = "partnership"


class Role(StrEnum):
    """What a member of staff does in the partnership."""

    PRACTITIONER = "practitioner"
    TEAM_MANAGER = "team_manager"
    AGENCY_CONTACT = "agency_contact"
    PANEL_COORDINATOR = "panel_coordinator"
    PANEL_CHAIR = "panel_chair"
    ANALYST = "analyst"
    DATA_STEWARD = "data_steward"
    AUDITOR = "auditor"
    PUBLISHER = "publisher"
    SCRUTINEER = "scrutineer"
    IG_LEAD = "ig_lead"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.PRACTITIONER: "Practitioner",
    Role.TEAM_MANAGER: "Team manager",
    Role.AGENCY_CONTACT: "Agency contact",
    Role.PANEL_COORDINATOR: "Panel coordinator",
    Role.PANEL_CHAIR: "Panel chair",
    Role.ANALYST: "Analyst",
    Role.DATA_STEWARD: "Data steward",
    Role.AUDITOR: "Auditor",
    Role.PUBLISHER: "Publisher",
    Role.SCRUTINEER: "Independent scrutineer",
    Role.IG_LEAD: "Information-governance lead",
    Role.ADMINISTRATOR: "Administrator",
}


# Who opens the page of a person's shields and blocks: the lead keeps them, a manager is the second person to lift one.
PROTECTORS: Final = frozenset({Role.IG_LEAD, Role.TEAM_MANAGER})


class RelationshipState(StrEnum):
    """How a member of staff stands to one person at one moment."""

    NONE = "none"
    CURRENT = "current"
    EXPIRED = "expired"
    NOT_YET_BEGUN = "not_yet_begun"
    PANEL_SEAT = "panel_seat"
    REFERRAL_RECEIVER = "referral_receiver"
    BREAK_GLASS = "break_glass"
    BLOCKED = "blocked"


class DataClass(StrEnum):
    """How deep a look goes; each class is a tier of tables with its own array in the ticket."""

    EXISTENCE = "existence"
    HEADLINES = "headlines"
    CARE = "care"
    HEALTH = "health"
    POLICE = "police"
    PROTECTED = "protected"


class Action(StrEnum):
    """What a member of staff wants to do with what they see."""

    FIND = "find"
    OPEN = "open"
    ADD = "add"
    CHANGE = "change"
    EXPORT = "export"
    PRINT = "print"
    SHARE = "share"


class ShieldKind(StrEnum):
    """Why a person's record, or a part of it, is hidden from ordinary looks."""

    ADDRESS = "address"
    ADOPTION = "adoption"
    WITNESS_PROTECTION = "witness_protection"
    STAFF_CHILD = "staff_child"


class BlockKind(StrEnum):
    """Why a member of staff must never see one person."""

    OWN_FAMILY = "own_family"
    CONFLICT = "conflict"


class RelationshipSource(StrEnum):
    """Where a relationship comes from; each source ends its own."""

    ALLOCATION = "allocation"
    SCHOOL_ROLL = "school_roll"
    YOUTH_JUSTICE = "youth_justice"
    PANEL = "panel"
    REFERRAL = "referral"
    SUPPORT = "support"
    AUDIT_COHORT = "audit_cohort"
    SUBJECT_ACCESS = "subject_access"
    REQUEST = "request"


class Purpose(StrEnum):
    """Why somebody looks; chosen once per opening and kept on every log row."""

    SAFEGUARDING = "safeguarding"
    PANEL = "panel"
    REFERRAL = "referral"
    SUPERVISION = "supervision"
    AUDIT = "audit"
    DATA_QUALITY = "data_quality"
    SUBJECT_ACCESS = "subject_access"
    GOVERNANCE = "governance"


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks: a member of staff as the rules see them, without a model behind."""

    staff_id: int
    public_id: UUID
    name: str
    roles: frozenset[Role]
    agency_id: int
    agency_name: str
    sector: Sector
    team_id: int | None = None


class NotShown(LookupError):
    """The viewer may not know whether this person exists; it says nothing, for nothing may be said."""


class LogUnavailable(RuntimeError):
    """The access log could not be written, so nothing is shown."""


class Refused(PermissionError):
    """The viewer may know of this person but not do what they asked; the message says what to do instead."""


class MatterKind(StrEnum):
    """What somebody has to decide or to judge."""

    ACCESS_REQUEST = "access_request"
    GLASS_REVIEW = "glass_review"


class News(StrEnum):
    """What became of something, told to those it concerns; no word of it is about a person."""

    REQUEST_GRANTED = "request_granted"
    REQUEST_REFUSED = "request_refused"
    GLASS_OPENED = "glass_opened"
    GLASS_REVIEWED = "glass_reviewed"
    ACCESS_ENDED = "access_ended"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One request or one emergency look that waits for somebody, and whom it is about."""

    kind: MatterKind
    row_id: int
    person_id: int


class Teller(Protocol):
    """Whoever tells staff that something waits for them; the project names the tellers, an app above has them.

    Each method runs inside the transaction of what it tells of, so that nobody is told of what did not happen.
    """

    def ask(self, *, matter: Matter, of: Sequence[int], by: Viewer, now: datetime) -> None:
        """Ask these members of staff to see to a matter, at once; the caller has opened a look at the person."""

    def hand_over(self, *, matter: Matter, to: int, by: Viewer, now: datetime) -> None:
        """Ask another member of staff in place of whoever was asked."""

    def close(self, *, matter: Matter, by: Viewer, now: datetime) -> None:
        """Say that a matter has been seen to, so that it waits for nobody."""

    def tell(self, *, staff_ids: Sequence[int], news: News, by: Viewer, now: datetime) -> None:
        """Tell these members of staff what became of something."""
