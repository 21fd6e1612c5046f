"""Writes events as iCalendar (RFC 5545, 5546): one identity as long as the event lives, counted up when it changes."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from kith.publishing.vocabulary.events import CalendarEntry, CalendarMethod, Organiser


def method_for(entries: Sequence[CalendarEntry]) -> CalendarMethod:
    """Return what a mail about events asks of a calendar: to take them out where they are cancelled.

    An event that was moved is published again: the same identity with a higher sequence takes the old one's place.
    Nobody is asked to answer (no REQUEST), because whoever booked answers by the link in the mail.
    """
    is_cancelled = bool(entries) and all(entry.is_cancelled for entry in entries)
    return CalendarMethod.CANCEL if is_cancelled else CalendarMethod.PUBLISH


def calendar_of(
    entries: Sequence[CalendarEntry],
    *,
    name: str,
    zone: str,
    organiser: Organiser,
    method: CalendarMethod = CalendarMethod.PUBLISH,
) -> bytes:
    """Return a calendar of events, times in one zone whose rules come along (VTIMEZONE).

    A cancelled event stays in a published one with STATUS:CANCELLED, because a calendar forgets nothing by itself.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kith//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_entry(entry, ZoneInfo(zone), organiser))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(entry: CalendarEntry, zone: ZoneInfo, organiser: Organiser) -> Entry:
    made = Entry()
    made.add("uid", str(entry.uid))
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    made.add("organizer", _address(organiser))
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


def _address(organiser: Organiser) -> vCalAddress:
    address = vCalAddress(f"mailto:{organiser.mailbox}")
    address.params["cn"] = vText(organiser.name)
    return address
