"""Measures loading beside the barest way to move the same bytes, all in one run: ratios, never bare seconds.

Run: python benchmarks/feeds.py [--marks 1000000] [--rows 100000]. It starts a server of its own below var/bench, in a
new database, and stops it.

Bulk marks: DuckDB's own `read_csv(all_varchar)` into Parquet, against a whole load of the same file.
Typed records: a bare COPY of the same columns into a table without index, against a whole load of the same file; and
beside it the database's own floor: the rows that the load stored, inserted once more into tables with the same indexes.
"""

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ |= {
    "KITH_HOME": str(ROOT / "var" / "bench"),
    "KITH_PROCESS": "worker",
    "KITH_DATABASE": f"kith_bench_{os.getpid()}",
    "DJANGO_SETTINGS_MODULE": "kith.project.settings",
}

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TABLES = ("keptrow", "sourceperson", "personrecord", "eventrecord", "eventparticipant")  # of a register's rows
LEAST = {"bulk marks": 1 / 3, "typed records": 1 / 4}


def write_marks(path: Path, rows: int) -> None:
    """Write a term of attendance: pupils with five days a week."""
    draw = random.Random(1)  # noqa: S311 -- invented marks, no secret
    codes = ["/"] * 90 + ["I", "O", "L", "E", "B", "C", "N", "X", "G", "M"]
    days = [date(2026, 1, 5) + timedelta(days=at) for at in range(280)]
    days = [day for day in days if day.weekday() < 5][:190]
    with path.open("w") as file:
        file.write("upn,surname,forename,dob,sex,urn,date,am,pm\n")
        for at in range(rows):
            pupil = at // len(days)
            day = days[at % len(days)]
            upn = f"A9{pupil:011d}"
            marks = f"{draw.choice(codes)},{draw.choice(codes)}"
            file.write(f"{upn},Larkin{pupil},Sam,2012-03-04,F,{900001 + pupil % 40},{day},{marks}\n")


def write_police(path: Path, rows: int) -> None:
    """Write a police register: some people in several occurrences."""
    from kith.common.standards.code_sets import read_toml  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.feeds.analysis.declarations import columns  # noqa: PLC0415 -- needs the apps to be loaded

    draw = random.Random(2)  # noqa: S311 -- invented occurrences, no secret
    names = [column.name for column in columns(read_toml("kith.feeds.mappings", "police_register.toml")["columns"])]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        for at in range(rows):
            nominal, day = draw.randrange(rows // 3), date(2024, 1, 1) + timedelta(days=draw.randrange(900))
            writer.writerow({
                "occurrence_no": f"OC{at}", "occurrence_type": draw.choice(["crime", "missing", "contact", "domestic"]),
                "ho_code": draw.choice(["00826", "00806", "10501", ""]), "recorded_at": f"{day}T12:00:00",
                "committed_from": f"{day}T08:00:00", "location": "Mill Lane, Larkford", "role": "involved",
                "nominal_no": f"N{nominal}", "forename": "Sam", "surname": f"Larkin{nominal}", "dob": "2011-05-06",
                "sex": "M", "address": f"{nominal} Mill Lane", "town": "Larkford", "postcode": "QX1 2AB",
                "summary": "Seen with others near the station in the evening.",
            })  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bare_marks(path: Path, folder: Path) -> None:
    """Read the file as text and write it as Parquet, nothing else."""
    from kith.engine import open_duckdb  # noqa: PLC0415 -- needs the apps to be loaded

    with open_duckdb(folders=[folder]) as duck:
        duck.execute(f"COPY (SELECT * FROM read_csv('{path}', all_varchar = true)) TO '{folder}/bare.parquet'")  # noqa: S608 -- our own names only


def bare_copy(path: Path) -> None:
    """COPY the file's own columns into a table of text without index."""
    from django.db import connection, transaction  # noqa: PLC0415 -- needs the apps to be loaded

    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded

    header = path.open().readline().strip().split(",")
    columns = ", ".join(f'"{name}" text' for name in header)
    with connect_as("ingest"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns}) ON COMMIT DROP")
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER true)") as copy, path.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)


