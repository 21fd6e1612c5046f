"""Reasons to see a person: asked for and decided by two, broken for an hour, or stated by a feed; each is traced."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access.selectors import list_waiting, look, viewer_of
from kith.access.services import Sourced, connect_as, relationships, replace_sourced_relationships
from kith.access.services.relationships import Decision
from kith.access.vocabulary import (
    DataClass,
    NotShown,
    Purpose,
    Refused,
    RelationshipSource,
    Role,
    ShieldKind,
    Viewer,
)
from tests.worlds.partnership import Partnership

REASON = "Her school rang me about bruises this morning."
YES = Decision(grant=True, because="She is on our duty list.", days=30)


@pytest.fixture
def alma(partnership: Partnership) -> tuple[int, UUID]:
    """Return a child to whom nobody stands."""
    return partnership.add_person("Alma", "Reed")


@pytest.fixture
def traced(admin: psycopg.Connection[Any]) -> Callable[[int | None], list[tuple[str, int | None]]]:
    """Return what the trace says was done about one person, and by whom."""

    def read(person_id: int | None) -> list[tuple[str, int | None]]:
        return admin.execute(
            "SELECT action, by FROM access_trace WHERE person_id IS NOT DISTINCT FROM %s "
            "AND action NOT LIKE '%%policy%%' ORDER BY id",
            (person_id,),
        ).fetchall()

    return read


_HELD = "SELECT begins_at, ends_at, source FROM access_relationship"


def _apart(begins: datetime, ends: datetime) -> timedelta:
    """Return the true time between two moments, over a change of the clocks too."""
    return timedelta(seconds=ends.timestamp() - begins.timestamp())


def someone(partnership: Partnership, name: str, agency: str, *roles: Role) -> Viewer:
    """Return one more member of staff as the rules see them."""
    return viewer_of(partnership.add_staff(name, agency, *roles), partnership.now)


def classes(viewer: Viewer, person: UUID, person_id: int) -> frozenset[DataClass]:
    """Return what a look shows of a person now."""
    with look(viewer=viewer, people=[person], purpose=Purpose.SAFEGUARDING, what="test") as shown:
        return shown.classes[person_id]


def test_a_request_that_a_manager_grants_opens_the_record(
    partnership: Partnership, alma: tuple[int, UUID], traced: Callable[[int | None], list[tuple[str, int | None]]]
) -> None:
    asker, manager = partnership.viewer(Role.PRACTITIONER), partnership.viewer(Role.TEAM_MANAGER)
    assert classes(asker, alma[1], alma[0]) == {DataClass.EXISTENCE}
    request_id = relationships.ask_relationship(by=asker, person=alma[1], reason=REASON, now=partnership.now)
    (waiting,) = list_waiting(viewer=manager, purpose=Purpose.SUPERVISION)
    assert (waiting["id"], waiting["reason"], waiting["asker"]) == (request_id, REASON, asker.name)
    whose = relationships.decide_request(
        by=manager, person=alma[1], request_id=request_id, decision=YES, now=partnership.now
    )
    assert whose == asker.staff_id
    assert DataClass.CARE in classes(asker, alma[1], alma[0])
    assert list_waiting(viewer=manager, purpose=Purpose.SUPERVISION) == []
    assert traced(alma[0]) == [
        ("access.asked_relationship", asker.staff_id),
        ("access.decided_request", manager.staff_id),
    ]


@pytest.mark.parametrize("days", [30, 180, 9_000, -5])
def test_a_grant_ends_by_itself_within_180_days(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any], days: int
) -> None:
    request_id = relationships.ask_relationship(
        by=partnership.viewer(Role.PRACTITIONER), person=alma[1], reason=REASON, now=partnership.now
    )
    decision = Decision(grant=True, because="On duty.", days=days)
    relationships.decide_request(
        by=partnership.viewer(Role.TEAM_MANAGER),
        person=alma[1],
        request_id=request_id,
        decision=decision,
        now=partnership.now,
    )
    ((begins, ends, source),) = admin.execute(_HELD).fetchall()
    assert (begins, source) == (partnership.now, "request")
    assert _apart(begins, ends) == timedelta(days=min(max(days, 1), 180))


def test_a_refused_request_opens_nothing_and_is_decided_once(partnership: Partnership, alma: tuple[int, UUID]) -> None:
    asker, manager = partnership.viewer(Role.PRACTITIONER), partnership.viewer(Role.TEAM_MANAGER)
    request_id = relationships.ask_relationship(by=asker, person=alma[1], reason=REASON, now=partnership.now)
    no = Decision(grant=False, because="Ring the duty team instead.")
    relationships.decide_request(by=manager, person=alma[1], request_id=request_id, decision=no, now=partnership.now)
    assert classes(asker, alma[1], alma[0]) == {DataClass.EXISTENCE}
    with pytest.raises(Refused, match="decided it already"):
        relationships.decide_request(
            by=manager, person=alma[1], request_id=request_id, decision=YES, now=partnership.now
        )


def test_a_request_is_not_its_askers_nor_another_agencys_nor_a_practitioners_to_decide(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any]
) -> None:
    asker = someone(partnership, "Kim Asker", "care", Role.TEAM_MANAGER)
    deciders = [
        asker,
        someone(partnership, "Kim Elsewhere", "police", Role.TEAM_MANAGER),
        partnership.viewer(Role.PRACTITIONER),
        partnership.viewer(Role.PANEL_COORDINATOR),
    ]
    request_id = relationships.ask_relationship(by=asker, person=alma[1], reason=REASON, now=partnership.now)
    for decider in deciders:
        assert list_waiting(viewer=decider, purpose=Purpose.SUPERVISION) == []
        with pytest.raises(Refused):
            relationships.decide_request(
                by=decider, person=alma[1], request_id=request_id, decision=YES, now=partnership.now
            )
    assert admin.execute("SELECT state FROM access_relationshiprequest").fetchall() == [("asked",)]
    assert admin.execute("SELECT count(*) FROM access_relationship").fetchall() == [(0,)]


def test_a_request_cannot_be_decided_through_another_childs_address(
    partnership: Partnership, alma: tuple[int, UUID]
) -> None:
    _, bert_id = partnership.add_person("Bert", "Reed")
    request_id = relationships.ask_relationship(
        by=partnership.viewer(Role.PRACTITIONER), person=alma[1], reason=REASON, now=partnership.now
    )
    with pytest.raises(Refused):
        relationships.decide_request(
            by=partnership.viewer(Role.TEAM_MANAGER),
            person=bert_id,
            request_id=request_id,
            decision=YES,
            now=partnership.now,
        )


@pytest.mark.parametrize("reason", ["", "urgent", " " * 40, "x" * 19])
def test_a_reason_that_says_nothing_is_refused_and_logs_no_look(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any], reason: str
) -> None:
    by = partnership.viewer(Role.PRACTITIONER)
    with pytest.raises(Refused):
        relationships.ask_relationship(by=by, person=alma[1], reason=reason, now=partnership.now)
    with pytest.raises(Refused):
        relationships.break_glass(by=by, person=alma[1], category="missing_now", reason=reason, now=partnership.now)
    assert admin.execute("SELECT count(*) FROM access_log").fetchall() == [(0,)]


def test_a_shielded_child_can_neither_be_asked_for_nor_opened_in_an_emergency(
    partnership: Partnership, alma: tuple[int, UUID]
) -> None:
    with connect_as("worker"):
        relationships.shield_person(
            person_id=alma[0], kind=ShieldKind.WITNESS_PROTECTION, reason="", by=None, now=partnership.now
        )
    by = someone(partnership, "Kim Officer", "police", Role.PRACTITIONER)
    with pytest.raises(NotShown):
        relationships.ask_relationship(by=by, person=alma[1], reason=REASON, now=partnership.now)
    with pytest.raises(NotShown):
        relationships.break_glass(by=by, person=alma[1], category="missing_now", reason=REASON, now=partnership.now)


def test_broken_glass_opens_one_child_for_an_hour_and_tells_a_reviewer_of_another_team(
    partnership: Partnership,
    alma: tuple[int, UUID],
    admin: psycopg.Connection[Any],
    traced: Callable[[int | None], list[tuple[str, int | None]]],
) -> None:
    by, reviewer = partnership.viewer(Role.PRACTITIONER), partnership.viewer(Role.IG_LEAD)
    bert, bert_id = partnership.add_person("Bert", "Reed")
    glass = relationships.break_glass(by=by, person=alma[1], category="missing_now", reason=REASON, now=partnership.now)
    assert glass.ends_at - glass.opened_at == timedelta(minutes=60)
    assert (glass.reviewer_id, reviewer.team_id == by.team_id) == (reviewer.staff_id, False)
    assert DataClass.HEADLINES in classes(by, alma[1], alma[0])
    assert classes(by, bert_id, bert) == {DataClass.EXISTENCE}
    (waiting,) = list_waiting(viewer=reviewer, purpose=Purpose.GOVERNANCE)
    assert (waiting["kind"], waiting["id"]) == ("glass", glass.pk)

    _age(admin, glass.pk, timedelta(minutes=60))
    assert classes(by, alma[1], alma[0]) == {DataClass.EXISTENCE}
    assert traced(alma[0]) == [("access.broke_glass", by.staff_id)]


def _age(admin: psycopg.Connection[Any], glass_id: int, by: timedelta) -> None:
    """Let time pass over an emergency look."""
    admin.execute(
        "UPDATE access_breakglass SET opened_at = opened_at - %s, ends_at = ends_at - %s WHERE id = %s",
        (by, by, glass_id),
    )


def test_the_database_keeps_no_emergency_look_longer_than_an_hour(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any]
) -> None:
    glass = relationships.break_glass(
        by=partnership.viewer(Role.PRACTITIONER),
        person=alma[1],
        category="court_today",
        reason=REASON,
        now=partnership.now,
    )
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute("UPDATE access_breakglass SET ends_at = ends_at + interval '1 s' WHERE id = %s", (glass.pk,))
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute("UPDATE access_breakglass SET reviewer_id = staff_id WHERE id = %s", (glass.pk,))


def test_a_look_that_nobody_of_another_team_can_review_is_not_opened(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any]
) -> None:
    by = partnership.viewer(Role.PRACTITIONER)  # the only other manager is of the same team
    admin.execute(
        "UPDATE access_staff SET is_active = false WHERE id = ANY(%s)",
        ([partnership.staff[role].pk for role in (Role.IG_LEAD, Role.PANEL_COORDINATOR)],),
    )
    with pytest.raises(Refused, match="another team"):
        relationships.break_glass(by=by, person=alma[1], category="court_today", reason=REASON, now=partnership.now)


def test_a_look_unreviewed_for_a_day_bars_the_next(
    partnership: Partnership, alma: tuple[int, UUID], admin: psycopg.Connection[Any]
) -> None:
    by, reviewer, now = partnership.viewer(Role.PRACTITIONER), partnership.viewer(Role.IG_LEAD), partnership.now
    _, bert_id = partnership.add_person("Bert", "Reed")

    def smash(person: UUID) -> int:
        glass = relationships.break_glass(by=by, person=person, category="missing_now", reason=REASON, now=now)
        return int(glass.pk)

    first = smash(alma[1])
    smash(bert_id)  # within the day another may be needed
    _age(admin, first, timedelta(hours=24, minutes=1))
    with pytest.raises(Refused, match="until it is reviewed"):
        smash(bert_id)
    relationships.review_glass(
        by=reviewer, person=alma[1], glass_id=first, outcome="justified", note="Found at once.", now=now
    )
    smash(bert_id)


def test_a_look_that_was_not_justified_ends_with_its_review(
    partnership: Partnership,
    alma: tuple[int, UUID],
    traced: Callable[[int | None], list[tuple[str, int | None]]],
) -> None:
    by, reviewer, now = partnership.viewer(Role.PRACTITIONER), partnership.viewer(Role.IG_LEAD), partnership.now
    glass = relationships.break_glass(by=by, person=alma[1], category="missing_now", reason=REASON, now=now)
    for stranger in (by, partnership.viewer(Role.PANEL_COORDINATOR)):
        with pytest.raises(Refused, match="not yours to review"):
            relationships.review_glass(
                by=stranger, person=alma[1], glass_id=glass.pk, outcome="justified", note="Fine.", now=now
            )
    for outcome, note in (("justified", "  "), ("fine", "Fine.")):
        with pytest.raises(Refused, match="Choose an outcome"):
            relationships.review_glass(
                by=reviewer, person=alma[1], glass_id=glass.pk, outcome=outcome, note=note, now=now
            )
    assert DataClass.HEADLINES in classes(by, alma[1], alma[0])
    relationships.review_glass(
        by=reviewer, person=alma[1], glass_id=glass.pk, outcome="not_justified", note="No need.", now=now
    )
    assert classes(by, alma[1], alma[0]) == {DataClass.EXISTENCE}
    assert traced(alma[0])[-1] == ("access.reviewed_glass", reviewer.staff_id)


# --- what feeds state -------------------------------------------------------------------------------------------------


def replace(source: RelationshipSource, rows: list[Sourced], now: datetime) -> int:
    """State one feed's relationships as the pipeline does."""
    with connect_as("worker"):
        return replace_sourced_relationships(source=source, rows=rows, by=None, now=now)


