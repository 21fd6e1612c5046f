"""The SQL by which profiles, addresses and ties follow the records: each statement changes only what is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Replacement:
    """How a temporary table is made and filled, and the statements that bring the lasting one in line."""

    make: str
    copy: str
    change: tuple[str, ...]


_TOUCHED = "(%(people)s::bigint[] IS NULL OR {column} = ANY(%(people)s::bigint[]))"
_MINE = _TOUCHED.format(column="m.person_id")

RECORDS = f"""
SELECT m.person_id, a.sector, coalesce(r.as_of, f.received_at::date), r.id, r.forename, r.surname, r.former_surname,
       r.known_as, r.born_on, r.expected_on, r.died_on, r.sex, r.nhs_number, r.upn, r.is_child
FROM linking_membership m
JOIN feeds_personrecord r ON r.source_person_id = m.source_person_id AND r.is_current
JOIN feeds_sourcefile f ON f.id = r.file_id
JOIN access_agency a ON a.id = r.agency_id
WHERE m.ends_at IS NULL AND {_MINE}
ORDER BY m.person_id, r.id
"""  # noqa: S608 -- constants only

PROFILES = Replacement(
    make="""
    CREATE TEMPORARY TABLE due_profiles (person_id bigint PRIMARY KEY, forename text, surname text, known_as text,
        other_names text[], born_on date, expected_on date, died_on date, sex text, sort_key text, is_child boolean,
        nhs_number text, upn text)
    """,
    copy="COPY due_profiles FROM STDIN",
    change=(
        # What was told here of a birth counts until a record says when it was.
        """
        UPDATE due_profiles d SET born_on = b.born_on, is_child = d.is_child OR b.born_on IS NOT NULL,
            expected_on = CASE WHEN b.born_on IS NULL THEN coalesce(b.expected_on, d.expected_on) END
        FROM linking_toldbirth b WHERE b.person_id = d.person_id AND d.born_on IS NULL
        """,
        f"""
        DELETE FROM linking_profile p WHERE {_TOUCHED.format(column="p.person_id")}
        AND NOT EXISTS (SELECT 1 FROM due_profiles d WHERE d.person_id = p.person_id)
        AND EXISTS (SELECT 1 FROM linking_person q WHERE q.id = p.person_id AND q.retired_at IS NOT NULL)
        """,  # noqa: S608 -- constants only
        """
        INSERT INTO linking_profile AS p (person_id, forename, surname, known_as, other_names, born_on, expected_on,
            died_on, sex, sort_key, is_child, nhs_number, upn)
        SELECT person_id, forename, surname, known_as, other_names, born_on, expected_on, died_on, sex, sort_key,
            is_child, nhs_number, upn FROM due_profiles
        ON CONFLICT (person_id) DO UPDATE SET (forename, surname, known_as, other_names, born_on, expected_on, died_on,
            sex, sort_key, is_child, nhs_number, upn) = (excluded.forename, excluded.surname, excluded.known_as,
            excluded.other_names, excluded.born_on, excluded.expected_on, excluded.died_on, excluded.sex,
            excluded.sort_key, excluded.is_child, excluded.nhs_number, excluded.upn)
        WHERE p IS DISTINCT FROM excluded
        """,
        # A person of whom agencies sent events but never a description is still a person.
        """
        INSERT INTO linking_profile (person_id, forename, surname, known_as, other_names, sex, sort_key, is_child,
            nhs_number, upn)
        SELECT DISTINCT m.person_id, '', '', '', '{}'::text[], 'U', ', ', true, '', '' FROM linking_membership m
        WHERE m.ends_at IS NULL AND NOT EXISTS (SELECT 1 FROM linking_profile p WHERE p.person_id = m.person_id)
        """,
    ),
)

# An address is secret for everybody as soon as one agency says that it is, or a shield covers the person:
# the same door in another agency's file, or in the file of whoever lives there too, would give it away.
_STAYS = f"""
CREATE TEMPORARY TABLE due_stays ON COMMIT DROP AS
WITH said AS (
    SELECT m.person_id, r.address, r.town, r.postcode, r.agency_id, r.confidential_address AS secret,
           coalesce(r.address_from, r.as_of) AS begins_on, r.address_to AS ends_on,
           linking_door(r.address, r.postcode) AS door
    FROM linking_membership m
    JOIN feeds_personrecord r ON r.source_person_id = m.source_person_id AND r.is_current
    WHERE m.ends_at IS NULL AND {_MINE} AND (r.address <> '' OR r.postcode <> '')
), shielded AS (
    SELECT DISTINCT person_id FROM access_shield
    WHERE kind IN ('address', 'witness_protection') AND begins_at <= %(now)s
      AND (ends_at IS NULL OR ends_at > %(now)s)
), doors AS (
    SELECT s.door FROM said s WHERE s.door <> '' AND (s.ends_on IS NULL OR s.ends_on > current_date)
      AND (s.secret OR EXISTS (SELECT 1 FROM shielded h WHERE h.person_id = s.person_id))
    UNION
    SELECT linking_door(m.address, m.postcode) FROM linking_protectedaddress m
    WHERE NOT {_MINE} AND m.address <> '' AND (m.ends_on IS NULL OR m.ends_on > current_date)
)
SELECT s.person_id, s.address, s.town, s.postcode, s.agency_id, min(s.begins_on) AS begins_on,
       CASE WHEN bool_or(s.ends_on IS NULL) THEN NULL ELSE max(s.ends_on) END AS ends_on,
       bool_or(s.secret) OR EXISTS (SELECT 1 FROM shielded h WHERE h.person_id = s.person_id)
       OR EXISTS (SELECT 1 FROM doors o WHERE o.door = s.door)
       OR EXISTS (SELECT 1 FROM said o WHERE o.person_id = s.person_id AND o.secret AND o.door = s.door) AS secret
