"""Finds out which declared table a file is, and says what is missing when it is none."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath

from kith.feeds.analysis.declarations import Notes, Table
from kith.feeds.analysis.reading import plain
from kith.feeds.vocabulary import FileRefused, NotAReturn

LIKE_ENOUGH = 0.5  # of a table's columns: below it, a file is another feed and not one with columns missing
LEAST_LIKE = 0.2  # with every needed column there: many systems leave out what they do not keep
_ASK = "Ask the agency for the columns that docs/formats.md lists."


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A table and the file's own header: the table's name for each column, None where it knows none."""

    table: Table
    header: tuple[str, ...]
    names: tuple[str, ...]
    first: int  # lines before the header
    notes: Notes


def header_of(line: str) -> tuple[str, ...]:
    """Return the names in a header line; refuse what is no header."""
    try:
        names = next(csv.reader([line], strict=True), [])
    except csv.Error:
        names = []
    header = tuple(plain(name).strip().strip("\ufeff\u00a0")[:120] for name in names)
    if len(header) < 2:
        tell = "semicolons" if line.count(";") > 1 else "tabs" if line.count("\t") > 1 else ""
        raise FileRefused(
            f"The first line separates its columns by {tell}."
            if tell
            else "The first line is no header of a CSV file.",
            "Kith reads comma-separated files with a header row.",
            "Save the file as 'CSV UTF-8 (comma delimited)' and send it again.",
        )
    twice = sorted({name for name in header if name and [*map(str.casefold, header)].count(name.casefold()) > 1})
    if twice:
        raise FileRefused(
            f"The column {twice[0]!r} stands in the header twice.",
            "Kith cannot tell which of them counts.",
            "Remove or rename one of the two and send the file again.",
        )
    return header


def recognise(header: tuple[str, ...], name: str, tables: Sequence[Table], *, first: int = 0) -> Recognised:
    """Return the table that a header belongs to; refuse a header of no table, or one that lacks a needed column."""
    have = {column.casefold() for column in header}
    ranked = sorted(tables, key=lambda table: _likeness(table, have, name), reverse=True)
    best = ranked[0]
    known = {column.name.casefold(): column.name for column in best.columns}
    needed = [column.name for column in best.columns if column.needed]
    lacking = [column for column in needed if column.casefold() not in have]
    unknown = [column for column in header if column.casefold() not in known]
    if not have & set(known):
        raise NotAReturn(
            "It is not a return: none of its columns belongs to a feed that Kith knows.",
            "Nothing of it was loaded.",
            "Leave it out, or, if an agency sends it, describe its columns in a mapping (docs/formats.md).",
        )
    if len(have & set(known)) < (LIKE_ENOUGH if lacking else LEAST_LIKE) * len(known):
        needs = f", which needs {', '.join(lacking[:6])}" if lacking else ""
        raise FileRefused(
            "The columns are those of no feed that Kith knows.", f"The nearest is {best.spec}{needs}.", _ASK
        )
    if lacking:
        near = get_close_matches(lacking[0].casefold(), [column.casefold() for column in unknown], n=1, cutoff=0.6)
        renamed = f" Perhaps {near[0]!r} is its new name." if near else ""
        raise FileRefused(
            f"This looks like {best.spec}, but the column {', '.join(lacking)} is missing.{renamed}",
            "Without it no row can be told apart from another or dated.",
            _ASK,
        )
    missing = [column.name for column in best.columns if column.name.casefold() not in have]
    return Recognised(
        table=best,
        header=header,
        names=tuple(known.get(column.casefold(), column) for column in header),
        first=first,
        notes=Notes(unknown_columns=unknown, missing_columns=missing),
    )


def _likeness(table: Table, have: set[str], name: str) -> tuple[int, float, bool, bool]:
    columns = {column.name.casefold() for column in table.columns}
    needed = {column.name.casefold() for column in table.columns if column.needed}
    stem = PurePath(name).stem.casefold()
    both = len(columns & have)
    return (both, both / len(columns | have), needed <= have, table.name.casefold() in stem)
