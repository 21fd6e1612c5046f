"""The plan's pages: from nothing to a plan to take home by clicking, and two texts side by side."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import RelationshipSource, Role
from kith.support.models import Goal, PlanStep
from kith.support.vocabulary import StepState
from tests.support.conftest import SAID, Support
from tests.support.planned import WANTS, agreed, begun, goal_for, step_for
from tests.worlds.words import words

SignIn = Callable[[Staff], Client]


@pytest.fixture
def worker(support: Support, signed_in: SignIn) -> Client:
    return signed_in(support.partnership.staff[Role.PRACTITIONER])


def test_a_plan_is_made_agreed_reviewed_and_closed_by_clicking(support: Support, worker: Client) -> None:
    child = support.child()
    at = f"/support/people/{child}/plan/"
    empty = words(worker.get(at))
    assert "One child has one plan" in empty and "a plan needs it" in empty
    typed: dict[str, Any] = {"child_goal": WANTS, "lead": support.worker.staff_id, "seen": ""}
    refused = worker.post(f"{at}begin/", typed)
    assert refused.status_code == 422
    assert "needs the child's voice" in words(refused) and WANTS in unescape(refused.content.decode())
    support.hear(child)
    past = worker.post(f"{at}begin/", typed | support.day("review_on", support.ago(3)))
    assert past.status_code == 422 and "lies in the past" in words(past)
    assert WANTS in words(worker.post(f"{at}begin/", typed, follow=True))
    page = worker.post(f"{at}goal/", {"words": "Sees his brother", "whose": "child"}, follow=True)
    goal = re.search(r"/plan/goals/([0-9a-f-]{36})/step/", page.content.decode())
    assert goal is not None
    step = {"what": "Visits on Saturdays.", "actor": "parent", "actor_says": "Dad", "owner": support.worker.staff_id}
    page = worker.post(f"{at}goals/{goal.group(1)}/step/", step | support.day("due_on", support.ahead(9)), follow=True)
    assert "Dad Robin Practitioner, Larkshire Council, children's social care sees to it" in words(page)
    made = re.search(r"/plan/steps/([0-9a-f-]{36})/move/", page.content.decode())
    assert made is not None
    today = support.day("on", support.today)
    worker.post(f"{at}answer/", {"who": "child", "role": "Ada", "agrees": "yes", "note": ""} | today)
    page = worker.post(
        f"{at}answer/", {"who": "parent", "role": "Mum", "agrees": "no", "note": "Too far."} | today, follow=True
    )
    assert "Mum : Does not agree" in words(page) and "Too far." in words(page)
    assert "It stands in the chronology" in words(worker.post(f"{at}agree/", {"seen": "1"}, follow=True))
    done = worker.post(
        f"{at}steps/{made.group(1)}/move/", {"to": "done", "evidence": "Seen twice.", "seen": "1"}, follow=True
    )
    assert "Seen twice." in words(done)
    review = {"says": "They meet every week.", "seen": "2"} | support.day("held_on", support.today)
    reviewed = words(worker.post(f"{at}review/", review, follow=True))
    assert "They meet every week." in reviewed and SAID in reviewed
    closing = {"outcome": "reached", "says": "He sees his brother every week.", "seen": "3"}
    page = worker.post(f"{at}close/", closing, follow=True)
    assert "The goals are reached" in words(page) and "Add a goal" not in words(page)


def test_the_plan_to_take_home_is_in_plain_words(support: Support, worker: Client) -> None:
    child, _ = agreed(support)
    home = worker.get(f"/support/people/{child}/plan/print/")
    page = words(home)
    assert "Ada’s plan" in page and WANTS in page and "Robin Practitioner: Arrange visits on Saturdays. By" in page
    assert "Mum: does not agree." in page
    body = page[page.index("Ada’s plan") : page.index("Printed")] if "Printed" in page else page
    for jargon in ("CIN", "ICPC", "safeguarding", "intervention", "stakeholder", "multi-agency", "evidence"):
        assert jargon not in body.split("Footer")[0][:1500], jargon
    assert "govuk-!-font-size-36" in home.content.decode()


def test_who_comes_second_sees_both_texts_and_chooses(support: Support, worker: Client) -> None:
    child = begun(support)
    goal = goal_for(support, child)
    at = f"/support/people/{child}/plan/"
    worker.post(f"{at}goals/{goal}/edit/", {"words": "What stands", "whose": "", "seen": "1"})
    late = worker.post(f"{at}goals/{goal}/edit/", {"words": "What came late", "whose": "", "seen": "1"})
    assert late.status_code == 422
    assert "Nothing was overwritten" in words(late) and "What came late" in late.content.decode()
    page = worker.get(at).content.decode()
    assert "two texts were written at once" in page and "What came late" in page and "What stands" in page
    change = re.search(r'name="change" value="(\d+)"', page)
    assert change is not None
    settled = worker.post(f"{at}settle/", {"change": change.group(1), "seen": "2", "which": "mine"}, follow=True)
    assert "Settled" in words(settled) and "two texts were written" not in words(settled)
    with connect_as("worker"):
        assert Goal.objects.get().words == "What came late"
    assert worker.post(f"{at}settle/", {"change": "x", "seen": "2", "which": "mine"}).status_code == 404
    again = worker.post(f"{at}settle/", {"change": change.group(1), "seen": "3", "which": "mine"}, follow=True)
    assert "settled already" in words(again)


def test_a_step_that_cannot_be_yet_shows_why(support: Support, worker: Client) -> None:
    child = begun(support)
    made = step_for(support, child, goal_for(support, child))
    at = f"/support/people/{child}/plan/steps/{made}/"
    typed = {"to": "cannot_yet", "because": "No bus runs there.", "seen": "1"}
    assert "looks again" in words(worker.post(f"{at}move/", typed))
    page = words(worker.post(f"{at}move/", typed | support.day("again_on", support.ahead(7)), follow=True))
    assert "Cannot be done yet" in page and "No bus runs there." in page
    with connect_as("worker"):
        assert PlanStep.objects.get().state == StepState.CANNOT_YET
    assert worker.get(f"{at}nonsense/").status_code == 404
    assert worker.get(f"/support/people/{child}/plan/nonsense/").status_code == 404


def test_who_receives_a_referral_reads_the_plan_and_may_not_write(support: Support, signed_in: SignIn) -> None:
    child = begun(support)
    receiver = support.partnership.add_staff("Rae Reader", "lantern", Role.PRACTITIONER)
    support.partnership.relate(receiver, support.person_id(), RelationshipSource.REFERRAL)
    client = signed_in(receiver)
    assert WANTS in words(client.get(f"/support/people/{child}/plan/"))
    refused = client.post(f"/support/people/{child}/plan/goal/", {"words": "Mine", "whose": ""})
    assert refused.status_code == 403 and "not write here" in words(refused)
    printed = client.get(f"/support/people/{child}/plan/print/")
    assert printed.status_code == 403 and "not print it" in words(printed)
    with connect_as("worker"):
        assert not Goal.objects.exists()


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMINISTRATOR, Role.ANALYST, Role.DATA_STEWARD])
def test_who_does_not_work_with_children_reads_no_plan(support: Support, signed_in: SignIn, role: Role) -> None:
    child = begun(support)
    client = signed_in(support.partnership.staff[role])
    for address in ("", "print/", "begin/", "goal/"):
        answer = client.get(f"/support/people/{child}/plan/{address}")
        assert answer.status_code in (403, 404), address
        assert WANTS not in answer.content.decode()


def test_the_plan_costs_the_same_for_one_step_and_for_six(
    support: Support, worker: Client, django_assert_max_num_queries: Any
) -> None:
    child = begun(support)
    goal = goal_for(support, child)
    worker.get(f"/support/people/{child}/plan/")  # the first page of a session looks up more
    counted = []
    for number in (1, 5):
        for _ in range(number):
            step_for(support, child, goal)
        with django_assert_max_num_queries(60) as found:
            worker.get(f"/support/people/{child}/plan/")
        counted.append(len(found))
    assert counted[0] == counted[1]


def test_a_plan_that_others_hold_is_ended_by_clicking_and_stays_in_the_list(support: Support, worker: Client) -> None:
    child, _ = agreed(support)
    at = f"/support/people/{child}/plan/"
    other = {"kind": "protection", "reference": "CP-12", "held_by": "Care"} | support.day("since", support.ago(90))
    page = worker.post(f"{at}refer/", other, follow=True)
    end = re.search(r"/plan/references/[0-9a-f-]{36}/end/", page.content.decode())
    assert end is not None
    address = f"/support/people/{child}{end.group(0)}"
    assert "CP-12, held by Care" in words(worker.get(address))
    early = worker.post(address, {"seen": "1"} | support.day("ended_on", support.ago(91)))
    assert early.status_code == 422 and "between the day it began and today" in words(early)
    none = worker.post(address, {"seen": "1"})
    assert none.status_code == 422 and "Enter a day" in words(none)
    kept = worker.post(address, {"seen": "1"} | support.day("ended_on", support.today), follow=True)
    assert f"ended {support.today:%-d %B %Y}" in words(kept) and "It has ended" not in words(kept)
    assert worker.get(address).status_code == 404
