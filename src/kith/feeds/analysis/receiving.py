"""The one function that receives a file: from its bytes to kept rows and held rows, every row accounted for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from kith.feeds.analysis.cin_census import CIN_CENSUS, cin_rows
from kith.feeds.analysis.conversions import DAYS
from kith.feeds.analysis.declarations import (
    Cells,
    Column,
    Notes,
    NotKept,
    Reference,
    Row,
    Surroundings,
    Table,
)
from kith.feeds.analysis.reading import CONTROL, LONGEST_CELL, RawRow, decoded, lines_of, plain, rows_of
from kith.feeds.analysis.recognising import Recognised, header_of, recognise
from kith.feeds.vocabulary import Canonical, EventRecord, FileRefused, HeldRow

PROSE = ("summary", "_json", "_offence", "injury")  # ends of the names of columns whose cells may run long
HEAD = 65_536  # bytes in which a header must end
RAW_KEPT = 4000  # characters of a held row's own text; the whole is in the raw file


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row that was understood: its line, the fingerprint of its content, and what it tells."""

    line: int
    fingerprint: str
    records: tuple[Canonical | Reference, ...]


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What one file turns out to be. `rows` can be run through once; `notes` is complete when it ends."""

    table: Table
    notes: Notes
    rows: Iterator[KeptRow | HeldRow]


def recognised(head: bytes, *, name: str, encoding: str, tables: Sequence[Table]) -> Recognised:
    """Return which table a file is, from its beginning; raise FileRefused when it is none that can be taken."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Recognised(table=CIN_CENSUS, header=(), names=(), first=0, notes=Notes())
    # Only the header is decoded here: whose file it is, and so how it is encoded, may follow from its columns.
    lines = lines_of(decoded(_to_header(head), encoding))
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise FileRefused("The file is empty.", "Nothing was loaded.", "Ask the agency to export it again.")
    return recognise(header_of(lines[first]), name, tables, first=first)


def _to_header(head: bytes) -> bytes:
    """Return a file's beginning up to the end of the first line that is not blank."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head  # UTF-16, which decoding refuses
    end = 0
    for line in head.removeprefix(b"\xef\xbb\xbf")[:HEAD].replace(b"\r", b"\n").split(b"\n"):
        end += len(line) + 1
        if line.strip():
            break
    return head[: end + (3 if head.startswith(b"\xef\xbb\xbf") else 0)]


def recognised_by_header(head: bytes, *, name: str, tables: Sequence[Table]) -> Recognised:
    """Return which table a file is when its encoding is not known yet; a header in UTF-8 or cp1252 is understood."""
    try:
        return recognised(head, name=name, encoding="utf-8", tables=tables)
    except FileRefused:
        return recognised(head, name=name, encoding="cp1252", tables=tables)


def receive(content: bytes, found: Recognised, *, encoding: str, around: Surroundings) -> Intake:
    """Return what a file holds; raise FileRefused when the whole of it cannot be taken.

    `around` says on which day it was received (an event after it is held) and what earlier tables told.
    A row that breaks a rule is yielded as a HeldRow, never dropped.
    """
    around.notes = found.notes
    if found.table is CIN_CENSUS:
        rows = _mapped(cin_rows(content, around), found.table)
    else:
        lines = lines_of(decoded(content, encoding))
        rows = received_rows(rows_of(lines, found.first + 1), found, around)
    return Intake(table=found.table, notes=found.notes, rows=rows)


def received_rows(rows: Iterable[RawRow], found: Recognised, around: Surroundings) -> Iterator[KeptRow | HeldRow]:
    """Yield what became of some rows, read one by one."""
    return _mapped(_typed(rows, found, around), found.table)


class _Typer:
    """Gives the rows of one file their cells by name and their dates, each different date read once."""

    def __init__(self, found: Recognised, around: Surroundings) -> None:
        """Keep what every row of the file has in common."""
        self._names, self._around, self._dates = found.names, around, found.table.dates
        by_name = {column.name: column for column in found.table.columns}
        self._days = [by_name[name] for name in found.names if name in by_name and by_name[name].holds == "day"]
        self._needed = [column.name for column in found.table.columns if column.needed]
        self._read: dict[str, date | None] = {"": None}

    def cells(self, raw: RawRow) -> Cells:
        """Return a row's cells by name; raise NotKept when they are damaged."""
        return Cells(zip(self._names, whole_cells(raw, len(self._names)), strict=True))

    def row(self, raw: RawRow, cells: Cells) -> Row:
        """Return a row ready to be mapped; raise NotKept with the first rule that it breaks."""
        if len(raw.raw) > LONGEST_CELL:
            _refuse_long_cells(cells)
        for column in self._needed:
            if not cells[column]:
                raise NotKept(column, "", "needed value missing", f"Fill in {column} and send the row again.")
        return Row(raw.line, cells, {day.name: self._day(day, cells[day.name]) for day in self._days}, self._around)

    def _day(self, column: Column, text: str) -> date | None:
        if text not in self._read:
            self._read[text] = DAYS[self._dates](text)
        if self._read[text] is None and text:
            raise NotKept(column.name, text, "no such date", _date_advice(column, self._dates))
        return self._read[text]


