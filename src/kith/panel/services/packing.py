"""Asks for a pack for each agency with a seat, and takes the agenda packs back when the meeting is over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.panel.models import Pack, Seat
from kith.panel.rules import may_run
from kith.panel.services.locking import locked

_TASK = "panel.make_pack"


@transaction.atomic
def ask_packs(*, meeting: UUID, by: Viewer, now: datetime) -> int:
    """Ask for a new pack for every seat of an agency, each with a copy number of its own; return how many.

    Packs that were made before are taken back: whoever opens one reads the newest.

    Raises:
        MeetingRefused: there is no such meeting.
        Refused: they do not run the panel.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair ask for packs.")
    held = locked(meeting)
    take_back(meeting_id=held.pk, by=by, now=now)
    seats = Seat.objects.filter(meeting=held).order_by("agency__name", "pk")
    first = Pack.objects.filter(meeting=held).count() + 1
    packs = Pack.objects.bulk_create(
        Pack(
            meeting=held,
            agency_id=seat.agency_id,
            reader_id=seat.staff_id,
            copy=first + place,
            asked_by_id=by.staff_id,
            asked_at=now,
        )
        for place, seat in enumerate(seats)
    )
    for pack in packs:
        app.configure_task(_TASK, queue="work").defer(pack=pack.pk)
    after = {"packs": len(packs)}
    trace(by=by.staff_id, action="panel.asked_packs", subject="panel.meeting", subject_id=held.pk, now=now, after=after)
    return len(packs)


def take_back(*, meeting_id: int, by: Viewer, now: datetime) -> int:
    """Take back every pack of a meeting; it opens no more, whatever its reader kept as an address."""
    taken = Pack.objects.filter(meeting_id=meeting_id).exclude(state="recalled").update(state="recalled")
    if taken:
        after = {"packs": taken}
        trace(
            by=by.staff_id,
            action="panel.took_packs_back",
            subject="panel.meeting",
            subject_id=meeting_id,
            now=now,
            after=after,
        )
    return taken
