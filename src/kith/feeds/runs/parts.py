"""Writes the workbench's Parquet parts from the record, one per file and kind, and sweeps what a killed load left."""

import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import duckdb
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg.generators import copy_from

from kith.engine import Workbench, open_duckdb
from kith.engine.duck import quoted_path
from kith.feeds.analysis.receiving import recognised
from kith.feeds.models import SourceFile
from kith.feeds.runs.mappings import csv_tables
from kith.feeds.runs.mark_rows import MarksFile
from kith.feeds.runs.marks import read_marks
from kith.feeds.runs.purged import marks_without_purged
from kith.feeds.runs.raw_files import raw_file

if TYPE_CHECKING:
    from psycopg.abc import PQGen

_OF_FILE: Final = "{table} WHERE file_id = {file_id}"
_CURRENT: Final = _OF_FILE + " AND is_current"
# kind of part: where its rows are, and its columns with their types in Parquet
PARTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "persons": (
        "feeds_personrecord",
        _CURRENT,
        "id BIGINT, file_id BIGINT, line BIGINT, agency_id BIGINT, source_person_id BIGINT, record_key VARCHAR,"
        " local_id VARCHAR, forename VARCHAR, middle_names VARCHAR, surname VARCHAR, former_surname VARCHAR,"
        " known_as VARCHAR, born_on DATE, expected_on DATE, died_on DATE, sex VARCHAR, ethnicity VARCHAR,"
        " address VARCHAR, town VARCHAR, postcode VARCHAR, uprn VARCHAR, confidential_address BOOLEAN, phone VARCHAR,"
        " email VARCHAR, nhs_number VARCHAR, upn VARCHAR, other_ids VARCHAR, is_child BOOLEAN, as_of DATE,"
        " address_from DATE, address_to DATE",
    ),
    "events": (
        "feeds_eventrecord",
        _CURRENT,
        "id BIGINT, file_id BIGINT, line BIGINT, agency_id BIGINT, local_id VARCHAR, kind VARCHAR, occurred_on DATE,"
        " known_at DATE, ended_on DATE, precision VARCHAR, band SMALLINT, code_scheme VARCHAR, code VARCHAR,"
        " says VARCHAR, said_by VARCHAR, basis VARCHAR, place VARCHAR, detail VARCHAR, retracted BOOLEAN",
    ),
    "participants": (
        "feeds_eventparticipant",
        "{table} p WHERE event_id IN (SELECT id FROM feeds_eventrecord WHERE file_id = {file_id} AND is_current)",
        "event_id BIGINT, source_person_id BIGINT, agency_id BIGINT, role VARCHAR",
    ),
    "ties": (
        "feeds_tierecord",
        _OF_FILE,
        "id BIGINT, file_id BIGINT, line BIGINT, agency_id BIGINT, source_person_id BIGINT, other_id BIGINT,"
        " kind VARCHAR, begins_on DATE, ends_on DATE",
    ),
    "weeks": (
        "feeds_pupilweek",
        _OF_FILE,
        "source_person_id BIGINT, week_on DATE, possible SMALLINT, absent SMALLINT, unauthorised SMALLINT,"
        " excluded SMALLINT, off_site SMALLINT, file_id BIGINT, agency_id BIGINT",
    ),
}
KINDS: Final = (*PARTS, "marks")
# The parts of a new file that are read back from the record, by the table in which their rows were staged.
STAGED_AS: Final = {"persons": "person", "events": "event", "participants": "event", "ties": "tie"}
_BLOCK: Final = 1 << 20


def write_parts(files: Mapping[int, str], bench: Workbench, kinds: Iterable[str] = PARTS) -> None:
    """Write the parts of these files (id to sha256) from the record as this transaction sees it."""
    kinds = list(kinds)
    if not kinds or not files:
        return
    with (
        tempfile.TemporaryDirectory(prefix=".drafts-", dir=bench.root) as folder,
        open_duckdb(folders=[bench.root], temp_dir=Path(folder)) as duck,
    ):
        for file_id, sha256 in files.items():
            for kind in kinds:
                _write_part(duck, bench, kind, (file_id, sha256), Path(folder) / f"{kind}.csv")


def _write_part(
    duck: duckdb.DuckDBPyConnection, bench: Workbench, kind: str, file: tuple[int, str], text: Path
) -> None:
    table, where, columns = PARTS[kind]
    names = [column.split()[0] for column in columns.split(", ")]
    source = where.format(table=table, file_id=int(file[0]))
    copy_out(f"SELECT {', '.join(names)} FROM {source}", text, "FORMAT csv, NULL '\\N'")  # noqa: S608 -- put together from our own names only
    if not text.stat().st_size:
        bench.remove_part(kind, file[1])
        return
    typed = "{" + ", ".join(f"'{column.split()[0]}': '{column.split()[1]}'" for column in columns.split(", ")) + "}"
    bench.write_part(
        kind,
        file[1],
        duck.sql(
            f"SELECT * FROM read_csv({quoted_path(text)}, auto_detect = false, header = false, delim = ',',"  # noqa: S608 -- put together from our own names only
            f" quote = '\"', escape = '\"', nullstr = '\\N', columns = {typed})"
        ),
    )