def _typed(raw_rows: Iterable[RawRow], found: Recognised, around: Surroundings) -> Iterator[tuple[Row, str] | HeldRow]:
    typer = _Typer(found, around)
    for raw in raw_rows:
        cells = None
        try:
            cells = typer.cells(raw)
            yield typer.row(raw, cells), raw.raw
        except NotKept as fault:
            spare(found.table, None if cells is None else Row(raw.line, cells, {}, around), around)
            yield held_row(raw.line, fault, raw.raw)


def _refuse_long_cells(cells: Cells) -> None:
    for column, text in cells.items():
        if len(text) > LONGEST_CELL and not column.lower().endswith(PROSE):
            rule = f"longer than {LONGEST_CELL} characters"
            raise NotKept(column, text[:40], rule, f"Correct {column}; a quotation mark before it may be missing.")


def whole_cells(raw: RawRow, width: int) -> list[str]:
    """Return a row's cells, trimmed; raise NotKept when they are too few, too many or damaged."""
    if raw.cells is None:
        raise NotKept("", "", raw.fault, "Correct the line in the source and send the file again.")
    if len(raw.cells) != width:
        rule = f"{len(raw.cells)} columns where the header has {width}"
        raise NotKept("", "", rule, "Put text that holds a comma in quotation marks and send again.")
    if CONTROL.search(raw.raw):
        raise NotKept("", "", "control character in the text", "Export the file again; it was damaged on the way.")
    return [cell.strip() for cell in raw.cells]


def _mapped(rows: Iterator[tuple[Row, str] | HeldRow], table: Table) -> Iterator[KeptRow | HeldRow]:
    """Turn every typed row into records by the table's mapping; the fingerprint is of the row's own cells."""
    spec = table.spec
    for item in rows:
        if isinstance(item, HeldRow):
            yield item
            continue
        row, raw = item
        try:
            records = tuple(_dated(record, row) for record in table.becomes(row))
            if table.whole and table.whole.part_by:
                row.around.memory.setdefault("parts", set()).add(row[table.whole.part_by])
            yield KeptRow(row.line, fingerprint(spec, row), records)
        except NotKept as fault:
            spare(table, row, row.around)
            yield held_row(row.line, fault, raw)


def spare(table: Table, row: Row | None, around: Surroundings) -> None:
    """Remember whose row of a whole return is held, so that it ends nothing that was told of them before."""
    if table.whole:
        around.memory.setdefault("spared", set()).add(table.whole.whose(row) if row else "")


def _dated(record: Canonical | Reference, row: Row) -> Canonical | Reference:
    if isinstance(record, EventRecord):
        if record.occurred_on > row.around.received_on:
            rule = "date lies after the day of receipt"
            raise NotKept("", record.occurred_on.isoformat(), rule, "Correct the date and send the row again.")
        if record.ended_on and record.ended_on < record.occurred_on:
            row.warn("", "end before beginning; the end is left out")
            record = replace(record, ended_on=None)
        if record.known_at < record.occurred_on:
            record = replace(record, known_at=record.occurred_on)
    return record


def fingerprint(spec: str, row: Row) -> str:
    """Return 32 hexadecimal digits that two rows share when they say the same in the same columns, in any order."""
    text = "\x1f".join(sorted([f"{name}\x1e{cell}" for name, cell in row.cells.items() if cell]))
    return sha256(f"{spec}\x1f{text}".encode()).hexdigest()[:32]


def held_row(line: int, fault: NotKept, raw: str) -> HeldRow:
    """Return the held row of a fault; what the database cannot store is shown by a replacement character."""
    return HeldRow(
        line=line,
        column=fault.column,
        value=plain(fault.value)[:200],
        rule=fault.rule,
        advice=fault.advice,
        raw=plain(raw)[:RAW_KEPT],
    )


def _date_advice(column: Column, dates: str) -> str:
    written = {"iso": "2026-01-19", "british": "19/01/2026", "census": "2026-Jan-19 00:00:00"}[dates]
    return f"Write {column.name} as {written}, a day that exists, and send the row again."
