"""The words of events: how an event, a booking and an answer stand, and how long what people gave is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

OFFER_HOURS: Final = 48  # how long a freed place is kept for the one to whom it is offered
EVALUATION_AFTER: Final = timedelta(hours=2)
EVALUATION_UNTIL: Final = timedelta(days=28)
SIX_WEEKS: Final = timedelta(weeks=6)
SIX_WEEKS_UNTIL: Final = timedelta(weeks=12)
# How long what people gave is kept. The reasons stand on the site's privacy page and in the guide.
UNCONFIRMED_KEPT: Final = timedelta(days=7)
NEEDS_KEPT: Final = timedelta(days=28)  # access needs can tell of somebody's health
LEFT_KEPT: Final = timedelta(days=28)
BOOKING_KEPT: Final = timedelta(days=365)
TOLD_KEPT: Final = timedelta(days=28)
CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that are read as another
CODE_LENGTH: Final = 6
CONFIDENCE: Final = (1, 2, 3, 4, 5)


class EventStatus(StrEnum):
    """How an event stands with its readers."""

    DRAFT = "draft"
    TO_BE_CONFIRMED = "to be confirmed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class BookingState(StrEnum):
    """How somebody's booking of one event stands."""

    ASKED = "asked"
    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"
    GIVEN_UP = "given up"
    DECLINED = "declined"
    LAPSED = "lapsed"


OPEN_STATES: Final = (BookingState.ASKED, BookingState.BOOKED, BookingState.WAITING, BookingState.OFFERED)
HOLDING: Final = (BookingState.BOOKED, BookingState.OFFERED)  # states that keep a place from everybody else


class SignedInBy(StrEnum):
    """How somebody's coming to an event was taken down."""

    SCAN = "scan"
    CODE = "code"
    REGISTER = "register"
    WALK_IN = "walk-in"


class Changed(StrEnum):
    """What somebody says six weeks after an event: whether they did anything differently."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not yet"


class Moment(StrEnum):
    """From what a reminder's time is counted."""

    START = "before the start"
    FIXED = "on a fixed day"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody types who books a place."""

    name: str
    email: str
    agency: str
    role: str = ""
    access_needs: str = ""
    manager: str = ""


@dataclass(frozen=True, kw_only=True)
class Places:
    """The places of an event: how many, those kept for an agency, and those taken or on offer, by agency."""

    capacity: int
    reserved: dict[str, int]
    held: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One entry of a waiting list, in the order of asking: higher priority first, then who came first."""

    key: int
    agency: str
    priority: int
    entered_at: datetime


class CalendarMethod(StrEnum):
    """What a calendar is to do with the events of a file (RFC 5546): take them in as they now are, or take them out."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Organiser:
    """Who holds the events of a calendar, with a mailbox that anybody may write to."""

    name: str
    mailbox: str


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """What a calendar is told of one event; `link` is a private address or the event's page."""

    uid: UUID
    sequence: int
    changed_at: datetime
    title: str
    starts_at: datetime
    ends_at: datetime
    where: str
    link: str
    text: str = ""
    is_cancelled: bool = False
    is_held: bool = True


@dataclass(frozen=True, kw_only=True)
class Loop:
    """What came of one event or of one finding; None where a number is too small to be shown."""

    about: str
    booked: int | None
    came: int | None
    evaluated: int | None
    more_confident: int | None
    answered_later: int | None
    changed: int | None


@dataclass(frozen=True, kw_only=True)
class ReminderPlan:
    """One reminder that is to be: so many hours before the start, or at a fixed time."""

    hours: int | None = None
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class EventPlan:
    """What an editor says of one event; without times it has no date yet."""

    series: int
    status: EventStatus
    expected: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    venue: str = ""
    address: str = ""
    access: str = ""
    online_link: str = ""
    joining: str = ""
    trainer: str = ""
    capacity: int = 20
    booking_closes_at: datetime | None = None
    reserved_until: datetime | None = None
    offer_hours: int = OFFER_HOURS
    reserved: Mapping[str, int] = field(default_factory=dict)
    reminders: Sequence[ReminderPlan] = ()


class EventRefused(ValueError):
    """An event cannot be changed so; the words say why and what to do."""


class BookingRefused(ValueError):
    """A booking cannot be made or changed so; the words say why and what to do."""


class SignInRefused(ValueError):
    """Nobody was signed in; the words say why."""


class CertificateRefused(ValueError):
    """No certificate is made; the words say why."""
