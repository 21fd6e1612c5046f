"""The words of the loop from a finding to practice: what teaches it, what came of that, what the next audit shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol
from uuid import UUID

from kith.access.vocabulary import Viewer


class TaughtBy(StrEnum):
    """In which form something teaches what an audit found."""

    BRIEFING = "briefing"
    BULLETIN = "bulletin"


TAUGHT_WORDS: Final[Mapping[TaughtBy, str]] = MappingProxyType(
    {
        TaughtBy.BRIEFING: "Briefing",
        TaughtBy.BULLETIN: "Bulletin",
    }
)


@dataclass(frozen=True, kw_only=True)
class Taught:
    """One thing that teaches a finding: in which form, called what, how far it has come.

    `item` is its number on the public site, under which events there answer it.
    """

    item: UUID
    kind: TaughtBy
    title: str
    stands: str
    is_public: bool


class Teaches(Protocol):
    """Says what teaches the findings of an audit; each part of learning that hands something over has one."""

    def taught(self, findings: Sequence[UUID], *, viewer: Viewer) -> Mapping[UUID, Sequence[Taught]]:
        """Return by finding what teaches it, without anybody in it; of a finding that nothing teaches, nothing."""
        ...
