"""Writes events as iCalendar (RFC 5545): one identity for as long as the event lives, counted up when it changes."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Entry

from kith.publishing.vocabulary.events import CalendarEntry


def calendar_of(entries: Iterable[CalendarEntry], *, name: str, zone: str) -> bytes:
    """Return a calendar of events, times in one zone whose rules come along (VTIMEZONE).

    A cancelled event stays in it with STATUS:CANCELLED, because a calendar forgets nothing by itself.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kith//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_entry(entry, ZoneInfo(zone)))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(entry: CalendarEntry, zone: ZoneInfo) -> Entry:
    made = Entry()
    made.add("uid", str(entry.uid))
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    made.add("summary", entry.title)
    made.add("dtstart", entry.starts_at.astimezone(zone))
    made.add("dtend", entry.ends_at.astimezone(zone))
    if entry.where:
        made.add("location", entry.where)
    if entry.text:
        made.add("description", entry.text)
    if entry.link:
        made.add("url", entry.link)
    status = "CANCELLED" if entry.is_cancelled else "CONFIRMED" if entry.is_held else "TENTATIVE"
    made.add("status", status)
    return made
