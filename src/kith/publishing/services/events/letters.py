"""Writes every mail about an event. A subject names the event only, never what somebody typed."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from kith.publishing.models import Booking, Event, Interest
from kith.publishing.services.events.wording import (
    booking_link,
    calendar_for_holder,
    interest_link,
    page_of,
    when,
    where,
)
from kith.publishing.services.posting import post
from kith.publishing.vocabulary.events import UNCONFIRMED_KEPT

_DAYS = UNCONFIRMED_KEPT.days


@dataclass(frozen=True, kw_only=True)
class _To:
    """To whom a mail goes, and the key that makes two of the same one."""

    address: str
    key: str


def ask_to_confirm(booking: Booking, now: datetime) -> None:
    """Ask whoever booked to confirm by a button; the mail holds nothing that was typed, and goes once an hour."""
    _send(
        booking,
        f"confirm:{now:%Y%m%d%H}",
        "Confirm that you want to come",
        [
            "Somebody, we hope you, asked for a place at this event:",
            _about(booking.event),
            f"Open this page and press the button to confirm:\n{booking_link(booking)}",
            "Nothing is booked until then, and a place can go to somebody else. If it was not you, do nothing: "
            f"what was typed is deleted after {_DAYS} days.",
        ],
        now,
    )


def say_already(booking: Booking, now: datetime) -> None:
    """Tell whoever asks a second time that they have a booking, and where it is."""
    _send(
        booking,
        f"already:{now:%Y%m%d%H}",
        "You have already booked",
        [
            f"Somebody asked for a place with this address, and you have one asked for already: {booking.state}.",
            _about(booking.event),
            f"See it, change it or give it up:\n{booking_link(booking)}",
        ],
        now,
    )


def joining_instructions(booking: Booking, now: datetime) -> None:
    """Tell somebody that they have a place, with all they need to come and an entry for their calendar."""
    event = booking.event
    lines = [
        f"Dear {booking.name},",
        "You have a place at this event:",
        _about(event),
        *_how_to_come(event),
        f"Your code for signing in on the day: {booking.code}. It is on this page too, as a picture to scan, and "
        f"there you can change the booking, pass it to a colleague or give it up:\n{booking_link(booking)}",
    ]
    _send(booking, f"booked:{event.sequence}", "Your place", lines, now, with_calendar=True)


def on_waiting_list(booking: Booking, now: datetime) -> None:
    """Tell somebody that no place is free and that they are on the waiting list."""
    _send(
        booking,
        "waiting",
        "You are on the waiting list",
        [
            f"Dear {booking.name},",
            "Every place that you could have is taken, so you are on the waiting list of this event:",
            _about(booking.event),
            "When a place is free it is offered to you by e-mail. This page shows where you stand and why, and there "
            f"you can leave the list:\n{booking_link(booking)}",
        ],
        now,
    )


def offer(booking: Booking, now: datetime) -> None:
    """Offer a free place, and say until when."""
    until = booking.offered_until or now
    _send(
        booking,
        "offer",
        "A place is free for you",
        [
            f"Dear {booking.name},",
            "A place is free for you at this event:",
            _about(booking.event),
            f"It is kept for you until {_moment(until)}. Take it or decline it on this page:\n{booking_link(booking)}",
            "If you do neither, it is offered to the next person.",
        ],
        now,
    )


def offer_lapsed(booking: Booking, now: datetime) -> None:
    """Tell somebody that the place was kept for them for as long as was said."""
    _send(
        booking,
        "lapsed",
        "The place is no longer kept for you",
        [
            f"Dear {booking.name},",
            "The place that was offered to you has gone to the next person, because we did not hear from you:",
            _about(booking.event),
            f"If you still want to come, book again:\n{page_of(booking.event)}",
        ],
        now,
    )


def given_up(booking: Booking, now: datetime) -> None:
    """Tell somebody that they gave up their place, in case it was not they who did."""
    _send(
        booking,
        "given-up",
        "You have given up your place",
        [
            f"Dear {booking.name},",
            "You no longer have a place, nor wait for one, at this event. Please take it out of your calendar:",
            _about(booking.event),
            f"If that was a mistake, book again:\n{page_of(booking.event)}",
        ],
        now,
    )


def passed_on(booking: Booking, now: datetime) -> None:
    """Tell a colleague that somebody gave them a place."""
    event = booking.event
    lines = [
        f"Dear {booking.name},",
        f"A colleague at {booking.agency} has passed their place at this event to you:",
        _about(event),
        *_how_to_come(event),
        f"Your code for signing in on the day: {booking.code}. If you cannot come, give the place up here:\n"
        f"{booking_link(booking)}",
    ]
    _send(booking, f"passed:{booking.link}", "A place has been passed to you", lines, now, with_calendar=True)


def passed_away_from(booking: Booking, address: str, now: datetime) -> None:
    """Tell whoever passed a place on that it is their colleague's now; the link of theirs is dead."""
    lines = [
        "Your place at this event has been passed to a colleague, as was asked on your booking's page:",
        _about(booking.event),
        "If it was not you who asked, write to the partnership's office.",
    ]
    to = _To(address=address, key=f"passed-from:{booking.public_id}:{booking.link}")
    _post(booking.event, to, "Your place has been passed on", lines, now)


