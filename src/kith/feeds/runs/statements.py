"""The statements that turn one file's staged rows into records; each names its parameters and nothing else."""

from typing import Final

from kith.feeds.analysis.attendance import WEEK_COUNTS, unpacked_week_sql
from kith.feeds.runs.staging import TABLES

_PERSON: Final = [column.split()[0] for column in TABLES["person"].split(", ")]
_EVENT: Final = [column.split()[0] for column in TABLES["event"].split(", ")][:-2]  # without the participant


def _named(columns: list[str], prefix: str = "") -> str:
    return ", ".join(prefix + column.strip() for column in columns)


FILE: Final = """
INSERT INTO feeds_sourcefile (sha256, name, agency_id, feed, spec, size, encoding, period, part, agreement_id,
    lawful_basis, retention_class, received_at, received_by_id, loaded_at, rows_in, kept, held, duplicate, ended, notes)
VALUES (%(sha256)s, %(name)s, %(agency_id)s, %(feed)s, %(spec)s, %(size)s, %(encoding)s, '', '', %(agreement_id)s,
    %(lawful_basis)s, %(retention_class)s, %(now)s, %(by)s, %(now)s, 0, 0, 0, 0, 0, '{}')
ON CONFLICT (sha256) DO NOTHING RETURNING id
"""

# How many pupils of a daily school file are on no roll of any census; none where no census has come yet, for then
# nothing follows from it. A pupil's number is the UPN in both; the roll may be another agency's than the file.
ON_NO_ROLL: Final = """
WITH census AS (SELECT DISTINCT agency_id FROM feeds_sourcefile WHERE feed = 'school_census')
SELECT count(*) FROM known_who w WHERE EXISTS (SELECT 1 FROM census) AND NOT EXISTS (
    SELECT 1 FROM census c JOIN feeds_sourceperson s ON s.agency_id = c.agency_id AND s.local_id = w.local_id
    JOIN feeds_personrecord r ON r.source_person_id = s.id AND r.record_key = 'roll' AND r.is_current)
"""

# One load of an agency at a time: two could otherwise wait for each other's people for ever.
ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtext('kith.feeds'), %(agency_id)s::int)"

# A file's rows are sorted and joined as a whole; with the server's usual few megabytes that goes by way of the disk.
ROOM_TO_SORT: Final = "SET LOCAL work_mem = '96MB'"

# The first row with a content is kept; the same content later in the file, or held before, is a duplicate. As one
# load of an agency runs at a time, nobody else can keep the same row meanwhile; in the index's own order, and without
# asking it twice per row, keeping them takes two thirds of the time. OFFSET 0 has each row looked up: a join would read
# all that the agency ever sent, and a load would take the longer the more there is. To be run by index.
KEPT: Final = """
INSERT INTO feeds_keptrow (agency_id, fingerprint, file_id, line)
SELECT %(agency_id)s, fingerprint, %(file_id)s, line
FROM (SELECT fingerprint, min(line) AS line FROM incoming_row GROUP BY fingerprint ORDER BY fingerprint) i
WHERE NOT EXISTS (SELECT 1 FROM feeds_keptrow k
                  WHERE k.agency_id = %(agency_id)s AND k.fingerprint = i.fingerprint OFFSET 0)
"""
KEPT_ONCE: Final = """
INSERT INTO feeds_keptrow (agency_id, fingerprint, file_id, line)
SELECT %(agency_id)s, fingerprint, %(file_id)s, line FROM incoming_row i
WHERE NOT EXISTS (SELECT 1 FROM feeds_keptrow k
                  WHERE k.agency_id = %(agency_id)s AND k.fingerprint = i.fingerprint OFFSET 0)
"""
ROWS_ARE_KEPT: Final = "TRUNCATE incoming_row"
# Where every row is kept there is nothing to leave out. To be run by hash: no statistics know the new rows yet.
DROP_DUPLICATES: Final = """
DELETE FROM incoming_{table} i
WHERE NOT EXISTS (SELECT 1 FROM feeds_keptrow k WHERE k.file_id = %(file_id)s AND k.line = i.line)
"""
# Whoever has a number is looked up once, by index; all others get one, and nobody is looked up again.
WHO_IS_KNOWN: Final = """
CREATE TEMPORARY TABLE known_who ON COMMIT DROP AS
SELECT s.id, w.local_id FROM incoming_who w
CROSS JOIN LATERAL (SELECT id FROM feeds_sourceperson
                    WHERE agency_id = %(agency_id)s AND local_id = w.local_id OFFSET 0) s
"""
WHO_IS_NEW: Final = """
WITH added AS (
    INSERT INTO feeds_sourceperson (agency_id, local_id)
    SELECT %(agency_id)s, local_id FROM incoming_who w
    WHERE NOT EXISTS (SELECT 1 FROM known_who k WHERE k.local_id = w.local_id)
    RETURNING id, local_id)
INSERT INTO known_who SELECT id, local_id FROM added
"""
# A few thousand rows of each tell the planner enough; the columns by which the tables are joined.
SAMPLED: Final = "SET LOCAL default_statistics_target = 10"
JOINED_BY: Final = {"person": "local_id", "event": "local_id, person", "participant": "event, local_id, line"}