FROM said s GROUP BY s.person_id, s.address, s.town, s.postcode, s.agency_id, s.door
"""  # noqa: S608 -- constants only


def _bring_in_line(table: str, secret: str) -> tuple[str, str]:
    same = """d.person_id = t.person_id AND d.agency_id = t.agency_id AND (d.address, d.town, d.postcode, d.begins_on,
        d.ends_on) IS NOT DISTINCT FROM (t.address, t.town, t.postcode, t.begins_on, t.ends_on)"""
    return (
        f"""DELETE FROM {table} t WHERE {_TOUCHED.format(column="t.person_id")}
        AND NOT EXISTS (SELECT 1 FROM due_stays d WHERE {secret} AND {same})""",  # noqa: S608 -- constants only
        f"""INSERT INTO {table} (person_id, address, town, postcode, begins_on, ends_on, agency_id)
        SELECT d.person_id, d.address, d.town, d.postcode, d.begins_on, d.ends_on, d.agency_id FROM due_stays d
        WHERE {secret} AND NOT EXISTS (SELECT 1 FROM {table} t WHERE {same})
        ORDER BY d.person_id, d.begins_on""",  # noqa: S608 -- constants only
    )


ADDRESSES = (
    "DROP TABLE IF EXISTS due_stays",
    _STAYS,
    *_bring_in_line("linking_address", "NOT d.secret"),
    *_bring_in_line("linking_protectedaddress", "d.secret"),
    # Nothing is left to hide after a run over everybody, whose doors have all been met above.
    "SELECT linking_hide_doors(%(people)s::bigint[]) WHERE %(people)s::bigint[] IS NOT NULL",
)

_DUE_TIES = f"""
CREATE TEMPORARY TABLE due_ties ON COMMIT DROP AS
SELECT DISTINCT m.person_id, o.person_id AS other_id, t.kind, t.begins_on, t.ends_on, t.agency_id
FROM feeds_tierecord t
JOIN linking_membership m ON m.source_person_id = t.source_person_id AND m.ends_at IS NULL
JOIN linking_membership o ON o.source_person_id = t.other_id AND o.ends_at IS NULL
WHERE m.person_id <> o.person_id AND ({_MINE} OR {_TOUCHED.format(column="o.person_id")})
"""  # noqa: S608 -- constants only
_SAME_TIE = """d.person_id = t.person_id AND d.other_id = t.other_id AND d.agency_id = t.agency_id
    AND (d.kind, d.begins_on, d.ends_on) IS NOT DISTINCT FROM (t.kind, t.begins_on, t.ends_on)"""
TIES = (
    "DROP TABLE IF EXISTS due_ties",
    _DUE_TIES,
    f"""DELETE FROM linking_tie t
    WHERE ({_TOUCHED.format(column="t.person_id")} OR {_TOUCHED.format(column="t.other_id")})
    AND NOT EXISTS (SELECT 1 FROM due_ties d WHERE {_SAME_TIE})""",  # noqa: S608 -- constants only
    f"""INSERT INTO linking_tie (person_id, other_id, kind, begins_on, ends_on, agency_id)
    SELECT d.person_id, d.other_id, d.kind, d.begins_on, d.ends_on, d.agency_id FROM due_ties d
    WHERE NOT EXISTS (SELECT 1 FROM linking_tie t WHERE {_SAME_TIE})
    ORDER BY d.person_id, d.other_id""",  # noqa: S608 -- constants only
)
