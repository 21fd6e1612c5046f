"""Books, confirms, gives up and passes on places. A link shows a booking; only a POST changes one."""

import secrets
from datetime import datetime

from django.db import transaction

from kith.publishing.models import Booking, Event
from kith.publishing.rules import events as rules
from kith.publishing.selectors.events.dates import places_of, why_closed
from kith.publishing.services.events import letters
from kith.publishing.services.events.places import fill_places, lock_event
from kith.publishing.vocabulary.events import (
    CODE_LENGTH,
    CODE_LETTERS,
    OPEN_STATES,
    UNCONFIRMED_KEPT,
    Asked,
    BookingRefused,
    BookingState,
)

_OPEN = [state.value for state in OPEN_STATES]
_GONE = "This booking has ended, so nothing was changed. Book again on the page of the event."


@transaction.atomic
def ask_for_place(*, event_id: int, asked: Asked, now: datetime) -> None:
    """Keep what somebody typed and ask them by mail to confirm it; nothing is booked yet.

    Whoever asks learns nothing of whether the address has a booking: the mail alone says so.

    Raises:
        BookingRefused: booking is closed, or a line cannot be a name.
    """
    event = lock_event(event_id)
    _check_open(event, now)
    clean = _clean(asked)
    booking = Booking.objects.filter(event=event, email__iexact=clean.email, state__in=_OPEN).first()
    if booking is not None and booking.state != BookingState.ASKED.value:
        booking.event = event
        letters.say_already(booking, now)
        return
    if booking is None:
        booking = Booking(event=event, state=BookingState.ASKED.value, code=new_code(event))
    booking.name, booking.email, booking.agency = clean.name, clean.email, clean.agency
    booking.role, booking.access_needs, booking.manager = clean.role, clean.access_needs, clean.manager
    booking.asked_at, booking.event = now, event
    booking.save()
    letters.ask_to_confirm(booking, now)


@transaction.atomic
def confirm_booking(*, booking_id: int, now: datetime) -> BookingState:
    """Confirm a booking and return what came of it: a place, or the waiting list; a second time changes nothing.

    Raises:
        BookingRefused: booking has closed, or the booking has ended or was never confirmed in time.
    """
    event, booking = _locked(booking_id)
    if booking.state in (BookingState.BOOKED.value, BookingState.WAITING.value, BookingState.OFFERED.value):
        return BookingState(booking.state)
    if booking.state != BookingState.ASKED.value or now - booking.asked_at > UNCONFIRMED_KEPT:
        raise BookingRefused(_GONE)
    _check_open(event, now)
    fill_places(event, now)
    booking.entered_at = now
    if rules.has_place(places_of(event, now), booking.agency):
        _book(booking, event)
        letters.joining_instructions(booking, now)
    else:
        booking.state = BookingState.WAITING.value
        booking.save()
        letters.on_waiting_list(booking, now)
    return BookingState(booking.state)


@transaction.atomic
def accept_offer(*, booking_id: int, now: datetime) -> None:
    """Take an offered place; a second time changes nothing.

    Raises:
        BookingRefused: no place is offered any more.
    """
    event, booking = _locked(booking_id)
    if booking.state == BookingState.BOOKED.value:
        return
    if booking.state == BookingState.OFFERED.value and booking.offered_until and now < booking.offered_until:
        _check_open(event, now)
        _book(booking, event)
        letters.joining_instructions(booking, now)
        return
    raise BookingRefused("No place is kept for you any more, so you have none. Book again on the page of the event.")


@transaction.atomic
def decline_offer(*, booking_id: int, now: datetime) -> None:
    """Decline an offered place; it goes to the next in line.

    Raises:
        BookingRefused: no place is offered.
    """
    event, booking = _locked(booking_id)
    if booking.state == BookingState.DECLINED.value:
        return
    if booking.state != BookingState.OFFERED.value:
        raise BookingRefused("No place is offered to you, so there was none to decline.")
    _end(booking, BookingState.DECLINED, now)
    fill_places(event, now)


