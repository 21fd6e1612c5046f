"""Reads series and events: those that readers may see, and how many places are left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kith.publishing.models import Booking, Event, EventQuota, EventReminder, Handover, Series, SeriesFinding
from kith.publishing.rules import events as rules
from kith.publishing.vocabulary import HandedKind, Validity
from kith.publishing.vocabulary.events import HOLDING, BookingState, EventStatus, Places, Wait

_HOLDING = [state.value for state in HOLDING]
_FINDINGS = (HandedKind.BRIEFING, HandedKind.BULLETIN, HandedKind.FIGURES)


def shown_events() -> QuerySet[Event]:
    """Return every event that readers may see, with its series: all but drafts."""
    return Event.objects.exclude(status=EventStatus.DRAFT.value).select_related("series")


def find_event(code: str) -> Event | None:
    """Return the event of a code that readers may see, None where there is none."""
    return shown_events().filter(code=code.upper()).first()


def coming_events(now: datetime, *, topic: str = "", place: str = "", most: int | None = None) -> list[Event]:
    """Return events that are not over, the next first and those without a date last; cancelled ones stay until then."""
    found = shown_events().filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    found = found.exclude(status=EventStatus.CANCELLED.value, starts_at__isnull=True)
    return list(_narrowed(found, topic, place).order_by("starts_at", "pk")[:most])


def past_events(now: datetime, *, topic: str = "", place: str = "", most: int | None = None) -> list[Event]:
    """Return events that took place, the latest first."""
    found = shown_events().filter(ends_at__lte=now, status=EventStatus.CONFIRMED.value)
    return list(_narrowed(found, topic, place).order_by("-starts_at", "-pk")[:most])


def calendar_events(now: datetime) -> list[Event]:
    """Return the events of the public calendar: from a year ago on, cancelled ones too."""
    kept = [EventStatus.CONFIRMED.value, EventStatus.CANCELLED.value]
    found = Event.objects.filter(status__in=kept, starts_at__gt=now - timedelta(days=365))
    return list(found.select_related("series").order_by("starts_at", "pk"))


def _narrowed(events: QuerySet[Event], topic: str, place: str) -> QuerySet[Event]:
    if topic:
        events = events.filter(series__topic=topic)
    if place:
        events = events.filter(place=place)
    return events


def topics() -> list[str]:
    """Return the topics of every series with an event that readers may see."""
    return sorted(set(shown_events().values_list("series__topic", flat=True)))


def event_places() -> list[str]:
    """Return where events take place, each place once."""
    return sorted({place for place in shown_events().values_list("place", flat=True) if place})


def find_series(slug: str) -> Series | None:
    """Return a series, None where there is none."""
    return Series.objects.filter(slug=slug).first()


def findings_of(series: Series) -> list[str]:
    """Return the titles of the approved things that a series answers."""
    standings = [finding.standing() for finding in SeriesFinding.objects.filter(series=series).order_by("pk")]
    return [standing.title for standing in standings if standing.validity is Validity.VALID]


def finding_choices() -> list[tuple[str, str]]:
    """Return everything handed over that a series may answer, as `kind/item` and its title."""
    items = Handover.objects.filter(kind__in=[kind.value for kind in _FINDINGS]).values_list("kind", "item").distinct()
    standings = [(kind, item, Handover.standing(item, HandedKind(kind))) for kind, item in items]
    valid = [one for one in standings if one[2].validity is Validity.VALID]
    return sorted(((f"{kind}/{item}", said.title) for kind, item, said in valid), key=lambda choice: choice[1])


def places_of(event: Event, now: datetime) -> Places:
    """Return the places of an event: how many, those kept for an agency, and those that somebody holds.

    Whoever came without booking sits on no place. Places kept for agencies become open when the event says so.
    """
    return places_of_all([event], now)[event.pk]


def places_of_all(events: Sequence[Event], now: datetime) -> dict[int, Places]:
    """Return the places of many events by their keys, in as many queries as for one."""
    kept: dict[int, dict[str, int]] = {event.pk: {} for event in events}
    for key, agency, places in EventQuota.objects.filter(event__in=events).values_list("event_id", "agency", "places"):
        kept[key][agency] = places
    rows = Booking.objects.filter(event__in=events, state__in=_HOLDING, is_walk_in=False)
    held: dict[int, Counter[str]] = {event.pk: Counter() for event in events}
    for key, agency in rows.values_list("event_id", "agency"):
        held[key][agency] += 1
    return {
        event.pk: Places(
            capacity=event.capacity,
            reserved={} if event.reserved_until is not None and now >= event.reserved_until else kept[event.pk],
            held=dict(held[event.pk]),
        )
        for event in events
    }


def count_waiting(events: Sequence[Event]) -> Counter[int]:
    """Return how many wait for a place at each event, by its key."""
    rows = Booking.objects.filter(event__in=events, state=BookingState.WAITING.value)
    return Counter(rows.values_list("event_id", flat=True))


def waiting_list(event: Event) -> list[Wait]:
    """Return who waits for a place, in the order in which places are offered."""
    rows = Booking.objects.filter(event=event, state=BookingState.WAITING.value)
    return rules.in_order(as_waiting(rows))


def as_waiting(rows: Iterable[Booking]) -> list[Wait]:
    """Return bookings as entries of a waiting list."""
    return [
        Wait(key=row.pk, agency=row.agency, priority=row.priority, entered_at=row.entered_at or row.asked_at)
        for row in rows
    ]


def why_closed(event: Event, now: datetime) -> str:
    """Return why nobody can book an event now, in a sentence; empty where they can."""
    closes = rules.closes_at(event.starts_at, event.booking_closes_at)
    return rules.why_closed(EventStatus(event.status), closes, now)


def every_event(most: int) -> list[Event]:
    """Return events as editors see them, drafts too, the latest first."""
    return list(Event.objects.select_related("series").order_by("-starts_at", "-pk")[:most])


def event_of_code(code: str) -> Event | None:
    """Return the event of a code as editors see it, a draft too; None where there is none."""
    return Event.objects.select_related("series").filter(code=code.upper()).first()


def every_series() -> list[Series]:
    """Return every series, by title."""
    return list(Series.objects.all())


def series_of(key: int) -> Series | None:
    """Return a series by its key, None where there is none."""
    return Series.objects.filter(pk=key).first()


def finding_keys(series: Series) -> list[str]:
    """Return what a series answers, each as `kind/item`."""
    return [f"{one.kind}/{one.item}" for one in SeriesFinding.objects.filter(series=series).order_by("pk")]


def quotas_of(event: Event) -> dict[str, int]:
    """Return the places kept for each agency."""
    return {quota.agency: quota.places for quota in EventQuota.objects.filter(event=event)}


def reminders_of(event: Event) -> list[EventReminder]:
    """Return the reminders of an event, in the order in which they were added."""
    return list(EventReminder.objects.filter(event=event).order_by("pk"))
