"""The directory: who may change it, how a service stands, what suits a child, and two who write at once."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access.vocabulary import Refused, Role, Viewer
from kith.partnership import selectors, services
from kith.partnership.models import Service, ServiceChange
from kith.partnership.rules import BookError, book_on, is_open, load_books, status_on
from kith.partnership.services.history import said
from kith.partnership.vocabulary import (
    STATUS_TRANSITIONS,
    NewCapacity,
    Search,
    ServiceClosed,
    ServiceEdit,
    ServiceGone,
    ServiceRefused,
    ServiceStale,
    ServiceStatus,
    diagram,
)
from linters.tree import ROOT
from tests.partnership.conftest import take_in
from tests.worlds.partnership import Partnership

Add = Callable[..., Service]
TODAY = date(2026, 11, 2)


def edit(**more: Any) -> ServiceEdit:
    words: dict[str, Any] = dict.fromkeys("description url email phone fees eligibility".split(), "")
    return ServiceEdit(**({"name": "Night Shelter", "minimum_age": None, "maximum_age": None} | words | more))


@pytest.fixture
def coordinator(partnership: Partnership) -> Viewer:
    return partnership.viewer(Role.PANEL_COORDINATOR)


def names(rows: Any) -> list[str]:
    return [row.name for row in rows]


# How a service stands


@pytest.mark.parametrize("before", ServiceStatus)
@pytest.mark.parametrize("after", ServiceStatus)
def test_only_what_the_table_allows_happens(
    add_service: Add, coordinator: Viewer, before: ServiceStatus, after: ServiceStatus
) -> None:
    service = add_service(status=before.value)
    now = timezone.now()
    about: dict[str, Any] = {"public_id": service.public_id, "by": coordinator, "now": now, "seen": 1}
    change: dict[str, Any] = {"to": after, "on": timezone.localdate(now), "because": "As the provider says."}
    if after in STATUS_TRANSITIONS[before]:
        assert services.change_status(**change, **about) == 2
        service.refresh_from_db()
        assert service.status == after
        assert (service.closed_on is None) == (after is ServiceStatus.ACTIVE)
    else:
        with pytest.raises(ServiceRefused):
            services.change_status(**change, **about)
        service.refresh_from_db()
        assert (service.status, service.version) == (before, 1)


def test_a_service_that_closes_later_is_open_until_then(add_service: Add, coordinator: Viewer) -> None:
    service, now = add_service(), timezone.now()
    today = timezone.localdate(now)
    about: dict[str, Any] = {"public_id": service.public_id, "by": coordinator, "now": now}
    last = today + timedelta(days=30)
    services.change_status(to=ServiceStatus.DEFUNCT, on=last, because="The grant ends.", seen=1, **about)
    assert selectors.check_open(service.pk, last - timedelta(days=1)) == "Night Shelter"
    with pytest.raises(ServiceClosed, match="Nothing was kept: choose another"):
        selectors.check_open(service.pk, last)
    assert names(selectors.list_suitable(age=None, area="", need="", on=last)) == []
    with pytest.raises(ServiceRefused, match="Say why"):
        services.change_status(to=ServiceStatus.ACTIVE, on=today, because=" ", seen=2, **about)
    services.change_status(to=ServiceStatus.ACTIVE, on=today, because="A new grant.", seen=2, **about)
    assert selectors.check_open(service.pk, last) == "Night Shelter"
    with pytest.raises(ServiceRefused, match="opened again on the day"):
        services.change_status(to=ServiceStatus.INACTIVE, on=today, because="x", seen=3, **about)
        services.change_status(to=ServiceStatus.ACTIVE, on=last, because="x", seen=4, **about)
    with pytest.raises(ServiceGone):
        selectors.check_open(service.pk + 1, today)


@given(status=st.sampled_from(ServiceStatus), days=st.none() | st.integers(-400, 400), asked=st.integers(-400, 400))
def test_standing_follows_the_day(status: ServiceStatus, days: int | None, asked: int) -> None:
    closed_on = None if days is None else TODAY + timedelta(days=days)
    day = TODAY + timedelta(days=asked)
    expected = ServiceStatus.ACTIVE if days is not None and asked < days else status
    assert status_on(status, closed_on, day) is expected
    assert is_open(status, closed_on, day) == (expected == "active")


def test_a_closed_service_without_a_reason_is_refused_by_the_database(
    add_service: Add, admin: psycopg.Connection[Any]
) -> None:
    service = add_service()
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute(
            "UPDATE partnership_service SET status = 'defunct', closed_on = now() WHERE id = %s", (service.pk,)
        )
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute("UPDATE partnership_service SET status = 'asleep' WHERE id = %s", (service.pk,))


# Who may change it


def test_only_the_providers_contact_and_the_coordinator_change_a_service(
    add_service: Add, partnership: Partnership, coordinator: Viewer
) -> None:
    service, now = add_service(), timezone.now()
    lantern = partnership.add_staff("Sam Lantern", "lantern", Role.AGENCY_CONTACT)
    from kith.access.selectors import viewer_of

    contact = viewer_of(lantern, now)
    about: dict[str, Any] = {"public_id": service.public_id, "now": now}
    version = 1
    for role in Role:
        viewer = partnership.viewer(role)
        if role is Role.PANEL_COORDINATOR:
            continue
        with pytest.raises(Refused):
            services.edit_service(edit=edit(), seen=version, by=viewer, **about)
        with pytest.raises(Refused):
            services.tell_capacity(new=capacity(), by=viewer, **about)
        with pytest.raises(Refused):
            services.name_provider(agency_id=None, by=viewer, **about)
    version = services.edit_service(edit=edit(), seen=version, by=contact, **about)
    services.name_provider(agency_id=partnership.agencies["care"].pk, by=coordinator, **about)
    with pytest.raises(Refused):
        services.edit_service(edit=edit(), seen=version, by=contact, **about)
    with pytest.raises(ServiceGone):
        services.edit_service(
            public_id=partnership.staff[Role.ANALYST].public_id, edit=edit(), seen=1, by=coordinator, now=now
        )


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"name": "  "}, "name"),
        ({"minimum_age": 18, "maximum_age": 11}, "above the oldest"),
        ({"minimum_age": -1}, "between 0"),
        ({"maximum_age": 151}, "between 0"),
        ({"needs": frozenset({"luck"})}, "no need called luck"),
    ],
)
def test_words_that_do_not_hold_together_are_refused(
    add_service: Add, coordinator: Viewer, fault: dict[str, Any], says: str
) -> None:
    service = add_service()
    with pytest.raises(ServiceRefused, match=says):
        services.edit_service(
            public_id=service.public_id, edit=edit(**fault), seen=1, by=coordinator, now=timezone.now()
        )
    assert ServiceChange.objects.count() == 0


def test_of_two_who_write_at_once_the_second_is_told_what_the_first_wrote(
    add_service: Add, coordinator: Viewer
) -> None:
    service, now = add_service(), timezone.now()
    about: dict[str, Any] = {"public_id": service.public_id, "seen": 1, "by": coordinator, "now": now}
    assert services.edit_service(edit=edit(description="Open all night."), **about) == 2
    with pytest.raises(ServiceStale, match=re.escape("description: Open all night.")):
        services.edit_service(edit=edit(description="Open till ten."), **about)
    with pytest.raises(ServiceStale):
        services.change_status(to=ServiceStatus.DEFUNCT, on=timezone.localdate(now), because="x", **about)
    service.refresh_from_db()
    assert (service.description, service.status, service.version) == ("Open all night.", "active", 2)


texts = st.sampled_from(["", "A", "B", "C"])
edits = st.builds(
    edit,
    description=texts,
    fees=texts,
    phone=texts,
    minimum_age=st.none() | st.integers(0, 9),
    areas=st.lists(st.sampled_from(["Larkford", "Wrenhill", "Finchley Cross"]), max_size=3).map(tuple),
    needs=st.frozensets(st.sampled_from(["mentoring", "housing", "speech"])),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(todo=st.lists(st.tuples(edits, st.booleans()), min_size=1, max_size=5))
def test_the_history_replays_to_what_the_service_says_now(
    add_service: Add, coordinator: Viewer, todo: list[tuple[ServiceEdit, bool]]
) -> None:
    service = add_service(f"Shelter {timezone.now().timestamp()}", need="mentoring", areas=["Larkford"])
    replayed = said(service)
    about: dict[str, Any] = {"public_id": service.public_id, "by": coordinator, "now": timezone.now()}
    version = 1
    for words, stale in todo:
        if stale:
            with pytest.raises(ServiceStale):
                services.edit_service(edit=words, seen=version + 7, **about)
        version = services.edit_service(edit=words, seen=version, **about)
    changes = list(ServiceChange.objects.filter(service=service).order_by("version"))
    assert [change.version for change in changes] == list(range(2, version + 1)) and len(changes) == len(todo)
    for change in changes:
        assert {field: replayed[field] for field in change.before} == change.before
        replayed |= change.after
    now_says = Service.objects.get(pk=service.pk)
    assert replayed == said(now_says)
    last = todo[-1][0]
    assert selectors.needs_of(now_says, book_on(TODAY)) == last.needs | {"mentoring"}
    assert [area.name for area in now_says.areas.all()] == list(dict.fromkeys(last.areas))
    assert now_says.phone == last.phone


# Places


def capacity(**more: Any) -> NewCapacity:
    told: dict[str, Any] = {"places": 10, "taken": 4, "weeks_to_wait": 2, "told_on": TODAY, "told_by": "Duty desk"}
    return NewCapacity(**(told | more))


def test_the_last_word_on_places_counts_and_grows_old(add_service: Add, coordinator: Viewer) -> None:
    service = add_service()
    about: dict[str, Any] = {"public_id": service.public_id, "by": coordinator, "now": timezone.now()}
    services.tell_capacity(new=capacity(told_on=TODAY), **about)
    services.tell_capacity(new=capacity(told_on=TODAY - timedelta(days=40), taken=12), **about)
    (row,) = selectors.list_services(Search(), TODAY + timedelta(days=28))
    assert row.places is not None and (row.places.free, row.places.is_stale) == (6, False)
    (row,) = selectors.list_services(Search(), TODAY + timedelta(days=29))
    assert row.places is not None and row.places.is_stale


@pytest.mark.parametrize(
    "fault", [{"places": -1}, {"taken": -1}, {"weeks_to_wait": -1}, {"told_by": " "}, {"told_on": date(2100, 1, 1)}]
)
def test_words_on_places_that_cannot_be_true_are_refused(
    add_service: Add, coordinator: Viewer, fault: dict[str, Any]
) -> None:
    service = add_service()
    with pytest.raises(ServiceRefused):
        services.tell_capacity(public_id=service.public_id, new=capacity(**fault), by=coordinator, now=timezone.now())


# What suits a child


def test_what_suits_a_child_is_open_and_near_and_of_the_age(add_service: Add, coordinator: Viewer) -> None:
    add_service("Boys to 12", maximum_age=12, need="mentoring")
    add_service("Teens", minimum_age=13, maximum_age=17, need="mentoring", areas=["Larkford", "Wrenhill"])
    add_service("Everybody", need="mentoring")
    add_service("Rooms", need="housing")
    add_service("Shut", need="mentoring", status="temporarily closed")

    def suits(**asked: Any) -> list[str]:
        return names(selectors.list_suitable(**({"age": None, "area": "", "need": "mentoring", "on": TODAY} | asked)))

    assert suits() == ["Boys to 12", "Everybody", "Teens"]
    assert suits(age=12.9) == ["Boys to 12", "Everybody"]
    assert suits(age=13) == ["Everybody", "Teens"]
    assert suits(age=17.9) == ["Everybody", "Teens"]
    assert suits(age=18) == ["Everybody"]
    assert suits(age=15, area="wrenhill") == ["Everybody", "Teens"]
    assert suits(age=15, area="Finchley Cross") == ["Everybody"]
    assert suits(need="housing") == ["Rooms"]
    assert suits(need="luck") == []
    about: dict[str, Any] = {"by": coordinator, "now": timezone.now()}
    teens = Service.objects.get(name="Teens")
    services.tell_capacity(public_id=teens.public_id, new=capacity(), **about)
    assert suits(age=15) == ["Teens", "Everybody"]
    assert suits(age=15, on=TODAY + timedelta(days=90)) == ["Everybody", "Teens"]
    full = capacity(taken=10, weeks_to_wait=30)
    services.tell_capacity(public_id=teens.public_id, new=full, **about)
    everybody = Service.objects.get(name="Everybody")
    services.tell_capacity(public_id=everybody.public_id, new=capacity(weeks_to_wait=9), **about)
    assert suits(age=15) == ["Everybody", "Teens"]


def test_a_list_asks_the_database_as_often_for_many_as_for_one(
    add_service: Add, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        add_service(f"Service {number}", areas=["Larkford"], need="mentoring")
    with django_assert_max_num_queries(9):
        assert len(selectors.list_services(Search(), TODAY)) == 5


# The book and the documents


def test_the_book_holds_and_a_broken_one_says_what_is_wrong(tmp_path: Path) -> None:
    assert len(load_books()) >= 1
    assert len(book_on(TODAY).needs) >= 10
    good = (ROOT / "src/kith/partnership/books/2026-09-01.toml").read_text(encoding="utf-8")
    (tmp_path / "2026.toml").write_text(good.replace("stale_after_days", "stale_after"))
    with pytest.raises(BookError, match="stale_after_days"):
        load_books(tmp_path)
    overlapping = tmp_path / "two"
    overlapping.mkdir()
    (overlapping / "2026.toml").write_text(good)
    (overlapping / "2027.toml").write_text(good.replace("2026-09-01", "2027-01-01"))
    with pytest.raises(BookError, match="valid_to"):
        load_books(overlapping)


def test_the_diagram_in_the_guide_is_that_of_the_code() -> None:
    guide = (ROOT / "docs/guides/services.md").read_text(encoding="utf-8")
    assert diagram() in re.findall(r"```mermaid\n(.*?)\n```", guide, re.DOTALL)


def test_taking_in_says_nothing_of_a_child(add_service: Add, admin: psycopg.Connection[Any]) -> None:
    take_in({"id": "x"})
    add_service()
    assert admin.execute("SELECT count(*) FROM access_trace WHERE person_id IS NOT NULL").fetchone() == (0,)
