"""Leaves out of a file what it tells of people who were purged, unless it happened after that."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from kith.engine import Workbench, open_duckdb
from kith.engine.duck import quoted_path
from kith.feeds.analysis.attendance import unpacked_week_sql
from kith.feeds.runs.staging import create_statement
from kith.feeds.selectors.purged import any_purged, purged_among

_MAKE: Final = (
    "CREATE TEMPORARY TABLE incoming_purged (local_id text PRIMARY KEY, purged_on date) ON COMMIT DROP",
    "INSERT INTO incoming_purged SELECT * FROM unnest(%(people)s::text[], %(days)s::date[])",
)
# Here each participant has a row, also one who is alone.
_APART: Final = (
    """INSERT INTO incoming_participant (line, event, local_id, role)
    SELECT line, local_id, person, role FROM incoming_event WHERE person IS NOT NULL""",
    "UPDATE incoming_event SET person = NULL WHERE person IS NOT NULL",
)
# What happened before the purge stays away; an event in which others had a part stays theirs.
_OLD: Final[Mapping[str, tuple[str, ...]]] = {
    "participant": (
        """CREATE TEMPORARY TABLE incoming_gone ON COMMIT DROP AS
        SELECT DISTINCT p.event, p.line, p.local_id FROM incoming_participant p JOIN incoming_purged g USING (local_id)
        JOIN incoming_event e ON e.local_id = p.event AND e.line = p.line WHERE e.occurred_on <= g.purged_on""",
        """DELETE FROM incoming_participant p USING incoming_gone g
        WHERE (p.event, p.line, p.local_id) = (g.event, g.line, g.local_id)""",
        """DELETE FROM incoming_event e USING incoming_gone g WHERE (e.local_id, e.line) = (g.event, g.line)
        AND NOT EXISTS (SELECT 1 FROM incoming_participant p WHERE (p.event, p.line) = (e.local_id, e.line))""",
    ),
    "week": (
        f"""UPDATE incoming_week w SET weeks = ARRAY(
            SELECT packed FROM unnest(w.weeks) AS packed, LATERAL (SELECT {unpacked_week_sql("packed")}) told
            WHERE told.week_on > g.purged_on ORDER BY packed)
        FROM incoming_purged g WHERE w.local_id = g.local_id""",  # noqa: S608 -- put together from our own column names only
        "DELETE FROM incoming_week WHERE weeks = '{}'",
    ),
    "involvement": (
        """DELETE FROM incoming_involvement i USING incoming_purged g
        WHERE i.local_id = g.local_id AND coalesce(i.begins_on, g.purged_on) <= g.purged_on""",
    ),
}
# Whoever something new is told of is known anew; of all the others not even the name is taken in.
_KNOWN_ANEW: Final = "DELETE FROM incoming_purged g USING incoming_{table} i WHERE i.local_id = g.local_id"
_OTHERS: Final[Mapping[str, str]] = {
    "tie": "DELETE FROM incoming_tie t USING incoming_purged g WHERE g.local_id IN (t.local_id, t.other)",
    "person": "DELETE FROM incoming_person p USING incoming_purged g WHERE p.local_id = g.local_id",
    "who": "DELETE FROM incoming_who w USING incoming_purged g WHERE w.local_id = g.local_id",
}


def leave_out_purged(cursor: Any, parameters: Mapping[str, Any], told: set[str]) -> bool:
    """Take what is staged of purged people away before it becomes a record; tell whether there was any of them.

    Their rows still count as read.
    """
    purged = _purged(cursor, parameters["agency_id"])
    if not purged:
        return False
    for statement in _MAKE:
        cursor.execute(statement, {"people": list(purged), "days": list(purged.values())})
    _set_participants_apart(cursor, told)
    for table in sorted(_OLD.keys() & told):
        for statement in _OLD[table]:
            cursor.execute(statement)
    for table in sorted(_OLD.keys() & told):
        cursor.execute(_KNOWN_ANEW.format(table=table))
    for table, statement in _OTHERS.items():
        if table in told:
            cursor.execute(statement)
    return True


def _purged(cursor: Any, agency_id: int) -> Mapping[str, date]:
    if not any_purged(agency_id):
        return {}
    cursor.execute("SELECT local_id FROM incoming_who")
    return purged_among(agency_id, (row[0] for row in cursor.fetchall()))


def _set_participants_apart(cursor: Any, told: set[str]) -> None:
    if "event" not in told:
        return
    if "participant" not in told:
        cursor.execute(create_statement("participant"))
        told.add("participant")
    for statement in _APART:
        cursor.execute(statement)


def marks_without_purged(bench: Workbench, draft: Path, agency_id: int) -> None:
    """Write a draft of marks again without those of pupils before they were purged."""
    if not any_purged(agency_id):
        return
    left = draft.with_suffix(".left")
    with open_duckdb(folders=[bench.root, draft.parent], temp_dir=draft.parent) as duck:
        marks = f"read_parquet({quoted_path(draft)})"
        pupils = duck.execute(f"SELECT DISTINCT upn FROM {marks}").fetchall()  # noqa: S608 -- our own path
        purged = purged_among(agency_id, (row[0] for row in pupils))
        if not purged:
            return
        duck.execute("CREATE TABLE purged (upn VARCHAR, purged_on DATE)")
        duck.executemany("INSERT INTO purged VALUES (?, ?)", list(purged.items()))
        duck.execute(
            f"COPY (SELECT m.* FROM {marks} m ANTI JOIN purged g ON g.upn = m.upn AND m.held_on <= g.purged_on)"  # noqa: S608 -- our own paths
            f" TO {quoted_path(left)} (FORMAT parquet, COMPRESSION lz4)"
        )
    left.replace(draft)
