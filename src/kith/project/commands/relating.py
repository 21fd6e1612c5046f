"""Gives relationships from what the feeds say: allocated workers, school rolls, youth-justice workers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from kith.access.services import Sourced, replace_sourced_relationships
from kith.access.vocabulary import RelationshipSource

# A worker is known by the reference that their agency's own system uses; a school by its URN, in its agency's code
# and in its team's: another agency's team that happens to have a number for its code gets nobody's pupils.
_WORKERS = """
SELECT i.person_id, s.id, i.worker_ref, i.begins_on, i.ends_on FROM chronology_involvement i
JOIN access_staff s ON s.worker_ref = i.worker_ref AND s.agency_id = i.agency_id AND s.is_active
JOIN access_agency a ON a.id = i.agency_id
WHERE i.worker_ref <> '' AND (a.sector = 'youth_justice') = %s AND (i.ends_on IS NULL OR i.ends_on > %s)
"""
_SCHOOLS = """
SELECT i.person_id, t.id, i.setting_ref, i.begins_on, i.ends_on FROM chronology_involvement i
JOIN access_agency a ON a.code = 'school-' || i.setting_ref AND a.sector = 'education'
JOIN access_team t ON t.agency_id = a.id AND t.code = i.setting_ref
WHERE i.setting_ref <> '' AND (i.ends_on IS NULL OR i.ends_on > %s)
"""


def relate_workers(*, now: datetime) -> int:
    """Make the sourced relationships equal to what the feeds say today, and return how many hold."""
    today, held = now.date(), 0
    for source, youth_justice in ((RelationshipSource.ALLOCATION, False), (RelationshipSource.YOUTH_JUSTICE, True)):
        rows = _read(_WORKERS, [youth_justice, today])
        held += replace_sourced_relationships(
            source=source, rows=[_sourced(row, now, staff=True) for row in rows], by=None, now=now
        )
    rolls = [_sourced(row, now, staff=False) for row in _read(_SCHOOLS, [today])]
    return held + replace_sourced_relationships(source=RelationshipSource.SCHOOL_ROLL, rows=rolls, by=None, now=now)


def _read(statement: str, parameters: Sequence[bool | date]) -> list[tuple[int, int, str, date | None, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[int, int, str, date | None, date | None]] = cursor.fetchall()
    return found


def _sourced(row: tuple[int, int, str, date | None, date | None], now: datetime, *, staff: bool) -> Sourced:
    person_id, holder, ref, begins_on, ends_on = row
    return Sourced(
        person_id=person_id,
        source_ref=ref,
        # A relationship lasts 180 days at most and is renewed by the next load, so an old start moves up.
        begins_at=max(_midnight(begins_on), now - timedelta(days=1)) if begins_on else now,
        ends_at=_midnight(ends_on) if ends_on else None,
        staff_id=holder if staff else None,
        team_id=None if staff else holder,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
