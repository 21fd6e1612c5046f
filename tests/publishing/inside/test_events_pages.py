"""What readers and publishers see: lists, filters, empty pages that teach, and forms that do what they say."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.publishing.models import Booking, BookingAgency, Event, EventReminder, Series
from kith.publishing.selectors.events.dates import quotas_of
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.events import EventStatus
from tests.publishing.inside import newsroom
from tests.publishing.inside import workshops as world
from tests.publishing.inside.workshops import books, subjects

DAY = timedelta(days=1)


def asked_for(client: Client, address: str) -> int:
    """Return how many questions a page asks the database."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_list_of_events_teaches_while_it_is_empty(reader: Client) -> None:
    page = reader.get("/events/").content.decode()
    assert "No event is planned" in page and "Past" not in page


def test_readers_see_what_is_to_come_by_month_and_no_draft(reader: Client) -> None:
    soon = world.soon(days=20)
    world.soon(series=world.series(slug="old", title="Of old").pk, days=-20)
    world.soon(series=world.series(slug="draft", title="Hidden draft").pk, status=EventStatus.DRAFT)
    undated: dict[str, Any] = {"starts_at": None, "ends_at": None, "expected": "Early in spring"}
    world.soon(series=world.series(slug="later", title="Later on").pk, status=EventStatus.TO_BE_CONFIRMED, **undated)
    page = reader.get("/events/").content.decode()
    order = [page.index(words) for words in ("Seeing neglect early", "Later on", "Of old")]
    assert order == sorted(order)
    assert "Early in spring" in page and "Hidden draft" not in page
    assert soon.starts_at is not None and f"{timezone.localtime(soon.starts_at):%B %Y}" in page
    draft = Event.objects.get(status=EventStatus.DRAFT.value)
    for address in (f"/events/{draft.code}/", f"/events/{draft.code}/book/", f"/events/{draft.code}/event.ics"):
        assert reader.get(address).status_code == 404


def test_events_are_chosen_by_topic_and_place(reader: Client) -> None:
    world.soon()
    world.soon(series=world.series(slug="abuse", title="Talking of abuse", topic="Sexual abuse").pk, place="Online")
    by_topic = reader.get("/events/", {"topic": "Sexual abuse"}).content.decode()
    assert "Talking of abuse" in by_topic and "Seeing neglect early" not in by_topic
    by_place = reader.get("/events/", {"place": "Marlow Bridge"}).content.decode()
    assert "Seeing neglect early" in by_place and "Talking of abuse" not in by_place
    assert "Nothing to come fits" in reader.get("/events/", {"topic": "Neglect", "place": "Online"}).content.decode()
    assert reader.get("/events/", {"topic": "<script>"}).status_code == 200


def test_a_series_says_what_it_answers_only_while_it_is_approved(client: Client, reader: Client) -> None:
    item = newsroom.briefing(title="What eight reviews taught us")
    world.publisher(client)
    typed = {"title": "Seeing neglect early", "topic": "Neglect", "aims": "Name it\nSay it"}
    client.post("/cms/events/series/new/", typed | {"findings": [f"briefing/{item}"]})
    page = reader.get("/events/series/seeing-neglect-early/").content.decode()
    assert "What eight reviews taught us" in page and "<li>Name it</li>" in page
    assert "No date is planned" in page
    newsroom.tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    assert "What eight" not in reader.get("/events/series/seeing-neglect-early/").content.decode()
    assert reader.get("/events/series/none/").status_code == 404


@pytest.mark.parametrize("address", ["/events/", "/cms/events/"])
def test_a_list_asks_as_many_questions_for_three_events_as_for_one(client: Client, address: str) -> None:
    world.publisher(client)
    at = world.soon(reserved={"Health": 1})
    books(at, now=timezone.now())
    client.get(address)
    one = asked_for(client, address)
    for n in range(2):
        books(world.soon(days=31 + n, reserved={"Health": 1}), now=timezone.now())
    assert asked_for(client, address) == one


def form(**more: Any) -> dict[str, Any]:
    starts = timezone.localdate() + 60 * DAY
    return {
        "series": world.series().pk,
        "status": "confirmed",
        "on-day": starts.day,
        "on-month": starts.month,
        "on-year": starts.year,
        "begins": "09:30",
        "ends": "12.30",
        "place": "Marlow Bridge",
        "capacity": 10,
        "offer_hours": 24,
        "reserved": "Police: 3\nHealth: 2",
        "reminders": "7, 1",
        "reminder_words": "Mind the ford.",
    } | more


def test_a_publisher_adds_moves_and_cancels_an_event(client: Client) -> None:
    world.publisher(client)
    client.post("/cms/events/new/", form())
    at = Event.objects.get()
    assert at.starts_at is not None
    assert timezone.localtime(at.starts_at).strftime("%H:%M") == "09:30"
    assert quotas_of(at) == {"Health": 2, "Police": 3}
    reminders = EventReminder.objects.order_by("-hours").values_list("hours", "words")
    assert list(reminders) == [(168, "Mind the ford."), (24, "Mind the ford.")]
    books(at, now=timezone.now())
    shown = client.get(f"/cms/events/at/{at.code}/change/").content.decode()
    assert 'value="09:30"' in shown and "Police: 3" in shown and 'value="7, 1"' in shown
    client.post(f"/cms/events/at/{at.code}/change/", form())
    assert "It has been moved" not in subjects(), "saving what was there is no move"
    moved = client.post(f"/cms/events/at/{at.code}/change/", form(begins="10:00"), follow=True).content.decode()
    assert "The event was moved" in moved and "Has not said yet" in moved
    refused = client.post(f"/cms/events/at/{at.code}/change/", form(status="draft"))
    assert refused.status_code == 422 and "People have booked this date" in refused.content.decode()
    told = client.post(f"/cms/events/at/{at.code}/cancel/", {"because": "Snow."}, follow=True).content.decode()
    assert "Told by mail: 1" in told
    assert subjects("ada@example.org")[-2:] == ["It has been moved", "It has been cancelled"]


