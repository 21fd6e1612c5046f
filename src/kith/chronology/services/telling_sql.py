"""The statements that tell a chronology: each compares what should be with what is, and writes only the difference."""

from typing import Final

# A whole county's comparison fits into memory, where it takes half the time.
ROOM: Final = "SET LOCAL work_mem = '128MB'"
# One telling at a time, so that new rows need no ON CONFLICT, which doubles what an insert costs.
ALONE: Final = "SELECT pg_advisory_xact_lock(hashtext('chronology.telling'))"

# What is in scope: everybody, or the people named. `{scope}` is one of these with the right column.
EVERYBODY: Final = "true"
SOME: Final = "{column} = ANY(%(people)s::bigint[])"

_ENTRY_COLUMNS: Final = (
    "event_id agency_id source kind data_class sector occurred_on ended_on known_at precision role band headline basis "
    "said_by others group_key retracted"
).split()
_DETAIL_COLUMNS: Final = "person_id says place code_scheme code detail".split()
_WEEK_COLUMNS: Final = "possible absent unauthorised excluded off_site".split()
_INVOLVEMENT_KEYS: Final = "person_id agency_id worker_ref setting_ref role begins_on".split()
_INVOLVEMENT_COLUMNS: Final = "worker_name phone ends_on".split()


def _listed(columns: list[str], prefix: str = "") -> str:
    return ", ".join(prefix + column for column in columns)


def _updated(columns: list[str]) -> str:
    return ", ".join(f"{column} = told.{column}" for column in columns)


def _differs(columns: list[str], old: str = "old", new: str = "told") -> str:
    return f"({_listed(columns, old + '.')}) IS DISTINCT FROM ({_listed(columns, new + '.')})"


def _written(table: str, keys: list[str], columns: list[str], *, nullable: str = "") -> str:
    """Return the part of a statement that inserts what is new in `told` and updates what differs."""
    same = " AND ".join(f"told.{key} {'IS NOT DISTINCT FROM' if key == nullable else '='} old.{key}" for key in keys)
    return f"""
fresh AS (
    INSERT INTO {table} ({_listed(keys + columns)})
    SELECT {_listed(keys + columns, "told.")}
    FROM told LEFT JOIN {table} old ON {same}
    WHERE old.person_id IS NULL
    RETURNING 1
), altered AS (
    UPDATE {table} old SET {_updated(columns)}
    FROM told WHERE {same} AND {_differs(columns)}
    RETURNING 1
)"""  # noqa: S608 -- put together from our own column names only


# A kind that the vocabulary no longer knows is kept, under the strictest class: nothing that was sent is lost.
# What names a protected home, in whatever words, is as protected as the home.
ENTRIES: Final = f"""
WITH kinds AS (
    SELECT * FROM unnest(%(codes)s::text[], %(classes)s::text[], %(sectors)s::text[], %(headlines)s::text[])
        AS k (code, data_class, sector, headline)
), mine AS MATERIALIZED (
    SELECT DISTINCT m.person_id, p.event_id, p.role
    FROM linking_membership m
    JOIN feeds_eventparticipant p ON p.source_person_id = m.source_person_id
    WHERE m.ends_at IS NULL AND {{scope_m}}
), crowd AS (
    SELECT p.event_id, count(DISTINCT coalesce(m.person_id, -p.source_person_id)) AS heads
    FROM feeds_eventparticipant p
    LEFT JOIN linking_membership m ON m.source_person_id = p.source_person_id AND m.ends_at IS NULL
    WHERE p.event_id IN (SELECT event_id FROM mine)
    GROUP BY p.event_id
), told AS MATERIALIZED (
    SELECT DISTINCT ON (mine.person_id, source_ref)
           mine.person_id, a.code || ':' || e.local_id || ':' || mine.role AS source_ref, e.id AS event_id,
           e.agency_id, a.code::text AS source, e.kind::text,
           CASE WHEN EXISTS (
               SELECT 1 FROM linking_protectedaddress h WHERE h.person_id = mine.person_id
                 AND linking_names_home(concat_ws(' ', e.says, e.place, e.detail::text), h.address, h.postcode))
           THEN 'protected' ELSE coalesce(k.data_class, 'protected') END AS data_class,
           coalesce(k.sector, a.sector::text) AS sector, e.occurred_on, e.ended_on, e.known_at, e.precision::text,
           mine.role::text, e.band, coalesce(k.headline, 'Recorded by the agency') AS headline, e.basis::text,
           e.said_by::text, (crowd.heads - 1)::smallint AS others,
           a.code || ':' || e.kind || ':' || mine.role AS group_key, e.retracted
    FROM mine
    JOIN feeds_eventrecord e ON e.id = mine.event_id AND e.is_current
    JOIN access_agency a ON a.id = e.agency_id
    JOIN crowd ON crowd.event_id = mine.event_id
    LEFT JOIN kinds k ON k.code = e.kind
    ORDER BY mine.person_id, source_ref, e.id DESC  -- of two that claim to stand, the newer one does
), gone AS (
    DELETE FROM chronology_entry old
    WHERE old.source <> 'kith' AND {{scope_old}}
      AND NOT EXISTS (SELECT 1 FROM told WHERE told.person_id = old.person_id AND told.source_ref = old.source_ref)
    RETURNING 1
), {_written("chronology_entry", ["person_id", "source_ref"], _ENTRY_COLUMNS)}
SELECT (SELECT count(*) FROM fresh) + (SELECT count(*) FROM altered), (SELECT count(*) FROM gone)
"""  # noqa: S608 -- put together from our own column names only

