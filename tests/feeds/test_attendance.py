"""Attendance: the engine reads it as the row-by-row reader does, and the weeks are what a slow count says."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.common.dates import monday_of
from kith.common.standards.code_sets import code_set
from kith.engine import Workbench
from kith.feeds.analysis.catalogue import CSV_TABLES
from kith.feeds.analysis.declarations import Surroundings
from kith.feeds.analysis.receiving import receive, recognised
from kith.feeds.runs.mark_rows import MarksFile
from kith.feeds.runs.marks import read_marks
from kith.feeds.vocabulary import HeldRow
from tests.feeds.conftest import Load

HEADER = "upn,surname,forename,dob,sex,urn,date,am,pm\n"
MONDAY = date(2026, 9, 7)
UPN = "A900001000001"


def day(offset: int, am: str, pm: str, *, upn: str = UPN, urn: str = "900001", surname: str = "Larkin") -> str:
    return f"{upn},{surname},Sam,2012-03-04,F,{urn},{MONDAY + timedelta(days=offset)},{am},{pm}\n"


def weeks() -> dict[tuple[str, date], tuple[int, ...]]:
    from kith.access.services import connect_as

    with connect_as("ingest"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.local_id, w.week_on, possible, absent, unauthorised, excluded, off_site "
            "FROM feeds_pupilweek w JOIN feeds_sourceperson s ON s.id = w.source_person_id"
        )
        return {(row[0], row[1]): tuple(row[2:]) for row in cursor.fetchall()}


def test_a_week_counts_each_group(load: Load, tmp_path: Path) -> None:
    rows = day(0, "/", "\\") + day(1, "I", "O") + day(2, "E", "E") + day(3, "B", "X") + day(4, "Y5", "")
    receipt = load(tmp_path / "attendance_1.csv", HEADER + rows)
    assert (receipt.rows_in, receipt.kept, receipt.held, receipt.duplicate) == (5, 5, 0, 0)
    assert weeks() == {(UPN, MONDAY): (7, 4, 1, 2, 1)}


def test_sent_twice_under_another_name_and_order_counts_once(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "attendance_1.csv", HEADER + day(0, "/", "\\") + day(1, "I", "I"))
    receipt = load(tmp_path / "attendance_2.csv", HEADER + day(1, "I", "I") + day(0, "/", "\\"))
    assert (receipt.kept, receipt.duplicate) == (0, 2)
    assert weeks() == {(UPN, MONDAY): (4, 2, 0, 0, 0)}


def test_a_correction_takes_the_place_of_the_mark_and_a_correction_back_again(load: Load, tmp_path: Path) -> None:
    first = load(tmp_path / "attendance_1.csv", HEADER + day(0, "N", "N") + day(1, "/", "\\"))
    second = load(tmp_path / "attendance_2.csv", HEADER + day(0, "I", "I"))
    assert second.supersedes == first.sha256
    assert weeks() == {(UPN, MONDAY): (4, 2, 0, 0, 0)}
    third = load(tmp_path / "attendance_3.csv", HEADER + day(0, "N", "N") + day(2, "/", "\\"))
    assert (third.kept, third.duplicate) == (2, 0)
    assert weeks() == {(UPN, MONDAY): (6, 2, 2, 0, 0)}


def test_rows_that_break_a_rule_are_held_with_their_line(load: Load, tmp_path: Path) -> None:
    text = (
        HEADER + day(0, "/", "\\") + "\n" + day(1, "/", "??") + day(2, "/", "/", upn="NOTAUPN")
        + day(3, "/", "/").replace(str(MONDAY + timedelta(days=3)), "2026-02-30")
        + 'A9000,"unclosed\n' + day(4, "/", "/")
    )  # fmt: skip
    receipt = load(tmp_path / "attendance_1.csv", text)
    assert (receipt.rows_in, receipt.kept, receipt.held, receipt.duplicate) == (6, 2, 4, 0)
    from kith.access.services import connect_as
    from kith.feeds.models import HeldRow as Held

    with connect_as("ingest"):
        found = list(Held.objects.values_list("line", "column", "rule"))
    assert found == [
        (4, "pm", "not an attendance code"),
        (5, "upn", "not the shape of a UPN"),
        (6, "date", "no such date"),
        (7, "", "quotation mark out of place or never closed"),
    ]


def test_the_marks_can_be_made_again_from_the_raw_files(load: Load, tmp_path: Path, settings: object) -> None:
    load(tmp_path / "attendance_1.csv", HEADER + day(0, "N", "N") + day(1, "/", "\\"))
    load(tmp_path / "attendance_2.csv", HEADER + day(0, "I", "I"))
    from kith.access.services import connect_as
    from kith.engine import open_duckdb
    from kith.feeds.runs import rebuild_workbench

    bench = Workbench(settings.KITH_WORKBENCH)  # type: ignore[attr-defined]  # a mark or a setting that only running shows

    def content() -> list[tuple[object, ...]]:
        with open_duckdb(folders=[bench.root]) as duck:
            return [
                row
                for kind in ("marks", "weeks", "persons")
                for row in duck.execute(f"SELECT * FROM {bench.scan(kind)} ORDER BY ALL").fetchall()
            ]

    before = content()
    for kind in bench.kinds():
        bench.keep_only(kind, [])
    with connect_as("ingest"):
        assert rebuild_workbench() == 2
    assert content() == before


def test_reconciling_mends_what_a_killed_load_left(load: Load, tmp_path: Path, settings: object) -> None:
    first = load(tmp_path / "attendance_1.csv", HEADER + day(0, "N", "N") + day(1, "/", "\\"))
    second = load(tmp_path / "attendance_2.csv", HEADER + day(7, "I", "I"))
    from kith.access.services import connect_as
    from kith.feeds.runs import reconcile_workbench

    bench = Workbench(settings.KITH_WORKBENCH)  # type: ignore[attr-defined]  # a mark or a setting that only running shows
    bench.remove_part("weeks", first.sha256)
    bench.remove_part("marks", second.sha256)
    bench.part("marks", "0" * 64).write_bytes(b"half")
    with connect_as("ingest"):
        assert reconcile_workbench() == sorted(["0" * 64, first.sha256, second.sha256])
        assert reconcile_workbench() == []
    assert bench.keys("weeks") == bench.keys("marks") == {first.sha256, second.sha256}


CELLS = st.sampled_from(
    [
        UPN,
        "B900001000002",
        "NOTAUPN",
        "",
        "2026-09-07",
        "2026-09-08",
        "2026-02-30",
        "2031-01-01",
        "/",
        "\\",
        "I",
        "zz",
        " L ",
    ]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=12)


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from([0, 1 << 28]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_engine_agrees_with_the_row_by_row_reader(
    tmp_path: Path, rows: list[tuple[str, ...]], end: str, quoted: bool, fits: int
) -> None:
    mark = '"' if quoted else ""
    lines = [f"{upn},Larkin,{mark}Sam{mark},,F,900001,{on},{am},{pm}" for upn, on, am, pm in rows]
    content = (HEADER.strip() + end + "".join(line + end for line in lines)).encode()
    path = tmp_path / "attendance.csv"
    path.write_bytes(content)
    found = recognised(content, name=path.name, encoding="utf-8", tables=CSV_TABLES)
    slow = list(receive(content, found, encoding="utf-8", around=Surroundings(received_on=date(2026, 11, 22))).rows)
    file = MarksFile(
        path=path, found=found, encoding="utf-8", agency_id=1, file_id=1, received_on=date(2026, 11, 22),
        fits_in_memory=fits,
    )  # fmt: skip
    marks = read_marks(file, Workbench(tmp_path / "bench"), tmp_path)
    assert marks.rows_in == len(slow) == marks.kept + marks.duplicate + len(marks.held)
    assert {row.line for row in marks.held} == {row.line for row in slow if isinstance(row, HeldRow)}
    kept_lines = {row.line for row in slow if not isinstance(row, HeldRow)}
    assert unpacked(marks.weeks.result().read_text()) == sorted(slow_weeks(rows, kept_lines))


def unpacked(lines: str) -> list[str]:
    """Return every week of the packed lines: from the first Monday of 2000 in weeks, then five counts of ten bits."""
    found = []
    for line in lines.splitlines():
        upn, numbers = line.split("\t")
        for number in map(int, numbers.strip("{}").split(",")):
            counts = [str(number >> shift & 1023) for shift in (40, 30, 20, 10, 0)]
            found.append(",".join([upn, str(date(2000, 1, 3) + timedelta(weeks=number >> 50)), *counts]))
    return sorted(found)


def slow_weeks(rows: list[tuple[str, ...]], kept_lines: set[int]) -> list[str]:
    last: dict[tuple[str, date], tuple[str, str]] = {}
    for line, (upn, on, am, pm) in enumerate(rows, 2):
        if line in kept_lines:
            last.pop((upn, date.fromisoformat(on)), None)
            last[upn, date.fromisoformat(on)] = (am.strip(), pm.strip())
    counts: dict[tuple[str, date], Counter[str]] = {}
    for (upn, day), halves in last.items():
        for code in filter(None, halves):
            counts.setdefault((upn, monday_of(day)), Counter())[code_set("attendance_codes")[code]["group"]] += 1
    return [
        f"{upn},{week},{sum(c.values()) - c['not_counted']},{c['authorised'] + c['unauthorised'] + c['excluded']},"
        f"{c['unauthorised']},{c['excluded']},{c['off_site']}"
        for (upn, week), c in counts.items()
    ]


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_header_alone_is_a_file_without_rows(load: Load, tmp_path: Path, text: str) -> None:
    receipt = load(tmp_path / "attendance_1.csv", HEADER + text)
    assert (receipt.rows_in, receipt.kept, receipt.held, receipt.duplicate) == (0, 0, 0, 0)
