"""Gives out places: one event is locked while it is done, so that two people never get the last one."""

from datetime import datetime

from django.db import transaction

from kith.publishing.models import Booking, Event
from kith.publishing.rules import events as rules
from kith.publishing.selectors.events.dates import as_waiting, places_of, why_closed
from kith.publishing.services.events import letters
from kith.publishing.vocabulary.events import BookingState


def lock_event(event_id: int) -> Event:
    """Return an event that nobody else can change until this transaction ends."""
    return Event.objects.select_for_update(of=("self",)).select_related("series").get(pk=event_id)


def end_offers(event: Event, now: datetime) -> int:
    """End the offers whose time is over, tell whoever let one pass, and return how many; the event is locked."""
    lapsed = Booking.objects.filter(event=event, state=BookingState.OFFERED.value, offered_until__lte=now)
    rows = list(lapsed.order_by("pk"))
    for booking in rows:
        booking.event = event
        booking.state, booking.ended_at = BookingState.LAPSED.value, now
        booking.save(update_fields=["state", "ended_at"])
        letters.offer_lapsed(booking, now)
    return len(rows)


def fill_places(event: Event, now: datetime) -> int:
    """Offer every free place to whose turn it is, and return how many were offered; the event is locked.

    After it, nobody waits who could have a place: so a newcomer who finds one takes it from nobody.
    """
    end_offers(event, now)
    closes = rules.closes_at(event.starts_at, event.booking_closes_at)
    if closes is None or why_closed(event, now):
        return 0
    waiting = {row.pk: row for row in Booking.objects.filter(event=event, state=BookingState.WAITING.value)}
    chosen = rules.next_in_line(as_waiting(waiting.values()), places_of(event, now))
    for key in chosen:
        booking = waiting[key]
        booking.event = event
        booking.state = BookingState.OFFERED.value
        booking.offered_until = rules.offer_ends(now, event.offer_hours, closes)
        booking.save(update_fields=["state", "offered_until"])
        letters.offer(booking, now)
    return len(chosen)


@transaction.atomic
def refill(*, event_id: int, now: datetime) -> int:
    """End what is over, offer what is free, and return how many places were offered."""
    return fill_places(lock_event(event_id), now)
