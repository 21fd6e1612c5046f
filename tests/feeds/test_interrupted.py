"""Ctrl-C in the middle of `kith load`: run again, nothing is lost and nothing doubled."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as product

from kith.access.services import connect_as
from kith.engine import Workbench
from kith.feeds.models import PupilWeek, SourceFile
from kith.feeds.runs import reconcile_workbench
from tests.conftest import _admin
from tests.environment import REPOSITORY
from tests.feeds.test_attendance import HEADER
from tests.feeds.test_bad_inputs import counted
from tests.feeds.test_registers import police
from tests.worlds.partnership import Partnership

# The command itself, as the command line registers it; only the folders are the test's own.
COMMAND = """
    import sys
    from pathlib import Path
    import django
    import typer
    django.setup()
    from django.conf import settings
    settings.KITH_FILES, settings.KITH_WORKBENCH = Path(sys.argv[1]), Path(sys.argv[2])
    from kith.feeds.management import register
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    app(["load", *sys.argv[3:]])
"""
ROWS = 4000
PUPILS, DAYS = 40, 25


def kith_load(tmp_path: Path, *paths: Path) -> "subprocess.Popen[str]":
    folders = (str(tmp_path / "files"), str(tmp_path / "workbench"))
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(COMMAND), *folders, *map(str, paths)],
        env=os.environ | {"KITH_PROCESS": "ingest", "PYTHONPATH": str(REPOSITORY / "src"), "COLUMNS": "200"},
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def wait_until_it_waits_for(admin: psycopg.Connection[Any], table: str, loader: "subprocess.Popen[str]") -> None:
    """Return once the loader stands before a table that is locked; fail when it ends before."""
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    until = time.monotonic() + 60
    while not admin.execute(waiting, (table,)).fetchone():
        assert loader.poll() is None, loader.communicate()[0]
        assert time.monotonic() < until, "the load never came to the table"
        time.sleep(0.01)


def interrupted(tmp_path: Path, admin: psycopg.Connection[Any], table: str, *paths: Path) -> str:
    """Load files, interrupt the command where it wants to write to a table, and return what it said."""
    with _admin(product.INSTALLATION.database_name) as other, other.transaction():
        other.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")  # reading goes on, writing waits
        loader = kith_load(tmp_path, *paths)
        wait_until_it_waits_for(admin, table, loader)
        loader.send_signal(signal.SIGINT)
        output, _ = loader.communicate(timeout=60)
    assert loader.returncode == 130, output
    assert "Traceback" not in output
    return output


def finished(tmp_path: Path, *paths: Path) -> str:
    loader = kith_load(tmp_path, *paths)
    output, _ = loader.communicate(timeout=120)
    assert loader.returncode == 0, output
    return output


@pytest.mark.parametrize("table", ["feeds_keptrow", "access_trace"])
def test_a_register_that_is_interrupted_and_loaded_again_is_whole(
    table: str, partnership: Partnership, admin: psycopg.Connection[Any], tmp_path: Path
) -> None:
    first, second = tmp_path / "police_register_1.csv", tmp_path / "police_register_2.csv"
    first.write_text(police({"occurrence_no": "before", "nominal_no": "before"}))
    rows = ({"occurrence_no": str(number), "nominal_no": f"N{number}"} for number in range(ROWS))
    second.write_text(police(*rows))
    finished(tmp_path, first)
    interrupted(tmp_path, admin, table, first, second)
    assert counted()["eventrecord"] == 1  # what was loaded before stands, and nothing of the other file
    assert counted()["sourcefile"] == 1
    assert "loaded before" in finished(tmp_path, first, second)
    whole = ROWS + 1
    assert counted() == Counter(
        sourcefile=2, keptrow=whole, personrecord=whole, eventrecord=whole, eventparticipant=whole, heldrow=0
    )
    with connect_as("ingest"):
        assert reconcile_workbench() == []


@pytest.mark.parametrize("table", ["feeds_pupilweek", "access_trace"])
def test_bulk_attendance_that_is_interrupted_and_loaded_again_is_whole(
    table: str, partnership: Partnership, admin: psycopg.Connection[Any], tmp_path: Path
) -> None:
    path = tmp_path / "attendance_2026.csv"
    monday = date(2026, 9, 7)
    days = [monday + timedelta(days=7 * (at // 5) + at % 5) for at in range(DAYS)]
    path.write_text(
        HEADER
        + "".join(
            f"A9000010{pupil:05d},Larkin,Sam,2012-03-04,F,900001,{on},/,\\\n" for pupil in range(PUPILS) for on in days
        )
    )
    interrupted(tmp_path, admin, table, path)
    bench = Workbench(tmp_path / "workbench")
    with connect_as("ingest"):
        assert (SourceFile.objects.count(), PupilWeek.objects.count()) == (0, 0)
        assert bench.keys("marks") | bench.keys("weeks") == set()
    finished(tmp_path, path)
    with connect_as("ingest"):
        file = SourceFile.objects.get()
        assert (file.rows_in, file.kept, file.duplicate) == (PUPILS * DAYS, PUPILS * DAYS, 0)
        assert PupilWeek.objects.count() == PUPILS * DAYS // 5
        assert {week.possible for week in PupilWeek.objects.all()} == {10}
    assert bench.count_rows("marks", file.sha256) == PUPILS * DAYS
    assert bench.count_rows("weeks", file.sha256) == PUPILS * DAYS // 5
    assert "loaded before" in finished(tmp_path, path)
