"""An audit in a real browser: every page accessible and no wider than a telephone, eight cases side by side."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kith.access.vocabulary import Purpose, Role
from kith.audit import selectors, services
from kith.audit.models import AuditTheme, Finding
from kith.audit.vocabulary import CaseSays, Grade, NewQuestion, PutTo, Question, Section
from tests.audit.conftest import Audit, audit, eight
from tests.journeys.visitor import PICTURES, Visitor

__all__ = ["audit", "eight"]  # fixtures of the tests of audits


def furnish(eight: Audit) -> tuple[AuditTheme, dict[str, str]]:
    """Bring an audit to where every page has something on it, and return the addresses."""
    first = eight.counted(title="Knife crime, the year before")
    theme = eight.plan(follows=first.public_id)
    eight.fix(theme)
    eight.ask(theme)
    assert eight.world is not None
    person = eight.world.people["Alder"][1]
    risk, supervised = (
        services.add_question(
            theme=theme, new=NewQuestion(asks=asks, says=says, put_to=put_to), by=eight.lead, now=eight.now
        )
        for asks, says, put_to in (
            ("Did the referral note the risk?", "the referral noted the risk", PutTo.LEAD),
            ("Was supervision written down?", "supervision was written down", PutTo.AGENCIES),
        )
    )
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    for question, by in ((risk, eight.lead), (supervised, eight.auditor("care"))):
        services.answer_question(
            theme=theme, public_id=person, question=question, says=CaseSays.PART, because="Two of four.", seen=0,
            by=by, now=eight.now,
        )  # fmt: skip
    services.count_findings(theme=theme, by=eight.lead, now=eight.now)
    eight.returned(theme, person, "care", Grade.GOOD)
    agencies = [eight.partnership.agencies[one].pk for one in ("care", "police")]
    meetings = [
        services.hold_moderation(theme=theme, agencies=agencies, held_on=eight.day(-days), by=eight.lead, now=eight.now)
        for days in (9, 0)
    ]
    case = selectors.open_case(theme, person, viewer=eight.lead, purpose=Purpose.AUDIT)
    tool = next(one for one in case.tools if one.agency.code == "care")
    for meeting, grade, because in zip(
        meetings, (Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT), ("No plan.", "A late one was found."), strict=True
    ):
        services.moderate_grade(
            theme=theme, public_id=person, tool=tool.public_id, section=Section.OVERALL, moderation=meeting,
            grade=grade, because=because, by=eight.lead, now=eight.now,
        )  # fmt: skip
    finding = Finding.objects.get(theme=theme, question=Question.REFERRALS_SILENT)
    about: dict[str, Any] = {"theme": theme, "by": eight.lead, "now": eight.now}
    recommendation = services.recommend(finding=finding.public_id, says="Each referral notes the risk.", **about)
    action = services.agree_audit_action(
        recommendation=recommendation,
        what="Brief every team on it.",
        owner_id=eight.auditors["care"].pk,
        due_on=eight.day(30),
        **about,
    )
    here = f"/audit/{theme.public_id}/"
    about_one = f"/audit/people/{person}/{theme.public_id}/"
    return theme, {
        "themes": "/audit/",
        "new": "/audit/new/",
        "theme": here,
        "choose": f"{here}choose/",
        "ask": f"{here}ask/",
        "moderation": f"{here}moderation/",
        "question": f"{here}questions/",
        "answer": f"{about_one}questions/{risk}/",
        "cases": f"{here}cases/",
        "case": about_one,
        "supervised": f"{about_one}questions/{supervised}/",
        "moderate": f"{about_one}tools/{tool.public_id}/voice/",
        "findings": f"{here}findings/",
        "recommend": f"{here}findings/{finding.public_id}/",
        "agree": f"{here}recommendations/{recommendation}/",
        "action": f"/audit/actions/{action}/",
        "difference": f"{here}difference/",
        "loop": f"/learning/audits/{theme.public_id}/",
    }


def test_every_page_of_an_audit_is_sound_at_both_widths(eight: Audit, enter: Callable[..., Visitor]) -> None:
    _, addresses = furnish(eight)
    assert eight.world is not None
    visitors = [
        (enter(eight.partnership.staff[Role.AUDITOR]), {k: v for k, v in addresses.items() if k != "supervised"}),
        (
            enter(eight.auditors["police"]),
            {
                "police_case": addresses["case"],
                "section": f"{addresses['case']}sections/voice/",
                "supervised": addresses["supervised"],
            },
        ),
    ]
    found = []
    for visitor, pages in visitors:
        for name, address in pages.items():
            if visitor.goes_to(address).status != 200:
                found.append(f"{name}: is not shown")
            found += visitor.faults_at_both_widths(name)
        found += visitor.strangers
    assert found == []


def test_eight_cases_stand_side_by_side_and_are_printed_on_one_page(
    eight: Audit, enter: Callable[..., Visitor]
) -> None:
    _, addresses = furnish(eight)
    visitor = enter(eight.partnership.staff[Role.AUDITOR], java_script_enabled=False)
    visitor.goes_to(addresses["cases"])
    assert visitor.page.locator("thead th").count() == 8
    assert visitor.page.locator("tbody").first.locator("tr").count() == 15
    assert "60 %, fell" in visitor.reads()
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size({"width": 1047, "height": 700})  # A4 across, within its margins
    if PICTURES:
        visitor.shoots(Path(PICTURES) / "cases-print.png")
    table = visitor.page.locator("table.kith-side-by-side")
    assert table.evaluate("table => table.getBoundingClientRect().right <= document.documentElement.clientWidth + 1")
