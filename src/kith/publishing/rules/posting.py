"""What may stand in the head of a mail, when it is tried again, and how many may leave in a minute; pure."""

from datetime import timedelta
from typing import Final

from kith.publishing.vocabulary.posting import AddressRefused

LONGEST_ADDRESS: Final = 254  # RFC 5321, 4.5.3.1.3, less its angle brackets
LONGEST_SUBJECT: Final = 200
_PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4))


def one_line(words: str, most: int = LONGEST_SUBJECT) -> str:
    """Return words that may stand in a header: one line without control characters, at most so long."""
    plain = "".join(" " if char.isspace() or not char.isprintable() else char for char in words)
    return " ".join(plain.split())[:most]


def check_address(address: str) -> None:
    """Check that an address is one address and nothing that could add a header or a recipient.

    Raises:
        AddressRefused: it is not; the message does not repeat it.
    """
    local, _, domain = address.rpartition("@")
    sound = address.isprintable() and address.isascii() and not set(' ,;:<>()[]\\"') & set(address)
    if not (sound and local and "." in domain.strip(".") and "@" not in local and len(address) <= LONGEST_ADDRESS):
        raise AddressRefused("That is no e-mail address, so no mail was posted. Write one, such as name@example.org.")


def pause_before(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries; None when that was the last."""
    return _PAUSES[tries - 1] if tries <= len(_PAUSES) else None


def room_left(*, per_minute: int, handed: int) -> int | None:
    """Return how many mails may still leave when `handed` left in the last minute; None without a limit."""
    return max(0, per_minute - handed) if per_minute else None
