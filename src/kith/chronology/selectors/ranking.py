"""Hands the county's stories to the ranking as CSV streams: ids, kinds and dates, no name and no word that was said."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

FRESH_FOR: Final = timedelta(days=35)  # a monthly file may be a few days late
DOWN_AFTER: Final = timedelta(days=90)

# A link is weak when this person is in the event only through records that are likely, not certainly, theirs.
_ENTRIES: Final = """
WITH links AS (
    SELECT p.event_id, m.person_id, p.role, bool_and(m.band = 'likely') AS weak_link
    FROM feeds_eventparticipant p JOIN linking_membership m ON m.source_person_id = p.source_person_id
    WHERE m.ends_at IS NULL
    GROUP BY p.event_id, m.person_id, p.role
)
SELECT e.id AS entry_id, e.person_id, e.kind, e.role, e.occurred_on, e.ended_on, e.known_at, e.band, e.sector,
       e.retracted, coalesce(l.weak_link, false) AS weak_link
FROM chronology_entry e
LEFT JOIN links l ON l.event_id = e.event_id AND l.person_id = e.person_id AND l.role = e.role
"""
_WEEKS: Final = (
    "SELECT person_id, week_on, possible, absent, unauthorised, excluded, off_site FROM chronology_pupilweek"
)
# Somebody lives here unless every address that is known of them has ended.
_PEOPLE: Final = """
SELECT p.id AS person_id, p.public_id, f.born_on, f.died_on, f.is_child,
       coalesce(a.stands, true) AS lives_here
FROM linking_person p
JOIN linking_profile f ON f.person_id = p.id
LEFT JOIN (
    SELECT person_id, bool_or(ends_on IS NULL OR ends_on > %(as_of)s::date) AS stands
    FROM (SELECT person_id, ends_on FROM linking_address
          UNION ALL SELECT person_id, ends_on FROM linking_protectedaddress) every
    GROUP BY person_id
) a ON a.person_id = p.id
WHERE p.retired_at IS NULL
"""
_LEADS: Final = """
SELECT person_id, begins_on, ends_on FROM chronology_involvement WHERE worker_ref <> '' AND begins_on IS NOT NULL
"""
_FEED_STATES: Final = """
WITH sectors AS (
    SELECT a.sector, max(f.received_at)::date AS last_on
    FROM access_agency a LEFT JOIN feeds_sourcefile f ON f.agency_id = a.id AND f.received_at::date <= %(as_of)s::date
    GROUP BY a.sector
), told AS (
    SELECT DISTINCT m.person_id, a.sector
    FROM linking_membership m JOIN access_agency a ON a.id = m.agency_id WHERE m.ends_at IS NULL
)
SELECT p.id AS person_id, s.sector,
       CASE WHEN s.last_on IS NULL OR s.last_on < %(down)s::date THEN 'feed_down'
            WHEN t.person_id IS NULL THEN 'never'
            WHEN s.last_on < %(fresh)s::date THEN 'linked_stale'
            ELSE 'linked_fresh' END AS state
FROM linking_person p
CROSS JOIN sectors s
LEFT JOIN told t ON t.person_id = p.id AND t.sector = s.sector
WHERE p.retired_at IS NULL AND s.sector NOT IN ('partnership', 'charity')
"""


def entries_for_ranking() -> Iterator[bytes]:
    """Return every entry as CSV with a header. Run as `kith_worker`.

    Columns: entry_id, person_id, kind, role, occurred_on, ended_on, known_at, band, sector, retracted, weak_link.
    """
    return _copied(_ENTRIES)


def weeks_for_ranking() -> Iterator[bytes]:
    """Return every week of school as CSV with a header: person_id, week_on, possible, absent and their reasons."""
    return _copied(_WEEKS)


def people_for_ranking(*, as_of: date) -> Iterator[bytes]:
    """Return every person as CSV with a header: person_id, public_id, born_on, died_on, is_child, lives_here."""
    return _copied(_PEOPLE, {"as_of": as_of})


def leads_for_ranking() -> Iterator[bytes]:
    """Return every named worker's time with a person as CSV with a header: person_id, begins_on, ends_on."""
    return _copied(_LEADS)


def feed_states(*, as_of: date) -> Iterator[bytes]:
    """Return what each sector can tell about each person as CSV with a header: person_id, sector, state.

    `feed_down`: nothing came from the sector for 90 days; `never`: it holds no record that is linked to the person;
    `linked_stale`: it does, but its newest file is older than 35 days; `linked_fresh` otherwise.
    """
    return _copied(_FEED_STATES, {"as_of": as_of, "down": as_of - DOWN_AFTER, "fresh": as_of - FRESH_FOR})


def _copied(query: str, parameters: dict[str, Any] | None = None) -> Iterator[bytes]:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)", parameters) as out,
    ):
        for block in out:
            yield bytes(block)
