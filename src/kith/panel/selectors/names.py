"""Reads the names of people whom the ticket shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

# Each table is read once: looking one up for each row of the other goes through the whole of the ticket every time.
_NAMES: Final = """
WITH p AS MATERIALIZED (SELECT id, public_id FROM linking_person WHERE id = ANY(%(people)s::bigint[])),
f AS MATERIALIZED (
    SELECT person_id, forename, surname, born_on FROM linking_profile WHERE person_id = ANY(%(people)s::bigint[])
)
SELECT p.id, p.public_id, concat_ws(' ', f.forename, f.surname), f.born_on FROM p JOIN f ON f.person_id = p.id
"""


@dataclass(frozen=True, kw_only=True)
class Named:
    """One person as a heading of the panel's pages shows them."""

    person_id: int
    public_id: UUID
    name: str
    born_on: date | None


def named(person_ids: Sequence[int]) -> dict[int, Named]:
    """Return who these people are, as far as the ticket shows them."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"people": list(person_ids)})
        rows = cursor.fetchall()
    return {
        pk: Named(person_id=pk, public_id=UUID(str(public_id)), name=name, born_on=born_on)
        for pk, public_id, name, born_on in rows
    }
