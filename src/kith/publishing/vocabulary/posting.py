"""The words of the site's mail: what is posted, how it stands, and what goes wrong on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class PostState(StrEnum):
    """How a mail of the site stands."""

    WAITING = "waiting"
    HANDED = "handed"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"


class ReceiptStatus(StrEnum):
    """What a carrier says became of a mail that it had taken, in the words of GOV.UK Notify."""

    DELIVERED = "delivered"
    PERMANENT = "permanent-failure"
    TEMPORARY = "temporary-failure"
    TECHNICAL = "technical-failure"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a carrier says of one mail: which, to whom, and what became of it."""

    message_id: str
    address: str
    status: ReceiptStatus


class ReceiptRefused(ValueError):
    """What was sent is no receipt of a mail; the message never repeats any of it."""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail as it leaves; its `message_id` stays the same however often it is tried.

    `unsubscribe` is the full address that ends whatever the mail came from by one POST; empty for a mail that answers
    something its reader did.
    """

    message_id: str
    address: str
    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""
    attachments: Sequence[Attachment] = ()


class AddressRefused(ValueError):
    """A mail was to go to what is no address; the message never repeats it."""


class NotTaken(RuntimeError):
    """The other side did not take one mail; `why` is a kind of failure, never the words of the other side.

    `status` is the enhanced status of RFC 3463 where the other side gave one about the reader's address.
    """

    def __init__(self, why: str, *, is_final: bool, status: str = "") -> None:
        """Keep why, and whether trying again is of no use."""
        super().__init__(why)
        self.why, self.is_final, self.status = why, is_final, status


class OutOfReach(RuntimeError):
    """The other side cannot be spoken with at all; no mail is the worse for it, and all are tried again."""


class UnknownTransport(ValueError):
    """The setting names a way that there is not."""

    def __init__(self, name: str) -> None:
        """Say which name it is and which there are."""
        super().__init__(f"KITH_MAIL_TRANSPORT is {name!r}, so the site sends nothing. Say outbox, smtp or notify.")
