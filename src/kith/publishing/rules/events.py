"""Who may have a place, whose turn it is, and why nobody was offered one; pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from kith.publishing.rules.posting import check_address
from kith.publishing.vocabulary.events import (
    BookingRefused,
    EventRefused,
    EventStatus,
    Moment,
    Places,
    Wait,
)
from kith.publishing.vocabulary.posting import AddressRefused


def has_place(places: Places, agency: str) -> bool:
    """Test whether one more person of an agency can be let in: on a place kept for it, or on an open one."""
    if sum(places.held.values()) >= places.capacity:
        return False
    if places.held.get(agency, 0) < places.reserved.get(agency, 0):
        return True
    return open_left(places) > 0


def open_left(places: Places) -> int:
    """Return how many places are left that anybody may have; places kept for an agency are not among them."""
    beyond = sum(max(0, held - places.reserved.get(agency, 0)) for agency, held in places.held.items())
    return max(0, places.capacity - sum(places.reserved.values()) - beyond)


def places_left(places: Places) -> int:
    """Return how many places are left of any sort."""
    return max(0, places.capacity - sum(places.held.values()))


def take(places: Places, agency: str) -> Places:
    """Return the places after one more person of an agency was let in."""
    held = {**places.held, agency: places.held.get(agency, 0) + 1}
    return Places(capacity=places.capacity, reserved=places.reserved, held=held)


def next_in_line(waiting: Iterable[Wait], places: Places) -> list[int]:
    """Return the keys of those who are to be offered a place now, in their order; a place is taken by each.

    Higher priority goes first, then who came first; somebody whose agency has no place left is passed over.
    """
    offered = []
    for entry in in_order(waiting):
        if has_place(places, entry.agency):
            offered.append(entry.key)
            places = take(places, entry.agency)
    return offered


def in_order(waiting: Iterable[Wait]) -> list[Wait]:
    """Return a waiting list in the order in which places are offered."""
    return sorted(waiting, key=lambda entry: (-entry.priority, entry.entered_at, entry.key))


def closes_at(starts_at: datetime | None, booking_closes_at: datetime | None) -> datetime | None:
    """Return when booking ends: when it says so, and at the latest when the event begins."""
    times = [time for time in (starts_at, booking_closes_at) if time is not None]
    return min(times, default=None)


def why_closed(status: EventStatus, closes: datetime | None, now: datetime) -> str:
    """Return why nobody can book an event now, in a sentence; empty where they can."""
    if status is EventStatus.CANCELLED:
        return "This event has been cancelled."
    if status is not EventStatus.CONFIRMED:
        return "The date is not confirmed yet, so no place can be booked. Ask to be told when it is."
    if closes is None or now >= closes:
        return "Booking has closed."
    return ""


def why_no_offer(waiting: Sequence[Wait], key: int, places: Places, closed: str) -> str:
    """Return why somebody on the waiting list has been offered no place, in a sentence or two."""
    line = in_order(waiting)
    place = next(n for n, entry in enumerate(line, 1) if entry.key == key)
    agency = line[place - 1].agency
    if closed:
        return f"{closed} No more places are offered."
    ahead = f"Number {place} of {len(line)} on the waiting list."
    if places_left(places) > 0 and not has_place(places, agency):
        return f"{ahead} Places are left, but they are kept for other agencies, and none of the open ones is free."
    return f"{ahead} Every place is taken or has been offered to somebody."


def offer_ends(now: datetime, hours: int, closes: datetime) -> datetime:
    """Return until when a place is kept for the one to whom it is offered."""
    return min(now + timedelta(hours=hours), closes)


def due_at(moment: Moment, hours: int | None, at: datetime | None, starts_at: datetime | None) -> datetime | None:
    """Return when a reminder is due; None while the event has no date."""
    if moment is Moment.FIXED:
        return at
    return None if starts_at is None or hours is None else starts_at - timedelta(hours=hours)


def check_line(what: str, text: str) -> str:
    """Return one typed line without the space around it.

    Raises:
        BookingRefused: it holds a line break or another character that nobody types into a name.
    """
    clean = text.strip()
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") for letter in clean):
        raise BookingRefused(
            f"The {what} holds a line break or a hidden character, so nothing was booked. Type it again."
        )
    return clean


def check_email(text: str) -> str:
    """Return an address in the form in which it is kept: without space around it, in small letters.

    Raises:
        BookingRefused: no mail can be sent to it.
    """
    address = text.strip().lower()
    try:
        check_address(address)
    except AddressRefused:
        raise BookingRefused(
            "No mail can be sent to this address, so nothing was booked. Type one such as name@example.org."
        ) from None
    return address


def check_event(starts_at: datetime | None, ends_at: datetime | None, capacity: int, reserved: int) -> None:
    """Check that an event's times and places hold together.

    Raises:
        EventRefused: it ends before it begins, has no place, or keeps more places than it has.
    """
    if (starts_at is None) != (ends_at is None):
        raise EventRefused("An event has both a beginning and an end, or neither. Nothing was changed.")
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise EventRefused("It ends before it begins. Nothing was changed; give a later end.")
    if capacity < 1:
        raise EventRefused("An event has at least one place. Nothing was changed.")
    if reserved > capacity:
        raise EventRefused(
            f"{reserved} places are kept for agencies and there are {capacity}. "
            "Nothing was changed; keep fewer, or give more places."
        )
