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
    SELECT person_id, forename, surname, known_as, born_on, expected_on, is_child FROM linking_profile
    WHERE person_id = ANY(%(people)s::bigint[])
)
SELECT p.id, p.public_id, concat_ws(' ', nullif(f.forename, ''), nullif(f.surname, '')), f.known_as, f.born_on,
       f.expected_on, f.is_child
FROM p JOIN f ON f.person_id = p.id
"""


@dataclass(frozen=True, kw_only=True)
class Named:
    """One person as the headings of these pages show them."""

    person_id: int
    public_id: UUID
    name: str
    known_as: str
    born_on: date | None
    expected_on: date | None
    is_child: bool

    @property
    def called(self) -> str:
        """Return what a page to take home calls the person: the name they like, else the forename."""
        return self.known_as or self.name.split(" ")[0] or "You"


def named(person_ids: Sequence[int]) -> dict[int, Named]:
    """Return who these people are, as far as the ticket shows them."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"people": list(person_ids)})
        rows = cursor.fetchall()
    return {
        pk: Named(
            person_id=pk,
            public_id=UUID(str(public_id)),
            name=name or "Name not known",
            known_as=known_as,
            born_on=born_on,
            expected_on=expected_on,
            is_child=is_child,
        )
        for pk, public_id, name, known_as, born_on, expected_on, is_child in rows
    }
