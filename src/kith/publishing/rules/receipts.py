"""Reads the receipts that GOV.UK Notify sends about mails that it had taken; pure."""

import json
from typing import Any, Final

from kith.publishing.vocabulary.posting import Receipt, ReceiptRefused, ReceiptStatus

LONGEST_RECEIPT: Final = 10_000  # bytes; one has about 500
_LONGEST_PART: Final = 320


def read_receipt(raw: bytes) -> Receipt:
    """Return what a receipt says; our own number of the mail is its reference.

    Raises:
        ReceiptRefused: it is too long, no JSON, or lacks a part or says something unknown.
    """
    if len(raw) > LONGEST_RECEIPT:
        raise ReceiptRefused("A receipt is shorter than that.")
    try:
        said: Any = json.loads(raw)
    except (ValueError, RecursionError):
        raise ReceiptRefused("A receipt is JSON.") from None
    reference, address, status = (_part(said, name) for name in ("reference", "to", "status"))
    if status not in set(ReceiptStatus):
        raise ReceiptRefused("A receipt has a status that we know.")
    return Receipt(message_id=f"<{reference}>", address=address.strip().lower(), status=ReceiptStatus(status))


def _part(said: Any, name: str) -> str:
    part = said.get(name) if isinstance(said, dict) else None
    if not isinstance(part, str) or not 0 < len(part) <= _LONGEST_PART:
        raise ReceiptRefused("A receipt has a reference, an address and a status.")
    return part
