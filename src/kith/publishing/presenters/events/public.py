"""Shows events to readers: lists by month, one event, one series."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from kith.publishing.models import Event, Series
from kith.publishing.rules import events as rules
from kith.publishing.selectors.events.dates import findings_of, places_of, places_of_all, why_closed
from kith.publishing.services.events.wording import when, where
from kith.publishing.vocabulary.events import EventStatus, Places

_COLOURS = {
    EventStatus.DRAFT.value: "grey",
    EventStatus.TO_BE_CONFIRMED.value: "yellow",
    EventStatus.CONFIRMED.value: "green",
    EventStatus.CANCELLED.value: "red",
}


def months(events: Sequence[Event], now: datetime) -> list[dict[str, Any]]:
    """Return events by month, in the order given; those without a date come under words of their own."""
    rows = event_rows(events, now)
    return [
        {"month": month, "rows": list(found)} for month, found in groupby(rows, key=lambda row: _month(row["event"]))
    ]


def event_rows(events: Sequence[Event], now: datetime) -> list[dict[str, Any]]:
    """Return events for a list."""
    places = places_of_all(events, now)
    return [
        {
            "event": event,
            "title": event.series.title,
            "when": when(event),
            "where": event.place or where(event),
            "places": places[event.pk],
            "tag": tag_of(event, places[event.pk], now),
        }
        for event in events
    ]


def tag_of(event: Event, places: Places, now: datetime) -> dict[str, str]:
    """Return how an event stands, in a word and a colour."""
    if event.status != EventStatus.CONFIRMED.value:
        return {"text": event.status.capitalize(), "colour": _COLOURS[event.status]}
    if event.ends_at is not None and event.ends_at <= now:
        return {"text": "Over", "colour": "grey"}
    if why_closed(event, now):
        return {"text": "Booking closed", "colour": "grey"}
    if rules.places_left(places) == 0:
        return {"text": "Waiting list", "colour": "yellow"}
    return {"text": "Places free", "colour": "green"}


def event_page(event: Event, now: datetime) -> dict[str, Any]:
    """Return one event as readers see it; never the link of an online one."""
    places = places_of(event, now)
    closes = rules.closes_at(event.starts_at, event.booking_closes_at)
    return {
        "event": event,
        "series": event.series,
        "when": when(event),
        "where": where(event),
        "tag": tag_of(event, places, now),
        "closed": why_closed(event, now),
        "closes": closes and date_format(timezone.localtime(closes), "l j F Y, H:i"),
        "is_over": event.ends_at is not None and event.ends_at <= now,
        "left": rules.places_left(places),
        "open_left": rules.open_left(places),
        "reserved": [
            {"agency": agency, "kept": kept, "left": max(0, kept - places.held.get(agency, 0))}
            for agency, kept in places.reserved.items()
        ],
        "findings": findings_of(event.series),
        "is_to_be_confirmed": event.status == EventStatus.TO_BE_CONFIRMED.value,
        "is_cancelled": event.status == EventStatus.CANCELLED.value,
        "has_calendar": event.starts_at is not None and event.status != EventStatus.DRAFT.value,
    }


def series_page(series: Series, coming: Sequence[Event], past: Sequence[Event], now: datetime) -> dict[str, Any]:
    """Return one series with its dates."""
    return {
        "series": series,
        "aims": series.aim_lines(),
        "findings": findings_of(series),
        "coming": event_rows(coming, now),
        "past": event_rows(past, now),
    }


def _month(event: Event) -> str:
    if event.starts_at is None:
        return "Date to be confirmed"
    return date_format(timezone.localtime(event.starts_at), "F Y")