@transaction.atomic
def give_up(*, booking_id: int, now: datetime) -> None:
    """Give up a place, leave the waiting list or take back a booking; what is free goes to the next in line.

    Raises:
        BookingRefused: the booking has ended already, or the event has begun.
    """
    event, booking = _locked(booking_id)
    if booking.state == BookingState.GIVEN_UP.value:
        return
    if booking.state not in _OPEN:
        raise BookingRefused(_GONE)
    if event.starts_at is not None and now >= event.starts_at:
        raise BookingRefused(
            "The event has begun, so the place can no longer go to somebody else. Nothing was changed."
        )
    was_confirmed = booking.state != BookingState.ASKED.value
    _end(booking, BookingState.GIVEN_UP, now)
    if was_confirmed:
        letters.given_up(booking, now)
    fill_places(event, now)


@transaction.atomic
def keep_place(*, booking_id: int, now: datetime) -> None:
    """Keep a place at an event that was moved.

    Raises:
        BookingRefused: the booking has ended.
    """
    event, booking = _locked(booking_id)
    if booking.state not in _OPEN:
        raise BookingRefused(_GONE)
    booking.agreed_sequence = event.moved_sequence
    booking.save(update_fields=["agreed_sequence"])


@transaction.atomic
def change_booking(*, booking_id: int, asked: Asked, now: datetime) -> None:
    """Put right name, role, access needs and manager; address and agency stay, for they hold the place.

    Raises:
        BookingRefused: the booking has ended, or a line cannot be a name.
    """
    _, booking = _locked(booking_id)
    if booking.state not in _OPEN:
        raise BookingRefused(_GONE)
    clean = _clean(asked)
    booking.name, booking.role, booking.manager = clean.name, clean.role, clean.manager
    booking.access_needs = clean.access_needs
    booking.save(update_fields=["name", "role", "manager", "access_needs"])


@transaction.atomic
def pass_on(*, booking_id: int, asked: Asked, now: datetime) -> None:
    """Pass a place to a colleague of the same agency: the old link dies, both are told.

    Raises:
        BookingRefused: there is no place to pass on, the event has begun, or the colleague has a booking already.
    """
    event, booking = _locked(booking_id)
    if booking.state != BookingState.BOOKED.value:
        raise BookingRefused("There is no place to pass on, so nothing was changed.")
    if event.starts_at is not None and now >= event.starts_at:
        raise BookingRefused("The event has begun, so the place cannot be passed on. Nothing was changed.")
    clean = _clean(asked)
    others = Booking.objects.filter(event=event, email__iexact=clean.email, state__in=_OPEN).exclude(pk=booking.pk)
    if others.exclude(state=BookingState.ASKED.value).exists():
        raise BookingRefused("The place cannot be passed to this address. Ask your colleague to look at their mail.")
    others.update(state=BookingState.GIVEN_UP.value, ended_at=now)
    address = booking.email
    booking.name, booking.email, booking.role = clean.name, clean.email, clean.role
    booking.access_needs, booking.manager = clean.access_needs, clean.manager
    booking.link, booking.code = booking.link + 1, new_code(event)
    booking.agreed_sequence = event.moved_sequence
    booking.save()
    letters.passed_away_from(booking, address, now)
    letters.passed_on(booking, now)


def new_code(event: Event) -> str:
    """Return a short code that nobody else has at this event."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if not Booking.objects.filter(event=event, code=code).exists():
            return code


def _clean(asked: Asked) -> Asked:
    name, agency = rules.check_line("name", asked.name), rules.check_line("agency", asked.agency)
    if not name or not agency:
        raise BookingRefused("A booking has a name and an agency, so nothing was booked. Type both.")
    return Asked(
        name=name,
        email=rules.check_email(asked.email),
        agency=agency,
        role=rules.check_line("role", asked.role),
        access_needs=asked.access_needs.strip(),
        manager=rules.check_line("manager’s name", asked.manager),
    )


def _check_open(event: Event, now: datetime) -> None:
    closed = why_closed(event, now)
    if closed:
        raise BookingRefused(f"{closed} Nothing was booked.")


def _locked(booking_id: int) -> tuple[Event, Booking]:
    event = lock_event(Booking.objects.values_list("event_id", flat=True).get(pk=booking_id))
    booking = Booking.objects.get(pk=booking_id)
    booking.event = event
    return event, booking


def _book(booking: Booking, event: Event) -> None:
    booking.state, booking.offered_until = BookingState.BOOKED.value, None
    booking.agreed_sequence = event.moved_sequence
    booking.save()


def _end(booking: Booking, state: BookingState, now: datetime) -> None:
    booking.state, booking.ended_at = state.value, now
    booking.save(update_fields=["state", "ended_at"])