DETAILS_GONE: Final = """
DELETE FROM {table} old
WHERE {scope_old} AND NOT EXISTS (
    SELECT 1 FROM chronology_entry e
    WHERE e.id = old.entry_id AND e.person_id = old.person_id AND e.data_class = %(data_class)s)
"""

DETAILS: Final = f"""
WITH told AS MATERIALIZED (
    SELECT e.id AS entry_id, e.person_id, r.says, r.place, r.code_scheme, r.code, r.detail
    FROM chronology_entry e JOIN feeds_eventrecord r ON r.id = e.event_id
    WHERE e.data_class = %(data_class)s AND {{scope_e}}
), {_written("{table}", ["entry_id"], _DETAIL_COLUMNS)}
SELECT (SELECT count(*) FROM fresh) + (SELECT count(*) FROM altered)
"""  # noqa: S608 -- put together from our own column names only

# Two schools that share a week add up while they fit into ten half days; more means the same week was
# counted twice, and then the fuller count stands.
WEEKS: Final = f"""
WITH pupils AS MATERIALIZED (
    SELECT m.person_id, m.source_person_id, count(*) OVER (PARTITION BY m.person_id) AS numbers
    FROM linking_membership m
    WHERE m.ends_at IS NULL AND {{scope_m}}
      AND EXISTS (SELECT 1 FROM feeds_pupilweek w WHERE w.source_person_id = m.source_person_id)
), counted AS (
    SELECT p.person_id, w.*, sum(w.possible) OVER same AS together,
           row_number() OVER (same ORDER BY w.possible DESC, w.source_person_id) AS place
    FROM pupils p JOIN feeds_pupilweek w ON w.source_person_id = p.source_person_id
    WHERE p.numbers > 1
    WINDOW same AS (PARTITION BY p.person_id, w.week_on)
), told AS MATERIALIZED (
    SELECT p.person_id, w.week_on, {_listed(_WEEK_COLUMNS, "w.")}
    FROM pupils p JOIN feeds_pupilweek w ON w.source_person_id = p.source_person_id
    WHERE p.numbers = 1
    UNION ALL
    SELECT person_id, week_on, sum(possible)::smallint, sum(absent)::smallint, sum(unauthorised)::smallint,
           sum(excluded)::smallint, sum(off_site)::smallint
    FROM counted WHERE together <= 10 OR place = 1
    GROUP BY person_id, week_on
), gone AS (
    DELETE FROM chronology_pupilweek old
    WHERE {{scope_old}}
      AND NOT EXISTS (SELECT 1 FROM told WHERE told.person_id = old.person_id AND told.week_on = old.week_on)
    RETURNING 1
), {_written("chronology_pupilweek", ["person_id", "week_on"], _WEEK_COLUMNS)}
SELECT (SELECT count(*) FROM fresh) + (SELECT count(*) FROM altered) + (SELECT count(*) FROM gone)
"""  # noqa: S608 -- put together from our own column names only

# Whom to ring: the worker's own number, else the team's, else the agency's duty number.
INVOLVEMENTS: Final = f"""
WITH told AS MATERIALIZED (
    SELECT DISTINCT ON (m.person_id, i.agency_id, i.worker_ref, i.setting_ref, i.role, i.begins_on)
           m.person_id, i.agency_id, i.worker_ref::text, i.setting_ref::text, i.role::text, i.begins_on,
           i.worker_name::text, i.ends_on,
           coalesce(nullif(worker.phone, ''), nullif(worker.team_phone, ''), a.duty_phone, '')::text AS phone
    FROM linking_membership m
    JOIN feeds_involvement i ON i.source_person_id = m.source_person_id
    JOIN access_agency a ON a.id = i.agency_id
    LEFT JOIN LATERAL (
        SELECT s.phone, t.phone AS team_phone
        FROM access_staff s LEFT JOIN access_team t ON t.id = s.team_id
        WHERE i.worker_ref <> '' AND s.worker_ref = i.worker_ref AND s.agency_id = i.agency_id AND s.is_active
        ORDER BY s.id LIMIT 1
    ) worker ON true
    WHERE m.ends_at IS NULL AND {{scope_m}}
    ORDER BY m.person_id, i.agency_id, i.worker_ref, i.setting_ref, i.role, i.begins_on, i.id DESC
), gone AS (
    DELETE FROM chronology_involvement old
    WHERE {{scope_old}} AND NOT EXISTS (
        SELECT 1 FROM told
        WHERE told.person_id = old.person_id AND told.agency_id = old.agency_id AND told.worker_ref = old.worker_ref
          AND told.setting_ref = old.setting_ref AND told.role = old.role
          AND told.begins_on IS NOT DISTINCT FROM old.begins_on)
    RETURNING 1
), {_written("chronology_involvement", _INVOLVEMENT_KEYS, _INVOLVEMENT_COLUMNS, nullable="begins_on")}
SELECT (SELECT count(*) FROM fresh) + (SELECT count(*) FROM altered) + (SELECT count(*) FROM gone)
"""  # noqa: S608 -- put together from our own column names only
