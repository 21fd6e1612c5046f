"""Open Referral files: every entry is kept or held, twice is once, and what goes out comes in again as it was."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import typer
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.partnership import models, presenters, services
from kith.partnership.management import register
from kith.partnership.selectors.oruk import every_service
from kith.partnership.vocabulary import FileRefused, ServiceStatus
from tests.partnership.conftest import entry, take_in
from tests.worlds.partnership import Partnership

TABLES = (
    models.ServiceTerm,
    models.ServiceArea,
    models.Schedule,
    models.ServiceAtLocation,
    models.ServiceChange,
    models.Service,
    models.Organisation,
    models.Location,
    models.TaxonomyTerm,
    models.Taxonomy,
)


def rows() -> dict[str, list[Any]]:
    """Return every row of the directory by what it says, without the database's own numbers."""
    found: dict[str, list[Any]] = {}
    for table in TABLES:
        names = [field.name for field in table._meta.local_fields if field.name not in ("id", "agency")]
        paths = [
            f"{name}__public_id" if table._meta.get_field(name).is_relation and name != "by" else name for name in names
        ]
        found[table.__name__] = sorted((list(row) for row in table._default_manager.values_list(*paths)), key=str)
    return found


def forget() -> None:
    with connect_as("worker"):
        for table in TABLES:
            table._default_manager.all().delete()


def whole_directory() -> list[Any]:
    """Return what an export holds, after a trip through JSON."""
    written = presenters.whole_directory(list(every_service()), timezone.localdate())
    contents: list[Any] = json.loads(json.dumps(written))["contents"]
    return contents


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
names = texts.filter(lambda text: text.strip())
ids = st.sampled_from([UUID(int=number + (4 << 76) + (8 << 60)) for number in range(1, 7)]).map(str)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
unknown = st.dictionaries(st.sampled_from(["alert", "languages", "x_own", "accreditations", "cost_options"]), anything)


def objects(**fields: Any) -> Any:
    """Return objects with an id, some of these fields, and fields that nobody knows."""
    some = st.fixed_dictionaries({"id": ids}, optional=fields)
    return st.builds(lambda known, more: {**more, **known}, some, unknown)


addresses = st.lists(st.fixed_dictionaries({"postal_code": texts, "city": texts}), max_size=2)
locations = objects(name=texts | st.none(), description=texts, addresses=addresses, latitude=st.integers(-90, 90))
terms = st.fixed_dictionaries(
    {"id": ids, "name": names},
    optional={
        "taxonomy": texts,
        "parent_id": st.none() | ids,
        "taxonomy_detail": st.fixed_dictionaries({"id": ids, "name": names}, optional={"version": texts}),
    },
)


def listed(things: Any) -> Any:
    return st.lists(things, max_size=3, unique_by=lambda thing: thing["id"])


