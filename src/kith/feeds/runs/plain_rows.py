"""Puts a file's rows into a table of the engine, each with its line; what the engine may misread goes by us."""

import csv
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from kith.engine.duck import quoted_path
from kith.feeds.analysis.reading import CONTROL, RawRow, decoded, lines_of, rows_of
from kith.feeds.analysis.recognising import Recognised

_LF, _CRLF = "\\n", "\\r\\n"  # as the engine writes them
_CHUNK: Final = 1 << 22
_NOWHERE: Final = (b"\0", b"\x1e", b"\x1f")  # what the engine's statements rely on not to meet
_QUOTE_BY_SPACE: Final = re.compile(rb'" +(?:[,\n]|$)|(?:[,\n]|^) +"')  # which the engine forgives, and we do not
_ODD: Final = bytes([*range(10), *range(11, 32), 127, ord("\\")])  # control characters but the line's end; backslash
_WIDE_SPACES: Final = (b"\xc2\x85", b"\xc2\xa0", b"\xe1\x9a\x80", b"\xe2\x81\x9f", b"\xe3\x80\x80")
_MORE_SPACES: Final = re.compile(rb"\xe2\x80[\x80-\x8a\xa8\xa9\xaf]")


@dataclass(kw_only=True)
class Lines:
    """What a file has below its header whose every line is one row."""

    rows: int = 0
    commas: int = 0
    returns: int = 0
    clean: bool = True  # whether there is no control character, no backslash and no white space but the space

    def take(self, chunk: bytes) -> bool:
        """Count some whole lines; tell whether they may be read plainly."""
        self.returns += chunk.count(b"\r\n")
        lines = chunk.replace(b"\r\n", b"\n") if b"\r" in chunk else chunk
        if b"\r" in lines or any(odd in lines for odd in _NOWHERE):
            return False
        if (b'" ' in lines or b' "' in lines) and _QUOTE_BY_SPACE.search(lines):
            return False
        self.rows += lines.count(b"\n") + (lines[-1:] != b"\n")
        self.commas += lines.count(b",")
        self.clean = self.clean and _is_clean(lines)
        return True


@dataclass(frozen=True, kw_only=True)
class Read:
    """What came of reading: the rows that are not in the view, and whether those in it are clean."""

    apart: list[RawRow]
    clean: bool


def read_rows(duck: duckdb.DuckDBPyConnection, path: Path, found: Recognised, encoding: str, drafts: Path) -> Read:
    """Make the view or table `raw` (line, c0, c1, …) of a file's rows, as `rows_of` reads them."""
    lines = _read_plainly(duck, path, found) if encoding.startswith("utf-8") else None
    if lines is not None:
        numbered = f"SELECT rowid + {found.first + 2} AS line, * FROM read_rows"  # noqa: S608 -- our own numbers only
        duck.execute(f"CREATE VIEW raw AS {in_two_halves(numbered, lines.rows)}")
        return Read(apart=[], clean=lines.clean)
    duck.execute("DROP TABLE IF EXISTS read_rows")
    mended, width, apart = drafts / "mended.csv", len(found.names), []
    with mended.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for raw in rows_of(lines_of(decoded(path.read_bytes(), encoding)), found.first + 1):
            if raw.cells is None or len(raw.cells) != width or CONTROL.search(raw.raw) or "\n" in raw.raw:
                apart.append(raw)
            else:
                writer.writerow([raw.line, *raw.cells])
    duck.execute(f"CREATE TABLE raw AS SELECT * FROM {_csv(mended, ('line', *_columns(width)), 0, _LF)}")  # noqa: S608 -- our own names only
    return Read(apart=apart, clean=False)


def in_two_halves(query: str, rows: int) -> str:
    """Return a query over a table so that two threads share it, which the engine leaves to one below 122,880 rows."""
    return f"{query} WHERE rowid < {rows // 2} UNION ALL {query} WHERE rowid >= {rows // 2}"


def _plain_lines(path: Path, found: Recognised) -> Lines | None:
    """Return what a file's lines hold; None where one line need not be one row, or the engine may read it otherwise."""
    lines = Lines()
    with path.open("rb") as stream:
        for _ in range(found.first + 1):
            if b"\r" in stream.readline().removesuffix(b"\r\n"):
                return None
        while chunk := stream.read(_CHUNK):
            if not lines.take(chunk + stream.readline()):
                return None
    return lines if lines.returns in (0, lines.rows) else None


def _is_clean(lines: bytes) -> bool:
    if len(lines.translate(None, _ODD)) != len(lines):
        return False
    return lines.isascii() or not (any(each in lines for each in _WIDE_SPACES) or _MORE_SPACES.search(lines))


def _read_plainly(duck: duckdb.DuckDBPyConnection, path: Path, found: Recognised) -> Lines | None:
    """Read a file as the engine reads it; return its lines if it found the very rows and cells that its bytes show."""
    columns = _columns(len(found.names))
    with path.open("rb") as stream:
        returns = stream.readline().endswith(b"\r\n")
    source = _csv(path, columns, found.first + 1, _CRLF if returns else _LF)
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(_plain_lines, path, found)
        try:
            duck.execute(f"CREATE TABLE read_rows AS SELECT * FROM {source}")  # noqa: S608 -- our own names only
        except duckdb.Error:
            return None
        lines = counting.result()
    if lines is None or (lines.rows and bool(lines.returns) != returns):
        return None
    whole = f"concat({', '.join(columns)})"
    ((rows, commas),) = duck.execute(
        f"SELECT count(*), coalesce(sum(length({whole}) - length(replace({whole}, ',', ''))), 0) FROM read_rows"  # noqa: S608 -- our own names only
    ).fetchall()
    # One comma more at a line's end the engine takes for nothing; we count the columns.
    same = rows == lines.rows and commas + rows * (len(columns) - 1) == lines.commas
    return lines if same else None


def _columns(width: int) -> tuple[str, ...]:
    return tuple(f"c{at}" for at in range(width))


def _csv(path: Path, columns: tuple[str, ...], skip: int, ending: str) -> str:
    types = ", ".join(f"'{name}': '{'BIGINT' if name == 'line' else 'VARCHAR'}'" for name in columns)
    return (
        f"read_csv({quoted_path(path)}, auto_detect = false, header = false, skip = {skip}, delim = ',', quote = '\"',"
        f" escape = '\"', columns = {{{types}}}, nullstr = '\x01', encoding = 'utf-8', new_line = '{ending}')"
    )
