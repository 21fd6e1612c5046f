"""Reads the names of people whom the ticket shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

_NAMES: Final = """
SELECT p.id, p.public_id, concat_ws(' ', f.forename, f.surname), f.born_on FROM linking_person p
JOIN linking_profile f ON f.person_id = p.id WHERE p.id = ANY(%s::bigint[])
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
        cursor.execute(_NAMES, [list(person_ids)])
        rows = cursor.fetchall()
    return {
        pk: Named(person_id=pk, public_id=UUID(str(public_id)), name=name, born_on=born_on)
        for pk, public_id, name, born_on in rows
    }
