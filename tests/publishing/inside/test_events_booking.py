"""Booking: nothing by looking, one person once, the last place to one, and who waits is served in their order."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kith.publishing.models import Booking, Event, EventQuota, Series, SiteMail, SiteMailFile
from kith.publishing.selectors.events.bookings import why_waiting
from kith.publishing.services.events import booking, dates, places
from kith.publishing.vocabulary.events import BookingRefused, BookingState, EventStatus
from tests.publishing.inside import workshops as world
from tests.publishing.inside.workshops import NOW, STARTS, ask, books, mails, page_of, state_of, subjects

HOUR = timedelta(hours=1)


@pytest.fixture
def at() -> Event:
    return world.event()


def test_asking_books_nothing_and_a_look_at_the_link_confirms_nothing(at: Event, reader: Client) -> None:
    found = ask(at)
    for _scan in range(3):
        assert reader.get(page_of(found)).status_code == 200
    assert state_of(found) is BookingState.ASKED
    assert reader.get(page_of(found, "confirm/")).status_code == 405
    assert subjects() == ["Confirm that you want to come"]
    assert reader.get(page_of(found))["Referrer-Policy"] == "same-origin", "no other website is told the link"
    assert "no-store" in reader.get(page_of(found))["Cache-Control"]


@pytest.mark.parametrize("verb", ["confirm", "give-up", "accept", "decline", "keep", "certificate"])
def test_no_get_changes_a_booking(at: Event, reader: Client, verb: str) -> None:
    found = books(at)
    assert reader.get(page_of(found, f"{verb}/")).status_code == 405
    assert state_of(found) is BookingState.BOOKED


def test_one_button_books_and_the_mail_says_how_to_come(at: Event) -> None:
    found = books(at)
    assert state_of(found) is BookingState.BOOKED
    mail = mails("ada@example.org")[-1]
    for words in (
        "The Corn Hall",
        "Tuesday 3 March 2020, 09:30 to 12:30",
        "https://meet.example.org/room/7c1f",
        found.code,
    ):
        assert words in mail.text
    (file,) = SiteMailFile.objects.filter(mail=mail)
    assert b"BEGIN:VEVENT" in bytes(file.content) and file.content_type.startswith("text/calendar")
    assert booking.confirm_booking(booking_id=found.pk, now=NOW) is BookingState.BOOKED
    assert subjects() == ["Confirm that you want to come", "Your place"], "pressing twice is pressing once"


def test_the_mail_that_asks_holds_nothing_that_a_stranger_typed(at: Event) -> None:
    ask(at, "Buy cheap things", agency="See spam.example.org", role="Now")
    (mail,) = mails()
    for words in ("Buy cheap things", "spam.example.org", "Now"):
        assert words not in mail.text and words not in mail.subject


def words_of(page: Any) -> str:
    """Return a page without the number that each answer has of its own."""
    return re.sub(r'nonce="[^"]*"', "", page.content.decode())


def test_one_person_books_once_and_a_stranger_does_not_learn_of_it(reader: Client) -> None:
    world.agencies()
    at = world.soon()
    first = books(at, now=timezone.now())
    typed = {"name": "Somebody Else", "email": "ADA@example.org", "agency": "Police"}
    known = reader.post(f"/events/{at.code}/book/", typed)
    unknown = reader.post(f"/events/{at.code}/book/", typed | {"email": "new@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert words_of(known) == words_of(unknown)
    assert Booking.objects.filter(event=at, email="ada@example.org").count() == 1
    assert world.fresh(first).name == "Ada Brook"
    assert subjects("ada@example.org")[-1] == "You have already booked"
    assert subjects("new@example.org") == ["Confirm that you want to come"]


def test_what_is_typed_wrongly_is_said_and_nothing_is_kept(reader: Client) -> None:
    world.agencies()
    at = world.soon()
    for typed in ({}, {"name": "Ada\r\nBcc: x", "email": "no", "agency": "another"}):
        page = reader.post(f"/events/{at.code}/book/", typed)
        assert page.status_code == 422 and "There is a problem" in page.content.decode()
    assert not Booking.objects.exists() and not SiteMail.objects.exists()


def test_asking_again_and_again_sends_one_mail_an_hour(at: Event) -> None:
    for minute in range(0, 60, 5):
        ask(at, now=NOW + timedelta(minutes=minute))
    assert len(mails("ada@example.org")) == 1
    ask(at, now=NOW + HOUR)
    assert len(mails("ada@example.org")) == 2


@pytest.mark.parametrize(
    "name", ["Ada\r\nBcc: all@example.org", "Ada\nBrook", "Ada\u202eBrook", "Ada\u2028Brook", "Ada\x00"]
)
def test_a_name_that_could_write_into_a_mail_is_refused(at: Event, reader: Client, name: str) -> None:
    with pytest.raises(BookingRefused, match="line break or a hidden character"):
        ask(at, name)
    with pytest.raises(BookingRefused):
        ask(at, agency=name)
    assert not SiteMail.objects.exists() and not Booking.objects.exists()


@pytest.mark.parametrize("email", ["ada@exämple.org", "ada@example.org,ben@example.org", '"a b"@example.org', "ada"])
def test_an_address_to_which_no_mail_goes_is_said_on_the_page(reader: Client, email: str) -> None:
    world.agencies()
    at = world.soon()
    page = reader.post(f"/events/{at.code}/book/", {"name": "Ada Brook", "email": email, "agency": "Police"})
    assert page.status_code == 422 and "name@example.org" in page.content.decode()
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("says", "now", "words"),
    [
        ({}, STARTS, "Booking has closed"),
        ({"booking_closes_at": NOW - HOUR}, NOW, "Booking has closed"),
        ({"status": EventStatus.TO_BE_CONFIRMED, "starts_at": None, "ends_at": None}, NOW, "not confirmed"),
        ({"status": EventStatus.DRAFT}, NOW, "not confirmed"),
    ],
)
def test_nobody_books_what_is_closed(says: dict[str, Any], now: datetime, words: str) -> None:
    with pytest.raises(BookingRefused, match=words):
        ask(world.event(**says), now=now)


def test_a_booking_that_is_confirmed_too_late_is_refused(at: Event) -> None:
    late, slow = ask(at), ask(at, "Ben Carr")
    with pytest.raises(BookingRefused, match="ended"):
        booking.confirm_booking(booking_id=late.pk, now=NOW + timedelta(days=8))
    with pytest.raises(BookingRefused, match="closed"):
        Booking.objects.filter(pk=slow.pk).update(asked_at=STARTS - HOUR)
        booking.confirm_booking(booking_id=slow.pk, now=STARTS)


def test_who_waits_is_offered_a_place_in_order_and_told_why_not_before(at: Event) -> None:
    ada, ben = books(at), books(at, "Ben Carr")
    cal, dee = books(at, "Cal Dunn", now=NOW + HOUR), books(at, "Dee Eaves", now=NOW + 2 * HOUR)
    assert [state_of(one) for one in (ada, ben, cal, dee)] == [BookingState.BOOKED] * 2 + [BookingState.WAITING] * 2
    assert "Number 2 of 2" in why_waiting(world.fresh(dee), NOW)
    booking.give_up(booking_id=ada.pk, now=NOW + 3 * HOUR)
    assert [state_of(one) for one in (cal, dee)] == [BookingState.OFFERED, BookingState.WAITING]
    assert subjects("cal@example.org")[-1] == "A place is free for you"
    assert "Number 1 of 1" in why_waiting(world.fresh(dee), NOW)
    new = books(at, "Eve Ford", now=NOW + 4 * HOUR)
    assert state_of(new) is BookingState.WAITING, "an offered place is nobody else's"


def test_an_offer_is_accepted_declined_or_ends_and_the_next_is_asked(at: Event) -> None:
    people = [books(at, name, now=NOW + n * HOUR) for n, name in enumerate(("Ada", "Ben", "Cal", "Dee", "Eve", "Flo"))]
    ada, ben, cal, dee, eve, flo = people
    booking.give_up(booking_id=ada.pk, now=NOW + 9 * HOUR)
    booking.decline_offer(booking_id=cal.pk, now=NOW + 10 * HOUR)
    assert state_of(dee) is BookingState.OFFERED
    booking.accept_offer(booking_id=dee.pk, now=NOW + 57 * HOUR)
    assert state_of(dee) is BookingState.BOOKED and subjects("dee@example.org")[-1] == "Your place"
    booking.give_up(booking_id=ben.pk, now=NOW + 58 * HOUR)
    assert state_of(eve) is BookingState.OFFERED
    with pytest.raises(BookingRefused, match="No place is kept"):
        booking.accept_offer(booking_id=eve.pk, now=NOW + 106 * HOUR)
    assert places.refill(event_id=at.pk, now=NOW + 106 * HOUR) == 1
    assert [state_of(one) for one in (cal, eve, flo)] == [
        BookingState.DECLINED,
        BookingState.LAPSED,
        BookingState.OFFERED,
    ]
    assert subjects("eve@example.org")[-1] == "The place is no longer kept for you"


def test_priority_goes_before_time_and_an_agency_without_a_place_is_passed_over() -> None:
    at = world.event(capacity=3, reserved={"Health": 2})
    police, health = books(at, "Ada", "Police"), books(at, "Hal", "Health")
    first = books(at, "Ben", "Police", now=NOW + HOUR)
    assert state_of(first) is BookingState.WAITING, "two places are kept for Health"
    assert "kept for other agencies" in why_waiting(world.fresh(first), NOW)
    assert state_of(books(at, "Ivy", "Health", now=NOW + 2 * HOUR)) is BookingState.BOOKED
    urgent = books(at, "Cal", "Police", now=NOW + 3 * HOUR)
    Booking.objects.filter(pk=urgent.pk).update(priority=1)
    waits = books(at, "Jo", "Health", now=NOW + 4 * HOUR)
    booking.give_up(booking_id=health.pk, now=NOW + 5 * HOUR)
    assert [state_of(one) for one in (first, urgent, waits)] == [
        BookingState.WAITING,
        BookingState.WAITING,
        BookingState.OFFERED,
    ]
    booking.give_up(booking_id=police.pk, now=NOW + 6 * HOUR)
    assert [state_of(one) for one in (first, urgent)] == [BookingState.WAITING, BookingState.OFFERED]


def test_places_kept_for_an_agency_become_open_when_it_says_so() -> None:
    at = world.event(capacity=1, reserved={"Health": 1}, reserved_until=NOW + timedelta(days=1))
    waits = books(at)
    assert state_of(waits) is BookingState.WAITING
    assert places.refill(event_id=at.pk, now=NOW + timedelta(days=1)) == 1
    assert state_of(waits) is BookingState.OFFERED


def test_a_place_is_passed_to_a_colleague_and_the_old_link_dies(reader: Client) -> None:
    at = world.soon()
    found = books(at, now=timezone.now())
    old, code = page_of(found), found.code
    booking.pass_on(booking_id=found.pk, asked=world.asked("Bea Carr", email="bea@example.org"), now=NOW)
    assert reader.get(old).status_code == 404
    assert "Bea Carr" in reader.get(page_of(found)).content.decode()
    assert world.fresh(found).code != code
    assert subjects("ada@example.org")[-1] == "Your place has been passed on"
    assert subjects("bea@example.org") == ["A place has been passed to you"]
    other = books(at, "Cal Dunn")
    with pytest.raises(BookingRefused, match="cannot be passed"):
        booking.pass_on(booking_id=other.pk, asked=world.asked("Bea", email="BEA@example.org"), now=NOW)


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 32 + "-1.sig", "../../etc", "é"])
def test_a_link_that_was_not_signed_here_opens_nothing(reader: Client, at: Event, token: str) -> None:
    books(at)
    assert reader.get(f"/events/booking/{token}/").status_code == 404


@pytest.fixture
def kept() -> Iterator[Event]:
    """Return an event that other connections see; it is removed afterwards."""
    made: list[Event] = []

    def found() -> None:
        made.append(world.event(series=world.series(slug="kept", title="Kept").pk, capacity=1))

    _elsewhere(found)

    def remove() -> None:
        SiteMail.objects.all().delete()
        Booking.objects.filter(event=made[0]).delete()
        EventQuota.objects.filter(event=made[0]).delete()
        Event.objects.filter(pk=made[0].pk).delete()
        Series.objects.filter(slug="kept").delete()

    yield made[0]
    _elsewhere(remove)


def _elsewhere(*acts: Any) -> None:
    """Do each thing at once, each on a connection of its own whose work is kept."""
    ready, faults = threading.Barrier(len(acts)), []

    def run(act: Any) -> None:
        try:
            ready.wait()
            act()
        except Exception as fault:  # noqa: BLE001 -- a fault of a thread is told by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_of_two_at_once_for_the_last_place_one_gets_it(kept: Event) -> None:
    names = [f"Person{n}" for n in range(8)]
    _elsewhere(*(lambda name=name: ask(kept, name) for name in names))
    keys = list(Booking.objects.filter(event=kept).values_list("pk", flat=True))
    assert len(keys) == len(names)
    _elsewhere(*(lambda key=key: booking.confirm_booking(booking_id=key, now=NOW) for key in keys))
    states = sorted(Booking.objects.filter(event=kept).values_list("state", flat=True))
    assert states == [BookingState.BOOKED.value, *[BookingState.WAITING.value] * 7]


def test_one_person_who_asks_eight_times_at_once_has_one_booking(kept: Event) -> None:
    _elsewhere(*(lambda: ask(kept) for _ in range(8)))
    assert Booking.objects.filter(event=kept).count() == 1


def test_fewer_places_take_nobodys_place_away(at: Event) -> None:
    people = [books(at), books(at, "Ben Carr")]
    dates.change_event(event_id=at.pk, plan=world.plan(capacity=1), by=None, now=NOW)
    assert {state_of(one) for one in people} == {BookingState.BOOKED}
    booking.give_up(booking_id=people[0].pk, now=NOW)
    assert state_of(books(at, "Cal Dunn")) is BookingState.WAITING
