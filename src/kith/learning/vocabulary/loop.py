"""The words of the loop from a finding to practice: what teaches it, what came of that, what the next audit shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.learning.vocabulary.releases import ReleaseState


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


@dataclass(frozen=True, kw_only=True)
class FigureStands:
    """How a figure of a finding was released: as it is told ("4 of 8", "fewer than 5"), in which release, how far.

    `share` is the part of the whole where both are told exactly. `can_open` says whether the viewer reads the release.
    """

    release: UUID
    title: str
    told: str
    share: float | None
    state: ReleaseState
    can_open: bool

    @property
    def is_out(self) -> bool:
        """Test whether everybody can read it, or is about to."""
        return self.state in (ReleaseState.APPROVED, ReleaseState.HANDED)


@dataclass(frozen=True, kw_only=True)
class FiguresStand:
    """The released figure of one finding in the audit before, in this one, and in the next; None where it has none."""

    before: FigureStands | None
    here: FigureStands | None
    after: FigureStands | None

    def __bool__(self) -> bool:
        """Test whether there is any."""
        return any((self.before, self.here, self.after))


class Teaches(Protocol):
    """Says what teaches the findings of an audit; each part of learning that hands something over has one."""

    def taught(self, findings: Sequence[UUID], *, viewer: Viewer) -> Mapping[UUID, Sequence[Taught]]:
        """Return by finding what teaches it, without anybody in it; of a finding that nothing teaches, nothing."""
        ...
