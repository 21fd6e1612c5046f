"""Makes and follows the link by which a named colleague outside comes to a referral: once, in time, signed in."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage

from kith.access.selectors import who_can_receive
from kith.access.services import ask_log, look, trace
from kith.access.vocabulary import Purpose, Viewer
from kith.referrals import models
from kith.referrals.rules import sides_of
from kith.referrals.selectors import find_row
from kith.referrals.vocabulary import NotReferred, ReferralSide, ReferralState

LASTS: Final = timedelta(hours=72)
_SALT: Final = "kith.referrals.outside"
_NO_NEW_LINK: Final = (
    "No new link was sent: the first has been used, or this referral did not go to somebody outside, or has ended."
)
_REFUSED: Final = {
    "expired": "This link has run out: it works for 72 hours. Ring whoever sent it and ask for a new one.",
    "used": "This link has been used. The referral is under Referrals in the navigation, if it is still yours.",
    "ended": "This referral has ended or was withdrawn. Ring whoever sent it if you expected something else.",
    "other": "This link is not for this account, or is not complete. Sign in with the address it was sent to.",
}


def renew_link(*, person: UUID, referral: UUID, by: Viewer, now: datetime) -> None:
    """Mail the named colleague a new link; the one before it works no longer.

    Raises:
        NotShown: for this member of staff the referral does not exist.
        NotReferred: it is another's, went to an agency, has ended, or its link has been used.
    """
    with look(viewer=by, people=[person], purpose=Purpose.REFERRAL, what="referrals.renew_link") as shown:
        row = find_row(shown.person_ids[person], referral)
        waits = row.state == ReferralState.SENT and row.to_staff_id is not None
        if ReferralSide.SENDER not in sides_of(by, row) or not waits or row.to_staff_id is None:
            raise NotReferred(_NO_NEW_LINK)
        if not who_can_receive(person_id=row.person_id, staff_ids=[row.to_staff_id], now=now):
            raise NotReferred(_NO_NEW_LINK)  # kept away since it was sent: no other words than for a link that was used
        links = models.OutsideLink.objects.filter(referral=row)
        if links.filter(used_at__isnull=False).exists():
            raise NotReferred(_NO_NEW_LINK)
        links.filter(expires_at__gt=now).update(expires_at=now)
        make_link(row=row, recipient_id=row.to_staff_id, by=by, now=now)


def make_link(*, row: models.Referral, recipient_id: int, by: Viewer, now: datetime) -> None:
    """Make a link for one named colleague and mail it; the mail says that there is something, and no more."""
    secret = secrets.token_hex(16)
    made = models.OutsideLink.objects.create(
        referral=row,
        recipient_id=recipient_id,
        secret_hash=_hash(secret),
        made_by_id=by.staff_id,
        made_at=now,
        expires_at=now + LASTS,
    )
    trace(
        by=by.staff_id,
        action="referrals.made_link",
        subject="referrals.outsidelink",
        subject_id=made.pk,
        person_id=row.person_id,
        now=now,
        after={"recipient": recipient_id, "referral": row.pk},
    )
    address = f"{settings.KITH_ADDRESS.rstrip('/')}/outside/{signing.TimestampSigner(salt=_SALT).sign(secret)}/"
    EmailMessage(
        subject="You have an item in Kith",
        body=(
            f"Hello\n\nThere is something for you in Kith. This link works once, for 72 hours, for you alone:\n\n"
            f"{address}\n\nThis mail says no more on purpose.\n"
        ),
        to=[made.recipient.email],
    ).send()


def read_link(*, link: str, by: Viewer) -> None:
    """Refuse a link that is not ours or has run out; using it up is left to `follow_link`.

    Raises:
        NotReferred: with what to do instead.
    """
    _secret(link)


def follow_link(*, link: str, by: Viewer) -> tuple[UUID, UUID]:
    """Use a link up, and return the person and the referral that its recipient may now open.

    Raises:
        NotReferred: it has run out, was used, is another's, or its referral has ended.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    answer = ask_log("SELECT referrals_follow_link(%s, %s)", [by.staff_id, _hash(_secret(link))])
    if "refused" in answer:
        raise NotReferred(_REFUSED[answer["refused"]])
    return UUID(answer["person"]), UUID(answer["referral"])


def _secret(link: str) -> str:
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(link, max_age=LASTS)
    except signing.SignatureExpired:
        raise NotReferred(_REFUSED["expired"]) from None
    except signing.BadSignature:
        raise NotReferred(_REFUSED["other"]) from None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
