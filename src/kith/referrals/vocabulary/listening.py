"""What apps above hear of a referral, so that whoever it was addressed to carries it on in their own record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.referrals.vocabulary.states import ReferralAct


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One step that a referral has taken."""

    referral_id: int
    person_id: int
    person: UUID
    act: ReferralAct
    says: str
    is_to_panel: bool


class ReferralListener(Protocol):
    """An app above that does its own part of a step; `settings.KITH_REFERRAL_LISTENERS` names them."""

    def moved(self, moved: Moved, *, by: Viewer, now: datetime) -> None:
        """Do one's own part, inside the look and the transaction of the step.

        Raises:
            NotReferred: the step cannot be, and is taken back; the message says what to do instead.
        """
        ...
