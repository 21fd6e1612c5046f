"""Gives a colleague one action: whose it is, by when, what is needed, and about whom if about anybody."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from kith.access.services import look
from kith.access.vocabulary import DataClass, Purpose, Refused, Viewer
from kith.work.rules import GIVERS
from kith.work.services.tasks import add_task
from kith.work.vocabulary import NewTask, TaskKind


@dataclass(frozen=True, kw_only=True)
class NewAction:
    """One action as whoever gives it words it."""

    owner_id: int
    due_on: date
    words: str
    person: UUID | None = None
    purpose: Purpose = Purpose.SAFEGUARDING


@transaction.atomic
def give_action(*, action: NewAction, by: Viewer, now: datetime) -> UUID:
    """Give a colleague of one's own agency an action with its day, and return its number.

    Raises:
        NotShown: the person may not be known to whoever gives it.
        Refused: the role gives none, the colleague works elsewhere, the day is past, the words say too little, or
            whoever gives it has no reason to know the person's story.
    """
    if not by.roles & GIVERS:
        raise Refused("Your role gives no actions. Ask a team manager.")
    if not get_user_model().objects.filter(pk=action.owner_id, is_active=True, agency_id=by.agency_id).exists():
        raise Refused("An action goes to a colleague of your own agency. For another agency, ring them or refer.")
    if action.due_on < timezone.localdate(now):
        raise Refused("The day by which it is due is past. Choose today or later.")
    if len(action.words.strip()) < 10:
        raise Refused("Say in a sentence what is needed, so that your colleague can do it.")
    if action.person is None:
        return _add(action, "/work/", None, by, now)
    with look(viewer=by, people=[action.person], purpose=action.purpose, what="work.give") as shown:
        person_id = shown.person_ids[action.person]
        if not shown.may_see(person_id, DataClass.HEADLINES):
            raise Refused("You have no current reason to know this person's story, so you give no action about them.")
        return _add(action, f"/people/{action.person}/", person_id, by, now)


def _add(action: NewAction, link: str, person_id: int | None, by: Viewer, now: datetime) -> UUID:
    new = NewTask(
        kind=TaskKind.ACTION,
        owner_id=action.owner_id,
        link=link,
        subject="work.action",
        person_id=person_id,
        due_on=action.due_on,
        words=action.words.strip(),
    )
    return add_task(new=new, by=by, now=now)
