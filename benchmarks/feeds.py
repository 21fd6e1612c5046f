"""Measures loading beside the barest way to move the same bytes, all in one run: ratios, never bare seconds.

Run: python benchmarks/feeds.py [--marks 1000000] [--rows 100000]. It starts a server of its own below var/bench, in a
new database, and stops it.

Bulk marks: DuckDB's own `read_csv(all_varchar)` into Parquet, against a whole load of the same file.
Typed records: a bare COPY of the rows that the load stored, all columns, into plain tables without index, against the
whole load; beside it a bare COPY of the file's own columns as text into a plain table, and the database's own floor:
the stored rows inserted once more into tables with the same indexes. Other work on the machine slows both of a pair;
so several pairs are measured, each with a new file on top of those before, and the best of them counts.
"""

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ |= {
    "KITH_HOME": str(ROOT / "var" / "bench"),
    "KITH_PROCESS": "worker",
    "KITH_DATABASE": f"kith_bench_{os.getpid()}",
    "DJANGO_SETTINGS_MODULE": "kith.project.settings",
}

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LEAST = {"bulk marks": 1 / 3, "typed records": 1 / 4}
# What a register's file has left in each table: the people are those who came with it.
LEFT = {
    "keptrow": "file_id = {file}",
    "sourceperson": "id > {known}",
    "personrecord": "file_id = {file}",
    "eventrecord": "file_id = {file}",
    "eventparticipant": "event_id IN (SELECT id FROM feeds_eventrecord WHERE file_id = {file})",
}


def write_marks(path: Path, rows: int, number: int) -> None:
    """Write the so-manieth year of attendance: pupils with five days a week, all of them new."""
    draw = random.Random(number)  # noqa: S311 -- invented marks, no secret
    codes = ["/"] * 90 + ["I", "O", "L", "E", "B", "C", "N", "X", "G", "M"]
    days = [date(2026, 1, 5) + timedelta(days=at) for at in range(280)]
    days = [day for day in days if day.weekday() < 5][:190]
    with path.open("w") as file:
        file.write("upn,surname,forename,dob,sex,urn,date,am,pm\n")
        for at in range(rows):
            pupil = at // len(days)
            day = days[at % len(days)]
            upn = f"A9{number:03d}{pupil:08d}"
            marks = f"{draw.choice(codes)},{draw.choice(codes)}"
            file.write(f"{upn},Larkin{pupil},Sam,2012-03-04,F,{900001 + pupil % 40},{day},{marks}\n")


