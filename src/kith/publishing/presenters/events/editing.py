"""Shows editors the events, who booked, who waits and why, who came, and what people said."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import Any, Final

from django.utils import timezone

from kith.common.spreadsheets import inert
from kith.publishing.models import Event
from kith.publishing.presenters.events.public import event_rows, tag_of
from kith.publishing.rules import events as rules
from kith.publishing.selectors.events.bookings import booked, bookings_of
from kith.publishing.selectors.events.dates import count_waiting, places_of, reminders_of, waiting_list, why_closed
from kith.publishing.selectors.events.learned import Results, count_evaluations, learning_loop, results_of
from kith.publishing.services.events.wording import when, where
from kith.publishing.vocabulary.events import BookingState, Loop, Moment

HIDDEN: Final = "hidden"


def desk(events: Sequence[Event], now: datetime) -> list[dict[str, Any]]:
    """Return every event for the editors' list, with its numbers."""
    waiting = count_waiting(events)
    return [
        row | {"held": sum(row["places"].held.values()), "waiting": waiting[row["event"].pk]}
        for row in event_rows(events, now)
    ]


def event_desk(event: Event, now: datetime) -> dict[str, Any]:
    """Return one event as editors see it: places, bookings, the waiting list with its reasons."""
    rows = bookings_of(event)
    line = waiting_list(event)
    places, closed = places_of(event, now), why_closed(event, now)
    by_key = {row.pk: row for row in rows}
    agencies = sorted({*places.reserved, *places.held})
    return {
        "event": event,
        "when": when(event),
        "where": where(event),
        "tag": tag_of(event, places, now),
        "held": sum(places.held.values()),
        "left": rules.places_left(places),
        "open_left": rules.open_left(places),
        "agencies": [
            {"name": name, "kept": places.reserved.get(name, 0), "held": places.held.get(name, 0)} for name in agencies
        ],
        "waiting": [
            {"booking": by_key[entry.key], "why": rules.why_no_offer(line, entry.key, places, closed)} for entry in line
        ],
        "bookings": [row for row in rows if row.state != BookingState.WAITING.value],
        "needs": [row for row in rows if row.access_needs and row.state == BookingState.BOOKED.value],
        "reminders": [
            {"row": row, "due": rules.due_at(Moment(row.moment), row.hours, row.at, event.starts_at)}
            for row in reminders_of(event)
        ],
        "is_over": event.ends_at is not None and event.ends_at <= now,
        "evaluated": count_evaluations(event),
    }


def register(event: Event) -> dict[str, Any]:
    """Return the register of an event: who has a place, and who came."""
    rows = booked(event)
    return {"event": event, "when": when(event), "rows": rows, "came": sum(row.came_at is not None for row in rows)}


def results_page(event: Event) -> dict[str, Any]:
    """Return what people said of an event, numbers that are too small in words."""
    results = results_of(event)
    return {
        "event": event,
        "when": when(event),
        "evaluated": shown(results.evaluated),
        "confidence": _confidence(results),
        "answers": [
            {"text": text.capitalize(), "count": shown(count)} for (_, text), count in results.answers.cells.items()
        ],
        "results": results,
        "hidden": HIDDEN,
    }


def loop_page() -> dict[str, Any]:
    """Return what came of every event and finding, numbers that are too small in words."""
    events, findings = learning_loop()
    return {"events": [_loop(one) for one in events], "findings": [_loop(one) for one in findings], "hidden": HIDDEN}


def shown(count: int | None) -> str:
    """Return a number as it may be shown."""
    return HIDDEN if count is None else str(count)


def bookings_csv(event: Event) -> bytes:
    """Return every booking of an event as CSV for a spreadsheet, in which nothing that was typed can be a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in bookings_of(event):
        writer.writerow([inert(value(row)) for value in _COLUMNS.values()])
    return text.getvalue().encode("utf-8-sig")


def _time(at: datetime | None) -> str:
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


_COLUMNS: Final[Mapping[str, Any]] = {
    "State": lambda row: row.state,
    "Name": lambda row: row.name,
    "Agency": lambda row: row.agency,
    "Role": lambda row: row.role,
    "E-mail": lambda row: row.email,
    "Line manager": lambda row: row.manager,
    "Access needs": lambda row: row.access_needs,
    "Asked": lambda row: _time(row.asked_at),
    "Came": lambda row: _time(row.came_at),
    "Signed in by": lambda row: row.came_by,
    "Without booking": lambda row: "yes" if row.is_walk_in else "",
}


def _confidence(results: Results) -> Sequence[Mapping[str, Any]]:
    table = results.confidence
    steps = sorted(table.columns)
    return [
        {"step": step, "before": shown(table.cells["before", step]), "after": shown(table.cells["after", step])}
        for step in steps
    ]


def _loop(loop: Loop) -> dict[str, str]:
    names = ("booked", "came", "evaluated", "more_confident", "answered_later", "changed")
    return {"about": loop.about} | {name: shown(getattr(loop, name)) for name in names}
