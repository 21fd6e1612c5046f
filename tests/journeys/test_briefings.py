"""A briefing in a real browser: from an audited case to the public site's inbox, every page accessible."""

from collections.abc import Callable
from typing import Any

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.learning.models import Briefing
from tests.journeys.visitor import Visitor
from tests.learning.conftest import PLAIN, Newsroom, arrived, audit, eight, newsroom

__all__ = ["arrived", "audit", "eight", "newsroom"]  # fixtures of the tests of briefings
Enter = Callable[..., Visitor]


def test_a_case_becomes_words_about_nobody_and_the_site_gets_them(
    newsroom: Newsroom, enter: Enter, arrived: Callable[[Briefing], list[Any]]
) -> None:
    partnership = newsroom.audit.partnership
    writer = enter(partnership.staff[Role.AUDITOR])
    page, faults = writer.page, []
    writer.goes_to("/learning/briefings/")
    faults += writer.faults_at_both_widths("none-yet")
    writer.goes_to(f"/audit/people/{newsroom.person()[1]}/{newsroom.theme.public_id}/")
    writer.follows("Write a briefing about this case")
    faults += writer.faults_at_both_widths("new")
    page.get_by_label("Five-step briefing").check()
    writer.presses("Begin")
    page.get_by_label("Title").fill(PLAIN[0])
    page.locator("textarea[name=part-1]").fill("Alder Vale lives with family. On 3 May 2021 he came to Zebton.")
    page.locator("textarea[name=part-5]").fill(PLAIN[5])
    page.locator("textarea[name=part-99]").fill(PLAIN[99])
    page.get_by_label("were looked after on the day of the incident").check()
    writer.presses("Save")
    faults += writer.faults_at_both_widths("draft")
    writer.follows("Check it")
    assert "may still tell somebody" in writer.reads() and "In spring 2021" in writer.reads()
    faults += writer.faults_at_both_widths("check")
    for box in page.locator("input[name=keep]").all():
        box.check()
    writer.presses("Keep what is ticked")
    writer.follows("which facts it tells")
    for choice in page.locator("select").all():
        choice.select_option("left-out")
    page.get_by_label("What else does the text tell").fill("three knives")
    writer.presses("Count whom it fits")
    assert "Fewer than five" in writer.reads()
    faults += writer.faults_at_both_widths("facts")
    page.get_by_label("What else does the text tell").fill("")
    page.get_by_label("Sex").select_option("told")
    writer.presses("Count whom it fits")
    assert "Fewer than five" not in writer.reads(), "it fits all eight, so one approver is enough"
    writer.follows("Check the text")
    page.get_by_label("I have read it once more").check()
    faults += writer.faults_at_both_widths("give")
    writer.presses("Give it to a second person")
    faults += writer.faults_at_both_widths("list")
    chair = enter(partnership.staff[Role.PANEL_CHAIR])
    chair.goes_to("/work/")
    chair.follows("Read a briefing about nobody")
    faults += chair.faults_at_both_widths("approve")
    assert "Alder" not in chair.reads() and "were looked after" in chair.reads()
    chair.page.get_by_label("I have read every word").check()
    chair.presses("Approve these words")
    assert newsroom.hand_over() == 1
    briefing = Briefing.objects.get()
    [(verb, _, title, text, _)] = arrived(briefing)
    assert (verb, title) == ("approve", PLAIN[0])
    assert text["steps"][0]["text"].startswith(f"{briefing.called} ") and "Zebton" in text["steps"][0]["text"]
    writer.goes_to("/learning/briefings/")
    writer.follows(f"Five-step briefing, about “{briefing.called}”")
    faults += writer.faults_at_both_widths("handed")
    writer.presses("Revise it")
    page.locator("textarea[name=part-5]").fill("Ask each young person what they want, and say what became of it.")
    writer.presses("Save")
    faults += writer.faults_at_both_widths("revised")
    writer.follows("Check it")
    page.get_by_label("I have read it once more").check()
    writer.presses("Give it to a second person")
    chair.goes_to("/work/")
    chair.follows("Read a briefing about nobody")
    faults += chair.faults_at_both_widths("approve-again")
    chair.page.get_by_label("I have read every word").check()
    chair.presses("Approve these words")
    assert newsroom.hand_over() == 1
    assert arrived(briefing)[-1][0] == "replace" and "what became of it" in str(arrived(briefing)[-1][3])
    chair.page.reload()
    faults += chair.faults_at_both_widths("versions")
    chair.follows("Withdraw it")
    faults += chair.faults_at_both_widths("withdraw")
    chair.page.get_by_label("Why?").fill("A neighbour knew who it was.")
    chair.presses("Withdraw it")
    faults += chair.faults_at_both_widths("withdrawn")
    assert newsroom.hand_over() == 1 and arrived(briefing)[-1][0] == "withdraw"
    assert faults + writer.strangers + chair.strangers == []


