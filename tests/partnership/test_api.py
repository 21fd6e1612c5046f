"""The public read API of Open Referral UK: its pages, its filters, its refusals, and that it names nobody."""

import json
import math
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.partnership.models import Service
from kith.partnership.rules.asking import km_between
from kith.partnership.vocabulary import ApiSearch
from tests.partnership.conftest import NEED, take_in
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
    listed = get("service_at_locations?postcode=ZZ1")
    assert {each["service"]["name"] for each in listed["contents"]} == {"Small", "Teens"} and listed["total_items"] == 2
    one = listed["contents"][0]
    assert get(f"service_at_locations/{one['id']}") == one


def at(name: str, latitude: Any, longitude: Any, *schedules: dict[str, Any]) -> dict[str, Any]:
    where = {"id": str(uuid4()), "name": name, "latitude": latitude, "longitude": longitude}
    more = {"schedules": list(schedules)} if schedules else {}
    return {"id": str(uuid4()), "location": where} | more


def hours(byday: str, opens: str, closes: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "byday": byday, "opens_at": opens, "closes_at": closes}


def test_a_taxonomy_narrows_to_the_services_of_any_of_its_terms(add_service: Add) -> None:
    need = {"id": str(uuid4()), "name": "Needs"}
    other = {"id": str(uuid4()), "name": "Places"}
    for name, taxonomy in (("Rooms", need), ("Hall", other)):
        term = {"id": str(uuid4()), "name": f"{name} term", "taxonomy_detail": taxonomy}
        add_service(name, attributes=[{"id": str(uuid4()), "taxonomy_term": term}])
    assert names(get(f"services?taxonomy_id={need['id']}")) == {"Rooms"}
    assert names(get(f"services?taxonomy_id={uuid4()}")) == set()


def test_full_text_finds_other_forms_of_a_word_terms_and_who_may_come(add_service: Add) -> None:
    add_service("Boxing", description="Trainers who mentor young people.", eligibility_description="Carers may come")
    add_service("Rooms", description="A bed.", need="mentoring")
    for asked, shown in (
        ("mentored", {"Boxing", "Rooms"}),
        ("trainer", {"Boxing"}),
        ("mentoring", {"Boxing", "Rooms"}),
        ("carer", {"Boxing"}),
        ("box", {"Boxing"}),
        ("lantern+beds", {"Rooms"}),
        ("mentoring+bed", {"Rooms"}),
        ("horses", set()),
        ("%27%3B+%26+%7C+%21", set()),
        ("+".join(["bed"] * 90), {"Rooms"}),
    ):
        assert names(get(f"services?search={asked}")) == shown, asked


def test_day_and_time_are_those_of_one_opening(add_service: Add) -> None:
    evening, weekend = hours("TH,FR", "17:00:00", "20:00:00"), hours("2SA", "10:00", "16:00")
    add_service("Both", schedules=[evening, weekend])
    add_service("There", service_at_locations=[at("Hall", 1, 1, hours("MO", "09:00:00", "12:30:00"))])
    add_service("Told", schedules=[{"id": str(uuid4()), "description": "Whenever you ring"}])
    for asked, shown in (
        ("day=TH", {"Both"}),
        ("day=saturday", {"Both"}),
        ("day=mo", {"There"}),
        ("day=SU", set()),
        ("start_time=17:00", {"Both"}),
        ("start_time=17:01", set()),
        ("end_time=12:30", {"There"}),
        ("end_time=12:29", set()),
        ("end_time=16:00", {"Both", "There"}),
        ("day=FR&end_time=16:00", set()),
        ("day=SA&start_time=09:00&end_time=16:00", {"Both"}),
        ("day=MO&start_time=09:00&end_time=12:30:00", {"There"}),
    ):
        assert names(get(f"services?{asked}")) == shown, asked


