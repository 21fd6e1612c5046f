"""A panel, a referral and an audit give reasons that end by themselves, are renewed, and ended by their source."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from kith.access.selectors import look
from kith.access.services import Sourced, begin_relationship, connect_as, end_relationships
from kith.access.vocabulary import Purpose, Refused, RelationshipSource, RelationshipState, Role
from tests.worlds.partnership import Partnership

S = RelationshipSource
STATES = {
    S.PANEL: RelationshipState.PANEL_SEAT,
    S.REFERRAL: RelationshipState.REFERRAL_RECEIVER,
    S.SUPPORT: RelationshipState.CURRENT,
    S.AUDIT_COHORT: RelationshipState.CURRENT,
    S.SUBJECT_ACCESS: RelationshipState.CURRENT,
}


def begin(
    partnership: Partnership, source: RelationshipSource, person: int, about: str = "m-1", days: int | None = 30
) -> int:
    row = Sourced(
        person_id=person,
        source_ref=about,
        begins_at=partnership.now - timedelta(days=1),
        ends_at=None if days is None else partnership.now + timedelta(days=days),
        staff_id=partnership.staff[Role.PRACTITIONER].pk,
    )
    with connect_as("worker"):
        return begin_relationship(source=source, row=row, by=None, now=partnership.now)


def states(admin: psycopg.Connection[Any], partnership: Partnership, person: int) -> list[str]:
    staff = partnership.staff[Role.PRACTITIONER].pk
    found: list[str] = admin.execute("SELECT access_states(%s, %s)", (staff, person)).fetchall()[0][0]
    return found


@pytest.mark.parametrize("source", list(STATES))
def test_each_source_gives_its_state_and_ends_its_own(
    partnership: Partnership, admin: psycopg.Connection[Any], source: RelationshipSource
) -> None:
    begin(partnership, source, 1)
    begin(partnership, source, 2)
    begin(partnership, source, 3, about="m-2")
    assert states(admin, partnership, 1) == [STATES[source].value]
    for other in set(STATES) - {source}:
        assert end_relationships(source=other, about="m-1", by=None, now=partnership.now) == 0
    assert end_relationships(source=source, about="m-1", by=None, now=partnership.now) == 2  # as the web process
    assert [states(admin, partnership, person) for person in (1, 2, 3)] == [
        ["expired"],
        ["expired"],
        [STATES[source].value],
    ]
    traced = admin.execute(
        "SELECT action, person_id FROM access_trace WHERE subject = 'access.relationship' ORDER BY id"
    )
    assert traced.fetchall() == [
        *(("access.began_relationship", person) for person in (1, 2, 3)),
        *(("access.ended_relationship", person) for person in (1, 2)),
    ]


@pytest.mark.parametrize(("days", "lasts"), [(30, 30), (180, 180), (400, 180), (None, 180)])
def test_none_is_longer_than_180_days(
    partnership: Partnership, admin: psycopg.Connection[Any], days: int | None, lasts: int
) -> None:
    begin(partnership, S.PANEL, 1, days=days)
    ((begins, ends),) = admin.execute("SELECT begins_at, ends_at FROM access_relationship").fetchall()
    assert ends == partnership.now + timedelta(days=lasts)
    assert (ends - begins).total_seconds() <= 180 * 24 * 3600 + 3600  # a change of the clocks lies between, or none


def test_stated_again_it_is_renewed_and_not_doubled(partnership: Partnership, admin: psycopg.Connection[Any]) -> None:
    first = begin(partnership, S.PANEL, 1, days=10)
    assert begin(partnership, S.PANEL, 1, days=60) == first
    assert begin(partnership, S.PANEL, 1, days=20) == first  # a source may also shorten what it gave
    ((ends,),) = admin.execute("SELECT ends_at FROM access_relationship").fetchall()
    assert ends == partnership.now + timedelta(days=20)
    end_relationships(source=S.PANEL, about="m-1", by=None, now=partnership.now)
    partnership.now += timedelta(seconds=1)
    assert begin(partnership, S.PANEL, 1, days=20) != first  # what has ended stays ended


def test_a_page_begins_one_inside_a_look_and_not_without(partnership: Partnership) -> None:
    from django.db import ProgrammingError

    person, public_id = partnership.add_person("Alma", "Reed")
    by = partnership.viewer(Role.PANEL_COORDINATOR)
    row = Sourced(person_id=person, source_ref="m-1", begins_at=partnership.now, ends_at=None, staff_id=by.staff_id)
    with pytest.raises(ProgrammingError, match="row-level security"):
        begin_relationship(source=S.PANEL, row=row, by=by, now=partnership.now)
    with look(viewer=by, people=[public_id], purpose=Purpose.PANEL, what="test"):
        begin_relationship(source=S.PANEL, row=row, by=by, now=partnership.now)


@pytest.mark.parametrize("source", sorted(set(S) - set(STATES)))
def test_what_feeds_and_managers_give_begins_and_ends_elsewhere(
    partnership: Partnership, source: RelationshipSource
) -> None:
    with pytest.raises(Refused, match="neither begins here"):
        begin(partnership, source, 1)
    with pytest.raises(Refused, match="neither begins here"):
        end_relationships(source=source, about="m-1", by=None, now=partnership.now)


@pytest.mark.parametrize(("about", "days"), [(" ", 30), ("m-1", 0), ("m-1", -9)])
def test_a_reason_without_a_matter_or_an_end_is_refused(partnership: Partnership, about: str, days: int) -> None:
    with pytest.raises(Refused):
        begin(partnership, S.PANEL, 1, about=about, days=days)


def test_a_move_to_another_agency_ends_a_seat_too(partnership: Partnership, admin: psycopg.Connection[Any]) -> None:
    from kith.access.services import staffing

    begin(partnership, S.PANEL, 1)
    staffing.move_staff(
        staff_id=partnership.staff[Role.PRACTITIONER].pk,
        agency_id=partnership.agencies["police"].pk,
        team_id=None,
        by=partnership.viewer(Role.ADMINISTRATOR),
        now=partnership.now,
    )
    assert states(admin, partnership, 1) == ["expired"]
