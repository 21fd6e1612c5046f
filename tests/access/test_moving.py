"""Whoever moves, leaves, or is no longer granted or covered sees no more by it, at once; each ending is traced."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from kith.access.models import Staff, Team
from kith.access.selectors import list_granted, look, viewer_of
from kith.access.services import relationships, staffing
from kith.access.services.covering import end_cover, give_cover
from kith.access.services.relationships import Decision
from kith.access.vocabulary import DataClass, Purpose, Refused, RelationshipSource, Role, Viewer
from kith.work.selectors import notices_of, tasks_of
from tests.worlds.partnership import Partnership

REASON = "Her school rang me about bruises this morning."
Child = tuple[int, UUID]


@pytest.fixture
def alma(partnership: Partnership) -> Child:
    """Return a child to whom nobody stands."""
    return partnership.add_person("Alma", "Reed")


@pytest.fixture
def endings(admin: psycopg.Connection[Any]) -> Callable[[], list[str]]:
    """Return what the trace says ended by a move."""

    def read() -> list[str]:
        rows = admin.execute(
            "SELECT after->>'kind' FROM access_trace WHERE action = 'access.ended_by_move' ORDER BY id"
        ).fetchall()
        return [row[0] for row in rows]

    return read


def grant(partnership: Partnership, person: UUID) -> None:
    asker, manager = partnership.viewer(Role.PRACTITIONER), partnership.viewer(Role.TEAM_MANAGER)
    request = relationships.ask_relationship(by=asker, person=person, reason=REASON, now=partnership.now)
    yes = Decision(grant=True, because="On our duty list.", days=90)
    relationships.decide_request(by=manager, person=person, request_id=request, decision=yes, now=partnership.now)


def practitioner(partnership: Partnership) -> Viewer:
    staff = Staff.objects.select_related("agency").get(pk=partnership.staff[Role.PRACTITIONER].pk)
    return viewer_of(staff, partnership.now)


def classes(viewer: Viewer, child: Child) -> frozenset[DataClass]:
    with look(viewer=viewer, people=[child[1]], purpose=Purpose.SAFEGUARDING, what="test") as shown:
        return shown.classes[child[0]]


def move(partnership: Partnership, agency: str, *, team: Team | None = None, after: timedelta = timedelta()) -> None:
    by = partnership.viewer(Role.ADMINISTRATOR)
    staffing.move_staff(
        staff_id=partnership.staff[Role.PRACTITIONER].pk,
        agency_id=partnership.agencies[agency].pk,
        team_id=team.pk if team else None,
        by=by,
        now=partnership.now + after,
    )


def test_a_move_to_the_police_takes_no_granted_child_along(
    partnership: Partnership, alma: Child, endings: Callable[[], list[str]]
) -> None:
    grant(partnership, alma[1])
    assert DataClass.CARE in classes(practitioner(partnership), alma)
    move(partnership, "police")
    assert classes(practitioner(partnership), alma) == {DataClass.EXISTENCE}
    assert endings() == ["request"]


def test_another_team_of_the_agency_ends_what_was_granted_and_leaves_what_a_feed_states(
    partnership: Partnership, alma: Child, endings: Callable[[], list[str]]
) -> None:
    bert = partnership.add_person("Bert", "Reed")
    partnership.relate(partnership.staff[Role.PRACTITIONER], bert[0])
    grant(partnership, alma[1])
    team = Team.objects.create(agency=partnership.agencies["care"], code="court", name="Court team")
    move(partnership, "care", team=team)
    assert classes(practitioner(partnership), alma) == {DataClass.EXISTENCE}
    assert DataClass.CARE in classes(practitioner(partnership), bert)
    assert endings() == ["request"]
    move(partnership, "police", after=timedelta(microseconds=9))
    assert classes(practitioner(partnership), bert) == {DataClass.EXISTENCE}
    assert endings() == ["request", "allocation"]


def test_saving_an_account_without_a_move_ends_nothing(
    partnership: Partnership, alma: Child, endings: Callable[[], list[str]]
) -> None:
    grant(partnership, alma[1])
    move(partnership, "care", team=Team.objects.get(code="assessment"))
    assert DataClass.CARE in classes(practitioner(partnership), alma)
    assert endings() == []


def test_a_move_withdraws_what_was_asked_and_ends_an_emergency_look(
    partnership: Partnership, alma: Child, admin: psycopg.Connection[Any], endings: Callable[[], list[str]]
) -> None:
    by, now = partnership.viewer(Role.PRACTITIONER), partnership.now
    bert = partnership.add_person("Bert", "Reed")
    relationships.ask_relationship(by=by, person=alma[1], reason=REASON, now=now)
    relationships.break_glass(by=by, person=bert[1], category="missing_now", reason=REASON, now=now)
    move(partnership, "police")
    assert sorted(endings()) == ["asked", "glass"]
    assert classes(practitioner(partnership), bert) == {DataClass.EXISTENCE}
    assert admin.execute("SELECT state FROM access_relationshiprequest").fetchall() == [("withdrawn",)]
    assert tasks_of(viewer=partnership.viewer(Role.TEAM_MANAGER), now=now) == []
    assert len(tasks_of(viewer=partnership.viewer(Role.IG_LEAD), now=now)) == 1  # it is reviewed all the same


@pytest.mark.parametrize("covered", [True, False])
def test_a_move_ends_cover_given_and_taken(
    partnership: Partnership, alma: Child, admin: psycopg.Connection[Any], covered: bool
) -> None:
    staff, colleague = (
        partnership.staff[Role.PRACTITIONER],
        partnership.add_staff("Kim Cover", "care", Role.PRACTITIONER),
    )
    absent, present = (staff, colleague) if covered else (colleague, staff)
    partnership.relate(colleague if not covered else staff, alma[0])
    until = partnership.now + timedelta(days=9)
    by = partnership.viewer(Role.TEAM_MANAGER)
    give_cover(covered_id=absent.pk, covering_id=present.pk, ends_at=until, by=by, now=partnership.now)
    move(partnership, "police")
    assert admin.execute("SELECT access_states(%s, %s)", (present.pk, alma[0])).fetchall()[0][0] != ["current"]
    assert admin.execute("SELECT count(*) FROM access_cover WHERE ends_at > now()").fetchall() == [(0,)]
    assert admin.execute("SELECT count(*) FROM access_trace WHERE action = 'access.ended_cover'").fetchall() == [(1,)]


def test_a_leavers_children_are_not_lent_on(
    partnership: Partnership, alma: Child, admin: psycopg.Connection[Any]
) -> None:
    staff, colleague = (
        partnership.staff[Role.PRACTITIONER],
        partnership.add_staff("Kim Cover", "care", Role.PRACTITIONER),
    )
    partnership.relate(staff, alma[0])
    until, manager = partnership.now + timedelta(days=9), partnership.viewer(Role.TEAM_MANAGER)
    give_cover(covered_id=staff.pk, covering_id=colleague.pk, ends_at=until, by=manager, now=partnership.now)
    by = partnership.viewer(Role.ADMINISTRATOR)
    staffing.end_staff(staff_id=staff.pk, by=by, now=partnership.now)
    assert admin.execute("SELECT access_states(%s, %s)", (colleague.pk, alma[0])).fetchall() == [(["none"],)]


def test_a_manager_ends_a_grant_before_its_day(
    partnership: Partnership, alma: Child, admin: psycopg.Connection[Any]
) -> None:
    grant(partnership, alma[1])
    manager, now = partnership.viewer(Role.TEAM_MANAGER), partnership.now
    (row,) = list_granted(viewer=manager, purpose=Purpose.SUPERVISION)
    assert (row["person"], row["holder"]) == ("Alma Reed", practitioner(partnership).name)
    logged = admin.execute("SELECT person_id FROM access_log WHERE what = 'access.granted'").fetchall()
    assert logged == [(alma[0],)]
    others = [
        viewer_of(partnership.add_staff("Kim Away", "police", Role.TEAM_MANAGER), now),
        practitioner(partnership),
        partnership.viewer(Role.PANEL_COORDINATOR),
    ]
    for other in others:
        assert list_granted(viewer=other, purpose=Purpose.SUPERVISION) == []
        with pytest.raises(Refused, match="not yours to end"):
            relationships.end_grant(by=other, person=alma[1], relationship_id=row["id"], because="Not needed.", now=now)
    with pytest.raises(Refused, match="why this access ends"):
        relationships.end_grant(by=manager, person=alma[1], relationship_id=row["id"], because=" ", now=now)
    relationships.end_grant(by=manager, person=alma[1], relationship_id=row["id"], because="Not needed.", now=now)
    assert classes(practitioner(partnership), alma) == {DataClass.EXISTENCE}
    assert next(notice.kind for notice in notices_of(viewer=practitioner(partnership))) == "access_ended"
    with pytest.raises(Refused, match="ended already"):
        relationships.end_grant(
            by=manager, person=alma[1], relationship_id=row["id"], because="Again.", now=now + timedelta(seconds=1)
        )


def test_what_a_feed_states_is_not_a_managers_to_end(partnership: Partnership, alma: Child) -> None:
    held = partnership.relate(partnership.staff[Role.PRACTITIONER], alma[0], RelationshipSource.ALLOCATION)
    manager = partnership.viewer(Role.TEAM_MANAGER)
    with pytest.raises(Refused, match="not yours to end"):
        relationships.end_grant(
            by=manager, person=alma[1], relationship_id=held.pk, because="Not needed.", now=partnership.now
        )


def test_cover_is_ended_early_by_a_manager_of_the_agency_only(
    partnership: Partnership, alma: Child, admin: psycopg.Connection[Any]
) -> None:
    staff, colleague = (
        partnership.staff[Role.PRACTITIONER],
        partnership.add_staff("Kim Cover", "care", Role.PRACTITIONER),
    )
    partnership.relate(staff, alma[0])
    manager, now = partnership.viewer(Role.TEAM_MANAGER), partnership.now
    cover = give_cover(
        covered_id=staff.pk, covering_id=colleague.pk, ends_at=now + timedelta(days=9), by=manager, now=now
    )
    away = viewer_of(partnership.add_staff("Kim Away", "police", Role.TEAM_MANAGER), now)
    for other in (away, practitioner(partnership)):
        with pytest.raises(Refused):
            end_cover(cover_id=cover.pk, by=other, now=now)
    assert admin.execute("SELECT access_states(%s, %s)", (colleague.pk, alma[0])).fetchall() == [(["current"],)]
    end_cover(cover_id=cover.pk, by=manager, now=now)
    assert admin.execute("SELECT access_states(%s, %s)", (colleague.pk, alma[0])).fetchall() == [(["none"],)]
    with pytest.raises(Refused, match="ended already"):
        end_cover(cover_id=cover.pk, by=manager, now=now + timedelta(seconds=1))
