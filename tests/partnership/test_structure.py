"""The structure as at a day: what held then, who may change it, what is refused, how a change is undone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Refused, Role, Viewer
from kith.partnership import models, presenters, selectors, services
from kith.partnership.vocabulary import (
    SPECS,
    NewPart,
    PartGone,
    PartKind,
    PartRefused,
    PartSeen,
    PartStale,
    StandingGroup,
)
from kith.project.commands.structuring import fill_structure
from tests.worlds.partnership import Partnership

Add = Callable[..., UUID]
DECEMBER, DAY = date(2019, 12, 1), timedelta(days=1)


@pytest.fixture
def keeper(partnership: Partnership) -> Viewer:
    return partnership.viewer(Role.PANEL_COORDINATOR)


@pytest.fixture
def add(keeper: Viewer) -> Add:
    def add_one(part: PartKind, owner: UUID | None = None, /, **said: Any) -> UUID:
        return services.add_part(new=NewPart(kind=part, said=said, owner=owner), by=keeper, now=timezone.now())

    return add_one


def group(add: Add, name: str = "Quality", begins_on: date = DECEMBER, **more: Any) -> UUID:
    return add(PartKind.GROUP, name=name, kind="subgroup", begins_on=begins_on, **more)


def terms(add: Add, of: UUID, begins_on: date = DECEMBER, under: UUID | None = None, **more: Any) -> UUID:
    above = models.Group.objects.get(public_id=under).pk if under else None
    said = {"name": "Quality", "purpose": "Looks at the work.", "begins_on": begins_on, "under": above} | more
    return add(PartKind.TERMS, of, **said)


def names(groups: tuple[StandingGroup, ...]) -> Any:
    return {one.name: names(one.groups) for one in groups}


def seen(kind: PartKind, public_id: UUID) -> PartSeen:
    return PartSeen(kind=kind, public_id=public_id, version=selectors.find_part(kind, public_id).version)


def test_the_demo_shows_december_2019_and_today_as_they_were(partnership: Partnership) -> None:
    now = timezone.now()
    with connect_as("worker"):
        count = fill_structure(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=now)
        assert fill_structure(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=now) == count == 11
    then, today = selectors.structure_as_at(DECEMBER), selectors.structure_as_at(now.date())
    assert len(then.key_partners) == len(today.key_partners) == 3
    assert {one.name for one in then.key_partners} ^ {one.name for one in today.key_partners} == {
        "Larkshire Clinical Commissioning Group",
        "Larkshire Integrated Care Board",
    }
    assert [one.kind.value for one in then.offices] == ["business_manager"]
    assert [one.kind.value for one in today.offices] == ["business_manager", "scrutineer"]
    assert len(then.priorities) == len(today.priorities) == 4
    (before,), (after,) = names(then.groups).values(), names(today.groups).values()
    assert before["Quality and Performance"] == {"Audit East": {}, "Audit West": {}}
    assert after["Quality and Performance"] == {"Audit": {}}
    assert "Neglect" in before and "Neglect and early help" in after and "Neglect" not in after
    assert names(selectors.structure_as_at(date(2019, 8, 31)).groups) == {}


def test_the_first_and_the_last_day_count(add: Add) -> None:
    made = group(add, ends_on=DECEMBER + 9 * DAY)
    seat = add(PartKind.SEAT, made, post="Head", role="chair", begins_on=DECEMBER)
    add(PartKind.HOLDER, seat, name="Ada", begins_on=DECEMBER + DAY, ends_on=DECEMBER + 2 * DAY)
    add(PartKind.HOLDER, seat, name="Ben", begins_on=DECEMBER + 4 * DAY)
    held = []
    for days in range(-1, 11):
        groups = selectors.structure_as_at(DECEMBER + days * DAY).groups
        held.append(groups[0].chair.holder if groups and groups[0].chair else None)
    assert held == [None, "", "Ada", "Ada", "", *["Ben"] * 6, None]
    with pytest.raises(PartRefused, match="Somebody else holds"):
        add(PartKind.HOLDER, seat, name="Cleo", begins_on=DECEMBER + 3 * DAY, ends_on=DECEMBER + 4 * DAY)
    add(PartKind.HOLDER, seat, name="Cleo", begins_on=DECEMBER + 3 * DAY, ends_on=DECEMBER + 3 * DAY)


def test_newer_terms_rename_and_move_a_group_from_their_day(add: Add) -> None:
    board, other, made = group(add, "Board"), group(add, "Other"), group(add)
    terms(add, made, under=board)
    later = terms(add, made, DECEMBER + 30 * DAY, under=other, name="Quality and more", quorum=4)
    assert names(selectors.structure_as_at(DECEMBER + 29 * DAY).groups) == {"Board": {"Quality": {}}, "Other": {}}
    after = selectors.structure_as_at(DECEMBER + 30 * DAY)
    assert names(after.groups) == {"Board": {}, "Other": {"Quality and more": {}}}
    assert (after.groups[1].groups[0].terms_number, after.groups[1].groups[0].quorum) == (2, 4)
    with pytest.raises(PartRefused, match="begin on this day"):
        terms(add, made, DECEMBER + 30 * DAY)
    with pytest.raises(PartRefused, match="report to itself"):
        terms(add, other, DECEMBER + 60 * DAY, under=made)
    with pytest.raises(PartRefused, match="report to itself"):
        terms(add, made, DECEMBER + 60 * DAY, under=made)
    assert [row.public_id for row in models.GroupTerms.objects.order_by("-begins_on")][:1] == [later]
    assert models.GroupTerms.objects.count() == 2


def test_terms_whose_end_would_make_a_circle_are_not_withdrawn(add: Add, keeper: Viewer) -> None:
    one, two = group(add, "One"), group(add, "Two")
    terms(add, one, under=two)
    freed = terms(add, one, DECEMBER + DAY)
    terms(add, two, DECEMBER + DAY, under=one)
    with pytest.raises(PartRefused, match="report to itself"):
        services.withdraw_part(part=seen(PartKind.TERMS, freed), because="An error.", by=keeper, now=timezone.now())
    assert names(selectors.structure_as_at(DECEMBER + DAY).groups) == {"Quality": {"Quality": {}}}


def test_a_change_is_undone_by_a_new_version_and_every_version_stays(
    add: Add, keeper: Viewer, admin: psycopg.Connection[Any]
) -> None:
    made, now = group(add, "First name"), timezone.now()
    about: dict[str, Any] = {"by": keeper, "now": now}
    said = {"name": "Wrong name", "kind": "panel", "begins_on": DECEMBER}
    first = seen(PartKind.GROUP, made)
    assert services.change_part(part=first, said=said, because="Renamed.", **about) == 2
    with pytest.raises(PartStale):
        services.change_part(part=first, said=said, because="Renamed.", **about)
    with pytest.raises(PartRefused, match="Say why"):
        services.change_part(part=seen(PartKind.GROUP, made), said=said, because=" ", **about)
    with pytest.raises(PartGone):
        services.put_back_part(part=seen(PartKind.GROUP, made), version=7, because="Undo.", **about)
    undone = services.put_back_part(part=seen(PartKind.GROUP, made), version=1, because="It was not.", **about)
    withdrawn = services.withdraw_part(part=seen(PartKind.GROUP, made), because="Never met.", **about)
    assert names(selectors.structure_as_at(DECEMBER).groups) == {}
    with pytest.raises(PartRefused, match="already"):
        services.withdraw_part(part=seen(PartKind.GROUP, made), because="Never met.", **about)
    back = services.put_back_part(part=seen(PartKind.GROUP, made), version=3, because="It did.", **about)
    assert (undone, withdrawn, back) == (3, 4, 5)
    assert names(selectors.structure_as_at(DECEMBER).groups) == {"First name": {}}
    versions = selectors.versions_of(PartKind.GROUP, made)
    assert [one.said["Name"] for one in versions] == ["First name"] * 3 + ["Wrong name", "First name"]
    assert [one.is_withdrawn for one in versions] == [False, True, False, False, False]
    assert [one.because for one in versions] == ["It did.", "Never met.", "It was not.", "Renamed.", ""]
    traced = admin.execute(
        "SELECT after ->> 'version', by FROM access_trace WHERE action = 'partnership.structure_changed' ORDER BY id"
    ).fetchall()
    assert traced == [(str(number), keeper.staff_id) for number in range(1, 6)]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PANEL_COORDINATOR, Role.ADMINISTRATOR}))
def test_nobody_else_changes_the_structure(add: Add, partnership: Partnership, role: Role) -> None:
    made = seen(PartKind.GROUP, group(add))
    about: dict[str, Any] = {"by": partnership.viewer(role), "now": timezone.now()}
    said = {"name": "Mine", "kind": "panel", "begins_on": DECEMBER}
    with pytest.raises(Refused):
        services.add_part(new=NewPart(kind=PartKind.GROUP, said=said), **about)
    with pytest.raises(Refused):
        services.change_part(part=made, said=said, because="Mine.", **about)
    with pytest.raises(Refused):
        services.withdraw_part(part=made, because="Mine.", **about)
    with pytest.raises(Refused):
        services.put_back_part(part=made, version=1, because="Mine.", **about)
    assert models.StructureChange.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "said", "because"),
    [
        (PartKind.GROUP, {"name": " ", "kind": "panel", "begins_on": DECEMBER}, "name"),
        (PartKind.GROUP, {"name": "A", "kind": "club", "begins_on": DECEMBER}, "list"),
        (PartKind.GROUP, {"name": "A", "kind": "panel"}, "day"),
        (PartKind.GROUP, {"name": "A", "kind": "panel", "begins_on": DECEMBER, "ends_on": DECEMBER - DAY}, "before"),
        (PartKind.GROUP, {"name": "A", "kind": "panel", "begins_on": DECEMBER, "child": "B"}, "child"),
        (PartKind.MEMBER, {"name": "A", "begins_on": DECEMBER, "agency": 999_999}, "agency"),
        (PartKind.SEAT, {"post": "A", "role": "chair", "begins_on": DECEMBER, "member": 999_999}, "agency"),
        (PartKind.RISK, {"says": "A", "likelihood": 6, "impact": 1, "begins_on": DECEMBER}, "1 to 5"),
        (PartKind.MEETING, {"held_on": date(2999, 1, 1), "stage": "held", "present": 3}, "still to come"),
        (PartKind.MEETING, {"held_on": DECEMBER, "stage": "held"}, "how many seats"),
        (PartKind.CONTACT, {"name": "A", "kind": "team", "begins_on": DECEMBER}, "one of them at least"),
        *(
            (PartKind.CONTACT, {"name": "A", "kind": "social", "url": url, "begins_on": DECEMBER}, "whole address")
            for url in ("http://a.example.org/", "https://", "javascript:alert(1)", "https://a.example.org/?who=1")
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(add: Add, kind: PartKind, said: dict[str, Any], because: str) -> None:
    owner = group(add) if SPECS[kind].owner else None
    before = models.StructureChange.objects.count()
    with pytest.raises(PartRefused, match=because):
        add(kind, owner, **said)
    assert models.StructureChange.objects.count() == before
    with pytest.raises(PartGone):
        add(PartKind.SEAT, uuid4(), post="A", role="chair", begins_on=DECEMBER)


def test_too_few_seats_cannot_decide_by_the_terms_of_the_day(add: Add) -> None:
    made = group(add)
    terms(add, made, quorum=2)
    terms(add, made, DECEMBER + 30 * DAY, quorum=4)
    for days in (10, 40):
        add(PartKind.MEETING, made, held_on=DECEMBER + days * DAY, stage="held", present=3)
    found = selectors.find_group(made)
    rows = [
        presenters.meeting_row(one, selectors.quorum_on(selectors.terms_of(found), one.held_on))
        for one in selectors.meetings_of(found)
    ]
    assert [(row["quorum"], row["can_decide"]) for row in rows] == [(4, False), (2, True)]


def test_more_groups_need_no_more_queries(add: Add, django_assert_num_queries: Any) -> None:
    def count() -> int:
        with django_assert_num_queries(7, connection=connection):
            return len(selectors.structure_as_at(DECEMBER).groups)

    group(add, "One")
    assert count() == 1
    for name in ("Two", "Three"):
        add(PartKind.SEAT, group(add, name), post="Head", role="chair", begins_on=DECEMBER)
    assert count() == 3
