"""Statutory reviews by clicking: from the incident to what is learned, and what each role may not reach."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.audit.models import AuditAction, Recommendation, StatutoryReview
from kith.audit.vocabulary import ReviewStepKind
from tests.audit.conftest import Audit
from tests.audit.reviewing import WHAT_HAPPENED, WORDS, Reviews
from tests.audit.typing_days import days
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]
K = ReviewStepKind


@pytest.fixture
def reviews(audit: Audit) -> Reviews:
    return Reviews(audit)


@pytest.fixture
def lead(audit: Audit, signed_in: SignIn) -> Client:
    return signed_in(audit.partnership.staff[Role.AUDITOR])


def typed_incident(reviews: Reviews, **more: Any) -> dict[str, Any]:
    whole = {
        "person": f"https://kith.example.org/people/{reviews.person}/",
        "decides": reviews.decider.staff_id,
        "kind": "serious_harm",
        "suspicion": "suspected",
        "what": WHAT_HAPPENED,
    }
    return whole | days(reviews.audit, happened_on=-60, known_on=-40) | more


def test_a_review_goes_from_the_incident_to_an_action_by_clicking(
    reviews: Reviews, lead: Client, signed_in: SignIn
) -> None:
    audit = reviews.audit
    assert "There is no open review in which you have a part" in words(lead.get("/audit/reviews/"))
    refused = lead.post("/audit/reviews/new/rapid/", typed_incident(reviews, person="nobody"))
    assert refused.status_code == 422 and "There is no number in that address" in words(refused)
    shown = words(lead.post("/audit/reviews/new/rapid/", typed_incident(reviews), follow=True))
    assert "Wren Ashdown" in shown and "Notify the national panel by" in shown and "Late" in shown
    with connect_as("worker"):
        review = StatutoryReview.objects.get().public_id
    about = f"/audit/people/{reviews.person}/reviews/{review}/"
    assert lead.get(f"/audit/reviews/{review}/").headers["Location"] == about
    decider, police = signed_in(audit.auditors["care"]), signed_in(audit.auditors["police"])
    assert decider.get(f"{about}steps/notify/").status_code == 404

    def takes(client: Client, step: K, **typed: Any) -> str:
        whole = {"seen": reviews.row(review).version, "says": WORDS} | days(audit, on=0) | typed
        answer = client.post(f"{about}steps/{step}/", whole, follow=True)
        assert answer.status_code == 200, words(answer)
        return words(answer)

    takes(lead, K.ASK, contact=audit.auditors["police"].pk, **days(audit, due_on=5))
    assert "Return what your agency knows for a statutory review" in words(police.get("/work/"))
    police.post(f"{about}facts/", {"facts": "Three calls to the house.", "seen": 1})
    assert "Three calls" in words(police.get(about)) and "Three calls" not in words(lead.get(about))
    police.post(f"{about}facts/return/")
    assert "Three calls to the house." in words(lead.get(about))
    takes(lead, K.NOTIFY)
    takes(lead, K.SAFEGUARD)
    takes(lead, K.MEET)
    assert lead.get(f"{about}steps/decide/").status_code == 404
    assert "Other learning, without a review" in takes(decider, K.DECIDE, decision="other_learning")
    learned = takes(lead, K.LEARN, recommends="Every agency asks who else lives with the child.")
    assert "Every agency asks who else lives with the child." in learned
    agreed = {"what": "Ask at each visit.", "owner": audit.auditors["police"].pk} | days(audit, due_on=30)
    address = f"/audit/recommendations/{Recommendation.objects.get().public_id}/"
    assert "Ask at each visit." in words(lead.post(address, agreed, follow=True))
    action = words(police.get(f"/audit/actions/{AuditAction.objects.get().public_id}/"))
    assert "What statutory reviews taught" in action and not mentions(action, "Wren")
    takes(lead, K.SEND)
    takes(lead, K.ANSWER, answer="agrees")
    closed = takes(lead, K.CLOSE)
    assert "There is no open review" in closed and "Rapid reviews begun 1" in closed
    assert lead.get(about).status_code == 404


def test_a_step_that_was_overtaken_says_so(reviews: Reviews, lead: Client) -> None:
    review = reviews.start()
    about = f"/audit/people/{reviews.person}/reviews/{review}/steps/notify/"
    answer = lead.post(about, {"seen": 9} | days(reviews.audit, on=0))
    assert answer.status_code == 422 and "since you opened it" in words(answer)
    assert lead.get(about.replace("notify", "send")).status_code == 404
    assert lead.get(about.replace("notify", "nothing")).status_code == 404


def test_a_scrutineer_reads_counts_and_learning_and_reaches_no_review(reviews: Reviews, signed_in: SignIn) -> None:
    review = reviews.start()
    reviews.walk(review, K.NOTIFY, K.MEET, K.LEARN)
    for role in (Role.SCRUTINEER, Role.PANEL_CHAIR):
        client = signed_in(reviews.audit.partnership.staff[role])
        shown = words(client.get("/audit/reviews/"))
        assert "Rapid reviews begun 1" in shown and not mentions(shown, "Wren")
        assert "Every agency asks" in words(client.get("/audit/reviews/learning/"))
        for address in (f"/audit/reviews/{review}/", f"/audit/people/{reviews.person}/reviews/{review}/"):
            assert client.get(address).status_code == 403
        assert client.get("/audit/reviews/new/rapid/").status_code == 403


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.ANALYST, Role.PUBLISHER, Role.DATA_STEWARD])
def test_who_has_no_part_in_audits_reaches_nothing(reviews: Reviews, signed_in: SignIn, role: Role) -> None:
    review = reviews.start()
    client = signed_in(reviews.audit.partnership.staff[role])
    for end in ("", "learning/", f"{review}/", "new/rapid/"):
        assert client.get(f"/audit/reviews/{end}").status_code == 403


def test_a_contact_who_was_not_asked_finds_no_review(reviews: Reviews, signed_in: SignIn) -> None:
    review = reviews.start()
    hospital = signed_in(reviews.audit.auditors["hospital"])
    assert "There is no open review" in words(hospital.get("/audit/reviews/"))
    assert hospital.get(f"/audit/reviews/{review}/").headers["Location"] == "/audit/reviews/"
    assert hospital.get(f"/audit/people/{reviews.person}/reviews/{review}/").status_code in (403, 404)
    assert hospital.get(f"/audit/people/{reviews.person}/reviews/{review}/facts/").status_code in (403, 404)


def test_what_is_written_already_is_not_lost_when_it_is_written_again(reviews: Reviews, lead: Client) -> None:
    review = reviews.start_practice()
    reviews.walk(review, K.SCOPE, K.HEAR_CHILD)
    about = f"/audit/people/{reviews.person}/reviews/{review}/steps/"
    for step in ("scope", "hear-child"):
        assert WORDS in words(lead.get(f"{about}{step}/")), step
    assert WORDS not in words(lead.get(f"{about}hear-family/"))


def test_more_reviews_take_no_more_questions_to_the_database(reviews: Reviews, lead: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert lead.get("/audit/reviews/").status_code == 200
        return len(caught)

    reviews.start()
    lead.get("/audit/reviews/")
    one = asked()
    for name in ("Lark", "Finch"):
        Reviews(reviews.audit, name).start()
    assert asked() == one