def says(visitor: Visitor, place: int, words: str) -> None:
    """Wait until the page says of a part how it stands."""
    visitor.page.locator(f"#said-part-{place}", has_text=words).wait_for()


def test_a_draft_is_kept_while_somebody_types_and_of_two_texts_none_is_lost(newsroom: Newsroom, enter: Enter) -> None:
    review = newsroom.begin()
    other = newsroom.second_writer()
    where = f"/learning/people/{newsroom.person()[1]}/briefings/{review}/"
    one = enter(newsroom.audit.partnership.staff[Role.AUDITOR])
    two = enter(Staff.objects.get(pk=other.staff_id))
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    for visitor in (one, two):
        visitor.goes_to(where)
    one.page.locator("textarea[name=part-4]").fill("School was worried first.")
    says(one, 4, "Saved")
    assert one.page.get_by_role("button", name="Save", exact=True).is_visible(), "the findings are sent by it"
    assert one.faults() == []
    two.page.get_by_label("Title").fill("Help in time")
    says(two, 0, "Saved")
    field = two.page.locator("textarea[name=part-4]")
    field.fill("Health was worried first.")
    says(two, 4, "Both texts are kept")
    assert not field.is_editable()
    one.page.locator("textarea[name=part-5]").fill("Ask each young person what they want.")
    one.presses("Save")  # also what no pause had let through
    assert "Saved." in one.reads() and "Two texts for" in one.reads()
    assert one.page.locator("textarea[name=part-4]").input_value() == "School was worried first."
    assert one.page.locator("textarea[name=part-5]").input_value() == "Ask each young person what they want."
    assert one.page.get_by_label("Title").input_value() == "Help in time"
    assert "Health was worried first." in one.reads()
    assert one.faults_at_both_widths("two-texts") == []
    one.presses("Keep this")
    kept = one.page.locator("textarea[name=part-4]").input_value()
    assert kept.split("\n") == ["School was worried first.", "Health was worried first."]
    assert not any("worried" in url or "School" in url for url in asked)


def test_several_cases_of_an_audit_become_one_bulletin(
    newsroom: Newsroom, enter: Enter, arrived: Callable[[Briefing], list[Any]]
) -> None:
    writer, faults = enter(newsroom.audit.partnership.staff[Role.AUDITOR]), []
    page = writer.page
    writer.goes_to(f"/audit/{newsroom.theme.public_id}/")
    writer.follows("Write a bulletin about several cases")
    faults += writer.faults_at_both_widths("gather")
    for name in ("Alder Vale", "Birk Vale"):
        writer.chooses(name)
    writer.presses("Begin")
    page.get_by_label("Title").fill("Help that came in time")
    for place, text in enumerate(("Why.", "Alder Vale and Birk Vale were afraid.", "A worker who stays.", "Ask."), 1):
        page.locator(f"textarea[name=part-{place}]").fill(text)
    writer.presses("Save")
    faults += writer.faults_at_both_widths("bulletin")
    for name in ("Alder Vale", "Birk Vale"):
        writer.follows(f"Which facts it tells of {name}")
        for choice in page.locator("select").all():
            choice.select_option("left-out")
        page.get_by_label("Sex").select_option("told")
        writer.presses("Count whom it fits")
        writer.follows("Back to the text")
    writer.follows("Check it")
    assert "Alder" not in page.locator("section.kith-prose").first.inner_text()
    page.get_by_label("I have read it once more").check()
    faults += writer.faults_at_both_widths("bulletin-check")
    writer.presses("Give it to a second person")
    chair = enter(newsroom.audit.partnership.staff[Role.PANEL_CHAIR])
    chair.goes_to("/work/")
    chair.follows("Read a briefing about nobody")
    assert "It tells 2 cases" in chair.reads() and "Birk" not in chair.reads()
    faults += chair.faults_at_both_widths("bulletin-approve")
    chair.page.get_by_label("I have read every word").check()
    chair.presses("Approve these words")
    assert newsroom.hand_over() == 1
    [(verb, kind, _, text, _)] = arrived(Briefing.objects.get())
    assert (verb, kind) == ("approve", "bulletin") and "were afraid" in text["steps"][1]["text"]
    assert faults == []


def test_without_a_name_in_the_record_the_page_says_why_nothing_can_be_checked(
    newsroom: Newsroom, enter: Enter
) -> None:
    review = newsroom.begin()
    with connect_as("worker"):
        from kith.linking.models import Profile

        Profile.objects.filter(pk=newsroom.person()[0]).update(forename="", surname="")
    writer = enter(newsroom.audit.partnership.staff[Role.AUDITOR])
    writer.goes_to(f"/learning/people/{newsroom.person()[1]}/briefings/{review}/check/")
    assert "It cannot be checked, so it cannot be published." in writer.reads()
    assert writer.faults_at_both_widths("cannot") == []
