"""Interventions: agreed with an open service, begun and ended once, told to the chronology, and nothing overwritten."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Refused, Role
from kith.partnership import services as directory
from kith.partnership.models import Organisation
from kith.partnership.vocabulary import ServiceStatus
from kith.support import services
from kith.support.models import Intervention, InterventionChange, InterventionText
from kith.support.vocabulary.interventions import (
    ENDED,
    INTERVENTION_TRANSITIONS,
    InterventionOutcome,
    InterventionRefused,
    InterventionStale,
    InterventionState,
    NewInterventionOutcome,
    Sessions,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState
from tests.support.agreed import Agreed
from tests.worlds.partnership import Partnership

S = InterventionState


@pytest.fixture
def agreed(partnership: Partnership) -> Agreed:
    return Agreed(partnership)


def entries(admin: psycopg.Connection[Any]) -> list[Any]:
    return admin.execute(
        "SELECT e.kind, e.occurred_on, e.ended_on, d.says FROM chronology_entry e "
        "JOIN chronology_caredetail d ON d.entry_id = e.id WHERE e.source = 'kith' ORDER BY e.id"
    ).fetchall()


def tasks(admin: psycopg.Connection[Any]) -> list[Any]:
    return admin.execute(
        "SELECT state, due_on FROM work_task WHERE kind = 'intervention_outcome' ORDER BY id"
    ).fetchall()


def test_from_agreement_to_outcome(agreed: Agreed, admin: psycopg.Connection[Any]) -> None:
    one = agreed.agree()
    assert entries(admin) == [] and tasks(admin) == []
    assert agreed.start(one) == 2
    ((kind, begun, ended, says),) = entries(admin)
    assert (kind, begun, ended) == ("care.intervention", agreed.today, None)
    assert "Night Shelter" in says and "To have somebody to ring." in says
    assert tasks(admin) == [("open", agreed.today + timedelta(days=104))]
    sessions = Sessions(offered=10, attended=8)
    assert services.tell_sessions(intervention=one, sessions=sessions, **agreed.about(2)) == 3
    assert agreed.end(one, 3) == 4
    assert entries(admin)[0][2] == agreed.today
    assert [state for state, _ in tasks(admin)] == ["done", "open"]
    assert agreed.tell(one, 4) == 5
    assert [state for state, _ in tasks(admin)] == ["done", "done"]
    kind, _, _, says = entries(admin)[1]
    assert kind == "care.intervention_outcome"
    assert "reached in part" in says and "He rings her." in says and "The child says: She gets me." in says
    with connect_as("worker"):
        row, text = Intervention.objects.get(), InterventionText.objects.get()
    assert (row.state, row.outcome, row.sessions_offered, row.sessions_attended) == ("completed", "partly", 10, 8)
    assert row.provider_id == agreed.partnership.agencies["lantern"].pk and row.cost_pence == 120_000
    assert (text.goal, text.childs_view) == ("To have somebody to ring.", "She gets me.")
    assert row.book and row.funding == "core"


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"need": "luck"}, "Choose the need"),
        ({"funding": "lottery"}, "Choose the stream"),
        ({"goal": " "}, "what it is for"),
        ({"cost_pence": -1}, "cost"),
        ({"cost_pence": 100_000_001}, "cost"),
        ({"planned_sessions": 0}, "sessions are planned"),
        ({"ends_on": date(2020, 1, 1)}, "end before it starts"),
        ({"service_id": 0}, "no such service"),
    ],
)
def test_an_agreement_that_is_not_whole_is_refused(
    agreed: Agreed, fault: dict[str, Any], says: str, admin: psycopg.Connection[Any]
) -> None:
    with pytest.raises(InterventionRefused, match=says):
        agreed.agree(**fault)
    assert admin.execute("SELECT count(*) FROM support_intervention").fetchone() == (0,)


def test_a_service_that_has_closed_is_refused_when_agreed_and_when_begun(
    agreed: Agreed, admin: psycopg.Connection[Any]
) -> None:
    one = agreed.agree()
    coordinator = agreed.partnership.viewer(Role.PANEL_COORDINATOR)
    directory.change_status(
        public_id=agreed.service.public_id,
        to=ServiceStatus.DEFUNCT,
        on=agreed.today,
        because="The grant has ended.",
        seen=1,
        by=coordinator,
        now=agreed.now,
    )
    with pytest.raises(InterventionRefused, match=r"Night Shelter takes nobody since .* choose another service"):
        agreed.agree()
    with pytest.raises(InterventionRefused, match="Night Shelter takes nobody"):
        agreed.start(one)
    assert entries(admin) == [] and tasks(admin) == []
    agreed.end(one, 1, S.STOPPED_EARLY, "The service has closed.")


def test_a_service_that_closes_before_the_start_is_refused(agreed: Agreed) -> None:
    directory.change_status(
        public_id=agreed.service.public_id,
        to=ServiceStatus.INACTIVE,
        on=agreed.today + timedelta(days=10),
        because="Moves house.",
        seen=1,
        by=agreed.partnership.viewer(Role.PANEL_COORDINATOR),
        now=agreed.now,
    )
    later = {"starts_on": agreed.today + timedelta(days=10)}
    with pytest.raises(InterventionRefused, match="takes nobody"):
        agreed.agree(**later)
    agreed.agree(starts_on=agreed.today + timedelta(days=9))


def test_what_cannot_be_is_refused(agreed: Agreed) -> None:
    one = agreed.agree()
    week = timedelta(days=7)

    def refuses(says: str, act: Callable[[], Any]) -> None:
        with pytest.raises(InterventionRefused, match=says):
            act()

    refuses("up to today", lambda: agreed.start(one, on=agreed.today + week))
    refuses("has not begun", lambda: services.tell_sessions(
        intervention=one, sessions=Sessions(offered=1, attended=1), **agreed.about(1)
    ))  # fmt: skip
    refuses("not ended yet", lambda: agreed.tell(one, 1))
    agreed.start(one, on=agreed.today - week)
    refuses("Choose how it ended", lambda: agreed.end(one, 2, S.STARTED))
    refuses("Say why", lambda: agreed.end(one, 2, S.STOPPED_EARLY, " "))
    refuses("Change the day", lambda: agreed.end(one, 2, on=agreed.today + week))
    refuses("Change the day", lambda: agreed.end(one, 2, on=agreed.today - 2 * week))
    refuses("More sessions were attended", lambda: services.tell_sessions(
        intervention=one, sessions=Sessions(offered=1, attended=2), **agreed.about(2)
    ))  # fmt: skip
    agreed.end(one, 2, on=agreed.today - timedelta(days=1))
    refuses("what shows it", lambda: agreed.tell(one, 3, words=" "))
    refuses("from its end to today", lambda: agreed.tell(one, 3, on=agreed.today - week))
    agreed.tell(one, 3)
    refuses("told already", lambda: agreed.tell(one, 4))
    other = agreed.agree()
    agreed.end(other, 1, S.DECLINED, "He said no.")
    refuses("was declined", lambda: agreed.tell(other, 2))


def test_a_declined_one_asks_for_no_outcome(agreed: Agreed, admin: psycopg.Connection[Any]) -> None:
    one = agreed.agree()
    agreed.start(one)
    agreed.end(one, 2, S.DECLINED, "He said no.")
    assert [state for state, _ in tasks(admin)] == ["done"]


def acts(agreed: Agreed, one: UUID) -> dict[str, Callable[[int], int]]:
    """Return everything that can be done to an intervention, each from a version."""

    def sessions(seen: int) -> int:
        told = Sessions(offered=seen, attended=seen - 1)
        return services.tell_sessions(intervention=one, sessions=told, **agreed.about(seen))

    ends = {to.value: partial(agreed.end, one, to=to) for to in S if to is not S.STARTED}
    return {**ends, "started": partial(agreed.start, one), "outcome": partial(agreed.tell, one), "sessions": sessions}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.sampled_from([*(one.value for one in S), "sessions", "outcome"]), min_size=1, max_size=7))
def test_only_the_table_moves_it_and_its_history_replays(agreed: Agreed, wanted: list[str]) -> None:
    one = agreed.agree()
    stands, version, told, begun = S.PLANNED, 1, False, False
    for what in wanted:
        act = acts(agreed, one)[what]
        with pytest.raises(InterventionStale):
            act(version + 1)
        allowed = {"sessions": begun, "outcome": stands in ENDED - {S.DECLINED} and not told}
        if not allowed.get(what, what in INTERVENTION_TRANSITIONS[stands]):
            with pytest.raises(InterventionRefused):
                act(version)
            continue
        version = act(version)
        told = told or what == "outcome"
        begun = begun or what == "started"
        stands = S(what) if what in set(S) else stands
    with connect_as("worker"):
        row = Intervention.objects.select_related("text").get(public_id=one)
        changes = list(InterventionChange.objects.filter(intervention=row))
    assert (row.state, row.version) == (stands, version)
    assert [change.version for change in changes] == list(range(1, version + 1))
    replayed: dict[str, Any] = {}
    for change in changes:
        assert all(replayed.get(field, "") == value for field, value in change.before.items())
        replayed |= change.after
    kept = {field: getattr(row, field) for field in changes[0].after}
    assert {field: replayed[field] for field in kept} == {
        field: value.isoformat() if isinstance(value, date) else value for field, value in kept.items()
    }


def test_of_two_who_write_at_once_the_second_is_told(agreed: Agreed) -> None:
    one = agreed.agree()
    agreed.start(one)
    with pytest.raises(InterventionStale, match="Started; 0 of 0 sessions attended"):
        agreed.end(one, 1)


def test_somebody_of_the_provider_carries_it_out_and_sees_the_child_until_its_outcome(agreed: Agreed) -> None:
    lantern = agreed.partnership.agencies["lantern"]
    with connect_as("worker"):
        Organisation.objects.filter(services=agreed.service).update(agency=lantern)
    mentor = agreed.partnership.add_staff("Mo Mentor", "lantern", Role.PRACTITIONER)
    other = agreed.partnership.add_staff("Nia Nurse", "hospital", Role.PRACTITIONER)
    contact = agreed.partnership.add_staff("Abe Analyst", "lantern", Role.ANALYST)
    for wrong in (other.pk, contact.pk, 10**9):
        with pytest.raises(InterventionRefused, match="works for the agency that provides"):
            agreed.agree(worker_id=wrong)
    one = agreed.agree(worker_id=mentor.pk)
    by = viewer_of(mentor, agreed.now)
    version = agreed.start(one, by=by)
    task = Task.objects.get(kind=TaskKind.INTERVENTION_OUTCOME, state=TaskState.OPEN)
    assert task.owner_id == mentor.pk
    version = agreed.end(one, version)
    services.tell_outcome(
        intervention=one,
        new=NewInterventionOutcome(
            outcome=InterventionOutcome.ACHIEVED, on=agreed.today, words="He rings her.", childs_view=""
        ),
        **agreed.about(version, by),
    )
    with pytest.raises((NotShown, Refused)):
        agreed.start(one, by=by)


def test_a_service_of_nobody_in_kith_is_carried_out_by_whoever_agrees_it(agreed: Agreed) -> None:
    with pytest.raises(InterventionRefused, match="leave it with yourself"):
        agreed.agree(worker_id=agreed.worker.staff_id)
    agreed.agree()
    with connect_as("worker"):
        assert Intervention.objects.get().worker_id == agreed.worker.staff_id
