"""Says what a feed's file looks like: one declaration per table, in a notation that reads like its header."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kith.feeds.vocabulary import Canonical


class NotKept(Exception):
    """One row that cannot be kept: which column, what it holds, which rule, what to do."""

    def __init__(self, column: str, value: str, rule: str, advice: str) -> None:
        """Keep the four parts of a held row."""
        super().__init__(rule)
        self.column, self.value, self.rule, self.advice = column, value, rule, advice


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name, what it holds (`text`, `day`, `moment`, `whole`, `flag` or a code set), whether needed."""

    name: str
    holds: str = "text"
    needed: bool = False


@dataclass(kw_only=True)
class Notes:
    """What a reader of the receipt should know beside the counts; columns and codes only, never a person."""

    unknown_columns: list[str] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)  # whole sentences about the file, with counts
    period_found: str = ""  # by what the period of a whole return is known
    waits: bool = False  # for somebody to confirm that a return rightly holds fewer children

    def as_json(self) -> dict[str, Any]:
        """Return the notes as the receipt keeps them."""
        return {
            "unknown_columns": self.unknown_columns,
            "missing_columns": self.missing_columns,
            "warnings": dict(sorted(self.warnings.items())),
            "remarks": self.remarks,
            "period_found": self.period_found,
            "waits": self.waits,
        }


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What one table of a supplier says about a number that its other tables use: an assessment's child, a worker."""

    kind: str
    ref: str
    holds: Mapping[str, str]


@dataclass(kw_only=True)
class Surroundings:
    """What a mapping may know beside its row: the day of receipt, the supplier's earlier references, its own notes."""

    received_on: date
    known: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    memory: dict[str, Any] = field(default_factory=dict)  # of this file only


class Cells(dict[str, str]):
    """The cells of a row by column name; empty where the file has no such column."""

    def __missing__(self, column: str) -> str:
        """Return what a column that did not come holds: nothing."""
        return ""


@dataclass(slots=True)
class Row:
    """One row under way: its line, its cells by column name, its dates already read."""

    line: int
    cells: Cells
    days: Mapping[str, date | None]
    around: Surroundings

    def __getitem__(self, column: str) -> str:
        """Return a cell's text, empty where the file has no such column."""
        return self.cells[column]

    def day(self, column: str) -> date | None:
        """Return a date that may be missing."""
        return self.days.get(column)

    def needed_day(self, column: str) -> date:
        """Return a date without which the row has no meaning; raise NotKept when it is empty."""
        found = self.days.get(column)
        if found is None:
            raise NotKept(column, "", "date missing", f"Fill in {column} and send the row again.")
        return found

    def warn(self, column: str, rule: str) -> None:
        """Count a fault that does not keep the row out."""
        warnings, text = self.around.notes.warnings, f"{column}: {rule}"
        if text in warnings or len(warnings) < MOST_WARNINGS:
            warnings[text] += 1

    def known(self, kind: str, column: str) -> Mapping[str, str]:
        """Return what an earlier table says about the number in a column; raise NotKept when none does."""
        found = self.around.known.get((kind, self[column]))
        if found is None:
            rule = f"this {kind} is not known"
            raise NotKept(column, self[column], rule, f"Send the table that holds the {kind}, then this one again.")
        return found


MOST_WARNINGS = 200  # kinds of warning per file
Becomes = Callable[[Row], Iterable[Canonical | Reference]]


@dataclass(frozen=True, kw_only=True)
class Whole:
    """Says that a file of a table is a whole return: what the earlier return of its period told stands no longer.

    `period` is how the table counts time: `collection` (a year to 31 March) or `term`. `whose` tells whose row it is,
    so that a row held back takes nothing from its child; `part_by` is the column by which agencies send parts.
    """

    period: str
    whose: Callable[[Row], str]
    part_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One kind of file: its feed, its name, its columns, how it writes dates, what its rows become."""

    feed: str
    name: str
    columns: tuple[Column, ...]
    dates: str  # iso, british (dd/mm/yyyy) or census (yyyy-Mon-dd hh:mm:ss)
    becomes: Becomes
    upper_case: bool = False
    bulk: bool = False  # read by the engine, not row by row
    # The same meaning for the engine: what makes the `RegisterSQL` of a recognised file; None where rows are only read
    # one by one.
    by_engine: Callable[[Any, Surroundings], Any] | None = None
    whole: Whole | None = None  # None: each file adds to what the files before it told
    needs: tuple[str, ...] = ()  # kinds of reference that its rows look up, from tables sent before it

    @property
    def row_numbers(self) -> tuple[str, ...]:
        """Return the columns whose cells number a row; none in a return, whose rows are told apart by their days."""
        return () if self.whole else tuple(each.name for each in self.columns if each.needed and each.holds != "day")

    @property
    def spec(self) -> str:
        """Return the name under which receipts and records file this kind of table."""
        return f"{self.feed}/{self.name}"


def columns(notation: str) -> tuple[Column, ...]:
    """Return the columns written as `name`, `name:holds`, with `!` after those that every row needs."""
    found = []
    for word in notation.split():
        name, _, holds = word.rstrip("!").partition(":")
        found.append(Column(name=name, holds=holds or "text", needed=word.endswith("!")))
    return tuple(found)


VERBATIM_REMARK = "Its rows are kept as they came; no part of the chronology reads them yet."


def kept_verbatim(_row: Row) -> Iterable[Canonical | Reference]:
    """Return nothing: the row stays in the raw file, counted and findable, and tells no event."""
    return ()
