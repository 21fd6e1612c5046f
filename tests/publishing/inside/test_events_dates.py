"""Dates: told when confirmed, moved, cancelled; calendars that know it is the same event; reminders once."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from kith.project.site_settings import KITH_SITE_MAILBOX
from kith.publishing.models import Booking, Event, EventReminder, Interest, SiteMailFile
from kith.publishing.selectors.events.bookings import find_interest
from kith.publishing.services.events import clock, dates, interests
from kith.publishing.services.events.wording import calendar, interest_link
from kith.publishing.vocabulary.events import BookingRefused, BookingState, EventRefused, EventStatus, ReminderPlan
from tests.publishing.inside import workshops as world
from tests.publishing.inside.workshops import ENDS, NOW, STARTS, books, mails, page_of, state_of, subjects

DAY = timedelta(days=1)
NO_DATE: dict[str, Any] = {
    "status": EventStatus.TO_BE_CONFIRMED,
    "starts_at": None,
    "ends_at": None,
    "expected": "Early in 2020",
}


def change(at: Event, now: Any = NOW, **says: Any) -> Event:
    return dates.change_event(event_id=at.pk, plan=world.plan(**says), by=None, now=now)


def entry(content: bytes) -> Any:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def told_calendar(mail: Any, method: str) -> Any:
    """Return the event in the calendar that goes with a mail, as RFC 5546 asks it to be for a method."""
    file = SiteMailFile.objects.get(mail=mail)
    assert file.content_type == f"text/calendar; charset=utf-8; method={method}"
    read = Calendar.from_ical(bytes(file.content))
    assert read["METHOD"] == method and read["VERSION"] == "2.0"
    found = entry(bytes(file.content))
    assert str(found["ORGANIZER"]) == f"mailto:{KITH_SITE_MAILBOX}"
    assert found["ORGANIZER"].params["CN"] == settings.KITH_PARTNERSHIP
    assert found["DTSTAMP"].to_ical().endswith(b"Z") and "ATTENDEE" not in found
    assert all(len(line) <= 75 for line in bytes(file.content).split(b"\r\n")), "folded, RFC 5545 3.1"
    return found


def test_a_calendar_is_told_of_a_move_as_the_same_event_counted_up() -> None:
    at = world.event()
    booked = books(at)
    first = told_calendar(mails("ada@example.org")[-1], "PUBLISH")
    change(at, starts_at=STARTS + DAY, ends_at=ENDS + DAY)
    then = told_calendar(mails("ada@example.org")[-1], "PUBLISH")
    assert state_of(booked) is BookingState.BOOKED
    assert (first["UID"], first["SEQUENCE"], first["STATUS"]) == (str(at.uid), 0, "CONFIRMED")
    assert (then["UID"], then["SEQUENCE"], then["STATUS"]) == (str(at.uid), 1, "CONFIRMED")
    assert then["DTSTART"].dt == STARTS + DAY


def test_who_asked_is_told_the_date_once_and_only_after_a_button(reader: Client) -> None:
    at = world.event(**NO_DATE)
    for email in ("ada@example.org", "ben@example.org", "ADA@example.org"):
        interests.ask_to_be_told(event_id=at.pk, email=email, now=NOW)
    ada, ben = Interest.objects.order_by("pk")
    link = interest_link(ada).partition("/events/")[2]
    assert reader.get(f"/events/{link}").status_code == 200
    assert world.fresh(ada).confirmed_at is None, "looking confirms nothing"
    interests.confirm_interest(interest_id=ada.pk, now=NOW)
    change(at)
    change(at, joining="More words")
    assert subjects("ada@example.org") == ["Be told the date", "The date is confirmed"]
    assert subjects("ben@example.org") == ["Be told the date"], "who never pressed the button is told nothing"
    interests.confirm_interest(interest_id=ben.pk, now=NOW + DAY)
    assert subjects("ben@example.org")[-1] == "The date is confirmed", "who presses late is told at once"


def test_the_button_of_being_told_works_and_so_does_leaving(reader: Client) -> None:
    at = world.soon(**NO_DATE)
    page = reader.post(f"/events/{at.code}/tell-me/", {"email": "ada@example.org"})
    assert page.status_code == 200 and "Look at your mail" in page.content.decode()
    ada = Interest.objects.get()
    link = interest_link(ada).partition("/events/")[2]
    assert "You will be told" in reader.post(f"/events/{link}", {"wants": "yes"}).content.decode()
    assert world.fresh(ada).confirmed_at is not None
    assert "deleted" in reader.post(f"/events/{link}", {"wants": "no"}).content.decode()
    assert not Interest.objects.exists()
    assert find_interest("no-such") is None


def test_a_move_is_told_to_everybody_and_they_keep_or_give_up(reader: Client) -> None:
    at = world.soon()
    assert at.starts_at is not None and at.ends_at is not None
    now = timezone.now()
    ada, ben, cal = (books(at, name, now=now) for name in ("Ada", "Ben", "Cal"))
    later = {"starts_at": at.starts_at + DAY, "ends_at": at.ends_at + DAY}
    after = change(at, now, **later)
    assert (after.sequence, after.moved_sequence) == (1, 1)
    for person in ("ada", "ben", "cal"):
        assert subjects(f"{person}@example.org")[-1] == "It has been moved"
    moved = mails("ada@example.org")[-1]
    first, second = (
        entry(bytes(SiteMailFile.objects.get(mail=mail).content)) for mail in (mails("ada@example.org")[-2], moved)
    )
    assert first["UID"] == second["UID"] and (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert second["DTSTART"].dt == later["starts_at"]
    assert "It was:" in moved.text and "It is now:" in moved.text
    page = reader.get(page_of(ada)).content.decode()
    assert "Do you keep your place?" in page
    assert reader.post(page_of(ada, "keep/")).status_code == 302
    assert "Do you keep your place?" not in reader.get(page_of(ada)).content.decode()
    assert reader.post(page_of(ben, "give-up/")).status_code == 302
    assert [state_of(one) for one in (ada, ben, cal)] == [
        BookingState.BOOKED,
        BookingState.GIVEN_UP,
        BookingState.OFFERED,
    ]


def test_new_words_go_out_again_and_the_same_words_do_not() -> None:
    at = world.event()
    books(at)
    change(at, trainer="Somebody else")
    assert subjects("ada@example.org").count("Your place") == 1
    change(at, online_link="https://meet.example.org/room/new")
    assert "https://meet.example.org/room/new" in mails("ada@example.org")[-1].text


def test_more_places_go_to_who_waits() -> None:
    at = world.event(capacity=1)
    books(at)
    waits = books(at, "Ben")
    change(at, capacity=2)
    assert state_of(waits) is BookingState.OFFERED


def test_a_cancelled_event_tells_everybody_and_their_calendars(reader: Client) -> None:
    at = world.soon(reminders=[ReminderPlan(hours=24)])
    now = timezone.now()
    booked, waits = books(at, now=now), [books(at, name, now=now) for name in ("Ben", "Cal")][-1]
    told = dates.cancel_event(event_id=at.pk, because="The trainer is ill.", by=None, now=now)
    assert told == 3
    mail = mails("ada@example.org")[-1]
    assert "The trainer is ill." in mail.text
    asks = told_calendar(mail, "CANCEL")
    assert asks["STATUS"] == "CANCELLED" and asks["SEQUENCE"] == 1 and str(asks["UID"]) == str(at.uid)
    assert EventReminder.objects.get().skipped_because == "The event was cancelled."
    assert at.starts_at is not None
    clock.run_clock(now=at.starts_at - DAY / 2)
    assert subjects("ada@example.org")[-1] == "It has been cancelled"
    for code in (page_of(booked), page_of(waits), f"/events/{at.code}/"):
        assert "cancelled" in reader.get(code).content.decode()
    with pytest.raises(BookingRefused, match="cancelled"):
        world.ask(at, "Dee", now=now)
    with pytest.raises(EventRefused, match="cancelled"):
        change(world.fresh(at))
    with pytest.raises(EventRefused, match="already"):
        dates.cancel_event(event_id=at.pk, because="Again", by=None, now=now)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"ends_at": STARTS}, "ends before"),
        ({"ends_at": None}, "both a beginning and an end"),
        ({"starts_at": None, "ends_at": None}, "has a beginning and an end"),
        ({"capacity": 0}, "at least one place"),
        ({"reserved": {"Police": 2, "Health": 1}}, "3 places are kept"),
        ({"status": EventStatus.CANCELLED}, "a page of its own"),
    ],
)
def test_what_does_not_hold_together_is_refused(says: dict[str, Any], words: str) -> None:
    with pytest.raises(EventRefused, match=words):
        world.event(**says)
    assert not Event.objects.exists()


def test_a_date_that_people_booked_does_not_vanish() -> None:
    at = world.event()
    books(at)
    with pytest.raises(EventRefused, match="People have booked"):
        change(at, **NO_DATE)
    with pytest.raises(EventRefused, match="over"):
        dates.cancel_event(event_id=at.pk, because="Late", by=None, now=ENDS)


def test_a_reminder_is_sent_once_when_due_and_never_too_late() -> None:
    at = world.event(reminders=[ReminderPlan(hours=24, words="Mind the ford."), ReminderPlan(at=NOW + DAY)])
    ada, ben = books(at), books(at, "Ben")
    books(at, "Cal")
    clock.run_clock(now=NOW + DAY - timedelta(seconds=1))
    assert "A reminder" not in subjects()
    for minute in range(3):
        clock.run_clock(now=NOW + DAY + timedelta(minutes=minute))
    assert subjects().count("A reminder") == 2, "to the two with a place, once"
    clock.run_clock(now=STARTS - DAY)
    assert subjects("ada@example.org").count("A reminder") == 2
    assert "Mind the ford." in mails("ada@example.org")[-1].text
    assert ada.pk and ben.pk
    late = world.event(series=world.series(slug="late").pk, reminders=[ReminderPlan(hours=24)])
    books(late, "Dee")
    clock.run_clock(now=STARTS + timedelta(minutes=1))
    assert "A reminder" not in subjects("dee@example.org")
    assert EventReminder.objects.get(event=late).skipped_because == "The event had begun."


def test_a_reminder_before_the_start_goes_again_when_the_event_moves_beyond_it() -> None:
    reminders = [ReminderPlan(hours=24)]
    at = world.event(reminders=reminders)
    books(at)
    clock.run_clock(now=STARTS - DAY)
    change(at, now=STARTS - DAY / 2, starts_at=STARTS + 7 * DAY, ends_at=ENDS + 7 * DAY, reminders=reminders)
    clock.run_clock(now=STARTS + DAY)
    assert subjects("ada@example.org").count("A reminder") == 1
    clock.run_clock(now=STARTS + 6 * DAY)
    assert subjects("ada@example.org").count("A reminder") == 2


def test_the_feed_shows_every_event_in_the_countys_time_and_no_private_link(reader: Client) -> None:
    at = world.soon(days=200)
    off = world.soon(series=world.series(slug="off", title="Off").pk)
    world.soon(series=world.series(slug="draft", title="Hidden draft").pk, status=EventStatus.DRAFT)
    dates.cancel_event(event_id=off.pk, because="", by=None, now=timezone.now())
    feed = reader.get("/events/calendar.ics")
    assert feed["Content-Type"].startswith("text/calendar")
    entries: list[Any] = list(Calendar.from_ical(feed.content).walk("VEVENT"))
    found = {str(one["SUMMARY"]): one for one in entries}
    assert set(found) == {"Seeing neglect early", "Off"}
    assert found["Off"]["STATUS"] == "CANCELLED" and found["Off"]["SEQUENCE"] == 1
    start = found["Seeing neglect early"]["DTSTART"]
    assert start.params["TZID"] == "Europe/London" and start.dt == at.starts_at
    assert b"BEGIN:VTIMEZONE" in feed.content and b"meet.example.org" not in feed.content
    one = reader.get(f"/events/{at.code}/event.ics").content
    assert b"meet.example.org" not in one and str(at.uid).encode() in one
    assert b"meet.example.org" not in reader.get(f"/events/{at.code}/").content


def test_a_calendar_is_not_written_into_by_a_title() -> None:
    told = world.series(slug="odd", title="A; B, C\r\nSTATUS:CANCELLED")
    content = calendar([world.event(series=told.pk)])
    assert entry(content)["STATUS"] == "CONFIRMED"


def test_summer_and_winter_are_told_apart() -> None:
    summer = world.event(starts_at=STARTS + 90 * DAY, ends_at=ENDS + 90 * DAY)
    start = entry(calendar([summer]))["DTSTART"].dt
    assert (start.hour, start.utcoffset()) == (10, timedelta(hours=1)) and start == summer.starts_at
    assert Booking.objects.count() == 0
