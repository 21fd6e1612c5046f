"""Keeps the keys of search in step with the profiles and the addresses that are not protected."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from kith.linking.analysis.search_keys import SearchProfile, keys_of_profile

_AT_ONCE = 10_000  # people whose keys are compared in one statement
# A retired person has no row here, and so loses every key. `linking_protectedaddress` is never read.
_PROFILES = """
SELECT r.person_id, r.forename, r.surname, r.known_as, r.other_names, r.born_on, r.nhs_number, r.upn,
       coalesce(h.homes, '{}'), coalesce(n.names, '{}')
FROM linking_profile r JOIN linking_person p ON p.id = r.person_id
LEFT JOIN (SELECT a.person_id, array_agg(DISTINCT ARRAY[a.address, a.postcode]::text[]) AS homes
           FROM linking_address a WHERE a.person_id = ANY(%s) GROUP BY a.person_id) h ON h.person_id = r.person_id
LEFT JOIN (SELECT m.person_id, array_agg(DISTINCT ARRAY[s.forename, s.middle_names, s.surname, s.former_surname,
                                                        s.known_as]) AS names
           FROM linking_membership m JOIN feeds_personrecord s ON s.source_person_id = m.source_person_id
           WHERE m.person_id = ANY(%s) AND m.ends_at IS NULL GROUP BY m.person_id) n ON n.person_id = r.person_id
WHERE r.person_id = ANY(%s) AND p.retired_at IS NULL
"""
_GONE = """
DELETE FROM linking_searchkey k WHERE k.person_id = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM due_keys d WHERE d.person_id = k.person_id AND d.kind = k.kind AND d.key = k.key)
"""
# Met in the unique index row by row: an anti-join would sort the whole table again for every batch.
_NEW = """
INSERT INTO linking_searchkey (kind, key, person_id)
SELECT d.kind, d.key, d.person_id FROM due_keys d ORDER BY d.kind, d.key, d.person_id ON CONFLICT DO NOTHING
"""


def refresh_search_keys(*, person_ids: Sequence[int] | None) -> int:
    """Make these people's keys, or everybody's for None, those of their profiles; return how many rows changed.

    Works on the default connection, as the worker's role, inside the caller's transaction if there is one. What is
    right already is left alone, so a second run changes nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS due_keys (kind smallint, key text, person_id bigint) ON COMMIT DROP"
        )
        return sum(_refresh(cursor, batch) for batch in _batches(cursor, person_ids))


def _batches(cursor: Any, person_ids: Sequence[int] | None) -> Iterator[list[int]]:
    if person_ids is None:
        cursor.execute("SELECT id FROM linking_person ORDER BY id")
        person_ids = [row[0] for row in cursor.fetchall()]
    people = sorted(set(person_ids))
    for first in range(0, len(people), _AT_ONCE):
        yield people[first : first + _AT_ONCE]


def _refresh(cursor: Any, people: list[int]) -> int:
    cursor.execute(_PROFILES, [people, people, people])
    profiles = cursor.fetchall()
    cursor.execute("TRUNCATE due_keys")
    with cursor.copy("COPY due_keys (kind, key, person_id) FROM STDIN") as copy:
        for row in profiles:
            for kind, key in keys_of_profile(_profile(row)):
                copy.write_row((int(kind), key, row[0]))
    cursor.execute("ANALYZE due_keys")
    cursor.execute(_GONE, [people])
    gone = cursor.rowcount
    cursor.execute(_NEW)
    return int(gone + cursor.rowcount)


def _profile(row: tuple[Any, ...]) -> SearchProfile:
    _, forename, surname, known_as, other_names, born_on, nhs_number, upn, addresses, said = row
    return SearchProfile(
        forename=forename,
        surname=surname,
        known_as=known_as,
        other_names=other_names,
        born_on=born_on,
        nhs_number=nhs_number,
        upn=upn,
        addresses=[(address, postcode) for address, postcode in addresses],
        said=[tuple(names) for names in said],
    )
