"""Reads bookings: one by its link or its code, everybody booked, and how a waiting entry stands."""

from datetime import datetime

from kith.publishing.models import Booking, BookingAgency, Event, Interest
from kith.publishing.rules import events as rules
from kith.publishing.rules.links import opened_link
from kith.publishing.selectors.events.dates import places_of, waiting_list, why_closed
from kith.publishing.vocabulary.events import BookingState


def find_booking(token: str) -> Booking | None:
    """Return the booking that a signed link opens; None for a link that is false, old, or whose booking is erased."""
    opened = opened_link("booking", token)
    if opened is None:
        return None
    public_id, count = opened
    rows = Booking.objects.select_related("event__series")
    return rows.filter(public_id=public_id, link=count, erased_at__isnull=True).first()


def find_interest(token: str) -> Interest | None:
    """Return the wish to be told a date that a signed link opens."""
    opened = opened_link("interest", token)
    if opened is None:
        return None
    return Interest.objects.select_related("event__series").filter(public_id=opened[0]).first()


def agency_names() -> list[str]:
    """Return the agencies that can be chosen by whoever books."""
    return list(BookingAgency.objects.values_list("name", flat=True))


def booked(event: Event) -> list[Booking]:
    """Return everybody with a place, by name; who came without booking too."""
    return list(Booking.objects.filter(event=event, state=BookingState.BOOKED.value).order_by("name", "pk"))


def bookings_of(event: Event) -> list[Booking]:
    """Return every booking of an event, the latest first."""
    return list(Booking.objects.filter(event=event).order_by("-asked_at", "-pk"))


def by_code(event: Event, code: str) -> Booking | None:
    """Return the booking with this short code, typed in any way."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return Booking.objects.filter(event=event, code=typed, erased_at__isnull=True).first()


def why_waiting(booking: Booking, now: datetime) -> str:
    """Return why somebody who waits has been offered no place."""
    event = booking.event
    line = waiting_list(event)
    return rules.why_no_offer(line, booking.pk, places_of(event, now), why_closed(event, now))


def booking_now(key: int) -> Booking:
    """Return a booking as it stands now, with its event."""
    return Booking.objects.select_related("event__series").get(pk=key)
