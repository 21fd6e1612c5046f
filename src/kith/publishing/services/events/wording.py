"""Says an event in words for a mail: when, where, and the addresses of its pages."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kith.publishing.models import Booking, Event, Interest
from kith.publishing.rules.calendars import calendar_of, method_for
from kith.publishing.rules.links import signed_link
from kith.publishing.selectors.addresses import full_address
from kith.publishing.vocabulary.events import CalendarEntry, CalendarMethod, EventStatus, Organiser
from kith.publishing.vocabulary.posting import Attachment


def when(event: Event) -> str:
    """Return when an event is, in the county's time: `Tuesday 3 March 2026, 09:30 to 12:30`."""
    if event.starts_at is None or event.ends_at is None:
        return event.expected or "Date to be confirmed"
    starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    until = date_format(ends, "H:i" if ends.date() == starts.date() else "l j F Y, H:i")
    return f"{date_format(starts, 'l j F Y, H:i')} to {until}"


def where(event: Event) -> str:
    """Return where an event is, on one line; never the private link of one that is online."""
    lines = [event.venue, *event.address.splitlines()]
    return ", ".join(line.strip().rstrip(",") for line in lines if line.strip()) or event.place


def page_of(event: Event) -> str:
    """Return the full address of an event's page."""
    return full_address(reverse("event", args=[event.code]))


def booking_link(booking: Booking) -> str:
    """Return the full address of somebody's own booking; whoever has it may change the booking."""
    return full_address(reverse("booking", args=[token_of(booking)]))


def token_of(booking: Booking) -> str:
    """Return what stands in the link of somebody's own booking."""
    return signed_link("booking", booking.public_id, booking.link)


def interest_link(interest: Interest) -> str:
    """Return the full address at which somebody says that they want to be told, or not any more."""
    return full_address(reverse("interest", args=[signed_link("interest", interest.public_id)]))


def calendar_entry(event: Event, *, is_private: bool = False) -> CalendarEntry:
    """Return what a calendar is told of an event; the link of an online event only where it `is_private`.

    Raises:
        ValueError: the event has no date.
    """
    if event.starts_at is None or event.ends_at is None:
        raise ValueError("An event without a date stands in no calendar.")
    online = event.online_link if is_private else ""
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        changed_at=event.changed_at,
        title=event.series.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        where=where(event),
        link=page_of(event),
        text="\n".join(line for line in (event.series.summary, online and f"Join online: {online}") if line),
        is_cancelled=event.status == EventStatus.CANCELLED.value,
    )


def calendar(events: list[Event], *, is_private: bool = False) -> bytes:
    """Return events as one calendar file, to look at or to subscribe to; one that is cancelled says so."""
    entries = [calendar_entry(event, is_private=is_private) for event in events]
    return _written(entries, CalendarMethod.PUBLISH)


def calendar_for_holder(event: Event) -> Attachment:
    """Return an event as the file that goes with a mail to who holds a place: it puts it in, moves it, or takes it out.

    The type of the file names the same method as the calendar in it (RFC 6047).
    """
    entries = [calendar_entry(event, is_private=True)]
    method = method_for(entries)
    kind = f"text/calendar; charset=utf-8; method={method.value}"
    return Attachment(name="event.ics", content_type=kind, content=_written(entries, method))


def _written(entries: list[CalendarEntry], method: CalendarMethod) -> bytes:
    partnership = str(settings.KITH_PARTNERSHIP)
    return calendar_of(
        entries,
        name=f"{partnership}: events",
        zone=settings.TIME_ZONE,
        organiser=Organiser(name=partnership, mailbox=str(getattr(settings, "KITH_SITE_MAILBOX", ""))),
        method=method,
    )