def copy_out(query: str, text: Path, options: str) -> None:
    """Write what a query answers into a file, as COPY writes it."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT ({options})") as copy,
        text.open("wb", buffering=_BLOCK) as stream,
    ):
        # All rows in one wait: to wait anew for each, as `for block in copy` does, costs more than the row itself.
        copy.connection.wait(_drain(copy.connection.pgconn, stream))


def _drain(pgconn: Any, stream: BinaryIO) -> "PQGen[None]":
    while isinstance(block := (yield from copy_from(pgconn)), memoryview):
        stream.write(block)


_COUNTED: Final = {
    "persons": "SELECT file_id, count(*) FROM feeds_personrecord WHERE is_current GROUP BY file_id",
    "events": "SELECT file_id, count(*) FROM feeds_eventrecord WHERE is_current GROUP BY file_id",
    "ties": "SELECT file_id, count(*) FROM feeds_tierecord GROUP BY file_id",
    "weeks": "SELECT file_id, count(*) FROM feeds_pupilweek GROUP BY file_id",
}


def reconcile_workbench() -> list[str]:
    """Make the parts agree with the record after a load was killed; return the keys that were removed or rewritten."""
    bench = Workbench(Path(settings.KITH_WORKBENCH))
    files = dict(SourceFile.objects.values_list("id", "sha256"))
    mended = {key for kind in KINDS for key in bench.keep_only(kind, files.values())}
    stale = set()
    with connection.cursor() as cursor:
        for kind, statement in _COUNTED.items():
            cursor.execute(statement)
            counted = dict(cursor.fetchall())
            stale |= {pk for pk, key in files.items() if bench.count_rows(kind, key) != counted.get(pk, 0)}
    marks = bench.keys("marks")
    stale |= {row.pk for row in SourceFile.objects.filter(feed="attendance") if row.sha256 not in marks}
    stale |= set(SourceFile.objects.exclude(parts_stale_at=None).values_list("pk", flat=True))
    if stale:
        rebuild_workbench(files=stale)
    return sorted(mended | {files[pk] for pk in stale})


def write_waiting_parts() -> int:
    """Write the parts of the files that wait for it, such as large ones just loaded; return how many they were."""
    waiting = list(SourceFile.objects.exclude(parts_stale_at=None).values_list("pk", flat=True))
    return rebuild_workbench(files=waiting) if waiting else 0


def rebuild_workbench(*, files: Iterable[int] | None = None) -> int:
    """Write every part again, from the record and, for marks, from the raw files; return how many files it did."""
    bench = Workbench(Path(settings.KITH_WORKBENCH))
    chosen = SourceFile.objects.order_by("id")
    if files is not None:
        chosen = chosen.filter(pk__in=files)
    for kind in KINDS:
        bench.keep_only(kind, SourceFile.objects.values_list("sha256", flat=True))
    rows = list(chosen)
    write_parts({row.pk: row.sha256 for row in rows}, bench)
    for row in rows:
        if row.feed == "attendance":
            _rewrite_marks(row, bench)
    SourceFile.objects.filter(pk__in=[row.pk for row in rows]).exclude(parts_stale_at=None).update(parts_stale_at=None)
    return len(rows)


def _rewrite_marks(row: SourceFile, bench: Workbench) -> None:
    bench.remove_part("marks", row.sha256)
    path = raw_file(row.sha256)
    ids = {"agency_id": row.agency_id, "file_id": row.pk}
    # The day and the encoding by which it was read when it came in, so that the same rows are kept.
    file = marks_file(path, row.name, ids, timezone.localdate(row.received_at), row.encoding)
    with tempfile.TemporaryDirectory(prefix=".drafts-", dir=bench.root) as drafts:
        marks = read_marks(file, bench, Path(drafts))
        marks_without_purged(bench, marks.draft, row.agency_id)
        bench.adopt_part("marks", row.sha256, marks.draft)


def marks_file(path: Path, name: str, ids: Mapping[str, Any], day: date, encoding: str) -> MarksFile:
    """Return an attendance file ready to read: its header is looked at once more."""
    with path.open("rb") as stream:
        found = recognised(stream.read(1 << 17), name=name, encoding=encoding, tables=csv_tables())
    return MarksFile(
        path=path, found=found, encoding=encoding, received_on=day, agency_id=ids["agency_id"], file_id=ids["file_id"]
    )