def held(admin: psycopg.Connection[Any], at: datetime) -> set[tuple[int | None, int | None, int, str]]:
    """Return the relationships that hold at a moment."""
    return set(
        admin.execute(
            "SELECT staff_id, team_id, person_id, source FROM access_relationship "
            "WHERE begins_at <= %s AND ends_at > %s",
            (at, at),
        ).fetchall()
    )


def test_a_feed_ends_what_it_no_longer_states_and_leaves_other_sources_alone(
    partnership: Partnership,
    admin: psycopg.Connection[Any],
    traced: Callable[[int | None], list[tuple[str, int | None]]],
) -> None:
    now, staff = partnership.now, partnership.staff[Role.PRACTITIONER]
    team = viewer_of(type(staff).objects.get(pk=staff.pk), now).team_id
    partnership.relate(staff, 9, RelationshipSource.PANEL)
    rows = [
        Sourced(person_id=1, source_ref="a", begins_at=now - timedelta(days=400), ends_at=None, staff_id=staff.pk),
        Sourced(person_id=2, source_ref="b", begins_at=now - timedelta(days=4), ends_at=None, team_id=team),
    ]
    assert replace(RelationshipSource.ALLOCATION, rows, now) == 2
    assert held(admin, now) == {
        (staff.pk, None, 1, "allocation"),
        (None, team, 2, "allocation"),
        (staff.pk, None, 9, "panel"),
    }
    later = now + timedelta(days=1)
    assert replace(RelationshipSource.ALLOCATION, rows[1:], later) == 1
    assert replace(RelationshipSource.SCHOOL_ROLL, [], later) == 0
    assert held(admin, later) == {(None, team, 2, "allocation"), (staff.pk, None, 9, "panel")}
    assert [action for action, _ in traced(None) if action.startswith("access.replaced")] == [
        "access.replaced_relationships"
    ] * 3


