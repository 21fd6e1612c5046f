"""Tells staff what waits for them and what became of it, through whoever the project names."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from kith.access.services.traces import trace
from kith.access.vocabulary import Matter, MatterKind, News, Refused, Teller, Viewer


def ask_staff(*, matter: Matter, of: Sequence[int], by: Viewer, now: datetime) -> None:
    """Ask these members of staff to see to a matter, inside the caller's transaction and look."""
    for teller in _tellers():
        teller.ask(matter=matter, of=of, by=by, now=now)


def close_matter(*, matter: Matter, by: Viewer, now: datetime) -> None:
    """Say that a matter has been seen to, inside the transaction that saw to it."""
    for teller in _tellers():
        teller.close(matter=matter, by=by, now=now)


def tell_staff(*, staff_ids: Sequence[int], news: News, by: Viewer, now: datetime) -> None:
    """Tell these members of staff what became of something, except whoever did it."""
    told = sorted(set(staff_ids) - {by.staff_id})
    for teller in _tellers() if told else []:
        teller.tell(staff_ids=told, news=news, by=by, now=now)


def reassign_reviews(*, staff_id: int, by: Viewer, now: datetime) -> int:
    """Give the emergency looks that somebody may no longer review to another reviewer, and return how many.

    Call it after whatever changed: an end, a move, a role, a block.

    Raises:
        Refused: nobody else could review one of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT glass_id, person_id, was, becomes FROM access_reassign_glass(%s)", [staff_id])
        rows = cursor.fetchall()
    for glass_id, person_id, was, becomes in rows:
        if becomes is None:
            raise Refused(
                "An emergency look waits for a review that nobody else could give. Let it be reviewed first, or make "
                "somebody of another team a team manager or information-governance lead."
            )
        trace(
            by=by.staff_id,
            action="access.reassigned_review",
            subject="access.breakglass",
            subject_id=glass_id,
            person_id=person_id,
            now=now,
            before={"reviewer": was},
            after={"reviewer": becomes},
        )
        matter = Matter(kind=MatterKind.GLASS_REVIEW, row_id=glass_id, person_id=person_id)
        for teller in _tellers():
            teller.hand_over(matter=matter, to=becomes, by=by, now=now)
    return len(rows)


def _tellers() -> list[Teller]:
    return [import_string(path)() for path in settings.KITH_TELLERS]
