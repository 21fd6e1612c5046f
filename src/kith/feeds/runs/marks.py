"""Reads bulk attendance with the engine: every row typed, held or kept; marks to Parquet, weeks to the record."""

import csv
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from kith.common.standards.code_sets import code_set
from kith.engine import Workbench, open_duckdb
from kith.engine.duck import quoted_path
from kith.feeds.analysis.attendance import COLUMNS, DISTINCT_TEXTS, TYPED, advice_for, code_rows, people_sql, weeks_sql
from kith.feeds.analysis.declarations import NotKept
from kith.feeds.analysis.reading import decoded, lines_of, rows_of
from kith.feeds.analysis.receiving import held_row, whole_cells
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.vocabulary import HeldRow, PersonRecord

_CHUNK = 1 << 22


@dataclass(kw_only=True)
class Marks:
    """What one attendance file holds: its counts, its people, its weeks as CSV, the Parquet draft of its marks."""

    rows_in: int = 0
    kept: int = 0
    duplicate: int = 0
    held: list[HeldRow] = field(default_factory=list)
    people: list[PersonRecord] = field(default_factory=list)
    weeks: Path
    draft: Path
    replaces: int | None = None


@dataclass(frozen=True, kw_only=True)
class MarksFile:
    """One attendance file to read: where it is, what its header says, for which agency and load."""

    path: Path
    found: Recognised
    encoding: str
    agency_id: int
    file_id: int
    received_on: date


def read_marks(
    file: MarksFile, bench: Workbench, drafts: Path, meanwhile: Callable[[Marks], None] = lambda marks: None
) -> Marks:
    """Return what an attendance file holds; `drafts` is a folder on the workbench's own disk.

    `meanwhile` is called with everything but the draft of the marks, which the engine writes in the meantime.
    """
    marks = Marks(weeks=drafts / "weeks.csv", draft=drafts / "marks.parquet")
    with open_duckdb(folders=[bench.root, drafts, file.path.parent], temp_dir=drafts) as duck:
        duck.execute("CREATE TABLE codes (number TINYINT, code VARCHAR, grouping VARCHAR)")
        duck.executemany("INSERT INTO codes VALUES (?, ?, ?)", code_rows())
        raw = quoted_path(drafts / "raw.parquet")
        rows = _plain_rows(file)
        if rows and _read_plainly(duck, file, raw) == rows:
            # Each line is one row, so that its place in the Parquet is its line; to count while reading is slower.
            line = f"file_row_number + {file.found.first + 2} AS line"
            duck.execute(f"CREATE VIEW raw AS SELECT {line}, * FROM read_parquet({raw}, file_row_number = true)")  # noqa: S608 -- put together from our own names only
        else:
            duck.execute(f"COPY {_mended_source(file, drafts, marks)} TO {raw} (FORMAT parquet, COMPRESSION lz4)")
            duck.execute(f"CREATE VIEW raw AS SELECT * FROM read_parquet({raw})")  # noqa: S608 -- put together from our own names only
        today = f"DATE '{file.received_on.isoformat()}'"
        for name, statement in DISTINCT_TEXTS.items():
            duck.execute(f"CREATE TABLE {name} AS {statement.replace('$today', today)}")
        duck.execute("CREATE TABLE pupil_names AS SELECT DISTINCT pupil, upn FROM pupils")
        duck.execute("CREATE TABLE school_names AS SELECT DISTINCT school, urn FROM schools")
        duck.execute(f"CREATE TABLE typed AS {TYPED}")
        duck.execute("CREATE VIEW good AS SELECT * FROM typed WHERE fault = ''")
        _sort_out(duck, file, bench, marks)
        with ThreadPoolExecutor(1) as beside:
            draft = beside.submit(duck.execute, _draft(file, marks))
            meanwhile(marks)
            draft.result()
    return marks


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
    return rows + (last not in (b"", b"\n")) if file.encoding.startswith("utf-8") else 0


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
    """Read a file as the engine reads it, strictly; return its rows, 0 when there is one that it cannot read."""
    try:
        return int(_one(duck, f"COPY {_plain_source(file)} TO {raw} (FORMAT parquet, COMPRESSION lz4)"))
    except duckdb.Error:
        return 0


def _mended_source(file: MarksFile, drafts: Path, marks: Marks) -> str:
    """Return the source of a copy that has its line numbers beside it; what cannot be read is held."""
    mended = drafts / "mended.csv"
    places = [file.found.names.index(name) if name in file.found.names else None for name in COLUMNS]
    with mended.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for line, cells in _readable(file, marks):
            writer.writerow([line, *("" if place is None else cells[place] for place in places)])
    columns = "{'line': 'BIGINT', " + ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS) + "}"
    wanted = ", ".join(f"coalesce({name}, '') AS {name}" for name in COLUMNS)
    return f"(SELECT line, {wanted} FROM {_read(mended, columns, 0)})"  # noqa: S608 -- our own names only


def _readable(file: MarksFile, marks: Marks) -> Iterator[tuple[int, list[str]]]:
    lines = lines_of(decoded(file.path.read_bytes(), file.encoding))
    for raw in rows_of(lines, file.found.first + 1):
        try:
            yield raw.line, whole_cells(raw, len(file.found.names))
        except NotKept as fault:
            marks.held.append(held_row(raw.line, fault, raw.raw))


