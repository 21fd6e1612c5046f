"""Keeps the reasons that come from elsewhere equal to what their source says: feeds, panels, referrals, audits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from kith.access.models import Relationship
from kith.access.services.traces import trace
from kith.access.vocabulary import Refused, RelationshipSource, Viewer

_LONGEST = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """One relationship as a feed states it."""

    person_id: int
    source_ref: str
    begins_at: datetime
    ends_at: datetime | None
    staff_id: int | None = None
    team_id: int | None = None


@transaction.atomic
def replace_sourced_relationships(
    *, source: RelationshipSource, rows: Iterable[Sourced], by: int | None, now: datetime
) -> int:
    """Make the relationships of one feed equal to what the feed says today, and return how many hold.

    Called by the pipeline. A relationship that the feed no longer states ends now; one it still states is
    renewed for at most 180 days; other sources are left alone.
    """
    stated = [
        (r.staff_id, r.team_id, r.person_id, r.source_ref, r.begins_at, _end(r, now))
        for r in rows
        if _end(r, now) > max(now, r.begins_at)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE stated (staff_id bigint, team_id bigint, person_id bigint, source_ref text, "
            "begins_at timestamptz, ends_at timestamptz) ON COMMIT DROP"
        )
        cursor.executemany("INSERT INTO stated VALUES (%s, %s, %s, %s, %s, %s)", stated)
        cursor.execute(_END_UNSTATED, [now, source, now])
        ended = cursor.rowcount
        cursor.execute(_RENEW, [source])
        cursor.execute(_BEGIN, [source, source])
        begun = cursor.rowcount
        cursor.execute("DROP TABLE stated")
    trace(
        by=by,
        action="access.replaced_relationships",
        subject="access.relationship",
        now=now,
        after={"source": source, "stated": len(stated), "begun": begun, "ended": ended},
    )
    return len(stated)


_SAME = (
    "s.person_id = r.person_id AND s.source_ref = r.source_ref AND s.staff_id IS NOT DISTINCT FROM r.staff_id "
    "AND s.team_id IS NOT DISTINCT FROM r.team_id"
)
_END_UNSTATED = f"""
UPDATE access_relationship r SET ends_at = greatest(%s, r.begins_at + interval '1 second')
WHERE r.source = %s AND r.ends_at > %s AND NOT EXISTS (SELECT 1 FROM stated s WHERE {_SAME})
"""  # noqa: S608 -- only the constant above is put in
_RENEW = f"""
UPDATE access_relationship r SET begins_at = greatest(r.begins_at, s.ends_at - interval '180 days'), ends_at = s.ends_at
FROM stated s WHERE r.source = %s AND r.ends_at <> s.ends_at AND {_SAME}
"""  # noqa: S608 -- only the constant above is put in
_BEGIN = f"""
INSERT INTO access_relationship (staff_id, team_id, person_id, source, source_ref, reason, begins_at, ends_at)
SELECT DISTINCT ON (s.staff_id, s.team_id, s.person_id, s.source_ref)
       s.staff_id, s.team_id, s.person_id, %s, s.source_ref, '', greatest(s.begins_at, s.ends_at - interval '180 days'),
       s.ends_at
FROM stated s WHERE NOT EXISTS (SELECT 1 FROM access_relationship r WHERE r.source = %s AND {_SAME})
"""  # noqa: S608 -- only the constant above is put in


def _end(row: Sourced, now: datetime) -> datetime:
    latest = now + _LONGEST
    return latest if row.ends_at is None else min(row.ends_at, latest)


_BEGUN_BY_APPS = frozenset(
    {
        RelationshipSource.PANEL,
        RelationshipSource.REFERRAL,
        RelationshipSource.SUPPORT,
        RelationshipSource.AUDIT_COHORT,
        RelationshipSource.SUBJECT_ACCESS,
    }
)


@transaction.atomic
def begin_relationship(*, source: RelationshipSource, row: Sourced, by: Viewer | None, now: datetime) -> int:
    """Give or renew a reason that a panel, a referral, a plan or an audit states, and return the relationship's id.

    It lasts until the end that the source names, 180 days from now at most; stated again, it is renewed, never
    doubled. Call it inside a look at the person, or as the worker: row security keeps it otherwise.

    Raises:
        Refused: the source is a feed's or a manager's, names no matter, or its end is past.
    """
    _own_source(source, row.source_ref)
    ends_at = _end(row, now)
    begins_at = max(row.begins_at, now)
    if ends_at <= begins_at:
        raise Refused("A reason to see somebody needs an end after its beginning. Name a later day.")
    same: dict[str, Any] = {
        "source": source,
        "source_ref": row.source_ref,
        "person_id": row.person_id,
        "staff_id": row.staff_id,
        "team_id": row.team_id,
    }
    held = Relationship.objects.select_for_update().filter(**same, ends_at__gt=now).first()
    before = {"ends_at": held.ends_at} if held else None
    made = held or Relationship(**same, granted_by_id=by.staff_id if by else None)
    made.begins_at, made.ends_at = max(held.begins_at if held else begins_at, ends_at - _LONGEST), ends_at
    made.save()
    trace(
        by=by.staff_id if by else None,
        action="access.renewed_relationship" if held else "access.began_relationship",
        subject="access.relationship",
        subject_id=made.pk,
        person_id=made.person_id,
        now=now,
        before=before,
        after={"source": source, "about": row.source_ref, "ends_at": ends_at},
    )
    return int(made.pk)


@transaction.atomic
def end_relationships(*, source: RelationshipSource, about: str, by: Viewer | None, now: datetime) -> int:
    """End every reason that one panel, referral, step or audit gave, and return how many there were; others stay.

    Raises:
        Refused: the source is a feed's or a manager's, or names no matter.
    """
    _own_source(source, about)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_id, person_id FROM access_end_sourced(%s, %s, %s)", [source, about, now])
        rows = cursor.fetchall()
    for row_id, person_id in rows:
        trace(
            by=by.staff_id if by else None,
            action="access.ended_relationship",
            subject="access.relationship",
            subject_id=row_id,
            person_id=person_id,
            now=now,
            after={"source": source, "about": about},
        )
    return len(rows)


def _own_source(source: RelationshipSource, about: str) -> None:
    if source not in _BEGUN_BY_APPS:
        raise Refused("A feed states its own relationships and a manager grants what is asked; neither begins here.")
    if not about.strip():
        raise Refused("Name the panel, referral, step or audit that gives the reason, so that it can end it.")
