"""A mail server for the tests of the site: it keeps what it takes, and refuses whom it is told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Keeps every mail; `refuses` says what is answered to which address, `hangs_up_after` how many mails it takes."""

    def __init__(self, refuses: dict[str, str] | None = None, hangs_up_after: int = 0) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.conversations = 0
        self._refuses, self._hangs_up_after = refuses or {}, hangs_up_after

    def has_taken(self, number: int) -> bool:
        """Test whether so many mails have come."""
        return len(self.taken) >= number

    async def handle_EHLO(  # noqa: N802 -- the library calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802 -- as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._hangs_up_after and len(self.taken) >= self._hangs_up_after * self.conversations:
            return "421 Too many for one conversation"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 -- as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self._refuses:
            return self._refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        content = cast(bytes, envelope.content)
        self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        self.taken.append(BytesParser(policy=modern).parsebytes(content))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(sink: Sink) -> Iterator[int]:
    """Let the sink listen on a port of this machine and return the port."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
