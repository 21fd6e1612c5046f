"""What readers find: every word of what is live, nothing of a draft, nothing of what was withdrawn or replaced."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import BriefingPage, BulletinPage, Handover
from kith.publishing.models.together import items_of, reading_together
from kith.publishing.vocabulary import HandedKind, Validity, Verb
from kith.publishing.vocabulary.searching import LONGEST, MOST_WORDS, says_all, spelt_like, words_of
from tests.publishing.inside import newsroom
from tests.publishing.inside.newsroom import STEPS, briefing, figures, home, news, tell, under


def looks_for(reader: Client, text: str, page: int = 1) -> str:
    answer = reader.get("/search", {"q": text, "page": str(page)})
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def says(title: str, words: str) -> Any:
    return news(title, ("text", f"<p>{words}</p>"))


def test_every_word_of_a_page_is_found_in_whatever_form_it_is_looked_for(reader: Client) -> None:
    under(home(), says("Knife crime", "Most had been excluded from school more than once."))
    under(home(), says("Neglect", "A home visit was made."))
    for text in ("excluded", "exclude schools", "KNIFE", "knife school"):
        page = looks_for(reader, text)
        assert "1 page<" in page and "/knife-crime/" in page and "/neglect/" not in page
    assert "<mark>excluded</mark>" in looks_for(reader, "excluded")
    assert "No page says “knife visit”" in looks_for(reader, "knife visit")


def test_a_title_counts_for_more_than_a_mention(reader: Client) -> None:
    under(home(), says("Other things", "Neglect is mentioned here."))
    under(home(), says("Neglect", "What we learned."))
    page = looks_for(reader, "neglect")
    assert page.index("/neglect/") < page.index("/other-things/")


def test_a_word_spelt_otherwise_finds_what_was_meant(reader: Client) -> None:
    under(home(), news("School attendance"))
    page = looks_for(reader, "atendance")
    assert "These say “attendance”" in page and "/school-attendance/" in page


def test_nothing_of_a_draft_is_found_nor_suggested(reader: Client) -> None:
    page = under(home(), says("Rosebank", "Hidden words"), live=False)
    assert "No page says" in looks_for(reader, "hidden")
    assert "These say" not in looks_for(reader, "rosebnk")
    live = under(home(), says("Live", "Public words"))
    live.body = [("text", "<p>Drafted words</p>")]
    live.save_revision()
    assert "No page says" in looks_for(reader, "drafted")
    assert "/live/" in looks_for(reader, "public")
    page.refresh_from_db()
    live.unpublish()
    assert "No page says" in looks_for(reader, "public")


def test_what_is_withdrawn_or_replaced_is_in_no_list(reader: Client) -> None:
    item, released = briefing(("Rosebank close", *STEPS[1:])), figures()
    under(home(), BriefingPage(title="Briefing", item=item))
    finding = ("finding", {"says": "Half of them had mentors.", "figure": f"{released}/had a plan"})
    under(home(), BulletinPage(title="Bulletin", body=[finding]))
    assert "/briefing/" in looks_for(reader, "rosebank")
    assert "/bulletin/" in looks_for(reader, "mentors")
    briefing(item=item, verb=Verb.REPLACE)
    assert "No page says" in looks_for(reader, "rosebank")
    assert "/briefing/" in looks_for(reader, "asked background")
    tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    tell(HandedKind.FIGURES, Verb.WITHDRAW, item=released)
    assert "No page says" in looks_for(reader, "background")
    assert "No page says" in looks_for(reader, "mentors")
    assert "These say" not in looks_for(reader, "bulletn")
    for address in ("/briefing/", "/bulletin/"):
        for listing in ("/", "/feed.rss", "/feed.json", "/sitemap.xml"):
            assert address not in reader.get(listing).content.decode()


def test_results_come_in_pages(reader: Client) -> None:
    for number in range(12):
        under(home(), news(f"Audit {number}"))
    first, second = looks_for(reader, "audit"), looks_for(reader, "audit", 2)
    assert "12 pages" in first and 'rel="next"' in first and 'rel="prev"' not in first
    assert second.count("<li><a ") == 2 and 'rel="prev"' in second
    for wrong in ("0", "-1", "x", "9999999999"):
        assert reader.get("/search", {"q": "audit", "page": wrong}).status_code == 200


@pytest.mark.parametrize("text", ["", " ", "'", "a & | !b <->", "\x00", "knife\x00", "%", "“”", "x" * 5000, "<script>"])
def test_whatever_is_typed_is_answered(reader: Client, text: str) -> None:
    under(home(), news("Something"))
    page = looks_for(reader, text)
    assert "<script>" not in page
    assert "cookie" not in str(reader.get("/search", {"q": text}).cookies).lower()


def test_the_json_feed_is_one_of_version_1_1_and_says_what_the_rss_feed_says(reader: Client) -> None:
    newsroom.winter_issue()
    answer = reader.get("/feed.json")
    feed = json.loads(answer.content)
    assert answer["Content-Type"] == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["feed_url"].endswith("/feed.json")
    assert all(item["id"] and item["content_text"] and item["url"].startswith("http") for item in feed["items"])
    rss = ElementTree.fromstring(reader.get("/feed.rss").content)
    assert [item["title"] for item in feed["items"]] == [one.text for one in rss.findall("channel/item/title")]
    assert "application/feed+json" in reader.get("/").content.decode()


def test_what_several_pages_rest_on_is_asked_once(reader: Client) -> None:
    numbers = [briefing() for _ in range(6)]
    pages = [under(home(), BriefingPage(title=f"Briefing {n}", item=item)) for n, item in enumerate(numbers)]
    assert [items_of(page) for page in pages] == [{item} for item in numbers]
    with CaptureQueriesContext(connection) as asked, reading_together(pages, Handover.objects.all()):
        assert all(page.is_shown() for page in pages)
        assert Handover.standing(numbers[0], HandedKind.BULLETIN).validity is Validity.UNKNOWN
    assert len(asked) == 1
    tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=numbers[0])
    assert not pages[0].is_shown(), "what was read together is forgotten afterwards"


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 24),
        ("/newsletters/winter-2019/", 22),
        ("/newsletters/winter-2019/what-an-audit-of-knife-crime-found/", 18),
        ("/newsletters/winter-2019/rowan-what-helped-after-a-robbery/", 18),
        ("/search?q=audit", 16),  # one for each kind of page that is found
        ("/feed.rss", 14),
        ("/feed.json", 14),
        ("/sitemap.xml", 18),  # one for each kind of page that there is
    ],
)
def test_a_page_asks_the_database_no_more_than_this_however_much_there_is(
    reader: Client, address: str, most: int
) -> None:
    newsroom.winter_issue()
    finding = ("finding", {"says": "An audit.", "figure": f"{figures()}/had a plan"})
    under(home(), BulletinPage(title="Audit", body=[finding]))
    reader.get(address)
    with CaptureQueriesContext(connection) as few:
        assert reader.get(address).status_code == 200
    for number in range(5):
        finding = ("finding", {"says": f"Audit {number}.", "figure": f"{figures()}/had a plan"})
        under(home(), BulletinPage(title=f"Audit {number}", body=[finding]))
    with CaptureQueriesContext(connection) as many:
        assert reader.get(address).status_code == 200
    assert len(many) <= len(few), "a page for each page below"
    assert len(many) <= most


@given(st.text(max_size=400))
def test_words_are_few_and_short_whatever_the_text(text: str) -> None:
    words = words_of(text)
    assert len(words) <= MOST_WORDS and sum(map(len, words)) <= 2 * LONGEST
    assert all(word and word == word.casefold() for word in words)


@given(st.lists(st.sampled_from(["audit", "neglect", "plan", "school"]), min_size=1, max_size=4))
def test_what_is_known_is_never_spelt_otherwise(words: list[str]) -> None:
    known = {"audit", "neglect", "plan", "school"}
    assert spelt_like(words, known) == ""
    assert says_all(" ".join(words), words)
    assert not says_all(" ".join(words), [*words, "unsaid"])
