"""The words of what is gathered: what a table is, what becomes of a row and of a piece, on which ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final


class RowFate(StrEnum):
    """What becomes of one row of the record."""

    TOLD = "told"
    TO_CHOOSE = "to_choose"
    WITHHELD = "withheld"


class PieceChoice(StrEnum):
    """What a person decided about a piece that no rule was certain of."""

    OPEN = ""
    KEEP = "keep"
    REPLACE = "replace"


THIRD: Final = "third"  # the ground of whoever else is named
WORKER: Final = "worker"  # the ground of a worker's name, whose role and agency are told
AGAIN: Final = "again"  # told already elsewhere in the same copy
SCOPE: Final = "scope"  # outside the days that were asked for


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One reason why something is replaced or left out: what it is called, the law, and who may use it."""

    key: str
    name: str
    law: str
    says: str
    by_person: bool


@dataclass(frozen=True, kw_only=True)
class TableRule:
    """What somebody reviewed about one table: what it is called, and what becomes of its rows.

    `aside` says why a table with a person in it is not gathered at all; `day` and `together` name columns.
    """

    table: str
    heading: str
    fate: RowFate = RowFate.TOLD
    ground: str = ""
    because: str = ""
    aside: str = ""
    day: str = ""
    together: str = ""
    inside: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class TableBook:
    """One version of what somebody reviewed about every table and about columns that many tables have."""

    version: str
    tables: Mapping[str, TableRule]
    inside: frozenset[str]
    codes: frozenset[str]
    workers: frozenset[str]
    people: frozenset[str]
    days: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class GroundBook:
    """One version of every ground, with its source."""

    version: str
    source: str
    grounds: Mapping[str, Ground]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One field of a row: its label, the text as it was, and the pieces of it that do not stay.

    A piece is (start, end, kind, what stands there or None, ground). `instead` replaces a whole field that holds no
    text of its own, such as a worker's number.
    """

    label: str
    given: str
    pieces: tuple[tuple[int, int, str, str | None, str], ...] = ()
    instead: tuple[str, str] | None = None

    def kept(self) -> dict[str, Any]:
        """Return the field as it is kept in the database."""
        return {"label": self.label, "given": self.given, "pieces": self.pieces, "instead": self.instead}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Told":
        """Return the field that was kept so."""
        pieces = tuple((start, end, kind, says, ground) for start, end, kind, says, ground in kept["pieces"])
        instead = tuple(kept["instead"]) if kept["instead"] else None
        return cls(label=kept["label"], given=kept["given"], pieces=pieces, instead=instead)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What may not be found in what leaves: names, and numbers, contacts and addresses, of everybody else.

    `own` are the subject's names and what a person decided to keep: no word of them is a hit. `passages` are their
    addresses, numbers and agencies: no hit where they stand whole.
    """

    names: Sequence[str] = field(default_factory=tuple)
    marks: Sequence[str] = field(default_factory=tuple)
    own: Sequence[str] = field(default_factory=tuple)
    passages: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class ReadDocument:
    """What could be read of a document: its text, and in words what of it could not; without any, all of it was."""

    text: str = ""
    unread: str = ""

    @property
    def is_whole(self) -> bool:
        """Test whether the text is all that the document says."""
        return bool(self.text) and not self.unread


class DocumentUnread(ValueError):
    """A document that cannot be read as text; the message says why, in words that name nobody."""