ages = st.tuples(st.integers(0, 75) | st.none(), st.integers(75, 150) | st.none())
written_services = st.builds(
    lambda base, more, low_high: {**more, **base, "minimum_age": low_high[0], "maximum_age": low_high[1]},
    st.fixed_dictionaries(
        {
            "id": ids,
            "name": names,
            "status": st.sampled_from([one.value for one in ServiceStatus]),
            "organization": st.fixed_dictionaries({"id": ids, "name": names}, optional={"website": texts}),
        },
        optional={
            "description": texts | st.none(),
            "url": texts,
            "email": texts,
            "fees": texts,
            "eligibility_description": texts,
            "phones": st.lists(st.fixed_dictionaries({"number": texts}), max_size=2),
            "service_areas": listed(objects(name=texts, extent=texts)),
            "schedules": listed(objects(byday=texts, opens_at=texts, closes_at=texts | st.none(), freq=texts)),
            "service_at_locations": listed(objects(location=locations)),
            "attributes": listed(objects(taxonomy_term=terms, link_type=texts)),
        },
    ),
    unknown,
    ages,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(written=st.lists(written_services, min_size=1, max_size=3))
def test_what_went_out_comes_in_again_as_it_was(partnership: Partnership, written: list[Any]) -> None:
    forget()
    first = take_in(*written)
    assert first.total == len(written) == first.kept + len(first.held)
    forget_changes()
    before, exported = rows(), whole_directory()
    again = take_in(*exported)
    assert (again.new, again.changed, again.held) == (0, 0, ()), "the same words changed something"
    assert rows() == before
    forget()
    other = take_in(*exported)
    assert other.held == () and other.kept == len(exported)
    forget_changes()
    after = rows()
    # A service that was named twice in the first file was changed once; its version is its own history.
    assert strip(after) == strip(before)


def forget_changes() -> None:
    with connect_as("worker"):
        models.ServiceChange.objects.all().delete()


def strip(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the rows without the services' version, and without things that no service refers to any more."""
    place = [f.name for f in models.Service._meta.local_fields if f.name not in ("id", "agency")].index("version")
    kept = {name: found[name] for name in ("ServiceTerm", "ServiceArea", "Schedule", "ServiceAtLocation")}
    return kept | {"Service": [row[:place] + row[place + 1 :] for row in found["Service"]]}


@pytest.mark.parametrize("folder", ["examples", "validator_mocks/V3.0-UK-Default", "validator_mocks/V3.0-UK-Test"])
def test_the_real_samples_come_in_and_go_out_the_same(partnership: Partnership, samples: Path, folder: str) -> None:
    paths = sorted((samples / "open_referral_uk" / folder).glob("*.json"))
    wanted = [path for path in paths if path.name.startswith(("service", "organization", "taxonomy"))]
    assert len(wanted) >= 9
    for path in wanted:
        with connect_as("worker"):
            found = services.import_file(content=path.read_bytes(), by=None, now=timezone.now())
        assert found.total == found.kept + len(found.held) >= 1, path.name
        assert {held.because for held in found.held} <= {
            "The same id stands in this file twice, with other words. Ask the publisher which is right."
        }, path.name
    assert models.Service.objects.get().name == "Community Counselling"
    forget_changes()
    before, exported = rows(), whole_directory()
    assert len(before["Schedule"]) == len(before["ServiceArea"]) == len(before["ServiceTerm"]) == 1
    forget()
    assert take_in(*exported).new == len(exported)
    assert strip(rows()) == strip(before)
    original = json.loads((samples / "open_referral_uk/examples/service_full.json").read_text())
    if folder == "examples":
        for field in ("funding", "cost_options", "contacts", "languages", "alert", "accreditations", "fees"):
            assert exported[0][field] == original[field]
        assert exported[0]["service_at_locations"][0]["location"] == original["service_at_locations"][0]["location"]
        assert exported[0]["organization"] == original["organization"]


def test_the_mocks_that_must_fail_are_held_with_their_reason(partnership: Partnership, samples: Path) -> None:
    content = (samples / "open_referral_uk/validator_mocks/V3.0-UK-Fail/service_list.json").read_bytes()
    with connect_as("worker"):
        found = services.import_file(content=content, by=None, now=timezone.now())
    assert found.total == 4 and found.kept == 0
    assert "A service must have a name." in {held.because for held in found.held}
    kept = models.DirectoryFile.objects
    with connect_as("worker"):
        row = kept.get()
    assert (row.total, row.kept, row.held) == (4, 0, 4) and len(row.reasons) == 4


@pytest.mark.parametrize(
    ("fault", "because"),
    [
        ({"name": " "}, "name"),
        ({"status": "open"}, "status"),
        ({"id": "12"}, "UUID"),
        ({"id": None}, "UUID"),
        ({"minimum_age": "twelve"}, "minimum_age"),
        ({"minimum_age": 17, "maximum_age": 11}, "above"),
        ({"maximum_age": 1000}, "maximum_age"),
        ({"maximum_age": True}, "maximum_age"),
        ({"description": 5}, "text"),
        ({"organization": None}, "organisation"),
        ({"organization": {"id": str(uuid4()), "name": ""}}, "name"),
        ({"organization": "The Lantern Project"}, "object"),
        ({"service_areas": "Larkford"}, "list"),
        ({"schedules": ["weekly"]}, "object"),
        ({"schedules": [{"id": "x"}]}, "UUID"),
        ({"alert": "a\x00b"}, "zero byte"),
        ({"alert": {"deep": ["\ud800"]}}, "half of a character"),
        ({"x_own": float("inf")}, "without end"),
    ],
)
def test_a_bad_entry_is_held_and_its_neighbours_are_kept(
    partnership: Partnership, fault: dict[str, Any], because: str
) -> None:
    found = take_in(entry("First"), entry("Bad") | fault, entry("Last"))
    assert found.new == 2 and [held.place for held in found.held] == [2]
    assert because in found.held[0].because
    assert sorted(models.Service.objects.values_list("name", flat=True)) == ["First", "Last"]
    assert models.Organisation.objects.count() == 1


@pytest.mark.parametrize("odd", [5, None, "text", [], {}, {"id": str(uuid4()), "name": "What is it?"}])
def test_an_entry_that_is_nothing_we_know_is_held(partnership: Partnership, odd: Any) -> None:
    found = take_in(odd)
    assert found.kept == 0 and len(found.held) == 1


@pytest.mark.parametrize("content", [b"", b"<html>", b"5", b'{"a": NaN}', b"[" * 100_000, b"\xff\xfe", b'"text"'])
def test_a_file_that_cannot_be_read_is_refused_whole(partnership: Partnership, content: bytes) -> None:
    with connect_as("worker"), pytest.raises(FileRefused):
        services.import_file(content=content, by=None, now=timezone.now())
    with connect_as("worker"):
        assert models.DirectoryFile.objects.count() == 0


def test_a_list_page_after_a_whole_service_takes_nothing_away(partnership: Partnership) -> None:
    whole = entry("Night Shelter", areas=["Larkford"], need="housing", fees="None")
    take_in(whole)
    summary = {field: whole[field] for field in ("id", "name", "status", "organization")} | {"name": "Night Refuge"}
    assert take_in(summary).changed == 1
    row = models.Service.objects.get()
    assert (row.name, row.fees, row.areas.count(), row.terms.count()) == ("Night Refuge", "None", 1, 1)
    assert take_in(summary | {"service_areas": []}).changed == 1
    assert models.ServiceArea.objects.count() == 0


def test_what_was_changed_or_closed_here_is_not_overwritten_by_an_older_file(partnership: Partnership) -> None:
    written = entry("Night Shelter")
    take_in(written)
    coordinator = partnership.viewer(Role.PANEL_COORDINATOR)
    now = timezone.now()
    about: dict[str, Any] = {"public_id": UUID(written["id"]), "by": coordinator, "now": now}
    services.change_status(to=ServiceStatus.INACTIVE, on=now.date(), because="No staff.", seen=1, **about)
    assert "closed here" in take_in(written).held[0].because
    services.change_status(to=ServiceStatus.ACTIVE, on=now.date(), because="Staff again.", seen=2, **about)
    assert "changed here" in take_in(written | {"name": "Old Name"}).held[0].because
    newer = written | {"name": "New Name", "last_modified": (now + timedelta(days=1)).isoformat()}
    assert take_in(newer).changed == 1
    row = models.Service.objects.get()
    assert (row.name, row.version, row.edited_at) == ("New Name", 4, None)


def test_an_organisation_that_is_an_agency_of_the_partnership_is_known_as_it(partnership: Partnership) -> None:
    take_in(entry(provider="the lantern project"))
    assert models.Organisation.objects.get().agency_id == partnership.agencies["lantern"].pk


def test_a_place_of_another_service_is_not_taken_over(partnership: Partnership) -> None:
    place = {"id": str(uuid4()), "location": {"id": str(uuid4()), "name": "Hall"}}
    take_in(entry("One", service_at_locations=[place]))
    assert "another service" in take_in(entry("Two", service_at_locations=[place])).held[0].because
    assert models.Service.objects.get().name == "One"


@pytest.fixture
def run(partnership: Partnership) -> Any:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return lambda *words: CliRunner().invoke(app, ["services", *map(str, words)])


def test_the_command_says_what_became_of_every_entry(run: Any, tmp_path: Path, admin: psycopg.Connection[Any]) -> None:
    path, bad = tmp_path / "page.json", tmp_path / "bad.json"
    path.write_text(json.dumps({"contents": [entry("One"), entry("Two"), entry("") | {"id": "x"}]}))
    bad.write_text("no json")
    first = run("import", path)
    assert first.exit_code == 0, first.output
    assert "3 in = 2 kept (2 new, 0 changed, 0 the same) + 1 held." in first.output
    assert "entry 3 x:" in first.output
    assert "2 kept (0 new, 0 changed, 2 the same)" in run("import", path).output
    refused = run("import", bad, tmp_path / "gone.json", path)
    assert refused.exit_code == 1
    assert "2 kept (0 new, 0 changed, 2 the same)" in refused.output
    assert admin.execute("SELECT count(*) FROM partnership_directoryfile").fetchone() == (3,)
    assert run("import", "--as", "nobody@example.org", path).exit_code == 2
    out = tmp_path / "out.json"
    assert "2 services written" in run("export", out).output
    assert "2 kept (0 new, 0 changed, 2 the same) + 0 held" in run("import", out).output


def test_the_page_set_of_one_directory_fills_another(partnership: Partnership) -> None:
    place = {
        "id": str(uuid4()),
        "location": {"id": str(uuid4()), "name": "Hall", "addresses": [{"postal_code": "ZZ1"}]},
    }
    take_in(
        *(entry(f"Service {n}", need="mentoring") for n in range(4)), entry("With a hall", service_at_locations=[place])
    )
    client = Client()
    pages: list[Any] = []
    for listing in ("taxonomies", "taxonomy_terms", "services", "service_at_locations"):
        number = 1
        while True:
            page = client.get(f"/open-referral/{listing}?page={number}&per_page=2").json()
            pages += page["contents"]
            if page["last_page"]:
                break
            number += 1
    whole = [client.get(f"/open-referral/services/{each['id']}").json() for each in pages if "status" in each]
    before = strip(rows())
    forget()
    assert take_in(*pages).held == () and take_in(*whole).held == ()
    assert strip(rows()) == before
