"""What was published is found again: by its kind, by its year, without a script."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kith.publishing.models import BriefingPage, BulletinPage, IssuePage, ListingPage, ReviewPage
from kith.publishing.models.listings import ON_A_PAGE
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.kinds import LISTED_EMPTY, ListedKind, ReviewKind
from tests.publishing.inside.newsroom import STEPS, briefing, home, tell, under


def listing(kind: ListedKind, **more: Any) -> Any:
    return under(home(), ListingPage(title="Listed", slug="listed", lists=kind.value, **more))


def titles(reader: Client, choice: str = "") -> list[str]:
    page = BeautifulSoup(reader.get(f"/listed/{choice}").content, "html.parser")
    return [link.get_text() for link in page.select("main li > a")]


def review(title: str, kind: ReviewKind, year: int) -> None:
    under(home(), ReviewPage(title=title, kind=kind.value, year=year))


@pytest.mark.parametrize("kind", list(ListedKind))
def test_an_empty_listing_says_what_will_stand_there(reader: Client, kind: ListedKind) -> None:
    listing(kind)
    page = reader.get("/listed/").content.decode()
    assert LISTED_EMPTY[kind] in page and "<form" not in page


def test_reviews_are_chosen_by_year_and_kind_and_newest_come_first(reader: Client) -> None:
    listing(ListedKind.REVIEWS)
    review("Old audit", ReviewKind.AUDIT, 2017)
    review("Rapid", ReviewKind.RAPID, 2019)
    review("Audit", ReviewKind.AUDIT, 2019)
    assert titles(reader) == ["Audit", "Rapid", "Old audit"]
    assert titles(reader, "?year=2019") == ["Audit", "Rapid"]
    assert titles(reader, "?kind=audit") == ["Audit", "Old audit"]
    assert titles(reader, "?year=2019&kind=rapid review") == ["Rapid"]
    nothing = reader.get("/listed/?year=2017&kind=rapid review").content.decode()
    assert "Nothing of that year and kind" in nothing and 'href="/listed/"' in nothing


@pytest.mark.parametrize("choice", ["?year=1066", "?year=x", "?kind=none", "?kind='--", "?page=900", "?page=-1"])
def test_what_is_no_choice_chooses_nothing(reader: Client, choice: str) -> None:
    listing(ListedKind.REVIEWS)
    review("Audit", ReviewKind.AUDIT, 2019)
    assert titles(reader, choice) == ["Audit"]


def test_learning_is_listed_from_wherever_it_stands_and_what_is_withdrawn_is_not(reader: Client) -> None:
    section = listing(ListedKind.LEARNING)
    issue = under(home(), IssuePage(title="Issue", season="Winter"))
    item = briefing((*STEPS, "6", "7"))
    under(issue, BulletinPage(title="In an issue"))
    under(section, BriefingPage(title="Five", item=briefing()))
    under(section, BriefingPage(title="Seven", item=item, form="seven-minute"))
    assert set(titles(reader)) == {"In an issue", "Five", "Seven"}
    assert titles(reader, "?kind=seven-minute") == ["Seven"]
    assert titles(reader, "?kind=five-step") == ["Five"]
    assert titles(reader, "?kind=bulletin") == ["In an issue"]
    gathered = tell(HandedKind.BULLETIN, text={"steps": [{"heading": step, "text": "Said."} for step in STEPS[:4]]})
    under(section, BriefingPage(title="Gathered", item=gathered, form="bulletin"))
    assert set(titles(reader, "?kind=bulletin")) == {"In an issue", "Gathered"}
    tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    assert titles(reader, "?kind=seven-minute") == []


def test_a_long_listing_is_shown_a_sheet_at_a_time_and_keeps_what_was_chosen(reader: Client) -> None:
    listing(ListedKind.REVIEWS)
    for number in range(ON_A_PAGE + 3):
        review(f"Audit {number}", ReviewKind.AUDIT, 2019)
    assert len(titles(reader, "?kind=audit")) == ON_A_PAGE
    page = BeautifulSoup(reader.get("/listed/?kind=audit").content, "html.parser")
    older = str(page.select_one("a[rel=next]")["href"])  # type: ignore[index]  # None fails the test as well
    assert len(titles(reader, older)) == 3


def test_the_menu_leads_to_sections_and_says_where_one_is(reader: Client) -> None:
    listing(ListedKind.NEWSLETTERS, show_in_menus=True)
    page = BeautifulSoup(reader.get("/listed/").content, "html.parser")
    here = page.select_one("nav[aria-label=Menu] a[aria-current]")
    assert here is not None and "Listed" in here.get_text()
    home_page = BeautifulSoup(reader.get("/").content, "html.parser")
    assert "Listed" in home_page.get_text()
    assert home_page.select("main li > a")[0] == home_page.select_one('main a[href="/listed/"]')
