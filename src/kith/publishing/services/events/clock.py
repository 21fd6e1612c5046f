"""Does what time asks for: offers that end, reminders, questions afterwards, and erasing what is kept no longer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kith.publishing.models import Booking, Event, EventReminder, Interest
from kith.publishing.rules import events as rules
from kith.publishing.services.events import letters
from kith.publishing.services.events.places import lock_event, refill
from kith.publishing.vocabulary.events import (
    BOOKING_KEPT,
    EVALUATION_AFTER,
    EVALUATION_UNTIL,
    LEFT_KEPT,
    NEEDS_KEPT,
    SIX_WEEKS,
    SIX_WEEKS_UNTIL,
    TOLD_KEPT,
    UNCONFIRMED_KEPT,
    BookingState,
    EventStatus,
    Moment,
)


def run_clock(*, now: datetime) -> None:
    """Do everything that is due, each event in a transaction of its own; what is done is done once."""
    confirmed = Event.objects.filter(status=EventStatus.CONFIRMED.value)
    for event_id in confirmed.filter(ends_at__gt=now).values_list("pk", flat=True):
        refill(event_id=event_id, now=now)
    for reminder_id in EventReminder.objects.filter(sent_at__isnull=True, skipped_because="").values_list(
        "pk", flat=True
    ):
        send_reminder(reminder_id=reminder_id, now=now)
    ask_afterwards(now=now)
    erase_what_is_old(now=now)


@transaction.atomic
def send_reminder(*, reminder_id: int, now: datetime) -> int:
    """Send one reminder if it is due, once, and return to how many; one that comes too late is skipped and says so."""
    event = lock_event(EventReminder.objects.values_list("event_id", flat=True).get(pk=reminder_id))
    row = EventReminder.objects.get(pk=reminder_id)
    due = rules.due_at(Moment(row.moment), row.hours, row.at, event.starts_at)
    if row.sent_at is not None or row.skipped_because or due is None or now < due:
        return 0
    if event.status != EventStatus.CONFIRMED.value or event.starts_at is None or now >= event.starts_at:
        over = event.status == EventStatus.CONFIRMED.value
        row.skipped_because = "The event had begun." if over else f"The event was {event.status}."
        row.save(update_fields=["skipped_because"])
        return 0
    people = list(Booking.objects.filter(event=event, state=BookingState.BOOKED.value).order_by("pk"))
    for booking in people:
        booking.event = event
        letters.reminder(booking, row.pk, row.words, now)
    row.sent_at = now
    row.save(update_fields=["sent_at"])
    return len(people)


@transaction.atomic
def ask_afterwards(*, now: datetime) -> tuple[int, int]:
    """Ask those who came what they thought, and after six weeks what they changed; return how many of each."""
    came = Booking.objects.filter(
        came_at__isnull=False, erased_at__isnull=True, event__status=EventStatus.CONFIRMED.value
    )
    came = came.select_for_update(of=("self",)).select_related("event__series").order_by("pk")
    thought = came.filter(
        evaluation_asked_at__isnull=True,
        has_evaluated=False,
        event__ends_at__lte=now - EVALUATION_AFTER,
        event__ends_at__gt=now - EVALUATION_UNTIL,
    )
    asked = list(thought)
    for booking in asked:
        letters.ask_what_they_thought(booking, now)
        booking.evaluation_asked_at = now
        booking.save(update_fields=["evaluation_asked_at"])
    changed = came.filter(
        six_weeks_asked_at__isnull=True,
        event__ends_at__lte=now - SIX_WEEKS,
        event__ends_at__gt=now - SIX_WEEKS_UNTIL,
    )
    later = list(changed)
    for booking in later:
        letters.ask_what_changed(booking, now)
        booking.six_weeks_asked_at = now
        booking.save(update_fields=["six_weeks_asked_at"])
    return len(asked), len(later)


@transaction.atomic
def erase_what_is_old(*, now: datetime) -> int:
    """Erase what is kept no longer, and return from how many bookings every personal word went.

    What stays of a booking is its agency, its state and whether somebody came: the counts of the event.
    """
    unconfirmed = Booking.objects.filter(state=BookingState.ASKED.value, asked_at__lte=now - UNCONFIRMED_KEPT)
    unconfirmed.delete()
    Interest.objects.filter(confirmed_at__isnull=True, asked_at__lte=now - UNCONFIRMED_KEPT).delete()
    Interest.objects.filter(told_at__lte=now - TOLD_KEPT).delete()
    Interest.objects.filter(event__status=EventStatus.CANCELLED.value).delete()
    Booking.objects.filter(event__ends_at__lte=now - NEEDS_KEPT).exclude(access_needs="").update(access_needs="")
    left = Q(ended_at__lte=now - LEFT_KEPT)
    stayed = Q(event__ends_at__lte=now - LEFT_KEPT, came_at__isnull=True)
    came = Q(event__ends_at__lte=now - BOOKING_KEPT)
    kept = Booking.objects.filter(left | stayed | came, erased_at__isnull=True)
    erased = list(kept.values_list("pk", flat=True))
    words = dict.fromkeys(("name", "email", "role", "access_needs", "manager"), "")
    Booking.objects.filter(pk__in=erased).update(**words, erased_at=now)
    return len(erased)