def test_an_address_that_nobody_touched_is_no_move(client: Client) -> None:
    world.publisher(client)
    told = form(address="High Street\r\nMarlow Bridge", joining="Bring\r\nnothing")
    client.post("/cms/events/new/", told)
    at = Event.objects.get()
    assert at.address == "High Street\nMarlow Bridge"
    books(at, now=timezone.now())
    client.post(f"/cms/events/at/{at.code}/change/", told)
    assert subjects("ada@example.org") == ["Confirm that you want to come", "Your place"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"begins": "half past nine"}, "Type a time"),
        ({"begins": "", "ends": ""}, "A date has a day, a beginning and an end"),
        ({"on-day": "31", "on-month": "2"}, "must be a real date"),
        ({"ends": "09:00"}, "It ends before it begins"),
        ({"reserved": "Police"}, "is not an agency"),
        ({"reserved": "Police: 2\nPolice: 3"}, "is not an agency"),
        ({"reserved": "Police: 99"}, "99 places are kept"),
        ({"reminders": "soon"}, "neither a number of days"),
        ({"capacity": "many"}, "Type a number"),
        ({"online_link": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_a_form_of_an_event_says_what_is_wrong(client: Client, typed: dict[str, Any], says: str) -> None:
    world.publisher(client)
    page = client.post("/cms/events/new/", form(**typed))
    assert page.status_code == 422 and says in page.content.decode()
    assert not Event.objects.exists()


def test_a_publisher_sees_why_somebody_waits_and_can_let_them_go_first(client: Client) -> None:
    world.publisher(client)
    at, now = world.soon(capacity=1), timezone.now()
    books(at, now=now)
    books(at, "Ben Carr", now=now + timedelta(seconds=1))
    cal = books(at, "Cal Dunn", now=now + timedelta(seconds=2))
    page = client.get(f"/cms/events/at/{at.code}/").content.decode()
    assert "You are number" not in page and "Number 2 of 2" in page
    client.post(f"/cms/events/at/{at.code}/in/{cal.code}/priority/", {"priority": 3})
    page = client.get(f"/cms/events/at/{at.code}/").content.decode()
    assert page.index("Cal Dunn") < page.index("Ben Carr") and "priority 3" in page


def test_the_bookings_leave_as_a_file(client: Client) -> None:
    world.publisher(client)
    at = world.soon()
    books(at, now=timezone.now())
    file = client.get(f"/cms/events/at/{at.code}/bookings.csv")
    assert file["Content-Type"].startswith("text/csv") and b"ada@example.org" in file.content


def test_agencies_are_kept_once_each_and_bookings_keep_theirs(client: Client) -> None:
    world.publisher(client)
    client.post("/cms/events/agencies/", {"names": "Police\n Health  Service \nPolice\n\n"})
    assert [one.name for one in BookingAgency.objects.all()] == ["Health Service", "Police"]
    books(world.soon(), now=timezone.now())
    client.post("/cms/events/agencies/", {"names": "Council"})
    assert Booking.objects.get().agency == "Police"


def test_the_editing_pages_lead_to_events_for_publishers_only(client: Client) -> None:
    editor = world.publisher(client)
    assert "/cms/events/" in client.get("/cms/").content.decode()
    editor.user_permissions.filter(codename="change_event").delete()
    assert "/cms/events/" not in client.get("/cms/").content.decode()
    assert Series.objects.count() == 0


def test_a_newsletter_lists_what_is_to_come_and_teaches_while_nothing_is(reader: Client) -> None:
    block = ("coming_events", {"heading": "Free learning opportunities", "most": 2, "topic": "Neglect"})
    newsroom.under(newsroom.home(), newsroom.news("Learning", block))
    assert "Dates and venues will be confirmed" in reader.get("/learning/").content.decode()
    at = world.soon()
    world.soon(series=world.series(slug="other", title="Of something else", topic="Other").pk)
    page = reader.get("/learning/").content.decode()
    assert f"/events/{at.code}/" in page and "Of something else" not in page
    assert page.index("Free learning opportunities") < page.index("Seeing neglect early")


def test_a_demo_plans_workshops_once_and_nothing_is_planned_elsewhere(reader: Client, client: Client) -> None:
    with pytest.raises(CommandError, match="no demo"):
        call_command("demo_events")
    with override_settings(KITH_DEMO=True):
        call_command("demo_events")
        call_command("demo_events")
    assert Event.objects.count() == 4
    states = Counter(Booking.objects.filter(event__ends_at__gt=timezone.now()).values_list("state", flat=True))
    assert states == {"booked": 12 - _left_for_agencies(), "waiting": 3 + _left_for_agencies()}
    assert Booking.objects.filter(came_at__isnull=False).count() == 14
    assert "Early in the new year" in reader.get("/events/").content.decode()
    world.publisher(client)
    over = Event.objects.get(ends_at__lt=timezone.now())
    for address in ("/cms/events/", "/cms/events/learning/", f"/cms/events/at/{over.code}/results/"):
        assert client.get(address).status_code == 200


def _left_for_agencies() -> int:
    """Return how many of the places kept for an agency nobody of it took."""
    at = Event.objects.get(ends_at__gt=timezone.now())
    held = Counter(Booking.objects.filter(event=at, state="booked").values_list("agency", flat=True))
    return sum(max(0, places - held[agency]) for agency, places in quotas_of(at).items())
