"""The pieces of a text and what is to stand for each, kept in order and apart."""

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field

from kith.common.disclosure import SuspectKind


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A piece of the plain text, and what stands for it; None when a person must decide."""

    start: int
    end: int
    kind: SuspectKind
    says: str | None


@dataclass
class Edits:
    """Edits of one text; the first to claim a piece keeps it."""

    kept: list[Edit] = field(default_factory=list)

    def add(self, start: int, end: int, kind: SuspectKind, says: str | None) -> bool:
        """Keep an edit unless another holds a part of it; return whether it was kept."""
        if start >= end or any(True for _ in self.within(start, end)):
            return False
        insort(self.kept, Edit(start, end, kind, says))
        return True

    def claim(self, plain: str, first: int, edit: Edit, short: str | None = None) -> None:
        """Keep an edit; where another holds a part of it, keep it for each other part from `first` on with a letter.

        `short` then stands for such a part, when what stands for the whole says more than the part.
        """
        if self.add(edit.start, edit.end, edit.kind, edit.says):
            return
        for left, right in list(self.left_of(first, edit.end)):
            if any(mark.isalnum() for mark in plain[left:right]):
                self.add(left, right, edit.kind, short or edit.says)

    def within(self, start: int, end: int) -> Iterator[Edit]:
        """Give the edits that hold a part of a piece."""
        place = bisect_right(self.kept, start, key=lambda edit: edit.start)
        if place and self.kept[place - 1].end > start:
            yield self.kept[place - 1]
        while place < len(self.kept) and self.kept[place].start < end:
            yield self.kept[place]
            place += 1

    def left_of(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the parts of a piece that no edit holds."""
        at = start
        for edit in self.within(start, end):
            if edit.start > at:
                yield at, edit.start
            at = max(at, edit.end)
        if at < end:
            yield at, end
