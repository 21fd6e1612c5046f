"""Reads the linked records of whoever a briefing is about, so that a check knows what must not stand in it.

What is read is compared with a text and shown to nobody; each function asks for itself who may have it.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.rules.pseudonyms import FORENAMES, SURNAMES
from kith.learning.rules.records import linked_record, together
from kith.learning.vocabulary import RecordUnlinked

_NOBODY: Final = (
    "The record has no name for whoever this is about, so nobody can be kept out of the text. Nothing can be checked, "
    "approved or handed over until the person is linked to an agency’s record with their name."
)
_NOT_OPEN: Final = (
    "The linked record of this case is not open to you, so the text cannot be checked. Write it while the audit lasts, "
    "or ask for a reason to see the case; nothing was checked or handed over."
)
_NOT_FOR_YOU: Final = (
    "It could not be checked for you just now, so nothing was approved. Open it again, or let another colleague do it."
)


def knows_shown(people: Sequence[int], key: str, avoided: Collection[str] = ()) -> Deidentifier:
    """Return what keeps people out of a text, for whoever writes; call it inside a look that shows them all.

    Raises:
        RecordUnlinked: of one nothing is linked, or nothing that names them; or the look does not show so much.
        WordListDamaged: the word lists are missing or changed.
    """
    records = [_asked("SELECT learning_record_shown(%s)", [person]) for person in people]
    return knows(records, key, in_use=frozenset(avoided))


def names_in_use(people: Sequence[int], *, theme_id: int | None) -> frozenset[str]:
    """Return the pseudonyms that are real names of children of the same audit or school year; call it inside a look."""
    statement, pool = "SELECT to_json(learning_names_in_use(%s, %s, %s))", [*FORENAMES, *SURNAMES]
    return frozenset(name for person in people for name in _asked(statement, [person, theme_id, pool]) or [])


def told_with(person_id: int, review: UUID) -> list[UUID]:
    """Return whose cases one briefing tells, by their numbers in addresses; call it inside a look at one of them."""
    return [UUID(one) for one in _asked("SELECT to_json(learning_told_with(%s, %s))", [person_id, review]) or []]


def knows_for_approval(briefing_id: int) -> tuple[list[int], Deidentifier]:
    """Return whose records they are and what keeps them out, for a second person; call it inside a look over a list.

    The people's numbers are for the log alone.

    Raises:
        RecordUnlinked, WordListDamaged: as above; the first also when these words wait for nobody.
    """
    found = _asked("SELECT learning_record_for_approval(%s)", [briefing_id])
    if found is None:
        raise RecordUnlinked(_NOT_FOR_YOU)
    people = [int(one["person"]) for one in found]
    return people, knows([one["record"] for one in found], str(found[0]["key"]))


def knows_at_hand_over(people: Sequence[int], key: str) -> Deidentifier:
    """Return what keeps people out of a text, for the worker that hands it over.

    Raises:
        RecordUnlinked, WordListDamaged: as above.
    """
    return knows([_asked("SELECT learning_record_of(%s)", [person]) for person in people], key)


def knows(records: Sequence[Any], key: str, *, in_use: frozenset[str] = frozenset()) -> Deidentifier:
    """Return what keeps the people of records out of a text; a record whose first person has no name is refused.

    Raises:
        RecordUnlinked, WordListDamaged: as above.
    """
    if not records or None in records:
        raise RecordUnlinked(_NOT_OPEN)
    for record in records:
        people = record.get("people") or []
        if not people or not str(people[0].get("name", "")).strip():
            raise RecordUnlinked(_NOBODY)
    return Deidentifier(together([linked_record(record) for record in records]), key, in_use)


def _asked(statement: str, parameters: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    found = row[0] if row else None
    return json.loads(found) if isinstance(found, str) else found
