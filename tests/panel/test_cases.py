"""From a nomination to a seat: two people of different agencies, a reason for everything, seats that begin and end."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.access.models import RoleGrant, Staff
from kith.access.selectors import look, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.panel import services
from kith.panel.models import Case, CaseStep, HeldBack, Research, Return
from kith.panel.selectors import open_meeting
from kith.panel.vocabulary import (
    NewReturn,
    OtherRoute,
    RatingRefused,
    Section,
    SetAside,
    Status,
    StepKind,
    StepRefused,
    status_after,
)
from kith.work.models import Task, TaskWords
from kith.work.vocabulary import TaskKind, TaskState
from tests.panel.conftest import WHY, Panel, rating
from tests.worlds.words import words


def status_of(admin: psycopg.Connection[Any], panel: Panel, name: str = "Ada") -> str:
    row = admin.execute(
        "SELECT status FROM panel_case WHERE person_id = %s", (panel.partnership.people[name][0],)
    ).fetchall()
    return str(row[0][0]) if row else ""


def open_tasks(kind: TaskKind) -> list[int]:
    return list(Task.objects.filter(kind=kind, state=TaskState.OPEN).values_list("owner_id", flat=True))


def test_a_nomination_waits_for_somebody_of_another_agency(panel: Panel, admin: psycopg.Connection[Any]) -> None:
    child = panel.child()
    panel.nominate(child)
    assert status_of(admin, panel) == Status.NOMINATED
    (owner,) = open_tasks(TaskKind.PANEL_NOMINATION)
    assert owner in {panel.chair.staff_id, panel.coordinator.staff_id}
    services.second_nomination(public_id=child, says=WHY, by=panel.coordinator, now=panel.now)
    assert status_of(admin, panel) == Status.CANDIDATE
    assert open_tasks(TaskKind.PANEL_NOMINATION) == []


def test_the_same_agency_cannot_answer_its_own_nomination(panel: Panel, admin: psycopg.Connection[Any]) -> None:
    child = panel.child()
    panel.nominate(child)
    person_id = panel.partnership.people["Ada"][0]
    panel.partnership.relate(panel.partnership.staff[Role.TEAM_MANAGER], person_id)
    manager = panel.viewer(Role.TEAM_MANAGER)
    with pytest.raises(Refused, match="different agencies"):
        services.second_nomination(public_id=child, says=WHY, by=manager, now=panel.now)
    with pytest.raises(Refused, match="different agencies"):
        services.set_aside(public_id=child, reason=SetAside.DECLINE, says=WHY, by=manager, now=panel.now)
    assert status_of(admin, panel) == Status.NOMINATED


@pytest.mark.parametrize("reason", [one for one in SetAside if one is not SetAside.DEFER])
def test_every_answer_is_kept_with_its_reason(panel: Panel, reason: SetAside) -> None:
    child = panel.child()
    panel.nominate(child)
    services.set_aside(public_id=child, reason=reason, says=WHY, by=panel.coordinator, now=panel.now)
    with connect_as("worker"):
        last = CaseStep.objects.latest("place")
        assert (last.kind, last.reason, last.says, last.agency_id) == (
            StepKind.SET_ASIDE,
            reason,
            WHY,
            panel.coordinator.agency_id,
        )


def test_later_needs_a_day_that_is_not_too_far(panel: Panel) -> None:
    child = panel.child()
    panel.nominate(child)
    today = panel.now.date()
    for until in (None, today, today + timedelta(weeks=13)):
        with pytest.raises(Refused, match="until when"):
            services.set_aside(
                public_id=child, reason=SetAside.DEFER, says=WHY, until=until, by=panel.coordinator, now=panel.now
            )
    services.set_aside(
        public_id=child,
        reason=SetAside.DEFER,
        says=WHY,
        until=today + timedelta(weeks=4),
        by=panel.coordinator,
        now=panel.now,
    )


def test_nobody_puts_forward_whom_they_may_not_see(panel: Panel) -> None:
    child = panel.child()
    with pytest.raises(Refused, match="Write a referral"):
        services.nominate_person(public_id=child, says=WHY, by=panel.contact("lantern"), now=panel.now)
    with pytest.raises(NotShown):
        services.nominate_person(public_id=uuid4(), says=WHY, by=panel.chair, now=panel.now)
    with pytest.raises(Refused, match="sentence"):
        services.nominate_person(public_id=child, says="worried", by=panel.viewer(Role.PRACTITIONER), now=panel.now)
    with pytest.raises(Refused, match="works with children"):
        services.nominate_person(public_id=child, says=WHY, by=panel.viewer(Role.ANALYST), now=panel.now)


def test_a_nomination_runs_out_after_twelve_weeks(panel: Panel, admin: psycopg.Connection[Any]) -> None:
    child = panel.child()
    panel.nominate(child)
    with connect_as("worker"):
        assert services.expire_nominations(by=None, now=panel.now + timedelta(weeks=12) - timedelta(days=1)) == 0
        assert services.expire_nominations(by=None, now=panel.now + timedelta(weeks=12)) == 1
    assert status_of(admin, panel) == Status.SET_ASIDE
    assert open_tasks(TaskKind.PANEL_NOMINATION) == []
    panel.nominate(child)  # and can be made again
    assert status_of(admin, panel) == Status.NOMINATED


def test_triage_asks_answers_sends_elsewhere_or_accepts(panel: Panel, admin: psycopg.Connection[Any]) -> None:
    child, worker = panel.child(), panel.viewer(Role.PRACTITIONER)
    services.refer_person(public_id=child, says=WHY, by=worker, now=panel.now)
    assert open_tasks(TaskKind.PANEL_TRIAGE) == [panel.coordinator.staff_id]
    services.ask_more(
        public_id=child, says="Which school is he at, and since when?", by=panel.coordinator, now=panel.now
    )
    with pytest.raises(StepRefused, match="waiting for more information"):
        services.accept_case(public_id=child, says=WHY, by=panel.coordinator, now=panel.now)
    services.tell_more(public_id=child, says="At the academy since September.", by=worker, now=panel.now)
    with pytest.raises(Refused, match="coordinator and chair"):
        services.accept_case(public_id=child, says=WHY, by=worker, now=panel.now)
    services.send_elsewhere(
        public_id=child,
        route=OtherRoute.EARLY_HELP,
        says="The family has asked for help.",
        by=panel.coordinator,
        now=panel.now,
    )
    assert status_of(admin, panel) == Status.SENT_ELSEWHERE
    assert open_tasks(TaskKind.PANEL_TRIAGE) == []


def test_accepting_gives_seats_and_only_for_this_child(panel: Panel) -> None:
    child, other = panel.child(), panel.child("Ben")
    panel.accept(child)
    services.rate_case(public_id=child, rating=rating(2), by=panel.coordinator, now=panel.now)
    services.refer_person(public_id=other, says=WHY, by=panel.viewer(Role.PRACTITIONER), now=panel.now)
    with pytest.raises((Refused, NotShown)):
        services.rate_case(public_id=other, rating=rating(2), by=panel.coordinator, now=panel.now)
    with pytest.raises(RatingRefused):
        services.rate_case(public_id=child, rating=rating(2, analysis=""), by=panel.coordinator, now=panel.now)
    with connect_as("worker"):
        assert Case.objects.get(person_id=panel.partnership.people["Ada"][0]).level == "high"


def test_an_agency_without_a_contact_is_asked_through_its_manager_or_by_ringing(
    panel: Panel, signed_in: Callable[[Staff], Client]
) -> None:
    child = panel.child()
    for agency in ("hospital", "lantern"):
        RoleGrant.objects.filter(staff=panel.contacts[agency]).update(role=Role.PUBLISHER)
    manager = panel.partnership.add_staff("May Ward", "hospital", Role.TEAM_MANAGER)
    panel.accept(child)
    services.ask_research(public_id=child, by=panel.coordinator, now=panel.now)
    asked = set(open_tasks(TaskKind.PANEL_RESEARCH))
    assert asked >= {manager.pk, panel.coordinator.staff_id} and len(asked) == 6
    text = words(signed_in(panel.partnership.staff[Role.PANEL_COORDINATOR]).get(f"/panel/people/{child}/"))
    assert text.count("The agency has no contact, so its team manager was asked.") == 1
    assert text.count("so nobody there was asked: the panel's coordinator rings.") == 1
    with connect_as("worker"):
        row = Research.objects.get(agency__code="hospital").public_id
        assert TaskWords.objects.get(task__owner=panel.coordinator.staff_id).words.startswith("This agency has neither")
    services.return_research(
        research=row, public_id=child, new=NewReturn(known=False), by=viewer_of(manager, panel.now), now=panel.now
    )
    assert len(open_tasks(TaskKind.PANEL_RESEARCH)) == 5


def test_each_agency_is_asked_once_and_answers_for_itself(panel: Panel) -> None:
    child = panel.child()
    panel.accept(child)
    asked = services.ask_research(public_id=child, by=panel.coordinator, now=panel.now)
    assert asked == 6
    assert services.ask_research(public_id=child, by=panel.coordinator, now=panel.now) == 0
    assert len(open_tasks(TaskKind.PANEL_RESEARCH)) == 6
    with connect_as("worker"):
        police = Research.objects.get(agency__code="police").public_id
    known = NewReturn(known=True, facts="Stopped twice in October.", opinions="He carries for others.")
    with pytest.raises(Refused, match="not asked this"):
        services.return_research(
            research=police, public_id=child, new=known, by=panel.contact("hospital"), now=panel.now
        )
    with pytest.raises(Refused, match="why something is held back"):
        services.return_research(
            research=police,
            public_id=child,
            new=NewReturn(known=True, held_back="A source says where."),
            by=panel.contact("police"),
            now=panel.now,
        )
    with pytest.raises(Refused, match="say what you know"):
        services.return_research(
            research=police, public_id=child, new=NewReturn(known=True), by=panel.contact("police"), now=panel.now
        )
    whole = NewReturn(
        known=True,
        facts="Stopped twice in October.",
        held_back="A source says where the knives are.",
        held_back_because="It would name the source.",
    )
    services.return_research(research=police, public_id=child, new=whole, by=panel.contact("police"), now=panel.now)
    assert len(open_tasks(TaskKind.PANEL_RESEARCH)) == 5
    with connect_as("worker"):
        assert Return.objects.get().held_back_because == "It would name the source."
        assert "knives" not in str(Return.objects.values().get())
        assert HeldBack.objects.get().says == "A source says where the knives are."


def test_what_an_agency_holds_back_nobody_else_can_read(panel: Panel) -> None:
    test_each_agency_is_asked_once_and_answers_for_itself(panel)
    child = panel.partnership.people["Ada"][1]
    for who, shared, held in (
        (panel.contact("police"), 1, 1),
        (panel.contact("hospital"), 1, 0),
        (panel.coordinator, 1, 0),
        (panel.chair, 1, 0),
    ):
        with look(viewer=who, people=[child], purpose=Purpose.PANEL, what="test"):
            assert (Return.objects.count(), HeldBack.objects.count()) == (shared, held), who.name


def act(panel: Panel, kind: StepKind, child: UUID) -> None:
    """Do one thing to a case as the person whose job it is."""
    worker, runs = panel.viewer(Role.PRACTITIONER), panel.coordinator
    about: dict[str, Any] = {"public_id": child, "says": WHY, "now": panel.now}
    {
        StepKind.NOMINATE: partial(services.nominate_person, by=worker),
        StepKind.SECOND: partial(services.second_nomination, by=runs),
        StepKind.SET_ASIDE: partial(services.set_aside, reason=SetAside.DECLINE, by=runs),
        StepKind.REFER: partial(services.refer_person, by=worker),
        StepKind.ASK_MORE: partial(services.ask_more, by=runs),
        StepKind.TELL_MORE: partial(services.tell_more, by=worker),
        StepKind.SEND_ELSEWHERE: partial(services.send_elsewhere, route=OtherRoute.PREVENT, by=runs),
        StepKind.ACCEPT: partial(services.accept_case, by=runs),
    }[kind](**about)


ACTS = (
    StepKind.NOMINATE,
    StepKind.SECOND,
    StepKind.SET_ASIDE,
    StepKind.REFER,
    StepKind.ASK_MORE,
    StepKind.TELL_MORE,
    StepKind.SEND_ELSEWHERE,
    StepKind.ACCEPT,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=7), number=st.uuids())
def test_whatever_is_tried_the_status_is_what_has_happened(panel: Panel, acts: list[StepKind], number: Any) -> None:
    name = f"Cy{number.hex[:10]}"
    child = panel.child(name)
    done: list[StepKind] = []
    for kind in acts:
        try:
            expected: Status | None = status_after([*done, kind])
        except StepRefused:
            expected = None
        try:
            act(panel, kind, child)
        except (StepRefused, Refused):
            assert expected is None
        else:
            done.append(kind)
            assert expected is not None
    with connect_as("worker"):
        case = Case.objects.filter(person_id=panel.partnership.people[name][0]).first()
        kept = [] if case is None else list(CaseStep.objects.filter(case=case).order_by("place"))
        assert [step.kind for step in kept] == done
        assert [step.place for step in kept] == list(range(1, len(done) + 1))
        if case is not None:
            assert Status(case.status) is status_after(done)


def test_an_agenda_counts_what_was_asked_for_its_own_meeting(panel: Panel) -> None:
    child = panel.child()
    panel.accept(child)
    earlier, meeting = panel.plan(), panel.plan()
    agencies = [panel.contacts[name].agency_id for name in ("police", "care", "hospital")]
    for held, asked in ((earlier, agencies), (meeting, agencies[:2])):
        services.ask_research(public_id=child, by=panel.coordinator, now=panel.now, meeting=held, agencies=asked)
    services.list_case(meeting=meeting, public_id=child, section=Section.CHILDREN, by=panel.coordinator, now=panel.now)
    rows = open_meeting(meeting, viewer=panel.coordinator, purpose=Purpose.PANEL).rows
    assert [(row.asked, row.returned) for row in rows] == [(2, 0)]
