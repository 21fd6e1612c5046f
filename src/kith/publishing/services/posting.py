"""The one door of the site's mail: it keeps each mail once and asks the site's worker to hand it over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kith.publishing.models.post import SiteMail, SiteMailFile
from kith.publishing.rules.posting import LONGEST_SUBJECT, check_address, one_line
from kith.publishing.vocabulary.posting import AddressRefused, Attachment

_AT_ONCE: Final = 1_000  # rows of one statement
DELIVERY: Final = "publishing.deliver_mail"


@dataclass(frozen=True, kw_only=True)
class Posting:
    """One mail that is to be posted; see `post`."""

    key: str
    address: str
    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""


@transaction.atomic
def post(  # noqa: PLR0913 -- a mail has as many parts
    *,
    key: str,
    address: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    unsubscribe: str = "",
    now: datetime,
) -> bool:
    """Keep one mail, to be handed over when the transaction around it has been kept; return whether it is new.

    The same `key` is one mail, whatever else differs. `unsubscribe` is the full address of the page that ends what
    the mail comes from; with it the mail carries the headers of RFC 8058.

    Raises:
        AddressRefused: the address is none, or holds more than one.
    """
    posting = Posting(key=key, address=address, subject=subject, text=text, html=html, unsubscribe=unsubscribe)
    if not post_many(postings=[posting], now=now):
        return False
    mail = SiteMail.objects.get(key=key)
    SiteMailFile.objects.bulk_create(
        SiteMailFile(
            mail=mail,
            name=one_line(file.name, 120) or "attachment",
            content_type=one_line(file.content_type, 120),
            content=file.content,
        )
        for file in attachments
    )
    return True


@transaction.atomic
def post_many(*, postings: Iterable[Posting], now: datetime) -> int:
    """Keep many mails, each once, and return how many are new.

    Raises:
        AddressRefused: one of the addresses is none; nothing is kept.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    rows = [_row(posting, domain, now) for posting in postings]
    kept = SiteMail.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True)
    known = set(kept)
    SiteMail.objects.bulk_create(
        (row for row in rows if row.key not in known), batch_size=_AT_ONCE, ignore_conflicts=True
    )
    new = SiteMail.objects.filter(message_id__in=[row.message_id for row in rows]).count()
    if new:
        ask_for_delivery()
    return new


def ask_for_delivery() -> None:
    """Ask the site's worker to hand over what waits, once however often it is asked."""
    try:
        with transaction.atomic():
            app.configure_task(DELIVERY, queue="mail", queueing_lock=DELIVERY).defer()
    except AlreadyEnqueued:
        return


def _row(posting: Posting, domain: str, now: datetime) -> SiteMail:
    address = posting.address.strip()
    check_address(address)
    try:
        validate_email(address)
    except ValidationError:
        raise AddressRefused(
            "That is no e-mail address, so no mail was posted. Write one, such as name@example.org."
        ) from None
    return SiteMail(
        key=posting.key,
        message_id=f"<{uuid4()}@{domain}>",
        address=address,
        subject=one_line(posting.subject, LONGEST_SUBJECT),
        text=posting.text,
        html=posting.html,
        unsubscribe=posting.unsubscribe,
        made_at=now,
        not_before=now,
    )
