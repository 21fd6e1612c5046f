"""Receives a file a block of rows at a time: what is odd about a row sends it the careful way, by itself."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, takewhile

from kith.feeds.analysis.blocks import Block, ByColumn, Told, fingerprints
from kith.feeds.analysis.declarations import Surroundings
from kith.feeds.analysis.reading import LONGEST_CELL, LONGEST_LINE, RawRow, decoded, lines_of, rows_of
from kith.feeds.analysis.receiving import KeptRow, receive, received_rows
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.vocabulary import HeldRow

BLOCK = 10_000  # rows
_ODD_TEXT = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(frozen=True, kw_only=True)
class KeptBlock:
    """Rows that were understood together: their lines, their fingerprints, and what they tell."""

    lines: Sequence[int]
    fingerprints: Sequence[str]
    told: Told


Received = KeptBlock | KeptRow | HeldRow


def receive_blocks(content: bytes, found: Recognised, *, encoding: str, around: Surroundings) -> Iterator[Received]:
    """Yield what `receive` yields, with the rows that have nothing odd about them told together, by column.

    The odd rows of a block follow it, so lines are in order within a block only among rows and among odd rows.
    """
    if found.table.by_column is None:
        yield from receive(content, found, encoding=encoding, around=around).rows
        return
    around.notes = found.notes
    lines, at = lines_of(decoded(content, encoding)), found.first + 1
    by_column = found.table.by_column(found.table, around)
    while at < len(lines):
        end = min(at + BLOCK, len(lines))
        rows = _rows_at_once(lines, at, end)
        if rows is None:
            # A cell runs over several lines, or a quotation mark is faulty: row by row, perhaps past the block's end.
            found_rows = rows_of(lines, at)
            rows = list(takewhile(lambda raw, end=end: raw.line <= end, found_rows))  # type: ignore[misc]  # mypy cannot type a default
            yield from received_rows(rows, found, around)
            at = _next_row(lines, rows, end)
        else:
            yield from _told(rows, lines, found, around, by_column)
            at = end


def _next_row(lines: Sequence[str], rows: Sequence[RawRow], end: int) -> int:
    """Return where the first row after a block begins: a row of several lines may reach over the block's end."""
    last = rows[-1] if rows else None
    return max(end, last.line + last.raw.count("\n")) if last and last.cells is not None else end


def _rows_at_once(lines: Sequence[str], at: int, end: int) -> list[RawRow] | None:
    """Return the rows of some lines where each line is one row, else None."""
    numbered = [(number, line) for number, line in enumerate(lines[at:end], at + 1) if line and not line.isspace()]
    try:
        cells = list(csv.reader([line for _number, line in numbered], strict=True))
    except csv.Error:
        return None
    if len(cells) != len(numbered):
        return None
    return [RawRow(number, line, row) for (number, line), row in zip(numbered, cells, strict=True)]


def _told(
    rows: list[RawRow], lines: list[str], found: Recognised, around: Surroundings, by_column: ByColumn
) -> Iterator[Received]:
    plain = [_is_plain(row, len(found.names)) for row in rows]
    good = list(compress(rows, plain))
    odd = [row.line for row, is_plain in zip(rows, plain, strict=True) if not is_plain]
    if good:
        trimmed = [[cell.strip() for cell in column] for column in zip(*(row.cells or () for row in good), strict=True)]
        block = Block(lines=[row.line for row in good], columns=dict(zip(found.names, trimmed, strict=True)))
        told = by_column(block)
        odd += [block.lines[place] for place in told.odd]
        marks = list(fingerprints(found.table.spec, block.columns))
        yield KeptBlock(
            lines=[block.lines[place] for place in told.kept],
            fingerprints=[marks[place] for place in told.kept],
            told=told,
        )
    yield from received_rows((next(rows_of(lines, line - 1)) for line in sorted(odd)), found, around)


def _is_plain(row: RawRow, width: int) -> bool:
    raw = row.raw
    if len(row.cells or ()) != width or _ODD_TEXT.search(raw):
        return False
    return len(raw) <= LONGEST_CELL or (len(raw) <= LONGEST_LINE and max(map(len, row.cells or ())) <= LONGEST_CELL)
