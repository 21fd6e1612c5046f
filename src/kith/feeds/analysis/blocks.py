"""Holds a block of rows by column, and what a mapping reads from it: each different text of a column read once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import compress
from typing import Any, Final

from kith.feeds.vocabulary import Canonical

ODD: Final = object()  # stands for a text that holds a row or warns: such a row is read by itself, by the careful way
DETAIL: Final = "detail."  # begins the name of a column that is a part of an event's detail
_MOST_REMEMBERED = 100_000


@dataclass(kw_only=True)
class Block:
    """Rows of one file without anything odd about their form: their lines, their trimmed cells by column."""

    lines: Sequence[int]
    columns: Mapping[str, Sequence[str]]

    def __getitem__(self, name: str) -> Sequence[str]:
        """Return a column; one that the file does not have is empty."""
        return self.columns.get(name) or [""] * len(self.lines)


@dataclass(kw_only=True)
class Told:
    """What a block tells, by column: one person a row, and events that name their row by its place in `at`."""

    odd: set[int]  # places in the block of the rows that must be read by themselves; nothing below is about them
    kept: Sequence[int]  # places in the block of all others
    persons: Mapping[str, Sequence[Any]]
    events: Mapping[str, Sequence[Any]]
    at: Sequence[int]  # for each event, its row's place in `kept`
    others: Sequence[tuple[int, Canonical]] = field(default_factory=list)  # place in `kept`, record


ByColumn = Callable[[Block], Told]


class Reader:
    """Reads a column by a function of one text, and remembers what it answered."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        """Keep the function; it answers ODD for a text that it will not read."""
        self._read = read
        self._known: dict[Any, Any] = {}
        self._has_odd = False

    def read(self, texts: Sequence[Any], odd: set[int]) -> list[Any]:
        """Return the value of every text, None for an odd one, and add the places of those."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        known = self._known
        if "" in known and known[""] is not ODD and not any(texts):
            return [known[""]] * len(texts)
        for text in set(texts).difference(known):
            known[text] = value = self._read(text)
            self._has_odd = self._has_odd or value is ODD
        values = list(map(known.__getitem__, texts))
        if self._has_odd:
            odd.update(at for at, value in enumerate(values) if value is ODD)
            values = [None if value is ODD else value for value in values]
        return values


def only(columns: Mapping[str, Sequence[Any]], kept: Sequence[bool]) -> dict[str, Sequence[Any]]:
    """Return the columns with the rows that are kept."""
    return {name: list(compress(column, kept)) for name, column in columns.items()}


def fingerprints(spec: str, columns: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Return for every row what `receiving.fingerprint` says of it: names sort as they do with their cells behind."""
    named = []
    for name in sorted(columns):
        cells, before = columns[name], f"{name}\x1e"
        if any(cells):
            named.append([before + cell if cell else "" for cell in cells])
    start = f"{spec}\x1f"
    return [
        blake2b((start + "\x1f".join(filter(None, row))).encode(), digest_size=16).hexdigest()
        for row in zip(*named, strict=True)
    ]
