"""The ways a mail of the site leaves: the local outbox, SMTP, GOV.UK Notify."""

import smtplib
from types import TracebackType
from typing import Any, Final, Protocol, Self

import requests
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from kith.publishing.rules.returns import status_in
from kith.publishing.services.mime import bytes_of
from kith.publishing.vocabulary.posting import Letter, NotTaken, OutOfReach, UnknownTransport

_TIMEOUT: Final = 30  # seconds
_CLOSING: Final = 421  # the server ends the conversation: RFC 5321, 3.8
_FINAL: Final = 500
_BUSY: Final = 429


class Transport(Protocol):
    """One way a mail leaves; open while letters are handed over. `yes` is what is kept of a letter that was taken."""

    yes: str

    def __enter__(self) -> Self:
        """Begin the conversation, or raise OutOfReach."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the conversation."""

    def hand_over(self, letter: Letter) -> None:
        """Give a letter to the other side, or raise NotTaken or OutOfReach."""


class LocalOutbox:
    """Lets every mail stay where it is, to be read on the site's own pages."""

    yes = "kept in the local outbox"

    def __enter__(self) -> Self:
        """Do nothing."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Do nothing."""

    def hand_over(self, letter: Letter) -> None:
        """Do nothing: the letter stays."""


class SmtpTransport:
    """Speaks SMTP over one connection with the server that Django's EMAIL_ settings name."""

    yes = "SMTP 250"

    def __init__(self) -> None:
        """Open nothing yet."""
        self._backend = SmtpBackend(timeout=_TIMEOUT)

    def __enter__(self) -> Self:
        """Open the connection.

        Raises:
            OutOfReach: the server does not answer, or does not let us in.
        """
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            raise OutOfReach(f"SMTP: {type(error).__name__}") from None
        return self

    def __exit__(self, *ended: object) -> None:
        """Say goodbye; a server that has gone already is no matter."""
        self._leave()

    def hand_over(self, letter: Letter) -> None:
        """Send one letter; once more over a new connection where the server has just ended the old one."""
        message = bytes_of(letter, sender=settings.DEFAULT_FROM_EMAIL)
        try:
            self._send(message, letter)
        except OutOfReach:
            self._leave()
            self.__enter__()
            self._send(message, letter)

    def _send(self, message: bytes, letter: Letter) -> None:
        connection = self._backend.connection
        if connection is None:
            raise OutOfReach("SMTP: not connected")
        try:
            connection.sendmail(_setting("KITH_MAIL_BOUNCES"), [letter.address], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            if code == _CLOSING:
                raise OutOfReach("SMTP 421") from None
            status = status_in(said.decode("ascii", "replace"))
            why = f"SMTP {code}: the recipient was refused"
            raise NotTaken(why, is_final=code >= _FINAL, status=status) from None
        except smtplib.SMTPResponseException as error:
            if error.smtp_code == _CLOSING:
                raise OutOfReach("SMTP 421") from None
            raise NotTaken(f"SMTP {error.smtp_code}", is_final=error.smtp_code >= _FINAL) from None
        except (smtplib.SMTPException, OSError) as error:
            raise OutOfReach(f"SMTP: {type(error).__name__}") from None

    def _leave(self) -> None:
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            self._backend.connection = None


class NotifyTransport:
    """Speaks with GOV.UK Notify; its one template has the fields ((subject)) and ((body))."""

    yes = "Notify 201"

    def __init__(self) -> None:
        """Open nothing yet: each letter is a request of its own."""
        options = {"base_url": url} if (url := _setting("KITH_NOTIFY_URL")) else {}
        self._client: Any = NotificationsAPIClient(_setting("KITH_NOTIFY_KEY"), timeout=_TIMEOUT, **options)  # type: ignore[no-untyped-call]  # the library ships no types

    def __enter__(self) -> Self:
        """Do nothing."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Do nothing."""

    def hand_over(self, letter: Letter) -> None:
        """Ask Notify to send one letter; it keeps our id as its reference, and writes the HTML itself."""
        files = ", ".join(file.name for file in letter.attachments)
        more = {"one_click_unsubscribe_url": letter.unsubscribe} if letter.unsubscribe else {}
        try:
            self._client.send_email_notification(
                email_address=letter.address,
                template_id=_setting("KITH_NOTIFY_TEMPLATE"),
                personalisation={
                    "subject": letter.subject,
                    # Notify carries no files: what they say is on the page that the mail links to.
                    "body": f"{letter.text}\n\nOn the page besides, to take away: {files}" if files else letter.text,
                },
                reference=letter.message_id.strip("<>"),
                **more,
            )
        except HTTPError as error:
            if error.status_code in (401, 403) or error.status_code == _BUSY or error.status_code >= _FINAL:
                raise OutOfReach(f"Notify {error.status_code}") from None
            raise NotTaken(f"Notify {error.status_code}", is_final=True) from None
        except requests.RequestException as error:
            raise OutOfReach(f"Notify: {type(error).__name__}") from None


def chosen_transport() -> Transport:
    """Return the installation's transport.

    Raises:
        UnknownTransport: the setting names a way that there is not.
    """
    kinds: dict[str, type[Transport]] = {"outbox": LocalOutbox, "smtp": SmtpTransport, "notify": NotifyTransport}
    kind = kinds.get(settings.KITH_MAIL_TRANSPORT)
    if kind is None:
        raise UnknownTransport(settings.KITH_MAIL_TRANSPORT)
    return kind()


def _setting(name: str) -> str:
    """Return a setting that only the site's processes have."""
    return str(getattr(settings, name, ""))
