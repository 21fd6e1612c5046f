"""Takes in what comes back about mails, and keeps from whoever must not be written to what waits for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from kith.publishing.models.circulation import MailReturn, Subscription, Suppression, Telling, mark_of
from kith.publishing.models.post import SiteMail
from kith.publishing.rules.circulation import SOFT_DAYS, SOFT_LIMIT
from kith.publishing.rules.posting import pause_before
from kith.publishing.rules.returns import read_return
from kith.publishing.vocabulary.circulation import EndedBecause, Returned, ReturnKind, SuppressedBecause
from kith.publishing.vocabulary.posting import PostState, Receipt, ReceiptStatus

_RETURNS: Final = {ReceiptStatus.PERMANENT: ReturnKind.HARD, ReceiptStatus.TEMPORARY: ReturnKind.SOFT}
_MEANS: Final = {
    SuppressedBecause.BOUNCED: EndedBecause.BOUNCED,
    SuppressedBecause.COMPLAINED: EndedBecause.COMPLAINED,
}


def take_message(*, raw: bytes, now: datetime) -> int:
    """Take in one returned message as it lies in the mailbox for returns; return how many of our mails it is about."""
    return sum(take_return(returned=returned, now=now) for returned in read_return(raw))


@transaction.atomic
def take_return(*, returned: Returned, now: datetime) -> bool:
    """Keep what came back, and write no more to the address where it failed for good, often, or was complained of.

    Only what names a mail that we sent, and whom we sent it to, is believed: else anybody could silence anybody.
    """
    mail = SiteMail.objects.filter(message_id=returned.message_id).first()
    if mail is None or not mail.address or mail.address.lower() != returned.address.lower():
        return False
    mark = mark_of(mail.address)
    MailReturn.objects.get_or_create(
        mail=mail, kind=returned.kind.value, defaults={"mark": mark, "status": returned.status, "made_at": now}
    )
    because = _because(returned.kind, mark, now)
    if because:
        suppress(address=mail.address, because=because, now=now)
    return True


@transaction.atomic
def take_receipt(*, receipt: Receipt, now: datetime) -> bool:
    """Keep what the carrier says became of a mail that it had taken; return whether it is one of ours.

    A failure for good or for now counts like a bounce. Where the carrier itself failed, the mail is tried again. Only
    a mail that it took, and whose address it names, is believed; the same receipt twice is one.
    """
    mails = SiteMail.objects.select_for_update().filter(message_id=receipt.message_id, state=PostState.HANDED)
    mail = mails.first()
    if mail is None or mail.address.lower() != receipt.address:
        return False
    mail.answer = f"Notify: {receipt.status.value}"
    if receipt.status is ReceiptStatus.TECHNICAL:
        pause = pause_before(mail.tries)
        mail.state = PostState.REFUSED if pause is None else PostState.WAITING
        mail.not_before, mail.handed_at = now + (pause or timedelta()), None
    mail.save(update_fields=["answer", "state", "not_before", "handed_at"])
    kind = _RETURNS.get(receipt.status)
    if kind is not None:
        returned = Returned(message_id=receipt.message_id, address=receipt.address, kind=kind)
        take_return(returned=returned, now=now)
    return True


@transaction.atomic
def suppress(*, address: str, because: SuppressedBecause, now: datetime) -> None:
    """Write no more to an address, and end what it follows."""
    row, _ = Suppression.objects.get_or_create(
        mark=mark_of(address), defaults={"hint": hint_of(address), "because": because.value, "made_at": now}
    )
    if because is SuppressedBecause.COMPLAINED and row.because != because.value:
        row.because = because.value
        row.save(update_fields=["because"])
    Subscription.objects.filter(subscriber__mark=row.mark, ended_at__isnull=True).update(
        ended_at=now, ended_because=_MEANS[because].value
    )


@transaction.atomic
def lift_suppression(*, address: str) -> bool:
    """Let an address be written to again; return whether it had been suppressed. What it followed stays ended."""
    removed, _ = Suppression.objects.filter(mark=mark_of(address)).delete()
    return bool(removed)


def hint_of(address: str) -> str:
    """Return as much of an address as lets an editor recognise it."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


@transaction.atomic
def withhold_unwanted(*, mails: Sequence[int]) -> set[int]:
    """Mark those of these waiting mails that must not leave, and return them.

    A mail of the list is held back from whoever is suppressed, and from whoever has left since it was made. A mail
    that answers what its reader did is held back after a complaint only.
    """
    rows = SiteMail.objects.filter(pk__in=mails, state=PostState.WAITING).values_list("pk", "address", "unsubscribe")
    marks = {pk: mark_of(address) for pk, address, _ in rows}
    found = dict(Suppression.objects.filter(mark__in=marks.values()).values_list("mark", "because"))
    follows = Subscription.objects.filter(subscriber=OuterRef("subscriber"), ended_at__isnull=True)
    left = set(Telling.objects.filter(~Exists(follows), mail__in=mails).values_list("mail", flat=True))
    of_list = set(Telling.objects.filter(mail__in=mails).values_list("mail", flat=True))
    why = {
        pk: "left the list before it was sent" if pk in left else found[mark]
        for pk, mark in marks.items()
        if pk in left or found.get(mark) == SuppressedBecause.COMPLAINED.value or (pk in of_list and mark in found)
    }
    for pk, words in why.items():
        SiteMail.objects.filter(pk=pk, state=PostState.WAITING).update(state=PostState.SUPPRESSED, answer=words)
    return set(why)


def _because(kind: ReturnKind, mark: str, now: datetime) -> SuppressedBecause | None:
    if kind is ReturnKind.COMPLAINT:
        return SuppressedBecause.COMPLAINED
    lately = MailReturn.objects.filter(mark=mark, kind=ReturnKind.SOFT.value, made_at__gt=now - SOFT_DAYS)
    if kind is ReturnKind.HARD or lately.count() >= SOFT_LIMIT:
        return SuppressedBecause.BOUNCED
    return None
