"""The outbox: every mail is a row first, one row per member of staff, and is handed over from there."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.work.models import OutgoingMail
from kith.work.rules import is_plain, pause_before
from kith.work.services.transports import Letter, NotTaken, Transport, chosen_transport
from kith.work.vocabulary import MailKind, MailState

logger = logging.getLogger(__name__)


class MailSaysTooMuch(ValueError):
    """A mail was given a value that is neither a number nor a day."""

    def __init__(self, name: str) -> None:
        super().__init__(f"`{name}` may not go into a mail: only numbers and days may. Put the words on a page.")


@transaction.atomic
def send_mail(*, to: int, kind: MailKind, context: Mapping[str, int | date], by: Viewer | None, now: datetime) -> None:
    """Put a mail to a member of staff into the outbox; it leaves when the transaction around it has been kept.

    Raises:
        MailSaysTooMuch: a value is words.
    """
    for name, value in context.items():
        if not is_plain(value):
            raise MailSaysTooMuch(name)
    address = getattr(settings, "KITH_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
    text = render_to_string(f"work/mail/{kind.value}.txt", {**context, "address": address})
    subject, _, body = text.partition("\n")
    _queue(to, kind, subject.strip(), body.lstrip("\n"), by, now)


class OutboxBackend(BaseEmailBackend):
    """Takes what Django and its libraries send (invitations, passwords) into the same outbox.

    A mail to an address that no member of staff has is dropped: a page must not tell strangers from staff.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put every message to every member of staff into the outbox and return how many there were."""
        now, queued = timezone.now(), 0
        for message in email_messages:
            for address in message.recipients():
                staff = get_user_model().objects.filter(email__iexact=address).values_list("pk", flat=True).first()
                if staff is None:
                    logger.warning("A mail to an address that no member of staff has was dropped.")
                    continue
                with transaction.atomic():
                    _queue(staff, MailKind.ACCOUNT, str(message.subject), str(message.body), None, now)
                queued += 1
        return queued


def deliver_mail(*, now: datetime, by: Viewer | None = None, transport: Transport | None = None) -> int:
    """Hand over every mail whose time has come, each in its own transaction, and return how many were taken.

    A crash between the hand-over and the commit sends a mail twice, with one Message-ID, never not at all.
    """
    chosen = transport or chosen_transport()
    if chosen is None:
        return 0
    due = OutgoingMail.objects.filter(state=MailState.WAITING, not_before__lte=now).order_by("made_at", "id")
    return sum(_deliver(pk, chosen, by, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _deliver(pk: int, transport: Transport, by: Viewer | None, now: datetime) -> bool:
    locked = OutgoingMail.objects.select_for_update(of=("self",), skip_locked=True).select_related("staff")
    mail = locked.filter(pk=pk, state=MailState.WAITING).first()
    if mail is None:
        return False
    mail.attempts += 1
    try:
        transport.hand_over(
            Letter(public_id=mail.public_id, address=mail.staff.email, subject=mail.subject, body=mail.body)
        )
    except NotTaken as refusal:
        pause = None if refusal.is_final else pause_before(mail.attempts)
        mail.state = MailState.FAILED if pause is None else MailState.WAITING
        mail.not_before = now + (pause or timedelta())
        mail.last_error = refusal.why
    else:
        mail.state, mail.sent_at, mail.body, mail.last_error = MailState.SENT, now, "", ""
    mail.save(update_fields=["attempts", "state", "not_before", "last_error", "sent_at", "body"])
    trace(
        by=by.staff_id if by else None,
        action=f"work.mail_{mail.state}",
        subject="work.outgoingmail",
        subject_id=mail.pk,
        now=now,
        after={"attempts": mail.attempts, "error": mail.last_error},
    )
    return mail.state == MailState.SENT


def _queue(staff_id: int, kind: MailKind, subject: str, body: str, by: Viewer | None, now: datetime) -> None:
    leaves = chosen_transport() is not None
    mail = OutgoingMail.objects.create(
        staff_id=staff_id,
        kind=kind,
        subject=" ".join(subject.split())[:200],
        body=body,
        state=MailState.WAITING if leaves else MailState.KEPT,
        made_at=now,
        not_before=now,
    )
    trace(
        by=by.staff_id if by else None,
        action="work.queued_mail",
        subject="work.outgoingmail",
        subject_id=mail.pk,
        now=now,
        after={"kind": kind.value, "staff": staff_id},
    )
    if leaves:
        app.configure_task("work.deliver_mail", queue="mail").defer()
