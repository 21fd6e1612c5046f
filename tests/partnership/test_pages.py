"""The directory's pages work by plain forms, keep what was typed, and open to whom they should."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.partnership.models import Capacity, Service
from tests.worlds.partnership import Partnership
from tests.worlds.words import words

Add = Callable[..., Service]
SignIn = Callable[[Staff], Client]


@pytest.fixture
def coordinator(partnership: Partnership, signed_in: SignIn) -> Client:
    return signed_in(partnership.staff[Role.PANEL_COORDINATOR])


@pytest.fixture
def contact(partnership: Partnership, signed_in: SignIn) -> Client:
    return signed_in(partnership.add_staff("Sam Lantern", "lantern", Role.AGENCY_CONTACT))


def test_a_search_narrows_by_plain_addresses(add_service: Add, partnership: Partnership, signed_in: SignIn) -> None:
    add_service("Teens", minimum_age=13, maximum_age=17, need="mentoring", areas=["Larkford"])
    add_service("Rooms", need="housing", description="Beds for the night.")
    add_service("Shut", status="defunct")
    client = signed_in(partnership.staff[Role.PRACTITIONER])
    everything = words(client.get("/services/"))
    assert all(name in everything for name in ("Teens", "Rooms", "Shut", "3 services", "13 to 17"))
    for asked, shown, hidden in (
        ("words=beds", "Rooms", "Teens"),
        ("need=mentoring", "Teens", "Rooms"),
        ("age=10", "Rooms", "Teens"),
        ("area=Larkford&need=mentoring", "1 service", "Rooms"),
        ("open=on", "2 services", "Shut"),
        ("words=nothing+like+it", "No service fits", "Rooms"),
    ):
        page = words(client.get(f"/services/?{asked}"))
        assert shown in page and hidden not in page, asked
    wrong = client.get("/services/?age=twelve&need=luck&page=x")
    assert wrong.status_code == 200 and "There is a problem" in words(wrong)


def test_a_long_list_has_pages_that_keep_the_search(add_service: Add, coordinator: Client) -> None:
    for number in range(27):
        add_service(f"Service {number:02}", need="mentoring")
    first = coordinator.get("/services/?need=mentoring&words=")
    assert "27 services, page 1 of 2" in words(first)
    link = re.search(r'href="(\?[^"]*page=2)"', first.content.decode())
    assert link is not None
    second = words(coordinator.get("/services/" + unescape(link.group(1))))
    assert "Service 26" in second and "Service 00" not in second
    assert "page 2 of 2" in words(coordinator.get("/services/?page=99999"))


def test_the_providers_contact_keeps_the_service(add_service: Add, contact: Client, coordinator: Client) -> None:
    service = add_service(need="housing")
    where = f"/services/{service.public_id}/"
    assert "Change what it says" in words(contact.get(where))
    form = contact.get(f"{where}edit/")
    assert form.status_code == 200 and 'name="seen" value="1"' in form.content.decode()
    typed = {
        "seen": "1",
        "name": "Night Refuge",
        "minimum_age": "11",
        "maximum_age": "17",
        "areas": "Larkford\nWrenhill",
    }
    kept = words(contact.post(f"{where}edit/", typed | {"needs": ["mentoring"]}, follow=True))
    assert all(text in kept for text in ("Night Refuge", "11 to 17", "Larkford, Wrenhill", "mentoring", "A safe place"))
    stale = coordinator.post(f"{where}edit/", typed | {"name": "My other name"})
    assert stale.status_code == 422
    assert "Somebody else has changed" in words(stale) and "name: Night Refuge" in words(stale)
    assert "My other name" in stale.content.decode()
    wrong = contact.post(f"{where}edit/", typed | {"seen": "2", "minimum_age": "30"})
    assert wrong.status_code == 422 and "above the oldest" in words(wrong)
    assert Service.objects.get().name == "Night Refuge"


def test_a_service_is_closed_with_a_day_and_a_reason(add_service: Add, contact: Client) -> None:
    where = f"/services/{add_service().public_id}/"
    today = timezone.localdate()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    refused = contact.post(f"{where}status/", {"seen": "1", "to": "defunct", **day})
    assert refused.status_code == 422 and "Say why" in words(refused)
    typed = {"seen": "1", "to": "defunct", "because": "The grant has ended.", **day}
    closed = words(contact.post(f"{where}status/", typed, follow=True))
    assert "Closed for good" in closed and "The grant has ended." in closed
    again = contact.post(f"{where}status/", typed | {"seen": "2", "to": "active"})
    assert again.status_code == 422 and "cannot become" in words(again)


def test_places_are_told_with_their_day(add_service: Add, contact: Client) -> None:
    where = f"/services/{add_service().public_id}/"
    typed = {"places": "10", "taken": "3", "weeks_to_wait": "0", "told_by": "Duty desk"}
    typed |= {"told_on-day": "1", "told_on-month": "9", "told_on-year": "2025"}
    page = words(contact.post(f"{where}places/", typed, follow=True))
    assert "7 of 10 places free, no wait" in page and "Too old to count on" in page and "1 September 2025" in page
    future = contact.post(f"{where}places/", typed | {"told_on-year": "2999"})
    assert future.status_code == 422
    assert Capacity.objects.count() == 1


def test_the_coordinator_names_the_provider(add_service: Add, coordinator: Client, partnership: Partnership) -> None:
    service = add_service(provider="Some Other Charity")
    where = f"/services/{service.public_id}/provider/"
    police = partnership.agencies["police"]
    assert "Larkshire Constabulary" in words(coordinator.post(where, {"agency": police.pk}, follow=True))
    assert coordinator.post(where, {"agency": "999999"}).status_code == 422


@pytest.mark.parametrize("ending", ["edit", "status", "places", "provider"])
def test_nobody_else_changes_a_service(
    add_service: Add, partnership: Partnership, signed_in: SignIn, ending: str
) -> None:
    service = add_service()
    where = f"/services/{service.public_id}/{ending}/"
    for role in set(Role) - {Role.PANEL_COORDINATOR}:
        client = signed_in(partnership.staff[role])
        assert client.get(where).status_code == 403, role
        assert client.post(where, {"seen": "1", "name": "x"}).status_code == 403, role
        page = words(client.get(f"/services/{service.public_id}/"))
        assert "Night Shelter" in page and "Change what it says" not in page
    assert Client().get(where).status_code == 302


def test_an_unknown_service_is_not_found_and_words_are_escaped(coordinator: Client, add_service: Add) -> None:
    assert coordinator.get("/services/00000000-0000-4000-8000-000000000000/").status_code == 404
    service = add_service("<script>alert(1)</script>", url="javascript:alert(1)")
    page = coordinator.get(f"/services/{service.public_id}/").content.decode()
    assert "<script>alert" not in page and 'href="javascript' not in page


def test_a_place_with_odd_addresses_is_still_shown(coordinator: Client, add_service: Add) -> None:
    for number, addresses in enumerate(([], [5], "street", {"a": 1}, [{"city": 7, "postal_code": "ZZ1 1ZZ"}], None)):
        place = {
            "id": f"33333333-0000-4000-8000-00000000000{number}",
            "location": {"id": f"44444444-0000-4000-8000-00000000000{number}", "name": "Hall", "addresses": addresses},
        }
        service = add_service(f"Service {number}", service_at_locations=[place])
        assert "Hall" in words(coordinator.get(f"/services/{service.public_id}/"))
