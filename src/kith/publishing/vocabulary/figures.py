"""Released figures as casework hands them over, and what is no released figure.

The text of a message of the kind `figures` is one mapping with either or both of

    {"figures": [{"key": "had a plan", "n": 4, "of": 8}, …],
     "tables": [{"key": "contacts", "title": "Contacts with the front door", "heading": "Year", "unit": "contacts",
                 "of": None, "rows": [["2017 to 2018", 310], ["2018 to 2019", None], …]}, …]}

A key names its figure or table within the message. A number that was held back because it is small is None, and is
shown as held back. `of` says of how many each row is a part; without it the rows are amounts by themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MOST_ROWS: Final = 24
HELD_BACK: Final = "held back"


class ChartForm(StrEnum):
    """How a released table is drawn."""

    BARS = "bars"
    LINE = "line"
    SHARE = "share"


class BrokenFigures(ValueError):
    """What was handed over is no set of released figures; the message says where."""


@dataclass(frozen=True, kw_only=True)
class ReleasedFigure:
    """One released figure: n of how many."""

    key: str
    n: int
    of: int


@dataclass(frozen=True, kw_only=True)
class ReleasedTable:
    """A small released table: each row has a name and an amount, None where the amount is held back."""

    key: str
    title: str
    heading: str
    unit: str
    rows: tuple[tuple[str, int | None], ...]
    of: int | None = None

    def can_be(self, form: ChartForm) -> bool:
        """Test whether the table can be drawn so: a share needs a whole, a line two amounts."""
        if form is ChartForm.SHARE:
            return self.of is not None
        if form is ChartForm.LINE:
            return sum(amount is not None for _, amount in self.rows) >= 2
        return True

    def amount(self, value: int | None) -> str:
        """Return an amount as readers see it."""
        if value is None:
            return HELD_BACK
        return f"{value:,}" if self.of is None else f"{value:,} of {self.of:,}"


def figures_of(text: Mapping[str, Any]) -> tuple[ReleasedFigure, ...]:
    """Return the single figures of a message.

    Raises:
        BrokenFigures: one is no figure, or two have the same key.
    """
    found = tuple(_figure(row) for row in _rows(text, "figures"))
    _check_keys([figure.key for figure in found])
    return found


def tables_of(text: Mapping[str, Any]) -> tuple[ReleasedTable, ...]:
    """Return the tables of a message.

    Raises:
        BrokenFigures: one is no table, or two have the same key.
    """
    found = tuple(_table(row) for row in _rows(text, "tables"))
    _check_keys([table.key for table in found])
    return found


def _rows(text: Mapping[str, Any], name: str) -> Sequence[Any]:
    rows = text.get(name, ())
    if not isinstance(rows, list | tuple):
        raise BrokenFigures(f"The {name} of a message are a list, and these are not.")
    return rows


def _check_keys(keys: Sequence[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BrokenFigures(f"Two have the key “{twice[0]}”. Give each a key of its own.")


def _figure(row: Any) -> ReleasedFigure:
    if not isinstance(row, Mapping) or not _words(row.get("key")):
        raise BrokenFigures("A figure has no key. Name each, such as “had a plan”.")
    n: Any = row.get("n")
    of: Any = row.get("of")
    if not (_is_count(n) and _is_count(of) and n <= of and of > 0):
        raise BrokenFigures(f"The figure “{row['key']}” is not some of a whole. Give n and of as whole numbers.")
    return ReleasedFigure(key=row["key"], n=n, of=of)


def _table(row: Any) -> ReleasedTable:
    if not isinstance(row, Mapping) or not all(_words(row.get(name)) for name in ("key", "title", "heading", "unit")):
        raise BrokenFigures("A table lacks its key, title, heading or unit. Give it all four in words.")
    of, rows = row.get("of"), row.get("rows")
    if not isinstance(rows, list | tuple) or not 1 <= len(rows) <= MOST_ROWS or not all(map(_is_row, rows)):
        raise BrokenFigures(
            f"The rows of the table “{row['key']}” are not 1 to {MOST_ROWS} pairs of a name and a whole number or None."
        )
    amounts = [amount for _, amount in rows if amount is not None]
    if of is not None and not (_is_count(of) and of > 0 and all(amount <= of for amount in amounts)):
        raise BrokenFigures(f"A row of the table “{row['key']}” is more than the whole. Look at its “of”.")
    named = {name: row[name] for name in ("key", "title", "heading", "unit")}
    return ReleasedTable(**named, of=of, rows=tuple((name, amount) for name, amount in rows))


def _is_row(row: Any) -> bool:
    return isinstance(row, list | tuple) and len(row) == 2 and _words(row[0]) and (row[1] is None or _is_count(row[1]))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
