"""What became of a referral, as its sender may read it once the child is no longer theirs to see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.referrals.vocabulary.states import ReferralAct, ReferralState


@dataclass(frozen=True, kw_only=True)
class OutcomeRow:
    """One sent referral in the list of those that the sender may not open as a whole; it names no child."""

    public_id: UUID
    to_agency: str
    service_name: str
    source_ref: str
    state: ReferralState
    sent_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of the receiver, or the withdrawal."""

    act: ReferralAct
    at: datetime
    agency: str
    because: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a sent referral stands and what was answered to it, oldest first."""

    to_agency: str
    service_name: str
    source_ref: str
    state: ReferralState
    sent_at: datetime | None
    answers: tuple[Answer, ...]