def _sort_out(duck: duckdb.DuckDBPyConnection, file: MarksFile, bench: Workbench, marks: Marks) -> None:
    marks.rows_in = len(marks.held) + _one(duck, "SELECT count(*) FROM typed")
    faults = duck.execute("SELECT line, fault FROM typed WHERE fault <> '' ORDER BY line").fetchall()
    marks.held += _held(file.path, file.encoding, faults)
    # The same mark twice in a file, or held before, is a duplicate; the last of several for one day counts.
    earlier, doubled = _earlier(duck, file, bench), _doubled(duck)
    once = (
        "QUALIFY row_number() OVER (PARTITION BY pupil, school, held_on, am, pm ORDER BY line) = 1" if doubled else ""
    )
    held_before = "ANTI JOIN earlier USING (pupil, school, held_on, am, pm)" if earlier else ""
    duck.execute(f"CREATE VIEW fresh AS SELECT line, pupil, school, held_on, am, pm FROM good {held_before} {once}")  # noqa: S608 -- put together from our own names only
    marks.kept = _one(duck, "SELECT count(*) FROM fresh")
    marks.duplicate = marks.rows_in - marks.kept - len(marks.held)
    marks.people = [
        PersonRecord(
            local_id=upn, forename=forename, surname=surname, born_on=born_on, upn=upn, record_key="daily",
            sex=code_set("sexes").get(sex, {}).get("sex", "U"),
        )
        for upn, surname, forename, born_on, sex in duck.execute(people_sql(held=bool(marks.held))).fetchall()
    ]  # fmt: skip
    marks.replaces = _write_weeks(duck, marks, earlier, doubled)


def _draft(file: MarksFile, marks: Marks) -> str:
    """Return the statement that writes the draft of the marks."""
    return f"""
        COPY (SELECT {file.agency_id}::BIGINT AS agency_id, {file.file_id}::BIGINT AS file_id, line, upn, urn, held_on,
                     a.code AS am, b.code AS pm
              FROM fresh JOIN pupil_names USING (pupil) JOIN school_names USING (school)
              LEFT JOIN codes a ON a.number = am LEFT JOIN codes b ON b.number = pm)
        TO {quoted_path(marks.draft)} (FORMAT parquet, COMPRESSION lz4)
    """  # noqa: S608 -- put together from our own names only


def _doubled(duck: duckdb.DuckDBPyConnection) -> bool:
    """Test whether a pupil has two rows for a day at a school; hardly a file does, and looking is cheap."""
    rows, days = duck.execute("SELECT count(*), count(DISTINCT hash(pupil, school, held_on)) FROM good").fetchall()[0]
    return bool(rows != days)


def _earlier(duck: duckdb.DuckDBPyConnection, file: MarksFile, bench: Workbench) -> bool:
    """Make the table of the newest marks held before, for the weeks of this file; tell whether there are any."""
    if not bench.parts("marks"):
        return False
    duck.execute(f"""
        CREATE TABLE earlier AS
        SELECT p.pupil, s.school, m.upn, m.urn, m.held_on, coalesce(a.number, 0) AS am, coalesce(b.number, 0) AS pm,
               m.file_id
        FROM {bench.scan("marks")} m JOIN pupil_names p USING (upn)
        LEFT JOIN school_names s USING (urn)
        LEFT JOIN codes a ON a.code = m.am LEFT JOIN codes b ON b.code = m.pm
        WHERE m.agency_id = {file.agency_id} AND m.file_id <> {file.file_id}
          AND m.held_on BETWEEN (SELECT date_trunc('week', min(held_on)) FROM good)
                            AND (SELECT date_trunc('week', max(held_on)) + INTERVAL 6 DAY FROM good)
        QUALIFY row_number() OVER (PARTITION BY m.upn, m.urn, m.held_on ORDER BY m.file_id DESC, m.line DESC) = 1
    """)  # noqa: S608 -- put together from our own names only
    return bool(_one(duck, "SELECT count(*) FROM earlier"))


def _write_weeks(duck: duckdb.DuckDBPyConnection, marks: Marks, earlier: bool, doubled: bool) -> int | None:
    """Write the weeks that this file touches, counted from all marks held; return the newest file it corrects."""
    last = "QUALIFY row_number() OVER (PARTITION BY pupil, school, held_on ORDER BY line DESC) = 1" if doubled else ""
    source = f"(SELECT upn, held_on, am, pm FROM fresh JOIN pupil_names USING (pupil) {last})"  # noqa: S608 -- own names
    replaces = None
    if earlier:
        # `line` tells which of two marks for one day came last in the file.
        duck.execute(f"""
            CREATE VIEW together AS SELECT * FROM {source} UNION ALL
            SELECT e.upn, e.held_on, e.am, e.pm FROM earlier e ANTI JOIN fresh f USING (pupil, school, held_on)
            SEMI JOIN (SELECT DISTINCT pupil, date_trunc('week', held_on) AS week FROM fresh) w
                ON w.pupil = e.pupil AND w.week = date_trunc('week', e.held_on)
        """)  # noqa: S608 -- put together from our own names only
        source = "together"
        replaces = _one(duck, "SELECT max(e.file_id) FROM earlier e SEMI JOIN fresh f USING (pupil, school, held_on)")
    duck.execute(f"COPY ({weeks_sql(source)}) TO {quoted_path(marks.weeks)} (FORMAT csv, HEADER false)")
    return replaces


def _held(path: Path, encoding: str, faults: list[tuple[int, str]]) -> Iterable[HeldRow]:
    if not faults:
        return
    wanted = dict(faults)
    for number, raw in enumerate(lines_of(decoded(path.read_bytes(), encoding)), 1):
        if number in wanted:
            column, _, rule = wanted[number].partition(": ")
            yield held_row(number, NotKept(column, "", rule, advice_for(rule)), raw)


def _one(duck: duckdb.DuckDBPyConnection, statement: str) -> Any:
    return duck.execute(statement).fetchall()[0][0]
