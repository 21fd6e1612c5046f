"""Asks those who work with a child to read what was decided, and keeps that they have; and the same of an agenda."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kith.access.selectors import list_workers
from kith.access.services import trace
from kith.access.vocabulary import NotShown, Viewer
from kith.panel.models import DecisionReading, Item, Seat
from kith.panel.services.locking import locked
from kith.panel.vocabulary import MeetingRefused
from kith.work.services import notify
from kith.work.vocabulary import NoticeKind


def ask_to_read(*, item: Item, by: Viewer, now: datetime) -> int:
    """Ask everybody who stands to the child to read the decision, but those who sat in the room, and return how many.

    Call it inside the look of the decision.
    """
    there = set(Seat.objects.filter(meeting=item.meeting_id, promised_at__isnull=False).values_list("staff", flat=True))
    readers = [one for one in list_workers(item.person_id, now) if one not in there | {by.staff_id}]
    DecisionReading.objects.bulk_create(DecisionReading(item=item, staff_id=one, asked_at=now) for one in readers)
    for one in readers:
        notify(staff_id=one, kind=NoticeKind.DECISION_MADE, by=by, now=now)
    return len(readers)


@transaction.atomic
def mark_read(*, reading: UUID, by: Viewer, now: datetime) -> None:
    """Keep that somebody has read a decision; a second time changes nothing.

    Raises:
        NotShown: nobody asked them to read it.
    """
    row = DecisionReading.objects.select_for_update().filter(public_id=reading, staff_id=by.staff_id).first()
    if row is None:
        raise NotShown
    if row.read_at is not None:
        return
    row.read_at = now
    row.save(update_fields=["read_at"])
    trace(by=by.staff_id, action="panel.read_decision", subject="panel.item", subject_id=row.item_id, now=now)


@transaction.atomic
def read_agenda(*, meeting: UUID, by: Viewer, now: datetime) -> None:
    """Keep that somebody with a seat has read the agenda and said to whom they are too near.

    Who is put on it later is new to them again.

    Raises:
        MeetingRefused: they have no seat.
    """
    held = locked(meeting)
    if not Seat.objects.filter(meeting=held, staff_id=by.staff_id).update(agenda_read_at=now):
        raise MeetingRefused("You have no seat in this meeting. Ask its coordinator.")
    trace(by=by.staff_id, action="panel.read_agenda", subject="panel.meeting", subject_id=held.pk, now=now)
