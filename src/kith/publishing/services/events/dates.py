"""Adds, changes, moves and cancels events; whoever it concerns is told in the same transaction."""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from kith.publishing.models import Booking, Editor, Event, EventQuota, EventReminder, Interest, Series
from kith.publishing.rules import events as rules
from kith.publishing.services.events import letters
from kith.publishing.services.events.places import fill_places, lock_event
from kith.publishing.services.events.wording import when, where
from kith.publishing.services.tracing import note
from kith.publishing.vocabulary.events import (
    CODE_LENGTH,
    CODE_LETTERS,
    OPEN_STATES,
    BookingState,
    EventPlan,
    EventRefused,
    EventStatus,
    Moment,
    ReminderPlan,
)

_MOVES: Final = ("starts_at", "ends_at", "venue", "address", "place")
_TELLS: Final = ("online_link", "joining", "access")
_OPEN: Final = [state.value for state in OPEN_STATES]
_APART: Final = ("series", "reserved", "reminders")


@transaction.atomic
def add_event(*, plan: EventPlan, by: Editor | None, now: datetime) -> Event:
    """Add an event, and return it.

    Raises:
        EventRefused: its times and places do not hold together.
    """
    _check(plan)
    event = Event(code=_new_code(), changed_at=now)
    _write(event, plan)
    event.save()
    _write_parts(event, plan, now)
    note(event, "wagtail.create", by)
    return event


@transaction.atomic
def change_event(*, event_id: int, plan: EventPlan, by: Editor | None, now: datetime) -> Event:
    """Change an event, tell whoever it concerns, and return it.

    Another time or venue is a move: everybody booked is asked whether they keep their place. A date that is confirmed
    is told to those who asked for it. New joining words go out again. More places go to who waits.

    Raises:
        EventRefused: it is cancelled, its times and places do not hold together, or it would lose its date although
            people have booked.
    """
    _check(plan)
    event = lock_event(event_id)
    was = EventStatus(event.status)
    if was is EventStatus.CANCELLED:
        raise EventRefused("This event is cancelled and people were told so. Nothing was changed; add a new event.")
    if was is EventStatus.CONFIRMED and plan.status is not EventStatus.CONFIRMED and _bookings(event).exists():
        raise EventRefused("People have booked this date. Nothing was changed; move the event or cancel it.")
    before, had = f"{when(event)}, {where(event)}", {name: getattr(event, name) for name in (*_MOVES, *_TELLS)}
    _write(event, plan)
    changed = {name for name, value in had.items() if getattr(event, name) != value}
    is_open = was is plan.status is EventStatus.CONFIRMED
    if changed:
        event.changed_at = now
        event.sequence += 1
    if is_open and changed.intersection(_MOVES):
        event.moved_sequence = event.sequence
    event.save()
    _write_parts(event, plan, now)
    _tell(event, before, changed if is_open else set(), was=was, now=now)
    fill_places(event, now)
    note(event, "wagtail.edit", by)
    return event


@transaction.atomic
def cancel_event(*, event_id: int, because: str, by: Editor | None, now: datetime) -> int:
    """Cancel an event, tell everybody who has or waits for a place, and return how many were told.

    Raises:
        EventRefused: it is over or cancelled already.
    """
    event = lock_event(event_id)
    if event.status == EventStatus.CANCELLED.value:
        raise EventRefused("This event is cancelled already, and everybody was told.")
    if event.ends_at is not None and event.ends_at <= now:
        raise EventRefused("This event is over, so it cannot be cancelled. Nothing was changed.")
    event.status, event.cancelled_because = EventStatus.CANCELLED.value, because.strip()
    event.sequence, event.changed_at = event.sequence + 1, now
    event.save()
    waiting = EventReminder.objects.filter(event=event, sent_at__isnull=True)
    waiting.update(skipped_because="The event was cancelled.")
    told = list(_bookings(event))
    for booking in told:
        booking.event = event
        letters.cancelled(booking, now)
    note(event, "wagtail.edit", by)
    return len(told)


def _check(plan: EventPlan) -> None:
    rules.check_event(plan.starts_at, plan.ends_at, plan.capacity, sum(plan.reserved.values()))
    if plan.status is EventStatus.CANCELLED:
        raise EventRefused("An event is cancelled on a page of its own, where the reason is asked.")
    if plan.status is EventStatus.CONFIRMED and plan.starts_at is None:
        raise EventRefused("A confirmed event has a beginning and an end. Nothing was changed; give both.")


def _write(event: Event, plan: EventPlan) -> None:
    event.series = Series.objects.get(pk=plan.series)
    for name, value in asdict(plan).items():
        if name not in _APART:
            setattr(event, name, value.value if isinstance(value, EventStatus) else value)


def _write_parts(event: Event, plan: EventPlan, now: datetime) -> None:
    EventQuota.objects.filter(event=event).exclude(agency__in=plan.reserved).delete()
    for agency, places in plan.reserved.items():
        EventQuota.objects.update_or_create(event=event, agency=agency, defaults={"places": places})
    kept = []
    for reminder in plan.reminders:
        kept.append(_reminder(event, reminder, now).pk)
    EventReminder.objects.filter(event=event, sent_at__isnull=True).exclude(pk__in=kept).delete()


def _reminder(event: Event, plan: ReminderPlan, now: datetime) -> EventReminder:
    """Return the reminder of a plan; one that was sent is to be sent again where the event was moved beyond it."""
    moment = Moment.START if plan.hours is not None else Moment.FIXED
    row, _ = EventReminder.objects.get_or_create(
        event=event, moment=moment.value, hours=plan.hours, at=plan.at, defaults={"words": plan.words}
    )
    due = rules.due_at(moment, plan.hours, plan.at, event.starts_at)
    row.words = plan.words
    if moment is Moment.START and due is not None and due > now:
        row.sent_at, row.skipped_because = None, ""
    row.save()
    return row


def _tell(event: Event, before: str, changed: set[str], *, was: EventStatus, now: datetime) -> None:
    if event.status == EventStatus.CONFIRMED.value and was is not EventStatus.CONFIRMED:
        for interest in Interest.objects.filter(event=event, confirmed_at__isnull=False, told_at__isnull=True):
            interest.event = event
            letters.tell_date(interest, now)
            interest.told_at = now
            interest.save(update_fields=["told_at"])
    for booking in _bookings(event):
        booking.event = event
        if changed.intersection(_MOVES):
            letters.moved(booking, before, now)
        elif changed.intersection(_TELLS) and booking.state == BookingState.BOOKED.value:
            letters.joining_instructions(booking, now)


def _bookings(event: Event) -> QuerySet[Booking]:
    return Booking.objects.filter(event=event, state__in=_OPEN).exclude(state=BookingState.ASKED.value).order_by("pk")


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if not Event.objects.filter(code=code).exists():
            return code
