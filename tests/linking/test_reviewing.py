"""A data steward decides: sees both sides, says why, confirms what moves, takes it back; nobody else gets there."""

import re
from datetime import date
from typing import Any

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.access.models import Block, Shield
from kith.access.services import connect_as
from kith.access.vocabulary import Role, ShieldKind
from kith.linking.models import ReviewItem
from kith.linking.services import purge_person
from kith.linking.tasks import carry_answer
from kith.work.models import Task, TaskPerson
from tests.linking.agencies import Agencies
from tests.linking.test_runs import ADA
from tests.worlds.partnership import Partnership
from tests.worlds.words import mentions

ADAM = ADA | {"forename": "Adam", "sex": "M", "nhs_number": "9990000026"}
WHY = "Both workers met and compared what they know."


class Desk:
    """The steward at work on one review item."""

    def __init__(self, agencies: Agencies, client: Client) -> None:
        self.agencies, self.client = agencies, client
        ((self.item,),) = agencies.rows("SELECT id FROM linking_reviewitem WHERE state = 'open'")
        self.url = f"/reviews/{self.item}/"

    def page(self) -> str:
        return str(self.client.get(self.url).content.decode())

    def post(self, **typed: str) -> Any:
        return self.client.post(self.url, typed)

    def work_off(self) -> None:
        """Do what the worker would."""
        jobs = "SELECT id, args FROM procrastinate_jobs WHERE task_name = 'linking.carry_answer' AND status = 'todo'"
        for job, args in self.agencies.rows(jobs):
            carry_answer(**args)
            self.agencies.admin.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", (job,))

    def answer(self, verdict: str, why: str = WHY) -> None:
        assert self.post(step="answer", verdict=verdict, why=why).status_code == 302
        self.work_off()

    def step(self, step: str, **typed: str) -> None:
        assert self.post(step=step, **typed).status_code == 302
        self.work_off()

    def state(self) -> str:
        return str(self.agencies.rows("SELECT state FROM linking_reviewanswer ORDER BY id DESC LIMIT 1")[0][0])

    def are_one(self) -> bool:
        return self.agencies.person("C-1") == self.agencies.person("P-2")