def test_what_a_feed_states_again_is_renewed_and_never_longer_than_180_days(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    now, staff = partnership.now, partnership.staff[Role.PRACTITIONER]
    row = Sourced(person_id=1, source_ref="a", begins_at=now, ends_at=None, staff_id=staff.pk)
    for day in range(0, 700, 100):
        at = now + timedelta(days=day)
        replace(RelationshipSource.ALLOCATION, [row], at)
        ((begins, ends, _),) = admin.execute(_HELD).fetchall()
        assert ends == at + timedelta(days=180)
        assert begins <= at
        assert _apart(begins, ends) <= timedelta(days=180)


KEYS = [(person, ref) for person in (1, 2) for ref in "ab"]
DAYS = st.integers(-400, 400)
BEGINNINGS = st.fixed_dictionaries(dict.fromkeys(KEYS, DAYS))  # a feed states one beginning, and may change the end
LOADS = st.lists(st.dictionaries(st.sampled_from(KEYS), st.none() | DAYS), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beginnings=BEGINNINGS, loads=LOADS)
def test_after_any_loads_what_holds_is_what_the_last_one_states(
    partnership: Partnership,
    admin: psycopg.Connection[Any],
    beginnings: dict[tuple[int, str], int],
    loads: list[dict[tuple[int, str], int | None]],
) -> None:
    now, staff = partnership.now, partnership.staff[Role.PRACTITIONER]
    admin.execute("DELETE FROM access_relationship")  # each example begins anew
    for number, load in enumerate(loads):
        at = now + timedelta(hours=number)
        rows = [
            Sourced(
                person_id=key[0],
                source_ref=key[1],
                staff_id=staff.pk,
                begins_at=now + timedelta(days=beginnings[key]),
                ends_at=None if ends is None else now + timedelta(days=ends),
            )
            for key, ends in load.items()
        ]
        replace(RelationshipSource.ALLOCATION, rows, at)
        stated = {
            (staff.pk, None, row.person_id, "allocation")
            for row in rows
            if row.begins_at <= at and (row.ends_at is None or row.ends_at > at)
        }
        assert held(admin, at + timedelta(seconds=1)) == stated  # by then, what ended at the load has ended
