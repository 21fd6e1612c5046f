"""Takes in referrals that an agency wrote elsewhere: each passes the same gate, and what may not go stays a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.access.vocabulary import NotShown, Viewer
from kith.referrals.services.drafting import save_referral, start_referral
from kith.referrals.services.sending import send_referral
from kith.referrals.vocabulary import Content, NotReferred, Receiver, RiskSaid


@dataclass(frozen=True, kw_only=True)
class Written:
    """One referral as it was written elsewhere."""

    person: UUID
    receiver: Receiver
    content: Content
    risk: RiskSaid


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What became of one written referral: sent, or a draft and why it was not sent."""

    referral: UUID | None
    is_sent: bool
    because: str = ""


def import_referrals(*, written: Sequence[Written], by: Viewer, now: datetime) -> Sequence[TakenIn]:
    """Make a draft of each and send those that may go; return what became of each, in order."""
    return [_take_in(each, by, now) for each in written]


def _take_in(written: Written, by: Viewer, now: datetime) -> TakenIn:
    draft: UUID | None = None
    try:
        draft = start_referral(person=written.person, by=by, now=now)
        version = save_referral(
            person=written.person,
            referral=draft,
            seen=1,
            receiver=written.receiver,
            content=written.content,
            risk=written.risk,
            by=by,
            now=now,
        )
        send_referral(person=written.person, referral=draft, seen=version, by=by, now=now)
    except NotShown:
        return TakenIn(referral=None, is_sent=False, because="No such person may be shown to you.")
    except NotReferred as refusal:
        return TakenIn(referral=draft, is_sent=False, because=str(refusal))
    return TakenIn(referral=draft, is_sent=True)