# A later description of the same row of the same person takes the place of the earlier one, unless both are here.
PERSONS_SUPERSEDED: Final = """
UPDATE feeds_personrecord p SET is_current = false
FROM (SELECT w.id, i.record_key, array_agg(i.content_hash) AS hashes
      FROM incoming_person i JOIN known_who w USING (local_id) GROUP BY w.id, i.record_key) n
WHERE p.source_person_id = n.id AND p.record_key = n.record_key AND p.is_current AND p.content_hash <> ALL(n.hashes)
RETURNING p.file_id, p.line
"""
NEW_PERSONS: Final = f"""
INSERT INTO feeds_personrecord (file_id, agency_id, source_person_id, is_current, agreement_id, lawful_basis,
    retention_class, {_named(_PERSON)})
SELECT %(file_id)s, %(agency_id)s, w.id, true, %(agreement_id)s, %(lawful_basis)s, %(retention_class)s,
    {_named(_PERSON, "i.")}
FROM incoming_person i JOIN known_who w USING (local_id)
"""  # noqa: S608 -- put together from our own column names only
PERSONS: Final = f"""{NEW_PERSONS}
WHERE NOT EXISTS (SELECT 1 FROM feeds_personrecord p WHERE p.source_person_id = w.id AND p.record_key = i.record_key
                  AND p.is_current AND p.content_hash = i.content_hash)
"""  # noqa: S608 -- put together from our own column names only

