"""Releasing figures by clicking: from the audit to the register, by two people; and what each role may not reach."""

from collections.abc import Callable

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.audit.vocabulary import QUESTION_WORDS, Question
from kith.learning.models import Release
from tests.audit.conftest import Audit
from tests.worlds.words import words

SignIn = Callable[[Staff], Client]


def chosen(**told: str) -> dict[str, str]:
    asked = {one.value: "untold" for one in Question if QUESTION_WORDS[one].of == "young people"}
    return {"title": "Knife crime, 2026", "cohort": "exact", "parent": "untold"} | asked | told


@pytest.fixture
def lead(eight: Audit, signed_in: SignIn) -> Client:
    return signed_in(eight.partnership.staff[Role.AUDITOR])


@pytest.fixture
def publisher(eight: Audit, signed_in: SignIn) -> Client:
    return signed_in(eight.partnership.staff[Role.PUBLISHER])


def test_figures_go_from_an_audit_to_the_register_by_two_people(eight: Audit, lead: Client, publisher: Client) -> None:
    assert "Nothing has been released yet" in words(lead.get("/learning/releases/"))
    theme = eight.counted()
    assert "Propose figures of an audit" in words(lead.get("/learning/releases/"))
    new = f"/learning/releases/new/{theme.public_id}/"
    opened = words(lead.get(new))
    assert "Half (4 of 8) of the young people" in opened and "referrals" not in opened.partition("</nav>")[2]
    refused = lead.post(new, chosen(male="exact", looked_after="exact"))
    assert refused.status_code == 422
    assert "Tell more coarsely: young people who were looked after on the day of the incident." in words(refused)
    assert not Release.objects.exists()
    made = lead.post(new, chosen(male="exact", looked_after="exact", coarsen="1"), follow=True)
    assert "Fewer than 5 were looked after on the day of the incident. As a band" in words(made)
    assert "You proposed this." in words(made) and ">Approve<" not in made.content.decode()
    page = f"/learning/releases/{Release.objects.get().public_id}/"
    assert "Nobody approves their own release" in words(lead.post(f"{page}approve/", follow=True))
    waits = "Read the figures of an audit that are to be released"
    assert waits in words(publisher.get("/work/")) and waits not in words(lead.get("/work/"))
    assert "must reckon with three numbers at least" in words(publisher.get(page))
    assert "Approved. It is handed to the public site." in words(publisher.post(f"{page}approve/", follow=True))
    assert publisher.post(f"{page}withdraw/", {"because": ""}).status_code == 422
    withdrawn = publisher.post(f"{page}withdraw/", {"because": "Counted from the wrong period."}, follow=True)
    assert "Withdrawn. The site takes it off" in words(withdrawn)
    assert "Counted from the wrong period." in words(withdrawn)
    assert "Withdrawn" in words(lead.get("/learning/releases/"))


def test_a_proposal_is_declined_or_taken_back_with_the_reason(eight: Audit, lead: Client, publisher: Client) -> None:
    theme = eight.counted()
    lead.post(f"/learning/releases/new/{theme.public_id}/", chosen(male="exact"))
    page = f"/learning/releases/{Release.objects.get().public_id}/"
    assert "Take it back" in words(lead.get(page)) and "Decline" in words(publisher.get(page))
    declined = words(publisher.post(f"{page}decline/", {"because": "Say the period too."}, follow=True))
    assert "Declined. Nothing of it was told." in declined and "Say the period too." in declined


def test_nobody_else_reaches_the_register(eight: Audit, publisher: Client, signed_in: SignIn) -> None:
    theme = eight.counted()
    new = f"/learning/releases/new/{theme.public_id}/"
    for role in (Role.PRACTITIONER, Role.ANALYST, Role.SCRUTINEER, Role.AGENCY_CONTACT):
        client = signed_in(eight.partnership.staff[role])
        assert {client.get(path).status_code for path in ("/learning/releases/", new)} <= {403, 404}
    assert publisher.get(new).status_code in (403, 404)
    missing = "/learning/releases/00000000-0000-4000-8000-000000000000/"
    assert publisher.get(missing).status_code == 404
    assert publisher.post(f"{missing}approve/").status_code == 404
    assert publisher.post(f"{missing}publish/").status_code == 404
