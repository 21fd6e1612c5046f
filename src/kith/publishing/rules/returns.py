"""Reads what comes back about mails: reports of delivery (RFC 3464) and of complaint (RFC 5965); pure."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from typing import Any, Final, cast

from kith.publishing.rules.circulation import kind_of_status
from kith.publishing.rules.posting import one_line
from kith.publishing.vocabulary.circulation import Returned, ReturnKind

_STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_MESSAGE_ID: Final = re.compile(r"^message-id:\s*(<[^<>\s]{3,200}>)", re.IGNORECASE | re.MULTILINE)
_LONGEST_FIELD: Final = 500
LONGEST_RETURN: Final = 2_000_000  # bytes


def status_in(words: str) -> str:
    """Return the first enhanced status (RFC 3463) in a server's answer; empty where there is none."""
    found = _STATUS.search(words)
    return found.group(1) if found else ""


def read_return(raw: bytes) -> list[Returned]:
    """Return what one returned message says of our mails; nothing when it is not about delivery or a complaint.

    Only failures and complaints come back: a delay, or that all is well, is nothing to act on.
    """
    message = message_from_bytes(raw[:LONGEST_RETURN], policy=policy.compat32)
    message_id = _returned_message_id(message)
    if not message_id:
        return []
    found = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            found += list(_failures(part, message_id))
        elif kind == "message/feedback-report":
            found += list(_complaints(part, message, message_id))
    return found


def _failures(part: Message, message_id: str) -> Iterator[Returned]:
    for block in _blocks(part):
        if _field(block, "Action").strip().lower() != "failed":
            continue
        address = _address(_field(block, "Original-Recipient") or _field(block, "Final-Recipient"))
        status = status_in(_field(block, "Status")) or status_in(_field(block, "Diagnostic-Code"))
        if address:
            yield Returned(message_id=message_id, address=address, kind=kind_of_status(status), status=status)


def _complaints(part: Message, whole: Message, message_id: str) -> Iterator[Returned]:
    for block in _blocks(part):
        if _field(block, "Feedback-Type").strip().lower() != "abuse":
            continue
        address = _address(_field(block, "Original-Rcpt-To") or _returned_to(whole))
        if address:
            yield Returned(message_id=message_id, address=address, kind=ReturnKind.COMPLAINT)


def _blocks(part: Message) -> list[Message]:
    """Return the groups of fields of a report; the library reads some kinds as messages, and some as text."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return [cast(Message, block) for block in inside]
    raw = cast(bytes, part.get_payload(decode=True) or b"")
    return [message_from_bytes(group) for group in re.split(rb"\r?\n\r?\n", raw) if group.strip()]


def _address(field: str) -> str:
    _, _, address = field.rpartition(";")
    return address.strip().strip("<>").lower()


def _originals(message: Message) -> Iterator[Message]:
    for part in message.walk():
        inside: Any = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inside, list) and inside:
            yield inside[0]
        elif part.get_content_type() == "text/rfc822-headers":
            yield message_from_bytes(cast(bytes, part.get_payload(decode=True) or b""))


def _returned_message_id(message: Message) -> str:
    for original in _originals(message):
        found = _MESSAGE_ID.search(f"Message-ID: {_field(original, 'Message-ID')}")
        if found:
            return found.group(1)
    return ""


def _returned_to(message: Message) -> str:
    for original in _originals(message):
        _, address = parseaddr(_field(original, "To"))
        if address:
            return address
    return ""


def _field(block: Message, name: str) -> str:
    """Return a field in one line, whatever is in it; the library gives what is damaged as an object of its own."""
    return one_line(str(block.get(name, "")), _LONGEST_FIELD)