def sign_in(partnership: Partnership, role: Role) -> Client:
    client = Client()
    client.force_login(partnership.staff[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(partnership.staff[role], "JBSWY3DPEHPK3PXP")
    return client


@pytest.fixture
def agencies(partnership: Partnership, admin: psycopg.Connection[Any]) -> Agencies:
    """Let two records be asked about: one birthday and family, two forenames; a third child lives with them."""
    found = Agencies(partnership, admin)
    found.say("care", "C-1", **ADA, nhs_number="9990000018", former_surname="Orr", known_as="Addie")
    found.say("education", "E-1", **(ADA | {"surname": "Vale-Orr"}), nhs_number="9990000018")
    found.say("hospital", "H-3", **(ADA | {"forename": "Beatrix"}), nhs_number="9990000034")
    found.say("police", "P-2", **ADAM)
    found.link()
    with connect_as("worker"):
        ReviewItem.objects.all().delete()  # of what the run asks, one question is enough here
        ReviewItem.objects.create(
            a_id=found.ids["C-1"],
            b_id=found.ids["P-2"],
            kind="possible_twins",
            weight=7.0,
            found_at=partnership.now,
        )
    assert found.person("C-1") == found.person("E-1") != found.person("P-2")
    return found


@pytest.fixture
def desk(agencies: Agencies, partnership: Partnership) -> Desk:
    """Sit the steward down."""
    return Desk(agencies, sign_in(partnership, Role.DATA_STEWARD))


def test_the_queue_counts_and_names_nobody(desk: Desk) -> None:
    page = desk.client.get("/reviews/").content.decode()
    assert "Perhaps twins" in page and "1 question waits" in page and "A child" in page and "today" in page
    assert not mentions(page, "Ada") and "Vale" not in page and desk.url in page
    assert "/reviews/" in desk.client.get("/work/").content.decode(), "the navigation leads there"
    log = desk.agencies.rows("SELECT person_id, outcome FROM access_log WHERE what = 'linking.reviews'")
    assert log == [(None, "shown")]


def test_one_item_shows_both_sides_the_names_the_reasons_and_who_else(desk: Desk) -> None:
    page = desk.page()
    for word in ("Ada Vale", "Adam Vale", "Ada Vale-Orr", "Orr (former surname)", "Addie (known as)", "4 Larch Row",
                 "9990000018", "9990000026", "29 February 2012", "The record in question"):  # fmt: skip
        assert word in page, word
    assert "Beatrix Vale, born 29 February 2012" in page
    looks = desk.agencies.rows("SELECT person_id FROM access_log WHERE what = 'linking.review' AND outcome = 'shown'")
    assert {row[0] for row in looks} == {desk.agencies.person("C-1"), desk.agencies.person("P-2")}
    beside = desk.agencies.rows("SELECT person_id FROM access_log WHERE what = 'linking.review.family'")
    assert beside == [(desk.agencies.person("H-3"),)]


def test_the_waterfall_begins_where_the_model_did_and_ends_at_the_weight(desk: Desk) -> None:
    rows = desk.agencies.rows("SELECT e.weight FROM linking_edge e JOIN linking_reviewitem i USING (a_id, b_id)")
    page = desk.page()
    if not rows:
        assert "No run has kept a comparison" in page
        return
    together = re.findall(r'kith-number">(-?\d+\.\d)</td></tr>', page)
    assert "two records are seldom one person" in page
    assert float(together[-1]) == pytest.approx(rows[0][0], abs=0.06)


def test_two_people_stay_two_over_every_run(desk: Desk) -> None:
    desk.answer("different")
    assert desk.state() == "done" and not desk.are_one()
    assert desk.agencies.rows("SELECT verdict, why FROM linking_judgement") == [("different", WHY)]
    desk.agencies.link()
    assert not desk.are_one()
    ours = {desk.agencies.ids[name] for name in ("C-1", "E-1", "P-2")}
    asked = desk.agencies.rows("SELECT a_id, b_id FROM linking_reviewitem WHERE state = 'open'")
    assert [pair for pair in asked if set(pair) <= ours] == [], "nor by way of another record of the same two"


def test_a_merge_that_moves_open_work_waits_until_what_moves_is_confirmed(desk: Desk, partnership: Partnership) -> None:
    gone = max(desk.agencies.person("C-1"), desk.agencies.person("P-2"))
    with connect_as("worker"):
        task = Task.objects.create(
            kind="action", owner=partnership.staff[Role.PRACTITIONER], made_at=partnership.now,
            due_on=date(2030, 1, 1),
        )  # fmt: skip
        TaskPerson.objects.create(task=task, person_id=gone)
    desk.answer("same")
    assert desk.state() == "to_confirm" and not desk.are_one()
    page = desk.page()
    assert "What would move" in page and "1 tasks go along." in page and "Join them" in page
    assert "To confirm" in desk.client.get("/reviews/").content.decode()
    desk.step("confirm")
    assert desk.state() == "done" and desk.are_one()
    kept = desk.agencies.person("C-1")
    assert desk.agencies.rows("SELECT person_id FROM work_taskperson") == [(kept,)]
    assert "What moved" in desk.page() and "belong to one person now" in desk.page()


def test_what_grew_since_it_was_counted_is_asked_again(desk: Desk, partnership: Partnership) -> None:
    gone = max(desk.agencies.person("C-1"), desk.agencies.person("P-2"))
    partnership.relate(partnership.staff[Role.PRACTITIONER], gone)
    desk.answer("same")
    partnership.relate(partnership.staff[Role.TEAM_MANAGER], gone)
    desk.step("confirm")
    assert desk.state() == "to_confirm" and not desk.are_one()
    desk.step("confirm")
    assert desk.state() == "done" and desk.are_one()


def test_a_merge_that_is_not_confirmed_changes_nothing_and_can_be_answered_anew(
    desk: Desk, partnership: Partnership
) -> None:
    partnership.relate(
        partnership.staff[Role.PRACTITIONER], max(desk.agencies.person("C-1"), desk.agencies.person("P-2"))
    )
    desk.answer("same")
    desk.step("drop")
    assert desk.state() == "dropped" and not desk.are_one()
    desk.answer("unsure")
    assert desk.state() == "done" and not desk.are_one()


def test_a_merge_is_taken_back_with_a_reason(desk: Desk) -> None:
    desk.answer("same")
    if desk.state() == "to_confirm":
        desk.step("confirm")
    assert desk.are_one()
    short = desk.post(step="undo", **{"undo-why": "no"})
    assert short.status_code == 422 and desk.are_one()
    desk.step("undo", **{"undo-why": "They sat beside each other today."})
    assert desk.state() == "undone" and not desk.are_one()
    desk.agencies.link()
    assert not desk.are_one()
    assert "taken back" in desk.client.get("/reviews/").content.decode()


def test_a_judgement_is_taken_back_and_the_question_is_open_again(desk: Desk) -> None:
    desk.answer("different")
    desk.step("undo", **{"undo-why": "The school was mistaken."})
    assert desk.agencies.rows("SELECT withdrawn_at IS NULL FROM linking_judgement") == [(False,)]
    assert desk.agencies.rows("SELECT state FROM linking_reviewitem") == [("open",)]
    desk.answer("unsure")
    assert desk.state() == "done"


def test_a_job_that_runs_twice_does_nothing_twice(desk: Desk) -> None:
    desk.answer("different")
    ((answer,),) = desk.agencies.rows("SELECT id FROM linking_reviewanswer")
    carry_answer(answer)
    assert desk.agencies.rows("SELECT count(*) FROM linking_judgement") == [(1,)]


def test_the_second_of_two_stewards_is_told(desk: Desk) -> None:
    assert desk.post(step="answer", verdict="different", why=WHY).status_code == 302
    late = desk.client.post(desk.url, {"step": "answer", "verdict": "same", "why": WHY}, follow=True)
    assert "somebody else has answered this meanwhile" in late.content.decode()
    assert desk.agencies.rows("SELECT count(*) FROM linking_reviewanswer") == [(1,)]


@pytest.mark.parametrize("typed", [{}, {"verdict": "same"}, {"why": WHY}, {"verdict": "maybe", "why": WHY}])
def test_an_answer_needs_a_verdict_and_a_reason(desk: Desk, typed: dict[str, str]) -> None:
    assert desk.post(step="answer", **typed).status_code == 422
    assert desk.agencies.rows("SELECT count(*) FROM linking_reviewanswer") == [(0,)]


def test_every_step_is_in_the_trace(desk: Desk, partnership: Partnership) -> None:
    desk.answer("different")
    desk.step("undo", **{"undo-why": "The school was mistaken."})
    steward = partnership.staff[Role.DATA_STEWARD].pk
    actions = [
        row[0] for row in desk.agencies.rows("SELECT action FROM access_trace WHERE by = %s ORDER BY id", steward)
    ]
    assert actions == [
        "linking.answered_review", "linking.judged_pair", "linking.answered_review", "linking.withdrew_judgement",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_STEWARD])
def test_nobody_else_gets_there(desk: Desk, partnership: Partnership, role: Role) -> None:
    client = sign_in(partnership, role)
    assert client.get("/reviews/").status_code == client.get(desk.url).status_code == 403
    assert client.post(desk.url, {"step": "answer", "verdict": "same", "why": WHY}).status_code == 403
    assert "/reviews/" not in client.get("/work/").content.decode()
    from django.db import connection

    with connection.cursor() as cursor:
        values = [desk.item, "same", WHY, partnership.staff[role].pk]
        cursor.execute("SELECT linking_answer_review(%s, %s, %s, %s, now())", values)
        assert cursor.fetchone() == (None,), "past the page, the database refuses too"


@pytest.mark.parametrize("hidden", ["shield", "block"])
def test_a_shielded_or_blocked_person_is_not_asked_about(desk: Desk, partnership: Partnership, hidden: str) -> None:
    person, now = desk.agencies.person("P-2"), partnership.now
    steward = partnership.staff[Role.DATA_STEWARD]
    with connect_as("worker"):
        if hidden == "shield":
            Shield.objects.create(person_id=person, kind=ShieldKind.ADOPTION, reason="x", begins_at=now)
        else:
            Block.objects.create(person_id=person, staff=steward, reason="x", begins_at=now)
    assert desk.url not in desk.client.get("/reviews/").content.decode()
    refused, missing = desk.client.get(desk.url), desk.client.get("/reviews/99999999/")
    assert refused.status_code == missing.status_code == 404
    assert "Adam" not in refused.content.decode()
    desk.post(step="answer", verdict="same", why=WHY)
    assert desk.agencies.rows("SELECT count(*) FROM linking_reviewanswer") == [(0,)]


def test_a_secret_address_is_on_no_side(desk: Desk, partnership: Partnership) -> None:
    with connect_as("worker"):
        Shield.objects.create(
            person_id=desk.agencies.person("P-2"), kind=ShieldKind.ADDRESS, reason="x", begins_at=partnership.now
        )
    answer = desk.client.get(desk.url)
    assert "Larch Row" not in answer.content.decode()


def test_a_purge_takes_the_answers_along(desk: Desk, partnership: Partnership) -> None:
    desk.answer("unsure")
    with connect_as("worker"):
        purge_person(
            person_id=desk.agencies.person("P-2"), by=partnership.staff[Role.DATA_STEWARD].pk, why=WHY,
            now=partnership.now,
        )  # fmt: skip
    assert desk.agencies.rows("SELECT count(*) FROM linking_reviewanswer") == [(0,)]
