"""The panel's pages: from a nomination to a decision by clicking, and what each role may not reach."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.panel import services
from kith.panel.models import Case, Decision, Meeting, Minute, PanelAction, Research
from kith.panel.rules import book_on
from kith.panel.vocabulary import Status, StepKind
from kith.work.services import escalate_overdue
from tests.panel.conftest import WHY, Panel
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]
DECISION = {
    "level_before": "high",
    "level_after": "medium",
    "outcome": "monitor",
    "rationale": "He is back at school.",
}


@pytest.fixture
def coordinator(panel: Panel, signed_in: SignIn) -> Client:
    return signed_in(panel.partnership.staff[Role.PANEL_COORDINATOR])


@pytest.fixture
def chair(panel: Panel, signed_in: SignIn) -> Client:
    return signed_in(panel.partnership.staff[Role.PANEL_CHAIR])


def day(panel: Panel, days: int, name: str) -> dict[str, int]:
    when = (panel.now + timedelta(days=days)).date()
    return {f"{name}-day": when.day, f"{name}-month": when.month, f"{name}-year": when.year}


def do(client: Client, child: UUID, step: StepKind, **typed: Any) -> Any:
    return client.post(f"/panel/people/{child}/do/{step.value}/", {"says": WHY} | typed, follow=True)


def test_a_child_comes_before_the_panel_by_clicking(
    panel: Panel, signed_in: SignIn, coordinator: Client, chair: Client
) -> None:
    child = panel.child()
    worker = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    assert "The panel has not heard of this person" in words(worker.get(f"/panel/people/{child}/"))
    assert "Nominated, waiting for a second agency" in words(do(worker, child, StepKind.NOMINATE))
    assert "Candidate, waiting for its referral" in words(do(coordinator, child, StepKind.SECOND))
    assert "Referred, waiting for triage" in words(do(worker, child, StepKind.REFER))
    assert "Accepted, waiting for a meeting" in words(do(coordinator, child, StepKind.ACCEPT))
    assert "Ada Reed" in words(coordinator.get("/panel/"))
    typed: dict[str, Any] = {"analysis": "Older boys use him.", "level": "", "because": ""}
    for key in book_on(panel.now.date()).domains:
        typed |= {f"colour-{key}": "red" if key in ("peers", "weapons") else "green"}
        typed |= {f"evidence-{key}": "Seen by his teacher in November."}
    assert "High" in words(coordinator.post(f"/panel/people/{child}/rate/", typed, follow=True))
    assert "Not returned yet" in words(do(coordinator, child, StepKind.ASK_RESEARCH))
    with connect_as("worker"):
        asked = Research.objects.get(agency__code="hospital").public_id
    nurse = signed_in(panel.contacts["hospital"])
    returned = nurse.post(
        f"/panel/people/{child}/research/{asked}/", {"known": "yes", "facts": "A cut hand in May."}, follow=True
    )
    assert "Thank you" in words(returned)
    assert "A cut hand in May." in words(coordinator.get(f"/panel/people/{child}/"))
    meeting = _plan(panel, coordinator)
    listed = do(coordinator, child, StepKind.LIST, meeting=str(meeting), section="children")
    assert "On the agenda" in words(listed)
    _meet(panel, signed_in, coordinator, meeting)
    agenda = chair.get(f"/panel/meetings/{meeting}/")
    item = re.search(r"/items/([0-9a-f-]{36})/", agenda.content.decode())
    assert item is not None
    where = f"/panel/people/{child}/items/{item.group(1)}/"
    _write_and_decide(panel, coordinator, chair, where)
    assert "The meeting has ended" in words(coordinator.post(f"/panel/meetings/{meeting}/end/", follow=True))
    assert "Minutes approved" in words(chair.post(f"/panel/meetings/{meeting}/approve/", follow=True))
    with connect_as("worker"):
        assert Case.objects.get().status == Status.HELD
        assert Decision.objects.get().rationale == "He is back at school."
        assert Minute.objects.get(field="analysis").text == "Carried for older boys."
        assert PanelAction.objects.get().owner_id == panel.contacts["education"].pk
    assert "Add a decision" not in words(worker.get(f"/panel/people/{child}/"))


def _plan(panel: Panel, coordinator: Client) -> UUID:
    seats = [panel.contacts[agency].pk for agency in ("police", "care", "hospital")]
    typed = {"time": "10:00", "place": "Room 4", "chair": panel.chair.staff_id, "seats": seats}
    said = coordinator.post("/panel/meetings/new/", typed | day(panel, 7, "day"), follow=True)
    assert "The meeting is planned" in words(said)
    return Meeting.objects.get().public_id


def _meet(panel: Panel, signed_in: SignIn, coordinator: Client, meeting: UUID) -> None:
    refused = coordinator.post(f"/panel/meetings/{meeting}/open/", {"because": ""})
    assert refused.status_code == 422
    assert "no quorum" in words(refused)
    for agency in ("police", "care", "hospital"):
        signed_in(panel.contacts[agency]).post(f"/panel/meetings/{meeting}/sign-in/")
    assert "The meeting is open" in words(coordinator.post(f"/panel/meetings/{meeting}/open/", follow=True))


def _write_and_decide(panel: Panel, coordinator: Client, chair: Client, where: str) -> None:
    typed = {"field": "analysis", "seen": "0", "text": "Carried for older boys."}
    kept = coordinator.post(f"{where}minute/", typed, headers={"accept": "application/json"})
    assert json.loads(kept.content) == {"version": 1}
    clash = chair.post(f"{where}minute/", typed | {"text": "Other."}, headers={"accept": "application/json"})
    assert clash.status_code == 409
    assert json.loads(clash.content)["theirs"] == "Carried for older boys."
    page = words(coordinator.get(where))
    assert "Two texts for" in page and "Other." in page
    chosen = {"clash": json.loads(clash.content)["clash"], "seen": "1", "text": "Carried for older boys."}
    assert "Two texts for" not in words(coordinator.post(f"{where}settle/", chosen, follow=True))
    child = where.split("/")[3]
    action = {"need": "A mentor", "what": "Meet him every week.", "owner": panel.contacts["education"].pk}
    agreed = coordinator.post(f"/panel/people/{child}/agree/", action | day(panel, 14, "due_on"), follow=True)
    assert "Its owner has been told" in words(agreed)
    unheard = chair.post(f"{where}decide/", DECISION)
    assert unheard.status_code == 422 and "The panel" in words(unheard)
    coordinator.post(f"{where}minute/", {"field": "voice", "seen": "0", "text": "He wants to go back to school."})
    assert "Decided" in words(chair.post(f"{where}decide/", DECISION, follow=True))


def test_an_agency_that_never_answers_is_late_on_the_page_and_its_clock_goes_up_to_the_chair(
    panel: Panel, coordinator: Client, admin: psycopg.Connection[Any]
) -> None:
    child = panel.child()
    panel.accept(child)
    services.ask_research(public_id=child, by=panel.coordinator, now=panel.now)
    admin.execute("UPDATE panel_research SET due_on = current_date - 1")
    page = words(coordinator.get(f"/panel/people/{child}/"))
    assert "Not returned yet, asked for by" in page and "Late" in page
    with connect_as("worker"):
        escalate_overdue(now=panel.now + timedelta(days=30))
    told = admin.execute(
        "SELECT DISTINCT e.to_id FROM work_escalation e JOIN work_task t ON t.id = e.task_id "
        "WHERE t.kind = 'panel_research' AND t.owner_id = %s",
        (panel.contacts["education"].pk,),
    ).fetchall()
    assert (panel.chair.staff_id,) in told


def test_pages_refuse_in_words_and_keep_what_was_typed(panel: Panel, coordinator: Client) -> None:
    child = panel.child()
    empty = do(coordinator, child, StepKind.NOMINATE, says="")
    assert empty.status_code == 422 and "Say why" in words(empty)
    twice = do(coordinator, child, StepKind.ACCEPT, says="This text must not be lost.")
    assert twice.status_code in (403, 422)
    panel.nominate(child)
    wrong = do(coordinator, child, StepKind.ACCEPT, says="This text must not be lost.")
    assert wrong.status_code == 422
    assert "cannot be done now" in words(wrong) and "This text must not be lost." in wrong.content.decode()
    assert coordinator.get(f"/panel/people/{child}/do/nonsense/").status_code == 404
    assert coordinator.get(f"/panel/people/{child}/do/decide/").status_code == 404


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.SCRUTINEER, Role.ADMINISTRATOR, Role.ANALYST, Role.AUDITOR])
def test_who_does_not_work_with_the_panel_reaches_no_page(
    panel: Panel, signed_in: SignIn, role: Role, admin: psycopg.Connection[Any]
) -> None:
    child = panel.child()
    panel.accept(child)
    meeting = panel.plan()
    client = signed_in(panel.partnership.staff[role])
    for address in ("/panel/", f"/panel/meetings/{meeting}/", f"/panel/people/{child}/"):
        answer = client.get(address)
        assert not mentions(answer.content.decode(), "Ada"), address
        assert answer.status_code in (403, 404), address


def test_a_seat_for_one_child_shows_no_word_of_another(panel: Panel, signed_in: SignIn) -> None:
    mine, other = panel.child(), panel.child("Zyxomir")
    panel.accept(mine)
    services.refer_person(public_id=other, says=WHY, by=panel.viewer(Role.PRACTITIONER), now=panel.now)
    nurse = signed_in(panel.contacts["hospital"])
    board = nurse.get("/panel/").content.decode()
    assert "Ada" in board
    assert "Zyxomir" not in board
    assert nurse.get(f"/panel/people/{other}/").status_code == 403


def test_measures_count_and_name_nobody(panel: Panel, chair: Client) -> None:
    child = panel.child()
    meeting, item = panel.listed(child)
    services.put_off(public_id=child, item=item, because="The school was not here.", by=panel.chair, now=panel.now)
    services.end_meeting(meeting=meeting, by=panel.coordinator, now=panel.now)
    page = words(chair.get("/panel/measures/"))
    assert not mentions(page, "Ada")
    assert "Nothing to count yet" in page


def test_the_board_costs_the_same_for_one_child_and_for_three(
    panel: Panel, coordinator: Client, django_assert_max_num_queries: Any
) -> None:
    counted = []
    for name in ("Ada", "Ben", "Cyd"):
        panel.accept(panel.child(name))
        with django_assert_max_num_queries(40) as found:
            coordinator.get("/panel/")
        counted.append(len(found))
    assert counted[1] == counted[2]
