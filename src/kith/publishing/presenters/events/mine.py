"""Shows somebody their own booking: how it stands, why, and what they can do."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kith.publishing.models import Booking
from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.events.bookings import why_waiting
from kith.publishing.selectors.events.dates import why_closed
from kith.publishing.services.events.wording import token_of, when, where
from kith.publishing.vocabulary.events import OPEN_STATES, BookingState, EventStatus

_SAYS = {
    BookingState.ASKED: "One more step: confirm that you want to come",
    BookingState.BOOKED: "You have a place",
    BookingState.WAITING: "You are on the waiting list",
    BookingState.OFFERED: "A place is free for you",
    BookingState.GIVEN_UP: "You gave this booking up",
    BookingState.DECLINED: "You declined the place",
    BookingState.LAPSED: "The place was kept for you, and its time is over",
}


def booking_page(booking: Booking, now: datetime) -> dict[str, Any]:
    """Return one booking as the one who holds its link sees it."""
    event, state = booking.event, BookingState(booking.state)
    is_cancelled = event.status == EventStatus.CANCELLED.value
    has_begun = event.starts_at is not None and now >= event.starts_at
    is_over = event.ends_at is not None and now >= event.ends_at
    is_booked = state is BookingState.BOOKED and not is_cancelled
    return {
        "booking": booking,
        "event": event,
        "token": token_of(booking),
        "title": _title(booking, state, is_cancelled=is_cancelled, is_over=is_over),
        "when": when(event),
        "where": where(event),
        "state": state.name.lower(),
        "is_cancelled": is_cancelled,
        "is_open": state in OPEN_STATES and not is_cancelled,
        "can_change": state in OPEN_STATES and not is_cancelled and not has_begun,
        "closed": why_closed(event, now) if state is BookingState.ASKED else "",
        "why": why_waiting(booking, now) if state is BookingState.WAITING and not is_cancelled else "",
        "until": booking.offered_until and date_format(timezone.localtime(booking.offered_until), "l j F Y, H:i"),
        "was_moved": is_booked and not has_begun and booking.agreed_sequence < event.moved_sequence,
        "is_booked": is_booked and not is_over,
        "check_in": full_address(reverse("events_scan", args=[event.code, booking.code])) if is_booked else "",
        "came": booking.came_at,
        "is_over": is_over and is_booked,
        "may_evaluate": is_over and booking.came_at is not None and not booking.has_evaluated,
        "may_answer": booking.six_weeks_asked_at is not None and not booking.has_answered,
    }


def _title(booking: Booking, state: BookingState, *, is_cancelled: bool, is_over: bool) -> str:
    if is_cancelled:
        return "This event has been cancelled"
    if is_over and state is BookingState.BOOKED:
        return "Thank you for coming" if booking.came_at else "This event is over"
    return _SAYS[state]
