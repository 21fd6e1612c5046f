"""Takes down who came: by a scanned picture, a typed code, the register, or at the door without booking."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kith.publishing.models import Booking, Editor
from kith.publishing.rules import events as rules
from kith.publishing.services.events.booking import new_code
from kith.publishing.services.events.places import lock_event
from kith.publishing.services.tracing import note
from kith.publishing.vocabulary.events import (
    OPEN_STATES,
    Asked,
    BookingState,
    EventStatus,
    SignedInBy,
    SignInRefused,
)

EARLIEST: Final = timedelta(hours=12)  # before the start; somebody signed in a week early is a mistake


@transaction.atomic
def sign_in(*, booking_id: int, how: SignedInBy, by: Editor | None, now: datetime) -> datetime | None:
    """Take down that somebody came; return when they were signed in before, None the first time.

    Raises:
        SignInRefused: they have no place, the event is cancelled, or it is not the day yet.
    """
    event = lock_event(Booking.objects.values_list("event_id", flat=True).get(pk=booking_id))
    booking = Booking.objects.get(pk=booking_id)
    if event.status != EventStatus.CONFIRMED.value or event.starts_at is None:
        raise SignInRefused("This event does not take place, so nobody was signed in.")
    if now < event.starts_at - EARLIEST:
        raise SignInRefused("The event is not today, so nobody was signed in. Look at the date.")
    if booking.state != BookingState.BOOKED.value:
        raise SignInRefused(
            f"This booking is no place ({booking.state}), so nobody was signed in. "
            "If there is room, add the person as somebody who came without booking."
        )
    if booking.came_at is not None:
        return booking.came_at
    booking.came_at, booking.came_by = now, how.value
    booking.save(update_fields=["came_at", "came_by"])
    note(booking, "wagtail.edit", by)
    return None


@transaction.atomic
def sign_out(*, booking_id: int, by: Editor | None) -> None:
    """Take back that somebody came, where it was taken down by mistake."""
    booking = Booking.objects.select_for_update().get(pk=booking_id)
    booking.came_at, booking.came_by = None, ""
    booking.save(update_fields=["came_at", "came_by"])
    note(booking, "wagtail.edit", by)


@transaction.atomic
def add_walk_in(*, event_id: int, asked: Asked, by: Editor | None, now: datetime) -> Booking:
    """Take down somebody who came without booking, and return their booking; they sit on no booked place.

    Raises:
        SignInRefused: the event is not on, or the address has a booking: sign that one in.
        BookingRefused: a line cannot be a name, or no mail can be sent to the address.
    """
    event = lock_event(event_id)
    if event.status != EventStatus.CONFIRMED.value or event.starts_at is None or now < event.starts_at - EARLIEST:
        raise SignInRefused("This event is not on today, so nobody was signed in.")
    email = rules.check_email(asked.email) if asked.email else ""
    open_states = [state.value for state in OPEN_STATES]
    known = Booking.objects.filter(event=event, email__iexact=email, state__in=open_states)
    if email and known.exists():
        raise SignInRefused("Somebody with this address has booked. Nobody was added; sign in that booking.")
    booking = Booking.objects.create(
        event=event,
        state=BookingState.BOOKED.value,
        name=rules.check_line("name", asked.name),
        email=email,
        agency=rules.check_line("agency", asked.agency),
        role=rules.check_line("role", asked.role),
        code=new_code(event),
        asked_at=now,
        entered_at=now,
        is_walk_in=True,
        came_at=now,
        came_by=SignedInBy.WALK_IN.value,
        agreed_sequence=event.moved_sequence,
    )
    note(booking, "wagtail.create", by)
    return booking
