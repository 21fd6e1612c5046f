"""Toolkits: one address for the version in force, every version readable, compared, ticked, printed and reminded of."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import ToolkitIndexPage, ToolkitPage, ToolkitVersionPage
from kith.publishing.models.post import SiteMail
from kith.publishing.presenters.toolkits import lines_of_html, typeset_data
from kith.publishing.runs.toolkits import typeset_toolkit
from kith.publishing.selectors.toolkits import reviews_due
from kith.publishing.services.demonstrating import fill_toolkits
from kith.publishing.services.toolkits import remind_of_reviews
from kith.publishing.vocabulary.toolkits import (
    ChangeKind,
    Dated,
    VersionStanding,
    compare,
    current_of,
    reminder_step,
    standing_of_version,
)
from tests.publishing.inside.newsroom import home, under

ADDRESS = "/toolkits/pre-birth-planning/"
TODAY = timezone.localdate()


def toolkit(*, review_on: date = TODAY + timedelta(days=90), title: str = "Pre-birth planning") -> ToolkitPage:
    index = ToolkitIndexPage.objects.first() or under(home(), ToolkitIndexPage(title="Toolkits", slug="toolkits"))
    page = ToolkitPage(
        title=title, owned_by="Safeguarding subgroup", owner_email="office@kith.example.org", review_on=review_on
    )
    return under(index, page)  # type: ignore[no-any-return]  # the newsroom returns any kind of page


def stage(title: str = "Birth plan", *checks: str, question: str = "Who is rung at night?") -> Any:
    return (
        "stage",
        {
            "title": title,
            "when": "Weeks 32 to 34",
            "text": "<p>One plan for the ward.</p>",
            "checks": [{"text": text, "help": ""} for text in checks or ("The ward has the plan",)],
            "questions": [{"text": question, "kind": "line"}, {"text": "Is it safe?", "kind": "yes_no"}],
        },
    )


def version(number: int, effective_on: date = TODAY, **parts: Any) -> ToolkitVersionPage:
    said = {"stages": [stage()], "changes": "The weeks are earlier.", "title": f"Version {number}"} | parts
    return ToolkitVersionPage(number=number, effective_on=effective_on, **said)


def test_one_address_shows_the_version_in_force_and_the_old_one_says_that_it_is_superseded(reader: Client) -> None:
    parent = toolkit()
    under(parent, version(1, TODAY - timedelta(days=400), stages=[stage("Old stage")]))
    under(parent, version(2, TODAY, stages=[stage("New stage")]))
    under(parent, version(3, TODAY + timedelta(days=9), stages=[stage("Later stage")]))
    now = reader.get(ADDRESS).content.decode()
    assert "New stage" in now and "Old stage" not in now and "Later stage" not in now
    old, coming = reader.get(f"{ADDRESS}v1/").content.decode(), reader.get(f"{ADDRESS}v3/").content.decode()
    assert "Old stage" in old and "has been superseded" in old
    assert "Later stage" in coming and "not in force yet" in coming
    assert "superseded" not in reader.get(f"{ADDRESS}v2/").content.decode().split("Every version")[0]
    for made in ("checklist/", "form/"):
        assert "has been superseded" in reader.get(f"{ADDRESS}v1/{made}").content.decode()
    assert "Version 2, in force" in reader.get("/toolkits/").content.decode()


def test_before_the_first_version_the_page_says_whom_to_ask(reader: Client) -> None:
    parent = toolkit()
    assert "No version is in force yet" in reader.get(ADDRESS).content.decode()
    under(parent, version(1, TODAY + timedelta(days=3)))
    page = reader.get(ADDRESS).content.decode()
    assert "The first takes effect on" in page and "office@kith.example.org" in page


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"changes": " "}, "what changed"),
        ({"effective_on": TODAY - timedelta(days=500)}, "before the version before it"),
        ({"stages": []}, "neither words nor stages"),
        ({"number": 1}, "slug"),
    ],
)
def test_a_version_with_a_fault_does_not_take_the_place_of_the_one_before(
    reader: Client, parts: dict[str, Any], says: str
) -> None:
    parent = toolkit()
    under(parent, version(1, TODAY - timedelta(days=400), stages=[stage("Old stage")]))
    with pytest.raises(ValidationError, match=says):
        under(parent, version(**({"number": 2} | parts)))
    assert "Old stage" in reader.get(ADDRESS).content.decode()


def test_the_number_names_the_address_whatever_the_title(reader: Client) -> None:
    under(toolkit(), version(1, title="The first one", slug="something-else"))
    assert reader.get(f"{ADDRESS}v1/").status_code == 200
    assert reader.get(f"{ADDRESS}something-else/").status_code == 404


def test_the_checklist_sends_and_keeps_nothing_and_says_so(reader: Client) -> None:
    under(toolkit(), version(1, stages=[stage("Birth plan", "The ward has it", "The night team has it")]))
    for made, questions in (("checklist/", 0), ("form/", 3)):
        answer = reader.get(f"{ADDRESS}v1/{made}")
        page = answer.content.decode().split("<main")[1].split("</main")[0]
        assert page.count('type="checkbox"') == 2 and page.count('type="radio"') == questions
        assert "<form" not in page and 'type="text"' not in page and "<textarea" not in page
        assert "Do not type a child’s name" in page
        assert not answer.cookies
        assert reader.post(f"{ADDRESS}v1/{made}").status_code == 405


def test_the_comparison_says_what_is_new_and_what_has_gone(reader: Client) -> None:
    parent = toolkit()
    under(parent, version(1, TODAY - timedelta(days=9), stages=[stage("Birth plan", "The ward has it", "Told twice")]))
    under(parent, version(2, stages=[stage("Birth plan", "The ward has it", "The night team has it")]))
    page = reader.get(f"{ADDRESS}v2/changes/").content.decode()
    assert "<ins>The night team has it</ins>" in page and "<del>Told twice</del>" in page
    assert "<ins>The ward has it" not in page and "The weeks are earlier." in page
    assert reader.get(f"{ADDRESS}v1/changes/").status_code == 404, "the first has nothing before it"


def test_a_draft_version_is_nowhere(reader: Client) -> None:
    under(toolkit(), version(1, stages=[stage("Secret stage")]), live=False)
    for address in (ADDRESS, "/toolkits/"):
        assert "Secret stage" not in reader.get(address).content.decode()
    for made in ("", "checklist/", "form/", "changes/", "toolkit.pdf"):
        assert reader.get(f"{ADDRESS}v1/{made}").status_code == 404


def test_the_pdf_is_tagged_and_says_how_the_version_stands(reader: Client) -> None:
    parent = toolkit()
    first = under(parent, version(1, TODAY - timedelta(days=9), title="First"))
    under(parent, version(2))
    answer = reader.get(f"{ADDRESS}v1/toolkit.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"/DisplayDocTitle true", b"pdfuaid:part"):
        assert mark in answer.content, mark
    said = typeset_data(first, printed="")
    assert said["banner"] == "This version has been superseded. Version 2 is in force."
    assert "Worried about a child?" in said["worried"]


def test_words_of_an_editor_are_never_run_by_the_typesetter() -> None:
    nasty = '#panic("run") $x$ @here <label> \\ `code` = Heading [x]'
    under(toolkit(), version(1, stages=[stage(nasty, nasty, question=nasty)], changes=nasty, summary=nasty))
    page = ToolkitVersionPage.objects.get()
    assert typeset_toolkit(typeset_data(page, printed="")).startswith(b"%PDF-")


def test_an_owner_is_reminded_once_a_step_and_again_when_it_is_late() -> None:
    page = toolkit(review_on=TODAY + timedelta(days=28))
    moments = [timezone.now() + timedelta(days=days) for days in (0, 0, 1, 21, 22, 28, 30, 42, 43)]
    assert [remind_of_reviews(now=now) for now in moments] == [1, 0, 0, 1, 0, 1, 0, 1, 0]
    mails = SiteMail.objects.order_by("pk")
    assert {mail.address for mail in mails} == {"office@kith.example.org"}
    assert "is due by" in mails[0].text and page.title in mails[0].text
    assert "that it has passed" in mails[3].text


def test_editors_see_which_reviews_are_due_and_nobody_else_does(reader: Client) -> None:
    toolkit(review_on=TODAY - timedelta(days=1))
    toolkit(review_on=TODAY + timedelta(days=90), title="Neglect")
    assert reader.get("/cms/toolkits/")["Location"].startswith("/accounts/login/")
    assert [page.title for page in reviews_due(today=TODAY)] == ["Pre-birth planning"]
    assert "Review late" in reader.get("/toolkits/").content.decode()


def test_the_demo_publishes_both_versions_once(reader: Client) -> None:
    assert fill_toolkits(now=timezone.now())
    assert not fill_toolkits(now=timezone.now())
    page = reader.get(ADDRESS).content.decode()
    assert "When a pregnancy is found late" in page and "version 2" in page
    assert "superseded" in reader.get(f"{ADDRESS}v1/").content.decode()
    assert "<ins>" in reader.get(f"{ADDRESS}v2/changes/").content.decode()


DAYS = st.dates(date(2019, 1, 1), date(2021, 1, 1))


@given(st.dictionaries(st.integers(1, 9), DAYS), DAYS)
def test_the_version_in_force_is_the_highest_whose_day_has_come(days: dict[int, date], today: date) -> None:
    versions = [Dated(number=number, effective_on=on) for number, on in days.items()]
    current = None
    for number in sorted(days):  # an oracle: walk up the numbers
        if days[number] <= today:
            current = number
    assert current_of(versions, today) == current
    standings = [standing_of_version(number, versions, today) for number in days]
    assert standings.count(VersionStanding.CURRENT) == (current is not None)


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_a_comparison_holds_both_versions_whole(before: list[str], after: list[str]) -> None:
    found = compare(before, after)
    assert [p.text for p in found if p.kind is not ChangeKind.REMOVED] == after
    assert [p.text for p in found if p.kind is not ChangeKind.ADDED] == before


@given(DAYS, DAYS)
def test_a_reminder_never_comes_early_and_each_step_lasts(review_on: date, today: date) -> None:
    step, days = reminder_step(review_on, today), (review_on - today).days
    assert (step == "") == (days > 28)
    assert step.startswith("late") == (days <= 0)


def test_rich_text_becomes_plain_lines() -> None:
    assert lines_of_html("<p>Ask &amp; <b>listen</b>.</p><ul><li>one</li><li> two </li></ul>") == [
        "Ask & listen.",
        "one",
        "two",
    ]
