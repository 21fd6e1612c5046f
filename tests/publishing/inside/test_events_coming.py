"""Who came: by picture, code or register, once; certificates for them and nobody else; accessible papers."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kith.publishing.models import Booking, Certificate, Event
from kith.publishing.runs.event_papers import certificate_pages, lines_of, sign_in_sheet
from kith.publishing.services.events import booking, coming, dates, learned
from kith.publishing.vocabulary.events import BookingState, CertificateRefused, SignedInBy, SignInRefused
from tests.publishing.inside import workshops as world
from tests.publishing.inside.workshops import ENDS, NOW, OVER, STARTS, books, came, fresh, mails, page_of

HOUR = timedelta(hours=1)


def signs_in(found: Booking, now: Any = STARTS) -> Any:
    return coming.sign_in(booking_id=found.pk, how=SignedInBy.SCAN, by=None, now=now)


def test_a_person_signed_in_twice_is_said() -> None:
    ada = books(world.event())
    assert signs_in(ada) is None
    assert signs_in(ada, STARTS + HOUR) == STARTS
    assert fresh(ada).came_at == STARTS


@pytest.mark.parametrize(
    ("act", "now", "words"),
    [
        (lambda ada: None, STARTS - 13 * HOUR, "not today"),
        (lambda ada: booking.give_up(booking_id=ada.pk, now=NOW), STARTS, "no place"),
        (
            lambda ada: dates.cancel_event(event_id=ada.event.pk, because="Ill", by=None, now=NOW),
            STARTS,
            "does not take place",
        ),
    ],
)
def test_who_has_no_place_is_not_signed_in(act: Any, now: Any, words: str) -> None:
    ada = books(world.event())
    act(ada)
    with pytest.raises(SignInRefused, match=words):
        signs_in(ada, now)
    assert fresh(ada).came_at is None


def test_who_came_without_booking_is_taken_down_and_has_a_certificate() -> None:
    at = world.event(capacity=1)
    books(at)
    walked = coming.add_walk_in(event_id=at.pk, asked=world.asked("Wyn Ash"), by=None, now=STARTS)
    nameless = coming.add_walk_in(event_id=at.pk, asked=world.asked("Uma Bell", email=""), by=None, now=STARTS)
    assert walked.came_at == STARTS and nameless.email == ""
    assert learned.issue_certificate(booking_id=walked.pk, now=OVER).booking == walked
    with pytest.raises(SignInRefused, match="has booked"):
        coming.add_walk_in(event_id=at.pk, asked=world.asked("Ada", email="ADA@example.org"), by=None, now=STARTS)
    with pytest.raises(SignInRefused, match="not on today"):
        coming.add_walk_in(event_id=at.pk, asked=world.asked("Zed"), by=None, now=NOW)


def test_only_who_came_gets_a_certificate_and_only_afterwards() -> None:
    at = world.event()
    ada, ben = came(at), books(at, "Ben")
    with pytest.raises(CertificateRefused, match="when the event is over"):
        learned.issue_certificate(booking_id=ada.pk, now=ENDS - HOUR)
    with pytest.raises(CertificateRefused, match="does not say that you came"):
        learned.issue_certificate(booking_id=ben.pk, now=OVER)
    first = learned.issue_certificate(booking_id=ada.pk, now=OVER)
    assert learned.issue_certificate(booking_id=ada.pk, now=OVER + HOUR) == first
    assert Certificate.objects.count() == 1


def past_event(**says: Any) -> Event:
    """Return an event of yesterday, open to book the week before."""
    return world.soon(days=-1, **says)


def came_yesterday(at: Event, name: str = "Ada Brook") -> Booking:
    assert at.starts_at is not None
    found = books(at, name, now=at.starts_at - timedelta(days=7))
    signs_in(found, at.starts_at)
    return fresh(found)


def test_the_page_of_who_did_not_come_refuses_in_words(reader: Client) -> None:
    at = past_event()
    assert at.starts_at is not None
    ben = books(at, "Ben", now=at.starts_at - timedelta(days=7))
    refused = reader.post(page_of(ben, "certificate/"))
    assert refused.status_code == 403
    assert "Download your certificate" not in reader.get(page_of(ben)).content.decode()
    assert "does not say that you came" in refused.content.decode()
    ada = came_yesterday(at)
    pages = reader.post(page_of(ada, "certificate/"))
    assert pages.status_code == 200 and pages["Content-Type"] == "application/pdf"
    assert pages.content.startswith(b"%PDF-")


def test_a_certificate_is_checked_by_its_code_and_shows_no_name(reader: Client) -> None:
    ada = came_yesterday(past_event())
    issued = learned.issue_certificate(booking_id=ada.pk, now=timezone.now())
    typed = f"{issued.code[:5].lower()} {issued.code[5:]}"
    page = reader.get("/events/certificate/", {"code": typed}).content.decode()
    assert "was issued on" in page and "Ada Brook" not in page
    assert "No certificate" in reader.get("/events/certificate/", {"code": "NOSUCHCODE"}).content.decode()


@pytest.mark.parametrize(
    "name", ['Ada #read("/etc/passwd")', "Ada $x$ *bold* _it_ \\ @ref <a>", "Ódhrán Ní Bheaglaoich"]
)
def test_papers_are_accessible_and_run_nothing_that_was_typed(name: str) -> None:
    at = world.event()
    ada = came(at, name, email="ada@example.org")
    issued = learned.issue_certificate(booking_id=ada.pk, now=OVER)
    for pages in (certificate_pages(issued, ada, "/events/certificate/"), sign_in_sheet(at)):
        assert pages.startswith(b"%PDF-")
        assert b"/Lang" in pages and b"/StructTreeRoot" in pages and b"/Marked true" in pages
        assert b"pdfuaid" in pages and b"/DisplayDocTitle true" in pages


def test_a_publisher_scans_types_and_ticks(client: Client) -> None:
    world.publisher(client)
    at = world.soon(days=0, starts_at=timezone.now() + HOUR, ends_at=timezone.now() + 3 * HOUR)
    ada, ben = books(at, "Ada Brook", now=timezone.now()), books(at, "Ben Carr", now=timezone.now())
    door = f"/cms/events/at/{at.code}"
    scanned = f"{door}/in/{ada.code}/"
    assert "Ada Brook" in client.get(scanned).content.decode()
    assert fresh(ada).came_at is None, "scanning opens a page; the button signs in"
    assert "is signed in" in client.post(scanned, follow=True).content.decode()
    assert "Signed in already" in client.get(scanned).content.decode()
    assert "was signed in already" in client.post(scanned, follow=True).content.decode()
    assert fresh(ada).came_by == SignedInBy.SCAN.value
    typed = client.post(f"{door}/door/", {"code": f" {ben.code[:3].lower()}-{ben.code[3:].lower()} "}, follow=True)
    assert "Ben Carr" in typed.content.decode() and 'name="how" value="code"' in typed.content.decode()
    assert client.post(f"{door}/door/", {"code": "NOBODY"}).status_code == 422
    client.post(f"{door}/in/{ben.code}/register/", {"came": "yes"})
    assert fresh(ben).came_by == SignedInBy.REGISTER.value
    client.post(f"{door}/in/{ben.code}/register/", {"came": "no"})
    assert fresh(ben).came_at is None
    client.post(f"{door}/walk-in/", {"name": "Wyn Ash", "agency": "Health"})
    register = client.get(f"{door}/register/").content.decode()
    assert "2 of 3 came" in register and "without booking" in register
    assert client.get(f"{door}/sign-in-sheet.pdf").content.startswith(b"%PDF-")


def test_the_sheet_that_goes_round_has_no_address_and_no_needs() -> None:
    at = world.event()
    books(at, access_needs="A hearing loop")
    lines = lines_of(at)
    assert [set(line) for line in lines] == [{"name", "agency", "role", "code"}]
    assert "hearing" not in str(lines) and "example.org" not in str(lines)


def test_what_people_need_is_read_by_publishers_only(client: Client, reader: Client) -> None:
    at = world.soon()
    books(at, now=timezone.now(), access_needs="A hearing loop")
    assert "hearing loop" not in reader.get(f"/events/{at.code}/").content.decode()
    world.publisher(client)
    assert "hearing loop" in client.get(f"/cms/events/at/{at.code}/").content.decode()
    assert "A hearing loop" not in " ".join(mail.text for mail in mails())


@pytest.mark.parametrize(
    "path",
    ["", "agencies/", "learning/", "series/new/", "new/", *(f"at/CODE/{p}" for p in ("", "change/", "cancel/"))]
    + [f"at/CODE/{p}" for p in ("bookings.csv", "results/", "register/", "door/", "walk-in/", "sign-in-sheet.pdf")],
)
def test_only_publishers_open_the_publishers_pages(path: str, reader: Client, client: Client) -> None:
    at = world.soon()
    address = f"/cms/events/{path.replace('CODE', at.code)}"
    assert reader.get(address).status_code == 302, "a stranger is sent to sign in"
    editor = world.publisher(client)
    assert client.get(address).status_code == 200
    editor.user_permissions.filter(codename="change_event").delete()
    sent_away = client.get(address)
    assert (sent_away.status_code, sent_away["Location"]) == (302, "/cms/"), "the editing library says so there"


def test_a_code_is_read_without_doubt_and_is_one_persons() -> None:
    at = world.event(capacity=40)
    codes = [books(at, f"P{n}", email=f"p{n}@example.org").code for n in range(30)]
    assert len(set(codes)) == 30
    assert all(re.fullmatch(r"[A-HJKMNP-Z2-9]{6}", code) for code in codes)
    assert BookingState(fresh(Booking.objects.latest("pk")).state) is BookingState.BOOKED
