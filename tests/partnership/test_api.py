"""The public read API of Open Referral UK: its pages, its filters, its refusals, and that it names nobody."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.partnership.models import Service
from tests.partnership.conftest import NEED
from tests.worlds.partnership import Partnership

Add = Callable[..., Service]
LISTS = ("services", "service_at_locations", "taxonomies", "taxonomy_terms")
PAGE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


def get(address: str, status: int = 200) -> Any:
    answer = Client().get(f"/open-referral/{address}")
    assert answer.status_code == status, (address, answer.content)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def place(postcode: str) -> dict[str, Any]:
    where = {"id": str(uuid4()), "name": "Hall", "addresses": [{"postal_code": postcode, "city": "Larkford"}]}
    return {"id": str(uuid4()), "location": where}


def names(page: Any) -> set[str]:
    return {each["name"] for each in page["contents"]}


def test_the_root_says_the_profile_and_its_version(database: str) -> None:
    found = get("")
    assert found["version"] == "HSDS-UK-3.0" and found["profile"] and found["openapi_url"]


@pytest.mark.parametrize("listing", LISTS)
def test_an_empty_list_is_a_page_too(database: str, listing: str) -> None:
    found = get(listing)
    assert set(found) == PAGE
    assert found["empty"] and found["first_page"] and found["last_page"] and found["contents"] == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 12), number=st.integers(1, 12))
def test_pages_hold_every_service_once(add_service: Add, size: int, number: int) -> None:
    while Service.objects.count() < 9:
        add_service(f"Service {Service.objects.count()}")
    pages = -(-9 // size)
    found = get(f"services?per_page={size}&page={number}")
    assert (found["total_items"], found["total_pages"], found["page_number"]) == (9, pages, number)
    assert found["size"] == len(found["contents"]) == max(0, min(size, 9 - (number - 1) * size))
    assert (found["first_page"], found["last_page"], found["empty"]) == (number == 1, number >= pages, number > pages)
    every = [get(f"services?per_page={size}&page={each}")["contents"] for each in range(1, pages + 1)]
    assert len({row["id"] for page in every for row in page}) == 9


def test_filters_narrow_the_lists(add_service: Add) -> None:
    add_service("Small", minimum_age=5, maximum_age=11, need="mentoring", service_at_locations=[place("ZZ1 2AB")])
    add_service("Teens", minimum_age=12, maximum_age=17, service_at_locations=[place("ZZ9 9XX"), place("zz12ac")])
    add_service("All", description="Rooms with a bed.", need="housing")
    for asked, shown in (
        ("search=bed+rooms", {"All"}),
        ("search=LANTERN", {"Small", "Teens", "All"}),
        (f"taxonomy_term_id={NEED['mentoring']['id']}", {"Small"}),
        ("minimum_age=12", {"Teens", "All"}),
        ("maximum_age=11", {"Small", "All"}),
        ("minimum_age=11&maximum_age=12", {"Small", "Teens", "All"}),
        ("minimum_age=18", {"All"}),
        ("postcode=zz1", {"Small", "Teens"}),
        ("postcode=ZZ1+2", {"Small", "Teens"}),
        ("postcode=ZZ9", {"Teens"}),
        ("postcode=Q", set()),
    ):
        assert names(get(f"services?{asked}")) == shown, asked
    at = get("service_at_locations?postcode=ZZ1")
    assert {each["service"]["name"] for each in at["contents"]} == {"Small", "Teens"} and at["total_items"] == 2
    one = at["contents"][0]
    assert get(f"service_at_locations/{one['id']}") == one


def test_one_thing_is_what_its_list_says(add_service: Add) -> None:
    service = add_service(need="mentoring", areas=["Larkford"])
    whole = get(f"services/{service.public_id}")
    assert whole["service_areas"][0]["name"] == "Larkford"
    assert whole["attributes"][0]["taxonomy_term"]["name"] == "Mentoring"
    (summary,) = get("services")["contents"]
    assert all(whole[field] == summary[field] for field in ("id", "name", "status", "description"))
    assert summary["organization"]["id"] == whole["organization"]["id"]
    (term,) = get("taxonomy_terms")["contents"]
    assert get(f"taxonomy_terms/{term['id']}") == term
    assert get(f"taxonomies/{uuid4()}", 404)["error"].startswith("The directory holds nothing")
    for listing in LISTS:
        get(f"{listing}/{uuid4()}", 404)


@pytest.mark.parametrize(
    "asked",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=²",
        "per_page=0",
        "minimum_age=x",
        "maximum_age=nan",
        "maximum_age=1000",
        "taxonomy_term_id=1",
        "search=%00",
        "postcode=%00",
    ],
)
def test_a_question_that_cannot_be_answered_says_what_to_change(database: str, asked: str) -> None:
    assert len(get(f"services?{asked}", 400)["error"].split()) > 4


def test_nothing_can_be_written_here(add_service: Add) -> None:
    service = add_service()
    for method in ("post", "put", "delete", "patch"):
        assert getattr(Client(), method)(f"/open-referral/services/{service.public_id}").status_code == 405


def test_what_goes_out_holds_no_name_of_staff_and_no_place_counts(add_service: Add, partnership: Partnership) -> None:
    add_service(need="mentoring")
    said = json.dumps([get(listing) for listing in LISTS])
    assert "Robin" not in said and "example.org" not in said and "agency" not in said


def test_what_goes_out_has_the_fields_that_the_schema_asks_for(add_service: Add, samples: Path) -> None:
    schema = json.loads((samples / "open_referral_uk/schema/compiled/service.json").read_text(encoding="utf-8"))
    service = add_service(need="mentoring", areas=["Larkford"], service_at_locations=[place("ZZ1 2AB")], fees="None")
    whole = get(f"services/{service.public_id}")
    assert set(schema.get("required", [])) <= set(whole)
    assert set(whole) <= set(schema["properties"]), "a field that the standard does not know"
    kinds = {"string": str, "number": int | float, "array": list, "object": dict, "integer": int, "boolean": bool}
    for field, value in whole.items():
        assert isinstance(value, kinds[schema["properties"][field]["type"]]), field
