"""One event that begins in an hour, full, with somebody waiting: what the browser's journey is made in."""

from datetime import timedelta

from django.utils import timezone

from kith.publishing.models import Booking, BookingAgency, Certificate, Editor, Event, Series, SiteMail
from kith.publishing.services.events.wording import booking_link
from kith.publishing.vocabulary.events import EventStatus
from tests.publishing.inside import workshops as world


def open_day() -> str:
    """Make it, and return the codes of the event and of one that has no date."""
    now = timezone.now()
    world.agencies()
    told = world.series(
        summary="How neglect looks before anybody calls it that, and what each agency can do.",
        description="An afternoon together.\n\nIt draws on what reviews found.",
        aims="Name what you see\nWrite a referral that says the risk\nKnow whom to ring",
        audience="Everybody who works with children",
    )
    at = world.soon(days=0, starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=4), capacity=1)
    waiting = world.soon(
        series=told.pk, status=EventStatus.TO_BE_CONFIRMED, starts_at=None, ends_at=None, expected="Early in spring"
    )
    world.books(at, "Hal Holder", "Health", now=now)
    return f"{at.code} {waiting.code}"


def link_to(email: str) -> str:
    """Return the address, without its host, that the newest mail to somebody names first."""
    text = SiteMail.objects.filter(address=email).latest("pk").text
    line = next(line for line in text.splitlines() if "/events/" in line)
    return line[line.index("/events/") :]


def link_of(code: str, email: str) -> str:
    """Return the address, without its host, of somebody's booking."""
    booking = Booking.objects.select_related("event").get(event__code=code, email=email)
    link = booking_link(booking)
    return link[link.index("/events/") :]


def end(code: str) -> None:
    """Let the event be over."""
    now = timezone.now()
    Event.objects.filter(code=code).update(starts_at=now - timedelta(hours=6), ends_at=now - timedelta(hours=3))


def clear() -> None:
    """Remove it all again: other tests of this session read the same database."""
    Certificate.objects.all().delete()
    Booking.objects.all().delete()
    for model in (Event, Series, BookingAgency, SiteMail):
        model.objects.all().delete()
    Editor.objects.filter(email__startswith="mina").delete()
