"""An audit by clicking: from its question to what is different the next time, and what each role may not reach."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.audit import services
from kith.audit.models import AuditAction, AuditTheme, Finding, Recommendation
from kith.audit.vocabulary import ChosenBy, Question, Section
from tests.audit.conftest import WHY, Audit
from tests.audit.typing_days import days
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]


@pytest.fixture
def lead(eight: Audit, signed_in: SignIn) -> Client:
    return signed_in(eight.partnership.staff[Role.AUDITOR])


def choose(audit: Audit, client: Client, theme: AuditTheme, **typed: Any) -> Any:
    whole = {"rule": "weapon", "chosen_by": "rule", "because": WHY} | days(audit, begins_on=-330, ends_on=-90)
    return client.post(f"/audit/{theme.public_id}/choose/", whole | typed, follow=True)


def test_an_audit_goes_from_its_question_to_its_findings_by_clicking(
    eight: Audit, lead: Client, signed_in: SignIn
) -> None:
    typed = {"title": "Knife crime", "question": "What could have been seen earlier?", "lines": "Seen?\nHeard?"}
    made = lead.post("/audit/new/", typed | days(eight, begins_on=-330, ends_on=-90, reads_until=60), follow=True)
    assert "Knife crime" in words(made)
    theme = AuditTheme.objects.get()
    assert "Next: Choose the cases." in words(lead.get(f"/audit/{theme.public_id}/"))
    counted = choose(eight, lead, theme, count="1")
    assert "The rule finds 8 young people in this period. Nobody has been drawn" in words(counted)
    assert "No case is chosen yet." in words(lead.get(f"/audit/{theme.public_id}/"))
    assert WHY in words(choose(eight, lead, theme))
    for agency in ("police", "care"):
        asked = {"auditor": eight.auditors[agency].pk} | days(eight, due_on=20)
        assert f"Auditor {agency}" in words(lead.post(f"/audit/{theme.public_id}/ask/", asked, follow=True))
    drafted = words(lead.post(f"/audit/{theme.public_id}/do/draft/", follow=True))
    assert "8 cases side by side" in drafted and "0 of 16 tools returned" in drafted
    assert "Alder Vale" in drafted and "90 % to 60 %, fell" in drafted
    found = words(lead.post(f"/audit/{theme.public_id}/do/count/", follow=True))
    assert "Half (4 of 8) of the young people were looked after on the day of the incident." in found
    assert not mentions(found, "Alder")
    closed = words(lead.post(f"/audit/{theme.public_id}/do/close/", follow=True))
    assert "Closed. Nobody sees the cases because of this audit any more." in closed
    assert "There is no case here that you may see" in words(lead.get(f"/audit/{theme.public_id}/cases/"))


def test_an_agency_fills_in_its_tool_and_the_meeting_grades_beside_it(
    eight: Audit, lead: Client, signed_in: SignIn
) -> None:
    theme = eight.drafted()
    assert eight.world is not None
    about = f"/audit/people/{eight.world.people['Alder'][1]}/{theme.public_id}/"
    care = signed_in(eight.auditors["care"])
    assert "Return your agency's tools for an audit" in words(care.get("/work/"))
    assert "Knife crime" in words(care.get("/audit/"))
    form = care.get(f"{about}sections/voice/")
    assert "Wishes and feelings were sought once; declined once." in words(form)
    typed = {"evidence": "Three visits.", "grade": "good", "because": "", "seen": 1}
    refused = care.post(f"{about}sections/voice/", typed)
    assert refused.status_code == 422 and "Say why you give this grade" in words(refused)
    assert "Not graded yet: Profile" in words(care.post(f"{about}return/", follow=True))
    for section in Section:
        care.post(f"{about}sections/{section}/", typed | {"because": "He was heard each time."})
    assert "Returned by Auditor care" in words(care.post(f"{about}return/", follow=True))
    meeting = {"agencies": [eight.partnership.agencies[one].pk for one in ("care", "police")]}
    assert "moderated by" in words(
        lead.post(f"/audit/{theme.public_id}/moderation/", meeting | days(eight, held_on=0), follow=True)
    )
    page = lead.get(about)
    address = re.findall(r'href="([^"]*tools/[^"]*/voice/)"', page.content.decode())[0]
    held = re.findall(r'<option value="([0-9a-f-]{36})"', lead.get(address).content.decode())[0]
    typed = {"moderation": held, "grade": "requires_improvement", "because": ""}
    assert lead.post(address, typed).status_code == 422
    both = words(lead.post(address, typed | {"because": "He was asked once only."}, follow=True))
    assert "Requires improvement He was asked once only." in both and "Good He was heard each time." in both
    assert "Requires improvement moderated; own grade: Good" in words(lead.get(f"/audit/{theme.public_id}/cases/"))


def test_a_recommendation_becomes_an_action_with_its_evidence(eight: Audit, lead: Client, signed_in: SignIn) -> None:
    theme = eight.counted()
    finding = Finding.objects.get(theme=theme, question=Question.REFERRALS_SILENT)
    address = f"/audit/{theme.public_id}/findings/{finding.public_id}/"
    assert "does not say how many" in words(lead.post(address, {"says": "Most referrals need the risk."}))
    lead.post(address, {"says": "Each referral notes the risk."})
    made = Recommendation.objects.get()
    agreed = {"what": "Brief every team on it.", "owner": eight.auditors["care"].pk} | days(eight, due_on=30)
    assert "Brief every team on it." in words(
        lead.post(f"/audit/{theme.public_id}/recommendations/{made.public_id}/", agreed, follow=True)
    )
    page = f"/audit/actions/{AuditAction.objects.get().public_id}/"
    care = signed_in(eight.auditors["care"])
    assert "Evidence is with the subgroup" in words(
        care.post(page, {"evidence": "Nine teams were briefed.", "seen": 1}, follow=True)
    )
    assert "Sent back" in words(lead.post(f"{page}send-back/", {"says": "Did it help them?"}, follow=True))
    care.post(page, {"evidence": "It did: 38 of 40 note it.", "seen": 3})
    assert "Accepted by the subgroup" in words(lead.post(f"{page}accept/", {"seen": 4}, follow=True))


def test_the_next_audit_shows_what_is_different(eight: Audit, lead: Client) -> None:
    first = eight.counted()
    again = eight.plan(follows=first.public_id)
    assert "nothing to compare yet" in words(lead.get(f"/audit/{again.public_id}/difference/"))
    assert eight.world is not None
    eight.fix(again, chosen_by=ChosenBy.TARGETED, people=(eight.world.people["Hale"][1],))
    eight.ask(again)
    services.draft_tools(theme=again, by=eight.lead, now=eight.now)
    services.count_findings(theme=again, by=eight.lead, now=eight.now)
    shown = words(lead.get(f"/audit/{again.public_id}/difference/"))
    assert "How many were looked after on the day of the incident? 4 of 8 0 of 1 -50 points" in shown


def test_cases_are_chosen_by_the_addresses_of_their_pages(eight: Audit, lead: Client) -> None:
    theme = eight.plan()
    assert eight.world is not None
    pages = "\n".join(f"https://kith.example.org/people/{eight.world.people[name][1]}/" for name in ("Alder", "Birk"))
    shown = words(choose(eight, lead, theme, chosen_by="inspector", people=pages))
    assert "Chosen by an inspector" in shown and "Cases 2" in shown


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.PANEL_COORDINATOR, Role.ANALYST, Role.DATA_STEWARD])
def test_who_has_no_part_in_audits_reaches_none(eight: Audit, signed_in: SignIn, role: Role) -> None:
    theme = eight.counted()
    client = signed_in(eight.partnership.staff[role])
    for end in ("", "cases/", "findings/", "choose/", "difference/"):
        assert client.get(f"/audit/{theme.public_id}/{end}").status_code in (403, 404), end


def test_a_scrutineer_reads_findings_and_no_case(eight: Audit, signed_in: SignIn) -> None:
    theme = eight.counted()
    scrutineer = signed_in(eight.partnership.staff[Role.SCRUTINEER])
    assert "Half (4 of 8)" in words(scrutineer.get(f"/audit/{theme.public_id}/findings/"))
    assert scrutineer.get(f"/audit/{theme.public_id}/cases/").status_code == 403
    assert scrutineer.post(f"/audit/{theme.public_id}/do/close/").status_code == 403


def test_a_contact_who_was_not_asked_finds_no_audit(eight: Audit, signed_in: SignIn) -> None:
    theme = eight.counted()
    hospital = signed_in(eight.auditors["hospital"])
    assert "There is no audit that you read" in words(hospital.get("/audit/"))
    assert hospital.get(f"/audit/{theme.public_id}/").status_code == 404
    assert eight.world is not None
    person = eight.world.people["Alder"][1]
    assert hospital.get(f"/audit/people/{person}/{theme.public_id}/").status_code == 404
