"""A load finds what is held by the indexes, even when the statistics say that there is nothing to find."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from kith.access.services import connect_as
from kith.feeds.runs import statements as sql
from kith.feeds.runs.staging import create_statement
from tests.feeds.conftest import Load
from tests.feeds.test_registers import police

LOOKED_UP = {
    sql.KEPT: ("row", "feeds_keptrow"),
    sql.KEPT_ONCE: ("row", "feeds_keptrow"),
    sql.WHO_IS_KNOWN: ("who", "feeds_sourceperson"),
    sql.ANY_STANDING: ("event", "feeds_eventrecord"),
    sql.EVENTS_SUPERSEDED: ("event", "feeds_eventrecord"),
    sql.STANDING_LEFT_OUT: ("event", "feeds_eventrecord"),
}


@pytest.mark.parametrize("statement", LOOKED_UP, ids=lambda text: text.split("(")[0].strip().replace("\n", " ")[:40])
def test_no_statement_reads_a_table_as_a_whole_for_each_row(
    load: Load, tmp_path: Path, admin: psycopg.Connection[Any], statement: str
) -> None:
    # So few rows that the statistics would have each table read as a whole.
    load(tmp_path / "police_register_1.csv", police(*({"occurrence_no": str(at)} for at in range(3))))
    admin.execute("ANALYZE feeds_keptrow, feeds_sourceperson, feeds_eventrecord")
    staged, held = LOOKED_UP[statement]
    with connect_as("ingest"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(create_statement(staged))
        cursor.execute(sql.BY_INDEX)
        cursor.execute(f"EXPLAIN {statement}", {"agency_id": 1, "file_id": 1})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"Seq Scan on {held}" not in plan
    assert f"on {held}" in plan


def test_a_load_looks_up_by_index_and_then_leaves_the_choice_to_the_server(load: Load, tmp_path: Path) -> None:
    allowed: dict[str, str] = {}

    def watch(execute: Any, statement: Any, parameters: Any, many: bool, context: Any) -> Any:
        if statement in LOOKED_UP or statement == sql.EVENTS:
            allowed[statement] = _shown("enable_seqscan")
        return execute(statement, parameters, many, context)

    load(tmp_path / "police_register_1.csv", police({"summary": "Seen."}))
    with connect_as("ingest"), connection.execute_wrapper(watch):
        corrected = load(tmp_path / "police_register_2.csv", police({"summary": "Not seen."}))
    assert corrected.ended == 1
    assert allowed == dict.fromkeys(LOOKED_UP.keys() - {sql.KEPT_ONCE}, "off") | {sql.EVENTS: "on"}


def _shown(setting: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        return str(cursor.fetchone()[0])
