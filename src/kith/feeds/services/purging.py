"""Removes what agencies said of somebody, so that no file sent again brings them back; and hands it out whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from kith.access.services import trace
from kith.feeds.models import PurgedPerson
from kith.feeds.selectors.purged import mark_of

_MINE: Final = "source_person_id = ANY(%(people)s)"
_OF_EVENT: Final = f"id IN (SELECT event_id FROM feeds_eventparticipant WHERE {_MINE})"  # noqa: S608 -- constants only
# Each table with the rows that are about these people.
TABLES: Final[Mapping[str, str]] = {
    "feeds_sourceperson": "id = ANY(%(people)s)",
    "feeds_personrecord": _MINE,
    "feeds_eventrecord": _OF_EVENT,
    "feeds_eventparticipant": _MINE,
    "feeds_tierecord": f"({_MINE} OR other_id = ANY(%(people)s))",
    "feeds_involvement": _MINE,
    "feeds_pupilweek": _MINE,
    "feeds_reference": (
        "EXISTS (SELECT 1 FROM feeds_sourceperson s WHERE s.id = ANY(%(people)s) AND s.agency_id ="
        " feeds_reference.agency_id AND (s.local_id = ref OR s.local_id IN (SELECT value FROM jsonb_each_text(holds))))"
    ),
    # A held row belongs to nobody yet: it is theirs when it names their number in a cell of its own.
    "feeds_heldrow": (
        "EXISTS (SELECT 1 FROM feeds_sourceperson s WHERE s.id = ANY(%(people)s) AND s.agency_id ="
        " feeds_heldrow.agency_id AND length(s.local_id) > 3 AND strpos(raw, s.local_id) > 0"
        " AND s.local_id = ANY(regexp_split_to_array(raw, '[,;|<>\"\\t\\r\\n]+')))"
    ),
    "feeds_handrecord": (
        "public_id::text IN (SELECT s.local_id FROM feeds_sourceperson s JOIN access_agency a ON a.id = s.agency_id"
        " WHERE s.id = ANY(%(people)s) AND a.code = 'kith')"
    ),
}
# An event that others had a part in is theirs too: only the part of whoever goes, goes.
_ALONE: Final = """
DELETE FROM feeds_eventrecord e WHERE id = ANY(%(events)s)
AND NOT EXISTS (SELECT 1 FROM feeds_eventparticipant p WHERE p.event_id = e.id)
"""
_STALE: Final = """
UPDATE feeds_sourcefile f SET parts_stale_at = %(now)s WHERE f.id = ANY(%(files)s)
OR f.feed = 'attendance' AND f.agency_id IN (SELECT agency_id FROM feeds_sourceperson WHERE id = ANY(%(people)s))
"""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was removed: how many rows, from how many files' records."""

    rows: int
    files: int


def export_source_people(*, source_person_ids: Sequence[int], by: int | None) -> dict[str, list[dict[str, Any]]]:
    """Return every row that agencies' files left about these people, by table; the caller has logged `by` whom."""
    found = {}
    with connection.cursor() as cursor:
        for table, mine in TABLES.items():
            cursor.execute(f"SELECT * FROM {table} WHERE {mine}", {"people": list(source_person_ids)})  # noqa: S608 -- constants only
            names = [column.name for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def forget_source_people(*, source_person_ids: Sequence[int], by: int | None, now: datetime) -> Forgotten:
    """Remove these people and every row about them, and leave nothing but a keyed hash of their numbers.

    Their rows in later files are read and left out, unless something new has happened since. The workbench's parts
    of their files are marked, and written again with the next load. The files as they were sent stay under
    their hash until their own retention ends. Runs as the worker, inside the caller's transaction; whatever points to
    these people must be gone before.
    """
    values: dict[str, Any] = {"people": list(source_person_ids), "now": now}
    with connection.cursor() as cursor:
        _remember(cursor, values)
        values |= {"events": _column(cursor, "id", "feeds_eventrecord", values), "files": _files(cursor, values)}
        cursor.execute(_STALE, values)
        rows = 0
        for table in reversed(list(TABLES)):
            if table != "feeds_eventrecord":
                cursor.execute(f"DELETE FROM {table} WHERE {TABLES[table]}", values)  # noqa: S608 -- constants only
                rows += cursor.rowcount
        cursor.execute(_ALONE, values)
        rows += cursor.rowcount
    after = {"people": len(source_person_ids), "rows": rows, "files": values["files"]}
    trace(by=by, action="feeds.forgot_people", subject="feeds.sourceperson", now=now, after=after)
    return Forgotten(rows=rows, files=len(values["files"]))


def _remember(cursor: Any, values: dict[str, Any]) -> None:
    cursor.execute("SELECT agency_id, local_id FROM feeds_sourceperson WHERE id = ANY(%(people)s)", values)
    today = timezone.localdate(values["now"])
    PurgedPerson.objects.bulk_create(
        [
            PurgedPerson(agency_id=agency, mark=mark_of(agency, local_id), purged_on=today)
            for agency, local_id in cursor.fetchall()
        ],
        update_conflicts=True,
        update_fields=["purged_on"],
        unique_fields=["agency", "mark"],
    )


def _files(cursor: Any, values: dict[str, Any]) -> list[int]:
    tables = ("feeds_personrecord", "feeds_eventrecord", "feeds_tierecord", "feeds_involvement", "feeds_pupilweek")
    return sorted({file for table in tables for file in _column(cursor, "file_id", table, values)})


def _column(cursor: Any, column: str, table: str, values: dict[str, Any]) -> list[int]:
    cursor.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {TABLES[table]}", values)  # noqa: S608 -- constants only
    return [row[0] for row in cursor.fetchall()]
