"""The pages of referrals, through the door that the product itself uses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.referrals.presenters import numbers_page
from kith.referrals.services import clear_risk, save_referral
from kith.referrals.vocabulary import RING_FIRST, Cleared, Counted, Included, ReferralAct, RiskGrade
from tests.referrals.world import TODAY, World, full_content, full_risk, none_known

SignIn = Callable[[Staff], Client]


def page(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content.decode(), "html.parser")


def first(node: Tag, selector: str) -> Tag:
    found = node.select_one(selector)
    assert found is not None, f"nothing is {selector}"
    return found


def address(world: World, referral: UUID, name: str = "") -> str:
    return f"/people/{world.person}/referrals/{referral}/{name}"


def filled(**other: str) -> dict[str, Any]:
    """Return what a sender types into the form until nothing is missing."""
    content = full_content()
    names = (
        "referrer_relationship urgency reason what_changed worries strengths parents_view support_tried "
        "outcomes_wanted legal_status responsibility_holder siblings voice voice_says consent consent_by consent_how"
    ).split()
    typed = {name: getattr(content, name) for name in names}
    today = {"day": str(TODAY.day), "month": str(TODAY.month), "year": str(TODAY.year)}
    days = {f"{name}-{part}": text for name in ("consented_on", "risk-1-checked_on") for part, text in today.items()}
    risk = {
        "risk-1-of": "criminal_exploitation",
        "risk-1-to": ["self", "family"],
        "risk-1-grade": "high",
        "risk-1-imminence": "days",
        "risk-1-basis": "seen",
        "risk-1-weapon": "no",
    }
    more = {"level_of_need": "3", "parents_told": "yes", "visit_safety": "Go in pairs", "seen": "1", "risks": "1"}
    return {**typed, **days, **risk, **more, "next": "check", **other}


def begin(world: World, client: Client) -> str:
    answer = client.post(f"/people/{world.person}/referrals/start/")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_from_the_childs_page_to_a_sent_referral(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.staff["sender"])
    client.post(f"/people/{world.person}/", {"ask": "1", "purpose": "referral"})
    person = page(client.get(f"/people/{world.person}/"))
    link = next(a for a in person.select("a") if a.get_text(strip=True) == "Refer to another agency")
    assert "Ada Vale" in first(page(client.get(str(link["href"]))), ".kith-identity").get_text()
    edit = begin(world, client)
    saved = client.post(edit, filled(to_agency=str(world.contact.agency_id)))
    assert saved.status_code == 302, page(saved).get_text()
    check = str(saved.headers["Location"])
    shown = page(client.get(check))
    assert not shown.select(".govuk-error-summary")
    headings = [h.get_text(strip=True) for h in shown.select("main h2")]
    assert headings.index("Risk") < headings.index("The child’s words") < headings.index("The referral")
    sent = client.post(check, {"seen": first(shown, "input[name=seen]")["value"]})
    assert sent.status_code == 302
    assert "Sent, not acknowledged yet" in client.get(sent.headers["Location"]).content.decode()


def test_a_wrong_date_loses_nothing_that_was_typed(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.staff["sender"])
    edit = begin(world, client)
    typed = filled() | {"consented_on-day": "31", "consented_on-month": "2"}
    answer = client.post(edit, typed)
    assert answer.status_code == 422
    shown = page(answer)
    assert "must be a real date" in first(shown, ".govuk-error-summary").get_text()
    assert "Came home with money" in first(shown, "textarea[name=what_changed]").get_text()
    assert first(shown, "input[name=risk-1-grade][value=high]").has_attr("checked")


def test_an_error_of_a_risk_is_in_the_summary_and_leads_to_its_field(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.staff["sender"])
    edit = begin(world, client)
    answer = client.post(edit, filled() | {"risk-1-grade": ""})
    summary = first(page(answer), ".govuk-error-summary a")
    target = page(answer).find(id=str(summary["href"]).removeprefix("#"))
    assert target is not None and answer.status_code == 422


def test_an_empty_form_is_saved_and_the_check_names_all_that_is_missing(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.staff["sender"])
    edit = begin(world, client)
    saved = client.post(edit, {"seen": "1", "next": "check"})
    assert saved.status_code == 302
    shown = page(client.get(saved.headers["Location"]))
    missing = [a.get_text() for a in shown.select(".govuk-error-summary a")]
    assert "Say why you refer." in missing and "Choose how the child was heard." in missing
    assert client.post(saved.headers["Location"], {"seen": "2"}).status_code == 422


def test_two_writers_see_both_texts(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.staff["sender"])
    edit = begin(world, client)
    referral = UUID(edit.split("/")[4])
    save_referral(
        person=world.person,
        referral=referral,
        seen=1,
        receiver=None,
        content=full_content(reason="Written by my manager"),
        risk=none_known(),
        by=world.sender,
        now=world.now,
    )
    answer = client.post(edit, filled(reason="Written by me"))
    shown = page(answer)
    assert answer.status_code == 422
    assert "Written by my manager" in first(shown, "details[open]").get_text()
    assert "Written by me" in first(shown, "textarea[name=reason]").get_text()
    assert first(shown, "input[name=seen]")["value"] == "2", "the next save replaces what has now been seen"


def test_a_known_event_is_asked_about_and_shown_first(world: World, signed_in: SignIn) -> None:
    world.happened("school.weapon", days_ago=12)
    client = signed_in(world.staff["sender"])
    edit = begin(world, client)
    assert "Known: School sanction for a weapon" in page(client.get(edit)).get_text()
    saved = client.post(edit, filled(to_agency=str(world.contact.agency_id)))
    refused = client.post(saved.headers["Location"], {"seen": "2"})
    assert refused.status_code == 422
    assert "Left out, without a word" in first(page(refused), ".govuk-warning-text").get_text()
    name = str(first(page(client.get(edit)), "input[value=include]")["name"])
    world.happened("school.weapon", days_ago=3)  # becomes known while the form is filled in
    saved = client.post(edit, filled(to_agency=str(world.contact.agency_id), seen="2") | {name: "include"})
    refused = client.post(saved.headers["Location"], {"seen": "3"})
    assert refused.status_code == 422, "the answer for one event is not taken for another"
    names = {str(each["name"]): "include" for each in page(client.get(edit)).select("input[value=include]")}
    answer = filled(to_agency=str(world.contact.agency_id), seen="3") | names
    saved = client.post(edit, answer)
    assert client.post(saved.headers["Location"], {"seen": "4"}).status_code == 302


def test_a_risk_that_is_hidden_is_answered_by_the_agreed_sentence_and_nothing_else(
    world: World, signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    world.happened("police.weapon", days_ago=12)
    referral, version = world.draft()
    client = signed_in(world.staff["sender"])
    answer = client.post(address(world, referral, "check/"), {"seen": str(version)})
    text = page(answer).get_text()
    assert answer.status_code == 422 and RING_FIRST in text
    assert "01632 960000" in text, "whom to ring"
    for word in ("Weapon found", "police.weapon", "KR003"):
        assert word not in answer.content.decode() and word not in caplog.text
    assert world.open_tasks() == [("risk_clearance", world.lead.staff_id)]
    client.post(address(world, referral, "check/"), {"seen": str(version)})
    assert len(world.open_tasks()) == 1, "asking twice gives the police lead one task"


def test_the_police_lead_answers_and_the_receiver_reads_the_advice_without_its_source(
    world: World, signed_in: SignIn
) -> None:
    world.happened("police.weapon", days_ago=12)
    referral, version = world.draft(risk=none_known())
    sender, lead = signed_in(world.staff["sender"]), signed_in(world.staff["lead"])
    sender.post(address(world, referral, "check/"), {"seen": str(version)})
    task = world.admin.execute("SELECT link FROM work_task WHERE kind = 'risk_clearance'").fetchall()[0][0]
    assert task.startswith("/people/~/"), "the task itself names nobody"
    task = address(world, referral, "clearance/")
    shown = page(lead.get(task))
    assert "Robin Practitioner" in shown.get_text() and "Ada Vale" in shown.get_text()
    assert lead.post(task, {"grade": "high", "visit_safety": ""}).status_code == 422
    kept = lead.post(task, {"grade": "high", "visit_safety": "Never alone; ring the doorbell from the street."})
    assert kept.status_code == 302
    assert lead.get(task).status_code == 404, "once given, the word is no longer asked for"
    assert sender.post(address(world, referral, "check/"), {"seen": str(version)}).status_code == 302
    received = signed_in(world.staff["contact"]).get(address(world, referral))
    banner = first(page(received), ".govuk-notification-banner").get_text()
    assert "Never alone; ring the doorbell" in banner and "high" in banner
    text = received.content.decode()
    assert world.lead.name not in text and "police" not in text.lower().replace("police.larkshire", "")


def test_only_the_lead_who_was_asked_reaches_the_page(world: World, signed_in: SignIn) -> None:
    referral, _ = world.draft()
    for name in ("lead", "contact", "sender"):
        answer = signed_in(world.staff[name]).get(address(world, referral, "clearance/"))
        assert answer.status_code == 404, name


def test_the_receiver_sees_safety_first_and_only_the_acts_that_are_theirs_now(world: World, signed_in: SignIn) -> None:
    ref = world.happened("school.weapon")
    left = world.happened("school.weapon", days_ago=200)
    reason = "It was another child with her name"
    said = (Included(entry_ref=ref, is_included=True), Included(entry_ref=left, is_included=False, reason=reason))
    referral, _ = world.sent(risk=full_risk(*said))
    client = signed_in(world.staff["contact"])
    shown = page(client.get(address(world, referral)))
    main = first(shown, "main")
    assert main.get_text().index("Before you visit") < main.get_text().index("Sent, not acknowledged yet")
    assert [s.get_text(strip=True) for s in shown.select("#next ~ details summary")] == ["Acknowledge"]
    assert reason not in main.get_text(), "what was left out does not reach the receiver"
    acts = [
        s.get_text(strip=True)
        for s in page(signed_in(world.staff["sender"]).get(address(world, referral))).select("summary")
    ]
    assert acts == ["Withdraw"]


def test_the_way_through_the_pages(world: World, signed_in: SignIn) -> None:
    referral, version = world.sent()
    client = signed_in(world.staff["contact"])
    steps: list[tuple[ReferralAct, dict[str, str]]] = [
        (ReferralAct.ACKNOWLEDGE, {}),
        (ReferralAct.ACCEPT, {}),
        (ReferralAct.ALLOCATE, {"worker": str(world.worker.staff_id)}),
        (ReferralAct.CONTACT, {"says": "Met at school on Tuesday"}),
        (ReferralAct.COMPLETE, {"says": "Goes to boxing twice a week"}),
        (ReferralAct.TELL, {"says": "She is doing well, thank you"}),
    ]
    for number, (act, words) in enumerate(steps):
        answer = client.post(address(world, referral), {"act": act.value, "seen": str(version + number), **words})
        assert answer.status_code == 302, (act, page(answer).get_text())
    assert client.get(address(world, referral)).status_code == 404, "it has ended"
    told = page(signed_in(world.staff["sender"]).get(address(world, referral))).get_text()
    assert "She is doing well, thank you" in told and "Completed, and the sender told" in told


def test_a_step_from_an_old_page_says_so_and_keeps_the_words(world: World, signed_in: SignIn) -> None:
    referral, version = world.sent()
    client = signed_in(world.staff["contact"])
    version = world.act(referral, ReferralAct.ACKNOWLEDGE, version)
    answer = client.post(
        address(world, referral), {"act": "ask", "seen": str(version - 1), "says": "Who picks her up?"}
    )
    assert answer.status_code == 422
    assert "Somebody changed this referral" in answer.content.decode()
    assert "Who picks her up?" in answer.content.decode()
    answer = client.post(address(world, referral), {"act": "acknowledge", "seen": str(version)})
    assert answer.status_code == 422 and "not possible now" in answer.content.decode()


def test_declining_asks_for_a_reason_and_then_leads_away(world: World, signed_in: SignIn) -> None:
    referral, version = world.sent()
    version = world.act(referral, ReferralAct.ACKNOWLEDGE, version)
    client = signed_in(world.staff["contact"])
    answer = client.post(address(world, referral), {"act": "decline", "seen": str(version), "says": "No place"})
    assert answer.status_code == 422 and "Choose why you decline" in answer.content.decode()
    typed = {"act": "decline", "seen": str(version), "says": "No place until May", "because": "no_capacity"}
    answer = client.post(address(world, referral), typed)
    assert answer.headers["Location"] == "/referrals/"
    told = page(signed_in(world.staff["sender"]).get(address(world, referral))).get_text()
    assert "There is no place now. No place until May" in told


def test_the_list_shows_each_its_own_and_an_empty_one_says_what_to_do(world: World, signed_in: SignIn) -> None:
    clients = {name: signed_in(world.staff[name]) for name in ("contact", "sender")}
    assert "To refer a child, open the child’s page" in clients["contact"].get("/referrals/").content.decode()
    world.sent()
    for name, heading in (("contact", "Received"), ("sender", "Sent, and drafts")):
        shown = page(clients[name].get("/referrals/"))
        assert [h.get_text() for h in shown.select("main h2")] == [heading]
        assert "Ada Vale" in shown.get_text()
    assert "Ada Vale" not in signed_in(world.staff["worker"]).get("/referrals/").content.decode()


def test_a_print_is_logged_as_one_and_refused_to_whoever_may_only_read(world: World, signed_in: SignIn) -> None:
    referral, _ = world.sent()
    printed = signed_in(world.staff["sender"]).get(address(world, referral, "print/"))
    assert printed.status_code == 200 and "Go in pairs" not in printed.content.decode()
    assert "Visit in pairs, before four" in printed.content.decode()
    logged = world.admin.execute("SELECT outcome FROM access_log WHERE action = 'print'").fetchall()
    assert logged == [("shown",), ("shown",)], "the referral, and the story around it"
    assert signed_in(world.staff["contact"]).get(address(world, referral, "print/")).status_code == 403


def test_somebody_outside_needs_an_account(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.staff["sender"])
    edit = begin(world, client)
    answer = client.post(edit, filled(outside_email="nobody@elsewhere.example.org"))
    assert answer.status_code == 422
    assert "Ask your administrator to invite them" in first(page(answer), ".govuk-error-summary").get_text()
    una = world.partnership.add_staff("Una Outside", "hospital", Role.PRACTITIONER)
    saved = client.post(edit, filled(outside_email=una.email))
    assert saved.status_code == 302
    assert una.email in str(first(page(client.get(edit)), "input[name=outside_email]")["value"])


def test_numbers_are_suppressed_for_all_but_those_who_answer_for_them(world: World, signed_in: SignIn) -> None:
    for _ in range(4):
        world.sent()
    for _ in range(3):
        world.sent(risk=none_known())
    inside = page(signed_in(world.partnership.staff[Role.PANEL_CHAIR]).get("/referrals/numbers/")).get_text()
    assert "4 of 7" in inside and "57.1" in inside
    shown = page(signed_in(world.staff["sender"]).get("/referrals/numbers/"))
    outside = shown.get_text()
    assert "4 of 7" not in outside and "57.1" not in outside and "Too few to say (7 sent)" in outside
    row = first(shown, ".kith-bars tbody tr")
    assert (row.select("svg"), first(row, "td").get_text()) == ([], ""), "nothing is drawn of what is not said"


def test_the_picture_is_its_own_table() -> None:
    counted = [Counted(quarter=TODAY.replace(month=1, day=1), agency="A", sent=20, noting=15)]
    picture = numbers_page(counted)["pictures"][0]
    assert [(bar.name, bar.value, bar.note) for bar in picture.bars] == [("A", 75.0, "15 of 20")]


def test_a_cleared_grade_outranks_a_lower_one(world: World, signed_in: SignIn) -> None:
    referral, version = world.draft(risk=full_risk())
    world.happened("police.weapon")
    signed_in(world.staff["sender"]).post(address(world, referral, "check/"), {"seen": str(version)})
    cleared = Cleared(grade=RiskGrade.IMMEDIATE, visit_safety="Do not visit before ringing us.")
    clear_risk(person=world.person, referral=referral, cleared=cleared, by=world.lead, now=world.now + timedelta(0))
    world.send(referral, version)
    shown = page(signed_in(world.staff["contact"]).get(address(world, referral)))
    assert "immediate" in first(shown, ".govuk-notification-banner").get_text()