def moved(booking: Booking, before: str, now: datetime) -> None:
    """Tell somebody that the event was moved, and ask whether they keep their place."""
    event = booking.event
    _send(
        booking,
        f"moved:{event.moved_sequence}",
        "It has been moved",
        [
            f"Dear {booking.name},",
            "This event has been moved.",
            f"It was: {before}",
            f"It is now:\n{_about(event)}",
            f"Say whether you keep your place or give it up:\n{booking_link(booking)}",
            "If you do nothing, you keep it. The entry for your calendar is attached.",
        ],
        now,
        with_calendar=True,
    )


def cancelled(booking: Booking, now: datetime) -> None:
    """Tell somebody that the event does not take place."""
    event = booking.event
    because = [f"Why: {event.cancelled_because}"] if event.cancelled_because else []
    lines = ["This event has been cancelled. Nothing more is asked of you.", _about(event), *because]
    with_date = event.starts_at is not None
    _send(booking, "cancelled", "It has been cancelled", lines, now, with_calendar=with_date)


def reminder(booking: Booking, number: int, words: str, now: datetime) -> None:
    """Remind somebody of an event."""
    event = booking.event
    lines = [
        f"Dear {booking.name},",
        "You have a place at this event:",
        _about(event),
        *([words] if words else []),
        *_how_to_come(event),
        f"Your code for signing in: {booking.code}. If you cannot come, please give your place up, so that somebody "
        f"who waits can have it:\n{booking_link(booking)}",
    ]
    _send(booking, f"reminder:{number}:{event.sequence}", "A reminder", lines, now)


def ask_what_they_thought(booking: Booking, now: datetime) -> None:
    """Ask somebody who came what they thought, and say that the answer has no name."""
    lines = [
        f"Dear {booking.name},",
        "Thank you for coming to this event:",
        _about(booking.event),
        f"Three questions, two minutes. Your answers are kept without your name:\n{booking_link(booking)}evaluation/",
        f"Your certificate is on this page:\n{booking_link(booking)}",
    ]
    _send(booking, "evaluation", "What did you think?", lines, now)


def ask_what_changed(booking: Booking, now: datetime) -> None:
    """Ask somebody who came, six weeks later, what they did differently."""
    lines = [
        f"Dear {booking.name},",
        "Six weeks ago you came to this event:",
        _about(booking.event),
        f"One question: what did you change? Your answer is kept without your name:\n{booking_link(booking)}six-weeks/",
        "“Not yet” helps as much: it tells us what stands in the way.",
    ]
    _send(booking, "six-weeks", "What did you change?", lines, now)


def ask_to_confirm_interest(interest: Interest, now: datetime) -> None:
    """Ask whoever wants to be told a date to confirm by a button."""
    lines = [
        "Somebody, we hope you, asked to be told when the date of this event is confirmed:",
        _about(interest.event),
        f"Open this page and press the button to confirm:\n{interest_link(interest)}",
        f"If it was not you, do nothing: the address is deleted after {_DAYS} days.",
    ]
    to = _To(address=interest.email, key=f"interest:{interest.public_id}:{now:%Y%m%d%H}")
    _post(interest.event, to, "Be told the date", lines, now)


def tell_date(interest: Interest, now: datetime) -> None:
    """Tell somebody that the date is confirmed, once; nothing more comes after it."""
    lines = [
        "You asked to be told. The date of this event is confirmed:",
        _about(interest.event),
        f"Book a place:\n{page_of(interest.event)}",
        "This is the only mail that comes of your asking; your address is deleted soon.",
    ]
    to = _To(address=interest.email, key=f"date:{interest.public_id}")
    _post(interest.event, to, "The date is confirmed", lines, now)


def _about(event: Event) -> str:
    return "\n".join(line for line in (event.series.title, when(event), where(event)) if line)


def _how_to_come(event: Event) -> list[str]:
    said = [
        event.online_link and f"Join online: {event.online_link}\nPlease do not pass this link on.",
        event.access and f"Getting there and access: {event.access}",
        event.trainer and f"With: {event.trainer}",
        event.joining,
    ]
    return [line for line in said if line]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "l j F Y, H:i")


def _send(
    booking: Booking, kind: str, subject: str, lines: list[str], now: datetime, *, with_calendar: bool = False
) -> None:
    if not booking.email:
        return  # somebody who walked in and left no address
    to = _To(address=booking.email, key=f"booking:{booking.public_id}:{booking.link}:{kind}")
    _post(booking.event, to, subject, lines, now, with_calendar=with_calendar)


def _post(event: Event, to: _To, subject: str, lines: list[str], now: datetime, *, with_calendar: bool = False) -> None:
    files = [calendar_for_holder(event)] if with_calendar else []
    text = "\n\n".join([*lines, str(settings.KITH_PARTNERSHIP)]) + "\n"
    title = f"{subject}: {event.series.title}"
    post(key=f"event:{to.key}", address=to.address, subject=title, text=text, attachments=files, now=now)
