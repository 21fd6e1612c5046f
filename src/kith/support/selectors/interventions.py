"""Reads what services do for a child, and which open services would suit; each look is logged first."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from kith.access.selectors import look
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Viewer
from kith.support.models import Intervention, InterventionText

_WHO: Final = """
SELECT concat_ws(' ', nullif(f.forename, ''), nullif(f.surname, '')), f.born_on,
       coalesce((SELECT a.town FROM linking_address a WHERE a.person_id = f.person_id AND a.ends_on IS NULL
                 ORDER BY a.begins_on DESC NULLS LAST, a.id DESC LIMIT 1), '')
FROM linking_profile f WHERE f.person_id = %s
"""
_NOT_SO_DEEP = "You may know that this person is known, not what is agreed for them. Ask their worker."
_NOT_TO_WRITE = (
    "You may read what is agreed for this person, but not write here. Ask their worker, whom the page names."
)


@dataclass(frozen=True, kw_only=True)
class AtPerson:
    """One person in one look, with what decides which services suit."""

    public_id: UUID
    person_id: int
    name: str
    born_on: date | None
    town: str
    sees_words: bool


@contextmanager
def at_person(
    public_id: UUID, *, viewer: Viewer, purpose: Purpose, what: str, action: Action = Action.OPEN
) -> Iterator[AtPerson]:
    """Log a look at one person and yield them; whoever writes must be allowed to add at the class of care.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not so deeply.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what=what, action=action) as shown:
        person_id = shown.person_ids[public_id]
        classes = shown.classes[person_id]
        if DataClass.HEADLINES not in classes:
            raise Refused(_NOT_SO_DEEP)
        if action is not Action.OPEN and DataClass.CARE not in classes:
            raise Refused(_NOT_TO_WRITE)
        with connection.cursor() as cursor:
            cursor.execute(_WHO, [person_id])
            row = cursor.fetchone()
        if row is None:
            raise NotShown
        name, born_on, town = row
        yield AtPerson(
            public_id=public_id,
            person_id=person_id,
            name=name or "Name not known",
            born_on=born_on,
            town=town,
            sees_words=DataClass.CARE in classes,
        )


@dataclass(frozen=True, kw_only=True)
class InterventionsPage:
    """What services do and did for one person; the words are there for whoever reads care."""

    who: AtPerson
    rows: Sequence[Intervention]
    texts: dict[int, InterventionText]


def open_interventions(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> InterventionsPage:
    """Return what services do and did for one person, the newest first.

    Raises:
        NotShown, Refused, LogUnavailable: see `at_person`.
    """
    with at_person(public_id, viewer=viewer, purpose=purpose, what="support.interventions") as who:
        found = Intervention.objects.filter(person_id=who.person_id).select_related(
            "service", "provider", "worker__agency"
        )
        texts = InterventionText.objects.filter(person_id=who.person_id)
        return InterventionsPage(who=who, rows=list(found), texts={text.intervention_id: text for text in texts})


def open_intervention(
    public_id: UUID, intervention: UUID, *, viewer: Viewer, purpose: Purpose
) -> tuple[AtPerson, Intervention, InterventionText | None]:
    """Return one intervention with its words.

    Raises:
        NotShown: also when this person has no such intervention.
        Refused, LogUnavailable: see `at_person`.
    """
    page = open_interventions(public_id, viewer=viewer, purpose=purpose)
    row = next((each for each in page.rows if each.public_id == intervention), None)
    if row is None:
        raise NotShown
    return page.who, row, page.texts.get(row.pk)
