"""The ways a mail leaves: SMTP or GOV.UK Notify. The local outbox is a third: there it stays."""

import os
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Protocol
from uuid import UUID

import requests
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

_TIMEOUT = 30


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail as it leaves; its id stays the same however often it is tried."""

    public_id: UUID
    address: str
    subject: str
    body: str


class NotTaken(RuntimeError):
    """The other side did not take a mail; `why` is a kind of failure, never the words of the other side."""

    def __init__(self, why: str, *, is_final: bool) -> None:
        super().__init__(why)
        self.why, self.is_final = why, is_final


class UnknownTransport(ValueError):
    """The setting names a way that there is not."""

    def __init__(self, name: str) -> None:
        super().__init__(f"KITH_MAIL_TRANSPORT is {name!r}. Set it to outbox, smtp or notify.")


class Transport(Protocol):
    """One way a mail leaves."""

    def hand_over(self, letter: Letter) -> None:
        """Give a letter to the other side, or raise NotTaken."""


class SmtpTransport:
    """Speaks SMTP with the server that Django's EMAIL_ settings name."""

    def hand_over(self, letter: Letter) -> None:
        """Send one letter as plain text."""
        sender = settings.DEFAULT_FROM_EMAIL
        domain = parseaddr(sender)[1].rpartition("@")[2]
        message = EmailMessage(
            letter.subject,
            letter.body,
            sender,
            [letter.address],
            headers={"Message-ID": f"<{letter.public_id}@{domain}>", "Auto-Submitted": "auto-generated"},
            connection=SmtpBackend(timeout=_TIMEOUT),
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotTaken(f"SMTP {codes[0]}: the recipient was refused", is_final=codes[0] >= 500) from None
        except smtplib.SMTPResponseException as error:
            raise NotTaken(f"SMTP {error.smtp_code}", is_final=error.smtp_code >= 500) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken(f"SMTP: {type(error).__name__}", is_final=False) from None


class NotifyTransport:
    """Speaks with GOV.UK Notify; its one template has the fields ((subject)) and ((body))."""

    def __init__(self) -> None:
        options = {"base_url": url} if (url := _setting("KITH_NOTIFY_URL")) else {}
        self._client: Any = NotificationsAPIClient(_setting("KITH_NOTIFY_KEY"), timeout=_TIMEOUT, **options)  # type: ignore[no-untyped-call]  # the library ships no types

    def hand_over(self, letter: Letter) -> None:
        """Ask Notify to send one letter; it keeps our id as its reference."""
        try:
            self._client.send_email_notification(
                email_address=letter.address,
                template_id=_setting("KITH_NOTIFY_TEMPLATE"),
                personalisation={"subject": letter.subject, "body": letter.body},
                reference=str(letter.public_id),
            )
        except HTTPError as error:
            wrong_request = 400 <= error.status_code < 500 and error.status_code != 429
            raise NotTaken(f"Notify {error.status_code}", is_final=wrong_request) from None
        except requests.RequestException as error:
            raise NotTaken(f"Notify: {type(error).__name__}", is_final=False) from None


def _setting(name: str) -> str:
    return getattr(settings, name, "") or os.environ.get(name, "")


def chosen_transport() -> Transport | None:
    """Return the installation's transport; None for the local outbox, where mails stay.

    Raises:
        UnknownTransport: the setting names a way that there is not.
    """
    name = settings.KITH_MAIL_TRANSPORT
    if name == "outbox":
        return None
    if name == "smtp":
        return SmtpTransport()
    if name == "notify":
        return NotifyTransport()
    raise UnknownTransport(name)
