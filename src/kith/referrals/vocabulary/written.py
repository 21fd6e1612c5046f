"""A referral as another system wrote it, what became of it, and the receipt of a file of them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from kith.referrals.vocabulary.content import Content
from kith.referrals.vocabulary.risk import RiskSaid

LONGEST_REFERENCE: Final = 80
MOST_WRITTEN: Final = 2000


class Became(StrEnum):
    """What became of one referral that was written elsewhere; each is one of the three."""

    SENT = "sent"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


class FileUnread(ValueError):
    """A file of referrals that cannot be read at all; the message says why, and nothing of it was taken in."""


@dataclass(frozen=True, kw_only=True)
class WrittenTo:
    """To whom a written referral goes: an agency by its code, or one colleague outside by e-mail; and which service."""

    agency: str = ""
    email: str = ""
    service_id: UUID | None = None
    service_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One referral as it was written elsewhere; its reference is the writing system's own, and is used once."""

    reference: str
    person: UUID
    to: WrittenTo
    content: Content
    risk: RiskSaid


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What became of one written referral, why it was refused, and the draft that waits for it, if there is one."""

    became: Became
    reference: str = ""
    person: UUID | None = None
    referral: UUID | None = None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of each referral of a file, in the file's order: in = sent + refused + duplicate."""

    lines: tuple[TakenIn, ...]

    @property
    def total(self) -> int:
        """Return how many referrals came in."""
        return len(self.lines)

    def count(self, became: Became) -> int:
        """Return how many of them became this."""
        return sum(line.became is became for line in self.lines)