def write_police(path: Path, rows: int, number: int) -> None:
    """Write the so-manieth police register: some people in several occurrences, all of them new."""
    from kith.common.standards.code_sets import read_toml  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.feeds.analysis.declarations import columns  # noqa: PLC0415 -- needs the apps to be loaded

    draw = random.Random(number)  # noqa: S311 -- invented occurrences, no secret
    names = [column.name for column in columns(read_toml("kith.feeds.mappings", "police_register.toml")["columns"])]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        for at in range(rows):
            nominal, day = draw.randrange(rows // 3), date(2024, 1, 1) + timedelta(days=draw.randrange(900))
            writer.writerow({
                "occurrence_no": f"OC{number}-{at}",
                "occurrence_type": draw.choice(["crime", "missing", "contact", "domestic"]),
                "ho_code": draw.choice(["00826", "00806", "10501", ""]), "recorded_at": f"{day}T12:00:00",
                "committed_from": f"{day}T08:00:00", "location": "Mill Lane, Larkford", "role": "involved",
                "nominal_no": f"N{number}-{nominal}", "forename": "Sam", "surname": f"Larkin{nominal}",
                "dob": "2011-05-06",
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


def bare_copy(path: Path) -> float:
    """Return how long a COPY of the file's own columns takes, as text into a plain table."""
    header = path.open().readline().strip().split(",")
    with admin() as server:
        server.execute("DROP TABLE IF EXISTS plain")
        server.execute(f"CREATE TABLE plain ({', '.join(f'{name} text' for name in header)})")
        return timed(lambda: copy_in(server, "plain", path.read_bytes(), "FORMAT csv, HEADER true"))


def bare_copies(stored: Mapping[str, bytes]) -> float:
    """Return how long a COPY of the stored rows takes, all their columns, into plain tables."""
    with admin() as server:
        for table in stored:
            server.execute(f"DROP TABLE IF EXISTS plain_{table}")
            server.execute(f"CREATE TABLE plain_{table} (LIKE feeds_{table})")
        with server.transaction():
            return timed(
                lambda: [copy_in(server, f"plain_{name}", text, "FORMAT text") for name, text in stored.items()]
            )


def copy_in(server: psycopg.Connection, table: str, text: bytes, options: str) -> None:
    """COPY bytes into a table."""
    with server.cursor().copy(f"COPY {table} FROM STDIN ({options})") as copy:
        for at in range(0, len(text), 1 << 20):
            copy.write(text[at : at + (1 << 20)])


def last_stored(known: int) -> dict[str, bytes]:
    """Return the rows that the newest file left, by table, as COPY writes them; `known` is the newest person before."""
    with admin() as server:
        (newest,) = server.execute("SELECT max(id) FROM feeds_sourcefile").fetchone() or (0,)
        found = {}
        for table, left in LEFT.items():
            query = f"SELECT * FROM feeds_{table} WHERE {left.format(file=newest, known=known)}"  # noqa: S608 -- our own names only
            with server.cursor().copy(f"COPY ({query}) TO STDOUT") as copy:
                found[table] = b"".join(bytes(block) for block in copy)
        return found


@contextmanager
def admin() -> Iterator[psycopg.Connection]:
    """Open the benchmark's own database as its administrator."""
    from django.conf import settings  # noqa: PLC0415 -- needs the apps to be loaded

    from kith.project.database import admin_connection  # noqa: PLC0415 -- needs the apps to be loaded

    with admin_connection(settings.INSTALLATION, settings.INSTALLATION.database_name) as server:
        yield server


def whole_load(path: Path) -> None:
    """Load the file as the product does: raw bytes kept, checked, stored, receipted; of marks the Parquet written."""
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.feeds.runs import receive_file  # noqa: PLC0415 -- needs the apps to be loaded

    with connect_as("ingest"):
        receipt = receive_file(path=path, agency_code=None, by=None, now=NOW)
    if receipt.rows_in != receipt.kept:
        sys.exit(f"{receipt.rows_in} rows came in and {receipt.kept} were kept.")


def floor_seconds(stored: Mapping[str, bytes]) -> float:
    """Return how long the database alone takes for these rows: no file, no check, no look-up."""
    with admin() as server:
        for table, text in stored.items():
            server.execute(f"CREATE TEMPORARY TABLE rows_{table} (LIKE feeds_{table})")
            copy_in(server, f"rows_{table}", text, "FORMAT text")
            server.execute(f"CREATE TABLE floor_{table} (LIKE feeds_{table} INCLUDING ALL)")
        found = timed(
            lambda: [server.execute(f"INSERT INTO floor_{table} SELECT * FROM rows_{table}") for table in stored]  # noqa: S608 -- our own names only
        )
        for table in stored:
            server.execute(f"DROP TABLE floor_{table}")
        return found


def typed_pair(path: Path) -> dict[str, float]:
    """Load a register and measure its yardsticks; return what each is of the load."""
    with admin() as server:
        (known,) = server.execute("SELECT coalesce(max(id), 0) FROM feeds_sourceperson").fetchone() or (0,)
    ours = timed(lambda: whole_load(path))
    stored = last_stored(known)
    return {
        "typed records": min(bare_copies(stored) for _ in range(3)) / ours,
        "a bare COPY of the file's own columns": min(bare_copy(path) for _ in range(3)) / ours,
        "the database alone": floor_seconds(stored) / ours,
        "seconds": ours,
    }


def marks_pair(path: Path) -> dict[str, float]:
    """Load a file of attendance and measure its yardstick; return what it is of the load."""
    yardstick = min(timed(lambda: bare_marks(path, path.parent)) for _ in range(3))
    ours = timed(lambda: whole_load(path))
    return {"bulk marks": yardstick / ours, "seconds": ours}


def measure(folder: Path, wish: argparse.Namespace) -> int:
    """Print the ratios, and return how many are below what the product promises."""
    below = 0
    for name, count, write, pair in (
        ("typed records", wish.rows, write_police, typed_pair),
        ("bulk marks", wish.marks, write_marks, marks_pair),
    ):
        pairs = []
        for number in range(1, wish.pairs + 1):
            path = folder / f"{'attendance' if name == 'bulk marks' else 'police_register'}_{number}.csv"
            write(path, count, number)
            pairs.append(pair(path))
            path.unlink()
        best = max(pairs, key=lambda found: found[name])
        below += best[name] < LEAST[name]
        every = ", ".join(f"{found[name]:.3f}" for found in pairs)
        print(f"{name}: {best[name]:.3f} of the yardstick (at least {LEAST[name]:.2f}; pairs {every})")
        print(f"  {count / best['seconds']:,.0f} rows a second")
        for beside in sorted(best.keys() - {name, "seconds"}):
            print(f"  beside it, {beside}: {best[beside]:.3f} of the load's time")
    return below


def main() -> None:
    """Make a database, measure, drop it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--marks", type=int, default=1_000_000)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--pairs", type=int, default=3)
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
            below = measure(Path(folder), wish)
    finally:
        connections.close_all()
        with admin_connection(settings.INSTALLATION) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{settings.INSTALLATION.database_name}" WITH (FORCE)')
        server.stop()
    sys.exit(below)


if __name__ == "__main__":
    main()