def test_a_place_with_hours_of_its_own_is_open_then_and_not_when_its_service_is(add_service: Add) -> None:
    own, bare = at("Own", 1, 1, hours("MO", "09:00", "12:00")), at("Bare", 1, 1)
    add_service(schedules=[hours("TU", "09:00", "12:00")], service_at_locations=[own, bare])
    for day, shown in (("MO", [own["id"]]), ("TU", [bare["id"]]), ("WE", [])):
        assert [each["id"] for each in get(f"service_at_locations?day={day}")["contents"]] == shown, day


def test_nearness_is_measured_over_the_ground(add_service: Add) -> None:
    add_service("Here", service_at_locations=[at("Hall", 51.5, -0.12), at("Far", 53.0, -1.0)])
    add_service("Text", service_at_locations=[at("Barn", "51.509", "-0.12")])  # a thousand metres to the north
    add_service("Nowhere", service_at_locations=[at("Sea", 100, 101), at("Flag", True, None)])
    point = "latitude=51.5&longitude=-0.12"
    for asked, shown in (
        ("km=0.5", {"Here"}),
        ("proximity=500", {"Here"}),
        ("proximity=1002", {"Here", "Text"}),
        ("km=500", {"Here", "Text"}),
        ("km=0", {"Here"}),
    ):
        assert names(get(f"services?{point}&{asked}")) == shown, asked
    near = get(f"service_at_locations?{point}&km=2&per_page=1&page=2")
    assert (near["total_items"], near["total_pages"], near["size"]) == (2, 2, 1)


@given(
    here=st.tuples(st.floats(-90, 90), st.floats(-180, 180)), there=st.tuples(st.floats(-90, 90), st.floats(-180, 180))
)
def test_the_distance_is_that_of_the_cosine_rule(here: tuple[float, float], there: tuple[float, float]) -> None:
    (north, east), (south, west) = ((math.radians(a), math.radians(b)) for a, b in (here, there))
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(east - west)
    oracle = 6371.0088 * math.acos(max(-1.0, min(1.0, cosine)))
    assert km_between(here, there) == pytest.approx(oracle, abs=0.5)
    assert km_between(here, there) == pytest.approx(km_between(there, here))


def test_every_filter_of_the_profile_is_known_and_the_samples_come_out_by_it(
    partnership: Partnership, samples: Path
) -> None:
    folder = samples / "open_referral_uk"
    profile = json.loads((folder / "schema/openapi.json").read_text(encoding="utf-8"))
    asked = {
        each["$ref"].rsplit("/", 1)[1]
        for path in ("/services", "/service_at_locations")
        for each in profile["paths"][path]["get"]["parameters"]
    }
    known = {field.name for field in fields(ApiSearch)} | {"page", "per_page", "search", "proximity"}
    assert asked <= known
    whole = json.loads((folder / "examples/service_full.json").read_text(encoding="utf-8"))
    taxonomy = json.loads((folder / "examples/taxonomy.json").read_text(encoding="utf-8"))
    term = whole["attributes"][0]["taxonomy_term"]
    term["taxonomy_detail"] = {name: value for name, value in taxonomy.items() if name != "taxonomy_terms"}
    assert take_in(whole).new == 1
    for question, is_found in (
        (f"taxonomy_id={taxonomy['id']}", True),
        (f"taxonomy_term_id={term['id']}", True),
        ("day=TH&start_time=10:00&end_time=18:00", True),
        ("day=TH&start_time=10:01", False),
        ("day=WE", False),
        (f"search={whole['organization']['name'].split()[0]}", True),
    ):
        assert bool(get(f"services?{question}")["contents"]) == is_found, question


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
        "taxonomy_id=x",
        "day=someday",
        "start_time=9",
        "end_time=24:00",
        "latitude=1&longitude=2",
        "latitude=91&longitude=2&km=1",
        "km=nan&latitude=1&longitude=2",
        "km=501&latitude=1&longitude=2",
        "proximity=1000&postcode=ZZ1",
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
