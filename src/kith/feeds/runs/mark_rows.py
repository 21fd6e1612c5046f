"""Puts the rows of an attendance file into the engine's view `raw`, each with its line; what cannot be read is held."""

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from kith.engine.duck import quoted_path
from kith.feeds.analysis.attendance import COLUMNS
from kith.feeds.analysis.declarations import NotKept
from kith.feeds.analysis.reading import decoded, lines_of, rows_of
from kith.feeds.analysis.receiving import held_row, whole_cells
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.vocabulary import HeldRow

_CHUNK = 1 << 22


@dataclass(frozen=True, kw_only=True)
class MarksFile:
    """One attendance file to read: where it is, what its header says, for which agency and load.

    `fits_in_memory` is how large a file may be, in bytes, for its rows to be held there; they take thrice as many.
    """

    path: Path
    found: Recognised
    encoding: str
    agency_id: int
    file_id: int
    received_on: date
    fits_in_memory: int = 1 << 28


def read_mark_rows(
    duck: duckdb.DuckDBPyConnection, file: MarksFile, drafts: Path, beside: ThreadPoolExecutor
) -> list[HeldRow]:
    """Make the view `raw` of the file's rows, each with its line; return the rows that cannot be read."""
    held: list[HeldRow] = []
    raw = quoted_path(drafts / "raw.parquet")
    small = file.path.stat().st_size <= file.fits_in_memory
    counting = beside.submit(_plain_rows, file)
    read = _read_plainly(duck, file, "" if small else raw) if file.encoding.startswith("utf-8") else 0
    if read and counting.result() == read:
        # Each line is one row, so that a row's place is its line; to count while reading is slower.
        place, rows = (
            ("rowid", "raw_rows") if small else ("file_row_number", f"read_parquet({raw}, file_row_number = true)")
        )
        duck.execute(f"CREATE VIEW raw AS SELECT {place} + {file.found.first + 2} AS line, * FROM {rows}")  # noqa: S608 -- put together from our own names only
    else:
        duck.execute("DROP TABLE IF EXISTS raw_rows")
        duck.execute(f"COPY {_mended_source(file, drafts, held)} TO {raw} (FORMAT parquet, COMPRESSION lz4)")
        duck.execute(f"CREATE VIEW raw AS SELECT * FROM read_parquet({raw})")  # noqa: S608 -- put together from our own names only
    return held


def _plain_rows(file: MarksFile) -> int:
    """Return how many rows there are if each line is one, so that a row's place is its line; 0 where that is not so.

    Without quotes a line can only be a row or blank, and what is blank the engine leaves out: it then finds fewer rows.
    """
    rows, last = 0, b""
    with file.path.open("rb") as stream:
        for _ in range(file.found.first + 1):
            stream.readline()
        while chunk := stream.read(_CHUNK):
            chunk += stream.readline()
            lines = chunk.replace(b"\r\n", b"\n") if b"\r" in chunk else chunk
            if any(odd in lines for odd in (b'"', b"\0", b"\r")):
                return 0
            rows, last = rows + lines.count(b"\n"), lines[-1:]
    return rows + (last not in (b"", b"\n"))


def _columns(file: MarksFile) -> str:
    names = [
        name.casefold() if name.casefold() in COLUMNS else f"other_{at}" for at, name in enumerate(file.found.names)
    ]
    return "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"


def _read(path: Path, columns: str, skip: int) -> str:
    return (
        f"read_csv({quoted_path(path)}, auto_detect = false, header = false, skip = {skip}, delim = ',', quote = '\"',"
        f" escape = '\"', columns = {columns}, nullstr = '', encoding = 'utf-8')"
    )


def _plain_source(file: MarksFile) -> str:
    first = file.found.first
    given = {name.casefold() for name in file.found.names}
    wanted = ", ".join(f"coalesce({name}, '') AS {name}" if name in given else f"'' AS {name}" for name in COLUMNS)
    source = _read(file.path, _columns(file), first + 1)
    return f"(SELECT {wanted} FROM {source})"  # noqa: S608 -- own names


def _read_plainly(duck: duckdb.DuckDBPyConnection, file: MarksFile, raw: str) -> int:
    """Read a file as the engine reads it, strictly; return its rows, 0 when there is one that it cannot read.

    The rows go into the Parquet file `raw`, or where none is named into the table `raw_rows`: to write them as Parquet
    costs as much as to read them, but a large file does not fit into memory.
    """
    source = _plain_source(file)
    makes = f"COPY {source} TO {raw} (FORMAT parquet, COMPRESSION lz4)" if raw else f"CREATE TABLE raw_rows AS {source}"
    try:
        return int(duck.execute(makes).fetchall()[0][0])
    except duckdb.Error:
        return 0


def _mended_source(file: MarksFile, drafts: Path, held: list[HeldRow]) -> str:
    """Return the source of a copy that has its line numbers beside it; what cannot be read is held."""
    mended = drafts / "mended.csv"
    places = [file.found.names.index(name) if name in file.found.names else None for name in COLUMNS]
    with mended.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for line, cells in _readable(file, held):
            writer.writerow([line, *("" if place is None else cells[place] for place in places)])
    columns = "{'line': 'BIGINT', " + ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS) + "}"
    wanted = ", ".join(f"coalesce({name}, '') AS {name}" for name in COLUMNS)
    return f"(SELECT line, {wanted} FROM {_read(mended, columns, 0)})"  # noqa: S608 -- our own names only


def _readable(file: MarksFile, held: list[HeldRow]) -> Iterator[tuple[int, list[str]]]:
    lines = lines_of(decoded(file.path.read_bytes(), file.encoding))
    for raw in rows_of(lines, file.found.first + 1):
        try:
            yield raw.line, whole_cells(raw, len(file.found.names))
        except NotKept as fault:
            held.append(held_row(raw.line, fault, raw.raw))
