"""From the list to the panel and back: a person nominates, another agency answers, and the list says so."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
from django.test import Client
from django.utils import timezone

from kith.access.vocabulary import Role
from tests.priority.conftest import Lists
from tests.priority.test_pages import words

SignIn = Callable[[Role], Client]
WHY = "Missing twice this month and carrying a knife to school."


def act(client: Client, lists: Lists, step: str, **typed: Any) -> str:
    """Take one of the panel's steps for Ada by its page, and return what the page then says."""
    child = lists.partnership.people["Ada"][1]
    return words(client.post(f"/panel/people/{child}/do/{step}/", {"says": WHY} | typed, follow=True))


def points(text: str) -> str:
    found = re.search(r"(\d+) points", text)
    return found.group(1) if found else ""


def test_a_card_leads_to_a_nomination_and_the_list_says_what_became_of_it(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    for role in (Role.PRACTITIONER, Role.TEAM_MANAGER):
        lists.partnership.relate(lists.partnership.staff[role], lists.record.people["Ada"])
    worker, coordinator, manager = (
        signed_in(role) for role in (Role.PRACTITIONER, Role.PANEL_COORDINATOR, Role.TEAM_MANAGER)
    )
    before = words(worker.get(lists.address("Ada")))
    assert "Nominate for the panel" in before and "Not for the panel now" in before
    assert "Already considered" not in before + words(coordinator.get("/list/"))
    assert "Nominated, waiting for a second agency" in act(worker, lists, "nominate")
    nominated = words(worker.get(lists.address("Ada")))
    assert "Already considered: nominated on" in nominated and "children's social care" in nominated
    assert points(nominated) == points(before)
    assert "Agree, for another agency" not in words(manager.get(lists.address("Ada"))), "it is their own agency's"
    assert "Agree, for another agency" in words(coordinator.get(lists.address("Ada")))
    assert "Candidate, waiting for its referral" in act(coordinator, lists, "second")
    assert "Referred, waiting for triage" in act(worker, lists, "refer")
    assert "Already considered: referred to the panel on" in words(coordinator.get("/list/"))
    assert "Accepted, waiting for a meeting" in act(coordinator, lists, "accept")
    text = words(coordinator.get("/list/"))
    assert f"Already considered: before the panel since {timezone.localdate():%-d %B %Y}" in text
    assert "Ada Vale" in text, "the panel's decision takes nobody off the list"


def test_an_answer_is_proposed_by_one_agency_agreed_by_another_and_runs_out(
    lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    lists.rank()
    lists.partnership.relate(lists.partnership.staff[Role.PRACTITIONER], lists.record.people["Ada"])
    worker, coordinator = signed_in(Role.PRACTITIONER), signed_in(Role.PANEL_COORDINATOR)
    assert "says one agency; waiting for a second" in act(worker, lists, "propose", reason="already_held")
    text = words(coordinator.get("/list/"))
    assert "Already considered: already held by somebody who works with them, says Larkshire Council" in text
    own = act(worker, lists, "set_aside", reason="already_held")
    assert "Two people of different agencies decide" in own and WHY in own, "what was typed is still there"
    assert "Set aside, with the reason" in act(coordinator, lists, "set_aside", reason="already_held")
    asked_again = timezone.localdate() + timedelta(weeks=12)
    text = words(coordinator.get(lists.address("Ada")))
    assert f"asked again from {asked_again:%-d %B %Y}" in text
    assert "Nominate for the panel" in text, "news can bring a child back at any time"
    admin.execute("UPDATE panel_casestep SET until = current_date WHERE kind = 'set_aside'")
    assert "Already considered" not in words(coordinator.get("/list/"))


def test_records_that_are_wrong_go_to_the_data_steward(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    lists.partnership.relate(lists.partnership.staff[Role.PRACTITIONER], lists.record.people["Ada"])
    worker, coordinator = signed_in(Role.PRACTITIONER), signed_in(Role.PANEL_COORDINATOR)
    act(worker, lists, "propose", reason="wrong_person")
    steward = signed_in(Role.DATA_STEWARD)
    assert "Take up what somebody says is wrong" not in words(steward.get("/work/")), "one agency alone moves nothing"
    act(coordinator, lists, "set_aside", reason="wrong_person")
    assert "Take up what somebody says is wrong" in words(steward.get("/work/"))
    assert WHY in words(coordinator.get(lists.address("Ada"))), "the card says that it is not put right yet"


def test_who_may_not_nominate_is_offered_nothing(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    assert "What you can do" not in words(signed_in(Role.ANALYST).get(lists.address("Ada")))
