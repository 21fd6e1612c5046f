"""Closes held rows once the agency has sent them rightly: the same row, kept from a later file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kith.feeds.analysis.cin_census import CIN_CENSUS
from kith.feeds.analysis.reading import decoded, lines_of, rows_of
from kith.feeds.analysis.receiving import RAW_KEPT, recognised
from kith.feeds.models import HeldRow
from kith.feeds.models import KeptRow as Kept
from kith.feeds.runs.mappings import csv_tables
from kith.feeds.runs.ordering import HEAD_READ
from kith.feeds.runs.raw_files import raw_file
from kith.feeds.runs.storing import Load
from kith.feeds.vocabulary import FileRefused

Mark = tuple[object, ...]


def mend_held_rows(load: Load, file_id: int) -> int:
    """Close the held rows of earlier files that this file's newly kept rows say rightly; return how many.

    A row is the same when it has the same numbers, where its table numbers its rows, else when all its cells but the
    faulty one are the same. Marks of attendance and the XML census are not looked at: a census that is sent again
    replaces the held rows of the one before.
    """
    if load.table.bulk or load.table is CIN_CENSUS:
        return 0
    waiting = _waiting(load, file_id)
    if not waiting:
        return 0
    fresh = set(Kept.objects.filter(file_id=file_id).values_list("line", flat=True))
    asked = {mark[1] for mark in waiting if mark[0] == "rest"}
    mended: set[int] = set()
    for line, cells in _rows(load.sha256, load.encoding, load.found.names, load.found.first):
        if line in fresh:
            for mark in _marks(load, cells, asked):
                mended.update(waiting.get(mark, ()))
    return HeldRow.objects.filter(pk__in=mended).update(state="mended", mended_by=file_id)


def _waiting(load: Load, file_id: int) -> Mapping[Mark, list[int]]:
    rows = HeldRow.objects.filter(agency_id=load.agreement.agency_id, file__spec=load.table.spec, state="open").exclude(
        file_id=file_id
    )
    found: dict[Mark, list[int]] = defaultdict(list)
    headers: dict[str, tuple[str, ...]] = {}
    for row in rows.select_related("file"):
        file = row.file
        if file.sha256 not in headers:
            headers[file.sha256] = _header(file.sha256, file.name, file.encoding)
        raw = next(rows_of(lines_of(row.raw)), None)
        if raw is None or raw.cells is None or len(row.raw) >= RAW_KEPT:
            continue
        cells = {
            name: cell.strip() for name, cell in zip(headers[file.sha256], raw.cells, strict=False) if cell.strip()
        }
        whole = len(raw.cells) == len(headers[file.sha256])
        mark = _mark(load, cells, row.column, whole=whole)
        if mark:
            found[mark].append(row.pk)
    return found


def _header(sha256: str, name: str, encoding: str) -> tuple[str, ...]:
    try:
        with raw_file(sha256).open("rb") as stream:
            return recognised(stream.read(HEAD_READ), name=name, encoding=encoding, tables=csv_tables()).names
    except (OSError, FileRefused):
        return ()


def _rows(sha256: str, encoding: str, names: tuple[str, ...], first: int) -> Iterator[tuple[int, dict[str, str]]]:
    for raw in rows_of(lines_of(decoded(raw_file(sha256).read_bytes(), encoding)), first + 1):
        if raw.cells is not None and len(raw.cells) == len(names):
            stripped = ((name, cell.strip()) for name, cell in zip(names, raw.cells, strict=True))
            yield raw.line, {name: cell for name, cell in stripped if cell}


def _mark(load: Load, cells: Mapping[str, str], faulty: str, *, whole: bool) -> Mark | None:
    numbers = load.table.row_numbers
    if numbers and faulty not in numbers and all(name in cells for name in numbers):
        return ("numbers", *(cells[name] for name in numbers))
    if whole and faulty:
        return ("rest", faulty, frozenset((name, cell) for name, cell in cells.items() if name != faulty))
    return None


def _marks(load: Load, cells: Mapping[str, str], asked: Iterable[object]) -> Iterator[Mark]:
    numbers = load.table.row_numbers
    if numbers:
        yield ("numbers", *(cells.get(name, "") for name in numbers))
    for faulty in asked:
        yield ("rest", faulty, frozenset((name, cell) for name, cell in cells.items() if name != faulty))
