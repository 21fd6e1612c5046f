"""Reads bulk attendance with the engine: every row typed, held or kept; marks to Parquet, weeks to the record."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from kith.common.standards.code_sets import code_set
from kith.engine import Workbench, open_duckdb
from kith.engine.duck import quoted_path
from kith.feeds.analysis.attendance import (
    DISTINCT_TEXTS,
    MOST_SESSIONS,
    TYPED,
    WEEK_COUNTS,
    advice_for,
    code_rows,
    packed_weeks_sql,
    people_sql,
    weeks_sql,
)
from kith.feeds.analysis.declarations import NotKept
from kith.feeds.analysis.reading import decoded, lines_of
from kith.feeds.analysis.receiving import held_row
from kith.feeds.runs.mark_rows import MarksFile, read_mark_rows
from kith.feeds.vocabulary import FileRefused, HeldRow, PersonRecord

_AS_LINES = "(FORMAT csv, HEADER false, DELIMITER '\x02', QUOTE '', ESCAPE '')"


@dataclass(kw_only=True)
class Marks:
    """What one attendance file holds: its counts, its people, its weeks as lines for COPY, the draft of its marks."""

    rows_in: int = 0
    kept: int = 0
    duplicate: int = 0
    held: list[HeldRow] = field(default_factory=list)
    people: list[PersonRecord] = field(default_factory=list)
    weeks: Future[Path]  # the engine counts them while the people are taken in
    draft: Path
    replaces: int | None = None
    write_weeks_part: Callable[[Path, str], None]  # of who has which number (CSV), and the part's key


def read_marks(
    file: MarksFile, bench: Workbench, drafts: Path, meanwhile: Callable[[Marks], None] = lambda marks: None
) -> Marks:
    """Return what an attendance file holds; `drafts` is a folder on the workbench's own disk.

    `meanwhile` is called while the engine still counts the weeks and writes the draft of the marks.

    Raises:
        FileRefused: a pupil has more sessions in one week than there can be.
    """
    with (
        open_duckdb(folders=[bench.root, drafts, file.path.parent], temp_dir=drafts) as duck,
        ThreadPoolExecutor(1) as beside,
    ):
        held = read_mark_rows(duck, file, drafts, beside)
        _type_rows(duck, file)
        good = _Good(duck, file, bench, held)
        engine = duck.cursor()  # a connection of its own to the same tables, for the other thread
        source, replaces = good.weeks_from()
        marks = Marks(
            rows_in=good.rows_in, kept=good.kept, duplicate=good.rows_in - good.kept - len(held), held=held,
            weeks=beside.submit(_write_weeks, engine, source, drafts / "weeks.lines"),
            draft=drafts / "marks.parquet", replaces=replaces,
            write_weeks_part=lambda who, key: _write_weeks_part(duck, bench, who, key, file),
        )  # fmt: skip
        draft = beside.submit(engine.execute, _draft(file, marks.draft))
        marks.people = good.people()
        meanwhile(marks)
        marks.weeks.result()
        draft.result()
    return marks


def _type_rows(duck: duckdb.DuckDBPyConnection, file: MarksFile) -> None:
    """Make the table `typed` of all rows with their faults, and the view `good` of those without."""
    duck.execute("CREATE TABLE codes (number TINYINT, code VARCHAR, grouping VARCHAR)")
    duck.executemany("INSERT INTO codes VALUES (?, ?, ?)", code_rows())
    today = f"DATE '{file.received_on.isoformat()}'"
    for name, statement in DISTINCT_TEXTS.items():
        duck.execute(f"CREATE TABLE {name} AS {statement.replace('$today', today)}")
    duck.execute("CREATE TABLE pupil_names AS SELECT DISTINCT pupil, upn FROM pupils")
    duck.execute("CREATE TABLE school_names AS SELECT DISTINCT school, urn FROM schools")
    duck.execute(f"CREATE TABLE typed AS {TYPED}")
    duck.execute("CREATE VIEW good AS SELECT * FROM typed WHERE fault = ''")


class _Good:
    """The rows of a file that are kept: the view `fresh`, how many they are, and whom they are about."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, file: MarksFile, bench: Workbench, held: list[HeldRow]) -> None:
        """Tell the rows apart; those with a fault are added to the held ones."""
        self._duck = duck
        self.rows_in = len(held) + _one(duck, "SELECT count(*) FROM typed")
        faults = duck.execute("SELECT line, fault FROM typed WHERE fault <> '' ORDER BY line").fetchall()
        held += _held(file.path, file.encoding, faults)
        self._held = bool(held)
        # The same mark twice in a file, or held before, is a duplicate; the last of several for one day counts.
        self._earlier, self._doubled = _earlier(duck, file, bench), _doubled(duck)
        once = "QUALIFY row_number() OVER (PARTITION BY pupil, school, held_on, am, pm ORDER BY line) = 1"
        held_before = "ANTI JOIN earlier USING (pupil, school, held_on, am, pm)" if self._earlier else ""
        fresh = f"SELECT line, pupil, school, held_on, am, pm FROM good {held_before} {once if self._doubled else ''}"  # noqa: S608 -- put together from our own names only
        duck.execute(f"CREATE VIEW fresh AS {fresh}")
        self.kept = _one(duck, "SELECT count(*) FROM fresh")

    def people(self) -> list[PersonRecord]:
        """Return everybody whom the good rows describe."""
        sexes = {code: entry["sex"] for code, entry in code_set("sexes").items()}
        return [
            PersonRecord(
                local_id=upn, forename=forename, surname=surname, born_on=born_on, upn=upn, record_key="daily",
                sex=sexes.get(sex, "U"),
            )
            for upn, surname, forename, born_on, sex in self._duck.execute(people_sql(held=self._held)).fetchall()
        ]  # fmt: skip

    def weeks_from(self) -> tuple[str, int | None]:
        """Return what the weeks that this file touches are counted from: all marks held; and which file it corrects."""
        last = "QUALIFY row_number() OVER (PARTITION BY pupil, school, held_on ORDER BY line DESC) = 1"
        source = (
            f"(SELECT upn, held_on, am, pm FROM fresh JOIN pupil_names USING (pupil) {last if self._doubled else ''})"  # noqa: S608 -- own names
        )
        if not self._earlier:
            return source, None
        # `line` tells which of two marks for one day came last in the file.
        self._duck.execute(f"""
            CREATE VIEW together AS SELECT * FROM {source} UNION ALL
            SELECT e.upn, e.held_on, e.am, e.pm FROM earlier e ANTI JOIN fresh f USING (pupil, school, held_on)
            SEMI JOIN (SELECT DISTINCT pupil, date_trunc('week', held_on) AS week FROM fresh) w
                ON w.pupil = e.pupil AND w.week = date_trunc('week', e.held_on)
        """)  # noqa: S608 -- put together from our own names only
        corrects = "SELECT max(e.file_id) FROM earlier e SEMI JOIN fresh f USING (pupil, school, held_on)"
        return "together", _one(self._duck, corrects)


