"""Takes in referrals that an agency wrote elsewhere: each passes the same gate, and what may not go stays a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from kith.access.services import look, trace
from kith.access.vocabulary import NotShown, Purpose, Viewer
from kith.referrals import models
from kith.referrals.rules import read_referrals, read_written
from kith.referrals.selectors import find_outside_colleague, find_receiving_agency
from kith.referrals.services.drafting import save_referral, start_referral
from kith.referrals.services.sending import send_referral
from kith.referrals.vocabulary import (
    Became,
    NotComplete,
    NotReferred,
    Receipt,
    Receiver,
    ReferralState,
    TakenIn,
    Written,
    WrittenTo,
)

_NOT_SHOWN: Final = "No such person may be shown to you. Check the id, and that you work with this child."
_GONE_ON: Final = (
    "Somebody has gone on writing the draft of this referral in Kith. Finish and send it on its page; nothing of it "
    "was overwritten."
)


def import_file(*, content: bytes, by: Viewer, now: datetime) -> Receipt:
    """Take in a file of referrals, and return what became of each: sent, refused with the reason, or a duplicate.

    Each stands for itself: those before a refusal have been sent, and the file can be handed in again.

    Raises:
        FileUnread: it cannot be read; nothing was taken in.
        LogUnavailable: the log could not be written; those before have been sent.
    """
    receipt = import_referrals(given=read_referrals(content), by=by, now=now)
    counts = {became.value: receipt.count(became) for became in Became}
    trace(
        by=by.staff_id,
        action="referrals.took_in_file",
        subject="referrals.file",
        now=now,
        after={"sha256": sha256(content).hexdigest(), "in": receipt.total, **counts},
    )
    return receipt


def import_referrals(*, given: Sequence[Any], by: Viewer, now: datetime) -> Receipt:
    """Make a draft of each referral and send those that may go; the same reference is never sent twice."""
    return Receipt(lines=tuple(_take_in(each, by, now) for each in given))


def _take_in(given: Any, by: Viewer, now: datetime) -> TakenIn:
    try:
        return _send_written(read_written(given), by, now)
    except NotComplete as wrong:
        ref = given.get("reference") if isinstance(given, Mapping) else None
        return TakenIn(
            became=Became.REFUSED,
            reference=ref[:80] if isinstance(ref, str) else "",
            because=tuple(wrong.missing.values()),
            missing=tuple(wrong.missing),
        )


def _send_written(written: Written, by: Viewer, now: datetime) -> TakenIn:
    draft: UUID | None = None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    became = Became.REFUSED
    try:
        draft, version, is_sent = _find(written, by)
        if is_sent:
            became = Became.DUPLICATE
        else:
            receiver = _receiver(written.to, now)
            if draft is None:
                draft = start_referral(person=written.person, by=by, now=now, source_ref=written.reference)
            version = _save(written, draft, version, receiver, by, now)
            send_referral(person=written.person, referral=draft, seen=version, by=by, now=now)
            became = Became.SENT
    except NotShown:
        because = (_NOT_SHOWN,)
    except NotComplete as refusal:
        because, missing = tuple(refusal.missing.values()), tuple(refusal.missing)
    except NotReferred as refusal:
        because = (str(refusal),)
    return TakenIn(
        became=became,
        reference=written.reference,
        person=written.person,
        referral=draft,
        because=because,
        missing=missing,
    )


def _find(written: Written, by: Viewer) -> tuple[UUID | None, int, bool]:
    """Return what this agency has of this reference: its referral, the version that stands, and whether it is sent.

    Raises:
        NotReferred: its draft has been written on by hand since.
    """
    with look(viewer=by, people=[written.person], purpose=Purpose.REFERRAL, what="referrals.take_in") as shown:
        person_id = shown.person_ids[written.person]
        row = models.Referral.objects.filter(
            person_id=person_id, from_agency_id=by.agency_id, source_ref=written.reference
        ).first()
        if row is None:
            return None, 1, False
        if row.state != ReferralState.DRAFT:
            return row.public_id, row.version, True
        stands = models.ReferralVersion.objects.get(referral=row, version=row.version)
        if row.version > 1 and not stands.said.get("is_written_elsewhere"):
            raise NotReferred(_GONE_ON)
        return row.public_id, row.version, False


def _receiver(to: WrittenTo, now: datetime) -> Receiver | None:
    """Return to whom it goes; nobody where nothing is said, which sending then asks for.

    Raises:
        NotComplete: nobody there receives referrals, or two receivers are named.
    """
    if to.email and to.agency:
        raise NotComplete({"to_agency": "Name an agency or one colleague outside by e-mail, not both."})
    named: dict[str, Any] = {"service_id": to.service_id, "service_name": to.service_name}
    if to.email:
        found = find_outside_colleague(to.email)
        if found is None:
            raise NotComplete({"outside_email": "Nobody with this address can sign in. Check it with the agency."})
        return Receiver(agency_id=found[1], staff_id=found[0], **named)
    if not to.agency:
        return None
    agency_id = find_receiving_agency(to.agency, now)
    if agency_id is None:
        raise NotComplete({"to_agency": "No agency with this code receives referrals in Kith. Check the code."})
    return Receiver(agency_id=agency_id, **named)


def _save(written: Written, draft: UUID, seen: int, receiver: Receiver | None, by: Viewer, now: datetime) -> int:
    return save_referral(
        person=written.person,
        referral=draft,
        seen=seen,
        receiver=receiver,
        content=written.content,
        risk=written.risk,
        by=by,
        now=now,
        is_written_elsewhere=True,
    )