def whole_load(path: Path) -> None:
    """Load the file as the product does: raw bytes kept, checked, stored, receipted, Parquet written."""
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.feeds.runs import receive_file  # noqa: PLC0415 -- needs the apps to be loaded

    with connect_as("ingest"):
        receipt = receive_file(path=path, agency_code=None, by=None, now=NOW)
    if receipt.rows_in != receipt.kept:
        sys.exit(f"{receipt.rows_in} rows came in and {receipt.kept} were kept.")


def floor_seconds() -> float:
    """Return how long the database alone takes for the rows stored so far: no file, no check, no look-up, no link."""
    from django.conf import settings  # noqa: PLC0415 -- needs the apps to be loaded

    from kith.project.database import admin_connection  # noqa: PLC0415 -- needs the apps to be loaded

    with admin_connection(settings.INSTALLATION, settings.INSTALLATION.database_name) as admin:
        for table in TABLES:
            admin.execute(f"CREATE TEMPORARY TABLE rows_{table} AS SELECT * FROM feeds_{table}")  # noqa: S608 -- our own names only
            admin.execute(f"CREATE TABLE floor_{table} (LIKE feeds_{table} INCLUDING ALL)")
        found = timed(
            lambda: [admin.execute(f"INSERT INTO floor_{table} SELECT * FROM rows_{table}") for table in TABLES]  # noqa: S608 -- our own names only
        )
        for table in TABLES:
            admin.execute(f"DROP TABLE floor_{table}")
    return found


def measure(folder: Path, marks: int, rows: int) -> int:
    """Print both ratios, and return how many are below what the product promises."""
    attendance, police = folder / "attendance_1.csv", folder / "police_register_1.csv"
    write_marks(attendance, marks)
    write_police(police, rows)
    below = 0
    for name, path, bare in (
        ("typed records", police, lambda: bare_copy(police)),
        ("bulk marks", attendance, lambda: bare_marks(attendance, folder)),
    ):
        yardstick = min(timed(bare) for _ in range(3))
        ours = timed(lambda path=path: whole_load(path))  # type: ignore[misc]  # mypy cannot type a default
        ratio = yardstick / ours
        below += ratio < LEAST[name]
        count = marks if name == "bulk marks" else rows
        if name == "typed records":
            floor = floor_seconds()
            print(f"database alone: {yardstick / floor:.2f} of the yardstick; the load: {floor / ours:.2f} of that")
        print(f"{name}: {ratio:.3f} of the yardstick (at least {LEAST[name]:.2f}); {count / ours:,.0f} rows a second")
    return below


def main() -> None:
    """Make a database, measure, drop it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--marks", type=int, default=1_000_000)
    asked.add_argument("--rows", type=int, default=100_000)
    wish = asked.parse_args()
    import django  # noqa: PLC0415 -- needs the apps to be loaded

    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- needs the apps to be loaded
    from django.db import connections  # noqa: PLC0415 -- needs the apps to be loaded

    from kith.project.database import admin_connection, embedded_server, migrate, prepare  # noqa: PLC0415 -- needs the apps to be loaded
    from tests.worlds.partnership import found_partnership  # noqa: PLC0415 -- needs the apps to be loaded

    server = embedded_server(settings.INSTALLATION, durable=False)
    server.start()
    try:
        prepare(settings.INSTALLATION)
        migrate()
        with tempfile.TemporaryDirectory() as folder:
            settings.KITH_FILES, settings.KITH_WORKBENCH = Path(folder) / "files", Path(folder) / "bench"
            found_partnership()
            below = measure(Path(folder), wish.marks, wish.rows)
    finally:
        connections.close_all()
        with admin_connection(settings.INSTALLATION) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{settings.INSTALLATION.database_name}" WITH (FORCE)')
        server.stop()
    sys.exit(below)


if __name__ == "__main__":
    main()
