"""Statutory reviews and section 11 in a real browser: by clicking, and accessible at both widths."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from kith.access.vocabulary import Role
from kith.audit.models import Section11Return
from kith.audit.vocabulary import Met, ReviewStepKind
from tests.audit.conftest import Audit, audit
from tests.audit.reviewing import TO_PUBLISHED, WHAT_HAPPENED, Reviews
from tests.audit.test_section11 import Rounds
from tests.journeys.visitor import Visitor

__all__ = ["audit"]  # a fixture of the tests of audits
K = ReviewStepKind


def fills_day(visitor: Visitor, name: str, day: date) -> None:
    for part in ("day", "month", "year"):
        visitor.page.locator(f"input[name={name}-{part}]").fill(str(getattr(day, part)))


def faults_of(visitor: Visitor, addresses: dict[str, str]) -> list[str]:
    found = []
    for name, address in addresses.items():
        visitor.goes_to(address)
        found += visitor.faults_at_both_widths(name)
    return found + visitor.strangers


def test_a_rapid_review_becomes_a_practice_review_and_an_action(audit: Audit, enter: Callable[..., Visitor]) -> None:
    reviews = Reviews(audit)
    lead = enter(audit.partnership.staff[Role.AUDITOR])
    found = faults_of(lead, {"reviews-empty": "/audit/reviews/", "new-practice": "/audit/reviews/new/practice/"})
    lead.goes_to("/audit/")
    lead.follows("statutory reviews")
    lead.follows("Open a rapid review")
    lead.writes("The address of the child", f"https://kith.example.org/people/{reviews.person}/")
    lead.chooses("A child was seriously harmed")
    lead.chooses("Abuse or neglect is suspected")
    fills_day(lead, "happened_on", audit.day(-3))
    fills_day(lead, "known_on", audit.day(-2))
    lead.writes("What happened, as far as it is known?", WHAT_HAPPENED)
    lead.page.get_by_label("Who decides?").select_option(str(audit.auditors["care"].pk))
    lead.presses("Open")
    lead.follows("Wren Ashdown")
    lead.presses("Write down that the national panel was notified")
    lead.presses("Save")
    assert "Facts being gathered" in lead.reads()
    review = UUID(lead.page.url.rstrip("/").rsplit("/", 1)[-1])
    here = f"/audit/people/{reviews.person}/reviews/{review}/"
    reviews.walk(review, K.ASK, K.SAFEGUARD, K.MEET)
    decider = enter(audit.auditors["care"])
    decider.goes_to(here)
    decider.presses("Decide")
    decider.chooses("A local child safeguarding practice review")
    decider.writes("Why?", "More is to be learned than can be said in fifteen days.")
    found += faults_of(decider, {"decide": f"{here}steps/decide/"})
    decider.chooses("A local child safeguarding practice review")
    decider.writes("Why?", "More is to be learned than can be said in fifteen days.")
    decider.presses("Save")
    assert "Decided, not sent" in decider.reads()
    lead.goes_to(here)
    lead.follows("Begin the practice review")
    lead.writes("What is this review to find out?", "What agencies knew of those who lived with the child.")
    lead.presses("Save")
    practice = reviews.practice_after(review)
    reviews.walk(practice, *TO_PUBLISHED[:3], K.LEARN)
    lead.goes_to("/audit/reviews/learning/")
    lead.follows("Agree an action")
    lead.writes("What is to be done?", "Ask at each visit who lives there.")
    lead.page.get_by_label("Who does it?").select_option(str(audit.auditors["police"].pk))
    fills_day(lead, "due_on", audit.day(40))
    lead.presses("Save")
    assert "Ask at each visit who lives there." in lead.reads()
    about = f"/audit/people/{reviews.person}/reviews/{practice}/"
    found += faults_of(
        lead,
        {
            "reviews": "/audit/reviews/",
            "new-rapid": "/audit/reviews/new/rapid/",
            "review": here,
            "practice": about,
            "scope": f"{about}steps/scope/",
            "ask-facts": f"{about}steps/ask/",
            "hand-over": f"{about}steps/hand-over/",
            "learning": "/audit/reviews/learning/",
        },
    )
    police = enter(audit.auditors["police"])
    found += faults_of(police, {"asked": here, "facts": f"{here}facts/"})
    assert found == []


def test_an_agency_assesses_itself_and_is_challenged(audit: Audit, enter: Callable[..., Visitor]) -> None:
    rounds = Rounds(audit)
    first = rounds.open("Section 11, last year")
    rounds.returned(first, "care", training=Met.PARTLY)
    rounds.returned(first, "police")
    round = rounds.open(follows=first)
    rounds.returned(round, "police", sharing=Met.NOT_MET, equality=Met.NOT_APPLICABLE)
    given = rounds.ask(round, "care")
    for key in rounds.keys[1:]:
        rounds.say(given, "care", key)
    here = f"/audit/section-11/{round}/"
    care = enter(audit.auditors["care"], java_script_enabled=False)
    care.goes_to("/work/")
    care.follows("Return your agency's section 11 self-assessment")
    care.follows("Answer")
    care.page.get_by_label("Met", exact=True).check()
    care.writes("On what evidence?", "The annual report, signed by the director.")
    care.presses("Save")
    care.presses("Return the self-assessment")
    assert "Returned by Auditor care" in care.reads()
    meeting = rounds.meeting(round, "care", "police")
    lead = enter(audit.partnership.staff[Role.AUDITOR])
    lead.goes_to(f"{here}{given}/")
    lead.follows("Write down the challenged grade")
    lead.page.get_by_label("In which meeting?").select_option(str(meeting))
    lead.chooses("Partly met")
    lead.writes("Why?", "Nobody could say who answers when the director is away.")
    lead.presses("Save")
    lead.goes_to(here)
    assert "the agency says met" in lead.reads() and "up since last time" in lead.reads()
    police = Section11Return.objects.get(round__public_id=round, agency__code="police").public_id
    addresses: dict[str, Any] = {
        "rounds": "/audit/section-11/",
        "new-round": "/audit/section-11/new/",
        "round": here,
        "ask-return": f"{here}ask/",
        "challenge-meeting": f"{here}meeting/",
        "return": f"{here}{police}/",
        "challenge": f"{here}{police}/challenge/training/",
        "recommend-standard": f"{here}{police}/recommend/training/",
    }
    assert faults_of(lead, addresses) == []