# Whether an event that the file tells stands already: where none does, there is nothing to correct or to leave out.
ANY_STANDING: Final = """
SELECT 1 FROM incoming_event i JOIN feeds_eventrecord old ON old.local_id = i.local_id
WHERE old.agency_id = %(agency_id)s AND old.is_current LIMIT 1
"""
EVENTS_SUPERSEDED: Final = """
UPDATE feeds_eventrecord old SET is_current = false
FROM (SELECT local_id, array_agg(content_hash) AS hashes FROM incoming_event GROUP BY local_id) n
WHERE old.agency_id = %(agency_id)s AND old.local_id = n.local_id AND old.is_current
  AND old.content_hash <> ALL(n.hashes)
RETURNING old.file_id, old.line
"""
# What a corrected row no longer tells goes with it: no weapon where the corrected reason names none.
EVENTS_UNTOLD: Final = """
UPDATE feeds_eventrecord old SET is_current = false
FROM unnest(%(files)s::bigint[], %(lines)s::bigint[]) AS gone (file_id, line)
WHERE old.file_id = gone.file_id AND old.line = gone.line AND old.is_current AND old.file_id = ANY(%(of)s::bigint[])
  AND NOT EXISTS (SELECT 1 FROM incoming_event i WHERE i.local_id = old.local_id)
"""
# What stands already in the same words is not told again.
STANDING_LEFT_OUT: Final = """
DELETE FROM incoming_event i USING feeds_eventrecord old
WHERE old.agency_id = %(agency_id)s AND old.local_id = i.local_id AND old.is_current
  AND old.content_hash = i.content_hash
"""
# Where a file tells one event several times, each telling is kept and the last of them is current.
NEWEST: Final = (
    """
UPDATE incoming_event SET is_newest = false
WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY local_id ORDER BY line DESC) AS place
                             FROM incoming_event) told WHERE place > 1)
""",
    """
DELETE FROM incoming_event
WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY local_id, content_hash ORDER BY line DESC)
                             AS place FROM incoming_event) told WHERE place > 1)
""",
)
EVENTS: Final = f"""
INSERT INTO feeds_eventrecord (id, file_id, agency_id, agreement_id, lawful_basis, retention_class, is_current,
    {_named(_EVENT)})
SELECT id, %(file_id)s, %(agency_id)s, %(agreement_id)s, %(lawful_basis)s, %(retention_class)s, is_newest,
    {_named(_EVENT)}
FROM incoming_event
"""  # noqa: S608 -- put together from our own column names only
_PARTICIPANTS: Final = "INSERT INTO feeds_eventparticipant (event_id, source_person_id, agency_id, role)"
# The person of an event with one participant stands in the event's own row.
ONE_PARTICIPANT: Final = f"""{_PARTICIPANTS}
SELECT i.id, w.id, %(agency_id)s, i.role FROM incoming_event i JOIN known_who w ON w.local_id = i.person ORDER BY i.id
"""  # noqa: S608 -- put together from our own column names only
PARTICIPANTS: Final = f"""{_PARTICIPANTS}
SELECT i.id, w.id, %(agency_id)s, p.role
FROM incoming_event i
JOIN incoming_participant p ON p.event = i.local_id AND p.line = i.line
JOIN known_who w ON w.local_id = p.local_id
"""  # noqa: S608 -- put together from our own column names only
# The file's own rows are new, so no statistics know how many they are, and what a file's lines are is in no index: row
# by row such a join would never end.
BY_HASH: Final = "SET LOCAL enable_nestloop = off"
BY_CHOICE: Final = "SET LOCAL enable_nestloop = on"
# What is held already is looked up by its index, row by row. Statistics taken while another load was under way, whose
# rows nobody could see yet, say that a table is empty: then it would be read as a whole for each row of the file, and
# a load of 100,000 rows behind another one has been seen not to end.
BY_INDEX: Final = "SET LOCAL enable_seqscan = off"
BY_ANY_WAY: Final = "SET LOCAL enable_seqscan = on"
# One agency tells one event in several returns. The fullest telling stands; the others stay, and are not current.
# What this file tells is looked up person by person and event by event: a join over all events would cost as much for
# a file of one row, and with statistics older than the rows it may not end. So each step has one way to be done.
TOLD_TWICE: Final = (
    """
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT e.id, e.kind, e.occurred_on, p.source_person_id, p.role
FROM feeds_eventrecord e JOIN feeds_eventparticipant p ON p.event_id = e.id
WHERE e.file_id = %(file_id)s AND e.is_current
""",
    "ANALYZE told",
    """
CREATE TEMPORARY TABLE told_twice ON COMMIT DROP AS
SELECT t.id AS mine, e.id AS other, (SELECT f.feed FROM feeds_sourcefile f WHERE f.id = e.file_id) AS feed
FROM told t JOIN feeds_eventparticipant p ON p.source_person_id = t.source_person_id AND p.role = t.role
CROSS JOIN LATERAL (SELECT r.id, r.kind, r.occurred_on, r.file_id FROM feeds_eventrecord r
                    WHERE r.id = p.event_id AND r.is_current OFFSET 0) e
WHERE p.event_id <> t.id AND e.kind = t.kind AND e.occurred_on = t.occurred_on AND e.file_id <> %(file_id)s
""",
)
REPEATS_HERE: Final = """
UPDATE feeds_eventrecord SET is_current = false
WHERE id IN (SELECT mine FROM told_twice WHERE feed = ANY(%(fuller)s::text[]))
RETURNING file_id, line
"""
REPEATS_ELSEWHERE: Final = """
UPDATE feeds_eventrecord SET is_current = false
WHERE id IN (SELECT other FROM told_twice WHERE feed = ANY(%(leaner)s::text[]) AND mine NOT IN (
    SELECT mine FROM told_twice WHERE feed = ANY(%(fuller)s::text[])))
RETURNING file_id, line
"""
FORGOTTEN: Final = """
DELETE FROM feeds_keptrow k
USING unnest(%(files)s::bigint[], %(lines)s::bigint[]) AS gone (file_id, line)
WHERE k.file_id = gone.file_id AND k.line = gone.line AND k.file_id <> %(file_id)s
  AND k.file_id = ANY(%(of)s::bigint[])
"""
# A person's row that also told an event still stands for the event; only rows that told nothing else are forgotten.
STILL_TELLING: Final = """
SELECT gone.file_id, gone.line
FROM unnest(%(files)s::bigint[], %(lines)s::bigint[]) AS gone (file_id, line)
WHERE NOT EXISTS (SELECT 1 FROM feeds_eventrecord e
                  WHERE e.file_id = gone.file_id AND e.line = gone.line AND e.is_current
                    AND e.file_id = ANY(%(of)s::bigint[]))
"""
TIES: Final = """
INSERT INTO feeds_tierecord (file_id, line, agency_id, source_person_id, other_id, kind, begins_on, ends_on)
SELECT DISTINCT ON (w.id, o.id, t.kind, t.begins_on)
    %(file_id)s, t.line, %(agency_id)s, w.id, o.id, t.kind, t.begins_on, t.ends_on
FROM incoming_tie t JOIN known_who w ON w.local_id = t.local_id JOIN known_who o ON o.local_id = t.other
ORDER BY w.id, o.id, t.kind, t.begins_on, t.line DESC
ON CONFLICT (source_person_id, other_id, kind, begins_on)
DO UPDATE SET ends_on = EXCLUDED.ends_on, file_id = EXCLUDED.file_id, line = EXCLUDED.line
"""
INVOLVEMENTS: Final = """
INSERT INTO feeds_involvement (file_id, line, agency_id, source_person_id, worker_ref, worker_name, setting_ref, role,
    begins_on, ends_on)
SELECT DISTINCT ON (w.id, i.role, i.worker_ref, i.setting_ref, i.begins_on)
    %(file_id)s, i.line, %(agency_id)s, w.id, i.worker_ref, i.worker_name, i.setting_ref, i.role, i.begins_on, i.ends_on
FROM incoming_involvement i JOIN known_who w USING (local_id)
ORDER BY w.id, i.role, i.worker_ref, i.setting_ref, i.begins_on, i.line DESC
ON CONFLICT (source_person_id, role, worker_ref, setting_ref, begins_on)
DO UPDATE SET ends_on = EXCLUDED.ends_on, worker_name = EXCLUDED.worker_name, file_id = EXCLUDED.file_id,
    line = EXCLUDED.line
"""
# In the index's order, pupil by pupil: so the index grows at its end only.
NEW_WEEKS: Final = f"""
INSERT INTO feeds_pupilweek (source_person_id, week_on, {_named(list(WEEK_COUNTS))}, file_id, agency_id)
SELECT pupil.id, {unpacked_week_sql("packed")}, %(file_id)s, %(agency_id)s
FROM (SELECT w.id, i.weeks FROM incoming_week i JOIN known_who w USING (local_id) ORDER BY w.id) pupil,
    unnest(pupil.weeks) AS packed
"""  # noqa: S608 -- put together from our own column names only
WEEKS: Final = f"""{NEW_WEEKS}
ON CONFLICT (source_person_id, week_on)
DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in (*WEEK_COUNTS, "file_id"))}
"""
# Whose rows the statements for ties and weeks take over: the parts of those files are written again.
TAKEN_OVER: Final = {
    "tie": """
SELECT DISTINCT old.file_id FROM feeds_tierecord old
JOIN known_who w ON w.id = old.source_person_id JOIN known_who o ON o.id = old.other_id
JOIN incoming_tie t ON t.local_id = w.local_id AND t.other = o.local_id AND t.kind = old.kind
""",
    "week": f"""
SELECT DISTINCT old.file_id FROM feeds_pupilweek old JOIN (
    SELECT w.id, {unpacked_week_sql("packed")}
    FROM incoming_week i JOIN known_who w USING (local_id), unnest(i.weeks) AS packed
) told ON told.id = old.source_person_id AND told.week_on = old.week_on
""",  # noqa: S608 -- put together from our own column names only
}
REFERENCES: Final = """
INSERT INTO feeds_reference (agency_id, kind, ref, holds, file_id)
SELECT DISTINCT ON (kind, ref) %(agency_id)s, kind, ref, holds, %(file_id)s FROM incoming_reference
ORDER BY kind, ref, line DESC
ON CONFLICT (agency_id, kind, ref) DO UPDATE SET holds = EXCLUDED.holds, file_id = EXCLUDED.file_id
"""
HELD: Final = """
INSERT INTO feeds_heldrow (file_id, agency_id, line, "column", value, rule, advice, raw, state)
SELECT %(file_id)s, %(agency_id)s, line, "column", value, rule, advice, raw, 'open' FROM incoming_held ORDER BY line
"""
OTHERS: Final = {
    "tie": TIES, "involvement": INVOLVEMENTS, "reference": REFERENCES, "held": HELD,
}  # fmt: skip
COUNTED: Final = """
UPDATE feeds_sourcefile SET rows_in = %(rows_in)s, kept = %(kept)s, held = %(held)s, duplicate = %(duplicate)s,
    notes = %(notes)s::jsonb, supersedes_id = %(supersedes)s, ended = %(ended)s WHERE id = %(file_id)s
"""
PARTS_WAIT: Final = "UPDATE feeds_sourcefile SET parts_stale_at = %(now)s WHERE id = %(file_id)s"
CONFIRMED: Final = """
UPDATE feeds_sourcefile SET notes = %(notes)s::jsonb, supersedes_id = coalesce(%(supersedes)s, supersedes_id),
    ended = ended + %(ended)s WHERE id = %(file_id)s
"""
STORED: Final = """
SELECT (SELECT count(*) FROM feeds_keptrow WHERE file_id = %(file_id)s),
       (SELECT count(*) FROM feeds_heldrow WHERE file_id = %(file_id)s)
"""
