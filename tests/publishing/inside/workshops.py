"""Series, events and people who book, for the tests of events."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.test import Client
from django.utils import timezone

from kith.publishing.models import Booking, BookingAgency, Editor, Event, Series, SiteMail
from kith.publishing.services.events import booking, coming, dates
from kith.publishing.services.events.wording import token_of
from kith.publishing.vocabulary.events import (
    OPEN_STATES,
    Asked,
    BookingState,
    EventPlan,
    EventStatus,
    ReminderPlan,
    SignedInBy,
)

T = TypeVar("T")
NOW = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
STARTS = datetime(2020, 3, 3, 9, 30, tzinfo=UTC)
ENDS = datetime(2020, 3, 3, 12, 30, tzinfo=UTC)
OVER = ENDS + timedelta(hours=3)


def series(**says: Any) -> Series:
    told = {"slug": "neglect", "title": "Seeing neglect early", "topic": "Neglect"} | says
    return Series.objects.get_or_create(slug=told["slug"], defaults=told)[0]


def plan(**says: Any) -> EventPlan:
    told: dict[str, Any] = {
        "status": EventStatus.CONFIRMED,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "place": "Marlow Bridge",
        "venue": "The Corn Hall",
        "address": "High Street\nMarlow Bridge",
        "online_link": "https://meet.example.org/room/7c1f",
        "joining": "Bring an account of a family you met, without names.",
        "capacity": 2,
    } | says
    return EventPlan(series=told.pop("series", None) or series().pk, **told)


def event(**says: Any) -> Event:
    now = says.pop("now", NOW)
    return dates.add_event(plan=plan(**says), by=None, now=now)


def soon(days: int = 30, **says: Any) -> Event:
    """Return an event by the real clock, for what is asked of pages; a negative number of days is in the past."""
    now = timezone.now()
    starts = (now + timedelta(days=days)).replace(hour=9, minute=30, second=0, microsecond=0)
    return event(now=now, **({"starts_at": starts, "ends_at": starts + timedelta(hours=3)} | says))


def asked(name: str = "Ada Brook", agency: str = "Police", **more: Any) -> Asked:
    email = more.pop("email", f"{name.split(maxsplit=1)[0].lower()}@example.org")
    return Asked(name=name, email=email, agency=agency, **more)


def ask(at: Event, name: str = "Ada Brook", agency: str = "Police", *, now: datetime = NOW, **more: Any) -> Booking:
    """Ask for a place, and return the booking that waits for its button."""
    who = asked(name, agency, **more)
    booking.ask_for_place(event_id=at.pk, asked=who, now=now)
    return Booking.objects.get(event=at, email=who.email, state__in=[state.value for state in OPEN_STATES])


def books(at: Event, name: str = "Ada Brook", agency: str = "Police", *, now: datetime = NOW, **more: Any) -> Booking:
    """Ask for a place and press the button."""
    found = ask(at, name, agency, now=now, **more)
    booking.confirm_booking(booking_id=found.pk, now=now)
    return fresh(found)


def came(at: Event, name: str = "Ada Brook", **more: Any) -> Booking:
    """Book and come."""
    found = books(at, name, **more)
    coming.sign_in(booking_id=found.pk, how=SignedInBy.SCAN, by=None, now=STARTS)
    return fresh(found)


def fresh(found: T) -> T:
    kind: Any = type(found)
    again: T = kind.objects.get(pk=found.pk)  # type: ignore[attr-defined]  # every model has a key
    return again


def state_of(found: Booking) -> BookingState:
    return BookingState(fresh(found).state)


def mails(address: str = "") -> list[SiteMail]:
    found = SiteMail.objects.order_by("pk")
    return list(found.filter(address=address) if address else found)


def subjects(address: str = "") -> list[str]:
    """Return what the mails to an address are about, without the event's title."""
    return [mail.subject.split(":")[0] for mail in mails(address)]


def page_of(found: Booking, rest: str = "") -> str:
    return f"/events/booking/{token_of(fresh(found))}/{rest}"


def agencies(*names: str) -> None:
    for name in names or ("Police", "Health", "Council"):
        BookingAgency.objects.get_or_create(name=name)


def publisher(client: Client) -> Editor:
    """Sign somebody in who looks after events, with a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.models import Permission

    mina = Editor.objects.create_user(
        f"mina{Editor.objects.count()}@example.org", "a long enough one", name="Mina Field"
    )
    for codename in ("access_admin", "change_event"):
        mina.user_permissions.add(Permission.objects.get(codename=codename))
    TOTP.activate(mina, "JBSWY3DPEHPK3PXP")
    client.force_login(
        mina,  # type: ignore[arg-type]  # the checker knows the users of casework only
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    return mina


__all__ = [
    "ENDS",
    "NOW",
    "OVER",
    "STARTS",
    "ReminderPlan",
    "agencies",
    "ask",
    "asked",
    "books",
    "came",
    "event",
    "fresh",
    "mails",
    "page_of",
    "plan",
    "publisher",
    "series",
    "soon",
    "state_of",
    "subjects",
]