def _draft(file: MarksFile, draft: Path) -> str:
    """Return the statement that writes the draft of the marks."""
    return f"""
        COPY (SELECT {file.agency_id}::BIGINT AS agency_id, {file.file_id}::BIGINT AS file_id, line, upn, urn, held_on,
                     a.code AS am, b.code AS pm
              FROM fresh JOIN pupil_names USING (pupil) JOIN school_names USING (school)
              LEFT JOIN codes a ON a.number = am LEFT JOIN codes b ON b.number = pm)
        TO {quoted_path(draft)} (FORMAT parquet, COMPRESSION lz4)
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


def _write_weeks(duck: duckdb.DuckDBPyConnection, source: str, lines: Path) -> Path:
    """Count the weeks into the table `weeks`, and write them as lines for COPY."""
    duck.execute(f"CREATE TABLE weeks AS {weeks_sql(source)}")
    try:
        duck.execute(f"COPY ({packed_weeks_sql('weeks')}) TO {quoted_path(lines)} {_AS_LINES}")
    except duckdb.InvalidInputException:
        raise FileRefused(
            f"A pupil of this file has more than {MOST_SESSIONS} sessions in one week.",
            "Nobody is at more than 73 schools, so the file mixes pupils up. Nothing was loaded.",
            "Ask the sender to look at pupils with rows of many schools, and load the file again.",
        ) from None
    return lines


def _write_weeks_part(duck: duckdb.DuckDBPyConnection, bench: Workbench, who: Path, key: str, file: MarksFile) -> None:
    """Write the part of the weeks; `who` gives each pupil's number."""
    duck.execute("CREATE TABLE who (id BIGINT, upn VARCHAR)")
    duck.execute(f"COPY who FROM {quoted_path(who)} (FORMAT csv, HEADER false, DELIMITER ',')")
    source = (
        f"SELECT id AS source_person_id, week_on, {', '.join(WEEK_COUNTS)}, {file.file_id}::BIGINT AS file_id,"  # noqa: S608 -- own names
        f" {file.agency_id}::BIGINT AS agency_id FROM weeks JOIN who USING (upn)"
    )
    bench.write_part("weeks", key, duck.sql(source))


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
