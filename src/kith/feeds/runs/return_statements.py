"""The statements that end what a corrected return no longer holds; each names its parameters and nothing else."""

from typing import Final

ABOUT: Final = "UPDATE feeds_sourcefile SET period = %(period)s, part = %(part)s WHERE id = %(file_id)s"
# A file corrects those loaded before it: which of two was written first, their bytes do not tell.
EARLIER: Final = """
SELECT id FROM feeds_sourcefile
WHERE agency_id = %(agency_id)s AND spec = %(spec)s AND period = %(period)s AND part = %(part)s AND id < %(file_id)s
"""
ANY_EARLIER: Final = """
SELECT id FROM feeds_sourcefile WHERE agency_id = %(agency_id)s AND spec = %(spec)s AND id < %(file_id)s LIMIT 1
"""
# What a file of another period said in the very same words was not stored again: it stands on the earlier row.
LATER: Final = """
SELECT 1 FROM feeds_sourcefile
WHERE agency_id = %(agency_id)s AND spec = %(spec)s AND (period <> %(period)s OR id > %(file_id)s)
  AND id > (SELECT min(each) FROM unnest(%(files)s::bigint[]) AS each)
LIMIT 1
"""
KEYS: Final = {
    "event": "CREATE TEMPORARY TABLE returned_event ON COMMIT DROP AS SELECT DISTINCT local_id FROM {source} i",
    "person": (
        "CREATE TEMPORARY TABLE returned_person ON COMMIT DROP AS SELECT DISTINCT local_id, record_key FROM {source} i"
    ),
    "who": "CREATE TEMPORARY TABLE returned_who ON COMMIT DROP AS SELECT DISTINCT local_id FROM {source} i",
    "involvement": (
        "CREATE TEMPORARY TABLE returned_involvement ON COMMIT DROP AS"
        " SELECT DISTINCT local_id, role, worker_ref, setting_ref, begins_on FROM {source} i"
    ),
}
# What stands in for a table that a file has no rows for.
_NO_NAMES: Final = "(SELECT ''::text AS local_id, ''::text AS record_key WHERE false)"
NOTHING: Final = {
    "event": _NO_NAMES, "person": _NO_NAMES, "who": _NO_NAMES,
    "involvement": (
        "(SELECT ''::text AS local_id, ''::text AS role, ''::text AS worker_ref, ''::text AS setting_ref,"
        " NULL::date AS begins_on WHERE false)"
    ),
}  # fmt: skip
CHILDREN: Final = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM returned_who w WHERE w.local_id = s.local_id))
FROM (SELECT p.source_person_id AS id
      FROM feeds_eventrecord e JOIN feeds_eventparticipant p ON p.event_id = e.id
      WHERE e.file_id = ANY(%(files)s::bigint[]) AND e.is_current
      UNION
      SELECT source_person_id FROM feeds_personrecord
      WHERE file_id = ANY(%(files)s::bigint[]) AND is_current) told
JOIN feeds_sourceperson s USING (id)
"""
EVENTS_GONE: Final = """
UPDATE feeds_eventrecord old SET is_current = false
WHERE old.file_id = ANY(%(files)s::bigint[]) AND old.is_current
  AND (%(since)s::date IS NULL OR old.ended_on IS NULL OR old.ended_on >= %(since)s::date)
  AND NOT EXISTS (SELECT 1 FROM returned_event r WHERE r.local_id = old.local_id)
  AND NOT EXISTS (SELECT 1 FROM feeds_eventparticipant p JOIN feeds_sourceperson s ON s.id = p.source_person_id
                  WHERE p.event_id = old.id AND s.local_id = ANY(%(spared)s::text[]))
RETURNING old.file_id, old.line
"""
PERSONS_GONE: Final = """
UPDATE feeds_personrecord old SET is_current = false
WHERE old.file_id = ANY(%(files)s::bigint[]) AND old.is_current
  AND NOT EXISTS (SELECT 1 FROM returned_person r
                  WHERE r.local_id = old.local_id AND r.record_key = old.record_key)
  AND old.local_id <> ALL(%(spared)s::text[])
RETURNING old.file_id, old.line
"""
# Sent again as it was, a row that was ended is no duplicate; one that still tells something is.
FORGOTTEN: Final = """
DELETE FROM feeds_keptrow k
USING unnest(%(rows_of)s::bigint[], %(lines)s::bigint[]) AS gone (file_id, line)
WHERE k.file_id = gone.file_id AND k.line = gone.line AND k.file_id = ANY(%(files)s::bigint[])
  AND (k.file_id, k.line) NOT IN (
      SELECT file_id, line FROM feeds_eventrecord WHERE file_id = ANY(%(files)s::bigint[]) AND is_current
      UNION ALL
      SELECT file_id, line FROM feeds_personrecord WHERE file_id = ANY(%(files)s::bigint[]) AND is_current)
"""
# A school that no longer has a pupil on its roll is no longer responsible: its part ends on the day that says so.
INVOLVEMENTS_OVER: Final = """
UPDATE feeds_involvement old SET ends_on = greatest(%(now)s::date, old.begins_on)
FROM feeds_sourceperson s
WHERE s.id = old.source_person_id AND old.file_id = ANY(%(files)s::bigint[]) AND old.ends_on IS NULL
  AND s.local_id <> ALL(%(spared)s::text[])
  AND NOT EXISTS (
      SELECT 1 FROM returned_involvement r
      WHERE r.local_id = s.local_id AND r.role = old.role AND r.worker_ref = old.worker_ref
        AND r.setting_ref = old.setting_ref AND r.begins_on IS NOT DISTINCT FROM old.begins_on)
"""
HELD_REPLACED: Final = """
UPDATE feeds_heldrow SET state = 'replaced', mended_by_id = %(file_id)s
WHERE file_id = ANY(%(files)s::bigint[]) AND state = 'open'
"""
