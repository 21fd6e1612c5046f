"""What a referral says: the form of the partnership, field by field, and what one looks like when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from kith.referrals.vocabulary.risk import Cleared, KnownRisk, RiskSaid
from kith.referrals.vocabulary.states import ReferralAct, ReferralState


class ReferralUrgency(StrEnum):
    """How soon the receiver should act."""

    TODAY = "today"
    DAYS = "days"
    ROUTINE = "routine"


URGENCY_WORDS: Final[Mapping[ReferralUrgency, str]] = MappingProxyType(
    {
        ReferralUrgency.TODAY: "Today. I have rung as well",
        ReferralUrgency.DAYS: "Within five working days",
        ReferralUrgency.ROUTINE: "Routine",
    }
)


class ReferralConsent(StrEnum):
    """Whether the family or the young person agreed to the referral."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_SOUGHT = "not_sought"


CONSENT_WORDS: Final[Mapping[ReferralConsent, str]] = MappingProxyType(
    {
        ReferralConsent.GIVEN: "Given",
        ReferralConsent.REFUSED: "Refused, and there is a legal reason to refer all the same",
        ReferralConsent.NOT_SOUGHT: "Not sought, for a legal reason",
    }
)


class ReferralVoice(StrEnum):
    """How the child was heard before the referral."""

    WORDS = "words"
    DECLINED = "declined"
    NOT_SOUGHT = "not_sought"


VOICE_WORDS: Final[Mapping[ReferralVoice, str]] = MappingProxyType(
    {
        ReferralVoice.WORDS: "The child's own words, or what was seen of a child who does not speak",
        ReferralVoice.DECLINED: "The child was asked and chose not to say",
        ReferralVoice.NOT_SOUGHT: "The child was not asked, because …",
    }
)

NEEDS: Final[Mapping[int, str]] = MappingProxyType(
    {1: "1: universal", 2: "2: early help", 3: "3: targeted or intensive", 4: "4: specialist or statutory"}
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that a referral says but the risk; a draft may leave anything empty."""

    referrer_relationship: str = ""
    manager_told: bool = False
    level_of_need: int | None = None
    urgency: str = ""
    reason: str = ""
    what_changed: str = ""
    worries: str = ""
    strengths: str = ""
    parents_view: str = ""
    support_tried: str = ""
    outcomes_wanted: str = ""
    legal_status: str = ""
    responsibility_holder: str = ""
    siblings: str = ""
    voice: str = ""
    voice_says: str = ""
    consent: str = ""
    consent_by: str = ""
    consent_how: str = ""
    consented_on: date | None = None
    consent_legal_reason: str = ""
    parents_told: bool | None = None
    parents_told_says: str = ""


CONTENT_FIELDS: Final = tuple(field.name for field in fields(Content))


@dataclass(frozen=True, kw_only=True)
class Fits:
    """What a directory asks of a child: age in years and their part, and the town; nothing where it is not known."""

    age: float | None
    town: str


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """To whom a referral goes: an agency, or one named colleague outside who signs in by a link; and which service."""

    agency_id: int
    staff_id: int | None = None
    service_id: UUID | None = None
    service_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a referral's history."""

    act: ReferralAct
    to_state: ReferralState
    by: str
    agency: str
    at: datetime
    because: str = ""
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Referral:
    """One referral as one viewer may read it."""

    public_id: UUID
    person_public_id: UUID
    person_name: str
    state: ReferralState
    version: int
    from_agency: str
    from_staff: str
    from_staff_id: int
    from_phone: str
    from_email: str
    to_agency: str
    to_agency_id: int | None
    to_staff_id: int | None
    to_staff: str
    to_email: str
    allocated_to: str
    allocated_to_id: int | None
    service_id: UUID | None
    service_name: str
    fits: Fits
    made_at: datetime
    sent_at: datetime | None
    content: Content
    risk: RiskSaid
    cleared: tuple[Cleared, ...]
    steps: tuple[Step, ...]
    known: tuple[KnownRisk, ...]
    acts: tuple[ReferralAct, ...]
    is_senders: bool
    is_to_panel: bool = False
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReferralRow:
    """One referral in a list."""

    public_id: UUID
    person_public_id: UUID
    person_name: str
    state: ReferralState
    from_agency: str
    to_agency: str
    is_sent: bool
    changed_at: datetime
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many referrals an agency sent in a quarter, and how many of them note a risk; None where too few to say."""

    quarter: date
    agency: str
    sent: int | None
    noting: int | None
