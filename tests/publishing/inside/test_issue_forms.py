"""One issue in three forms: the page, the mail and the paper say the same, and each can be read by everybody."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kith.publishing.models import BriefingPage, BulletinPage, IssuePage
from kith.publishing.presenters.mail_forms import LARGEST, issue_mail
from kith.publishing.presenters.paper_forms import issue_paper
from kith.publishing.presenters.publications import publication_of
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.pieces import FOOT
from tests.publishing.inside.newsroom import briefing, figures, home, news, tell, under, winter_issue
from tests.worlds.paper import read_claims, words_by_page

HOST = "http://localhost:8001"
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single' #raw[typst] \\ $x$"


def winter() -> Any:
    winter_issue()
    return IssuePage.objects.get(slug="winter-2019")


def said_by(issue: Any) -> set[str]:
    """Return words that a whole issue says, one from each kind of block that is in it."""
    return {
        *(article.title for article in issue.articles()),
        "This is the first newsletter of the new partnership",
        "Nobody asked me why I had stopped going in",
        "office@larkshire.example.org",
        "Half of them were looked after by the council",
        "Went to school less and less",
        "7 of 8",
        "5. What we learned",
        "Listen to the people who live where it happens",
        "Worried about a child?",
    }


def test_page_mail_and_paper_say_the_same(reader: Client, tmp_path: Path) -> None:
    issue = winter()
    form = issue_mail(issue)
    mail = " ".join(BeautifulSoup(form.html, "html.parser").get_text(" ").split())
    paper = " ".join(words_by_page(issue_paper(issue), tmp_path))
    pages = [issue, *issue.articles()]
    site = " ".join(BeautifulSoup(reader.get(page.get_url()).content, "html.parser").get_text(" ") for page in pages)
    for form_words in (mail, " ".join(form.text.split()), paper, " ".join(site.split())):
        assert {words for words in said_by(issue) if words not in form_words} == set()


def test_the_paper_says_what_it_is_and_is_tagged_throughout() -> None:
    issue = winter()
    read = read_claims(issue_paper(issue))
    assert (read.title, read.language, read.shows_title, read.is_marked) == ("Winter newsletter", "en-GB", True, True)
    assert read.part == "1", "the PDF/UA identifier"
    levels = read.headings()
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    figures_there = [tag for tag in read.tags if tag.kind == "Figure"]
    assert len(figures_there) == 1 and all(tag.alternative for tag in figures_there)
    tables = [tag for tag in read.tags if tag.kind == "Table"]
    headers = [tag for tag in read.tags if tag.kind == "TH" and "THead" in tag.above]
    assert len(tables) == 1 and len(headers) == 2
    assert {"L", "LI", "Link", "BlockQuote", "P"} <= set(read.kinds())


def test_in_this_issue_gives_the_page_on_which_each_article_begins(tmp_path: Path) -> None:
    issue = winter()
    pages = words_by_page(issue_paper(issue), tmp_path)
    for article in issue.articles():
        number = re.search(rf"{re.escape(article.title)}, page (\d+)", pages[0])
        assert number is not None
        assert f"{article.title} {article.kind_name()}" in pages[int(number[1]) - 1]


def test_a_line_on_paper_has_its_words_and_its_table() -> None:
    winter()
    read = read_claims(issue_paper(BulletinPage.objects.get(slug="when-school-is-slipping-away")))
    assert "Contacts with the front door rose each year" in next(t for t in read.tags if t.kind == "Figure").alternative
    assert read.kinds().count("Table") == 1


def test_the_paper_is_made_once_for_the_same_words_and_anew_for_others(reader: Client) -> None:
    item = briefing()
    page = under(home(), BriefingPage(title="Briefing", item=item))
    first = reader.get("/briefing/pdf/")
    assert first["Content-Type"] == "application/pdf"
    assert reader.get("/briefing/pdf/").content == first.content
    assert reader.get("/briefing/pdf").status_code == 301
    assert reader.get("/briefing/pdf/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    briefing(("Anew", "2", "3", "4", "5"), item=item, verb=Verb.REPLACE)
    assert reader.get("/briefing/pdf/")["ETag"] != first["ETag"]
    assert issue_paper(page) != first.content


def test_what_is_withdrawn_is_in_no_form_from_that_moment_on(reader: Client, tmp_path: Path) -> None:
    item, released = briefing(("Secret", "2", "3", "4", "5")), figures()
    issue = under(home(), IssuePage(title="Issue", season="Winter"))
    under(issue, BriefingPage(title="Briefing", item=item))
    finding = ("finding", {"says": "Half of them had a plan.", "figure": f"{released}/had a plan"})
    under(issue, BulletinPage(title="Bulletin", body=[finding]))
    assert "Secret" in " ".join(words_by_page(reader.get("/issue/pdf/").content, tmp_path))
    tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    tell(HandedKind.FIGURES, Verb.WITHDRAW, item=released)
    form = issue_mail(issue)
    forms = [form.html, form.text, " ".join(words_by_page(reader.get("/issue/pdf/").content, tmp_path))]
    assert not any(words in made for made in forms for words in ("Secret", "Half of them"))
    for address in ("/issue/briefing/pdf/", "/issue/bulletin/pdf/"):
        assert reader.get(address).status_code == 410


@pytest.mark.parametrize("address", ["/nowhere/pdf/", "/draft/pdf/", "/just-news/pdf/", "/pdf/"])
def test_there_is_no_paper_of_what_does_not_go_out(reader: Client, address: str) -> None:
    under(home(), BulletinPage(title="Draft"), live=False)
    under(home(), news("Just news"))
    assert reader.get(address).status_code == 404


def test_every_address_in_a_mail_works_anywhere_and_every_picture_has_words() -> None:
    form = issue_mail(winter())
    mail = BeautifulSoup(form.html, "html.parser")
    addresses = [link["href"] for link in mail.find_all("a")] + [image["src"] for image in mail.find_all("img")]
    assert len(addresses) > 15
    assert [one for one in addresses if not str(one).startswith((f"{HOST}/", "mailto:"))] == []
    assert [image for image in mail.find_all("img") if not str(image.get("alt", "")).strip()] == []
    assert mail.find("script") is None and mail.find("link") is None
    assert mail.html is not None and str(mail.html["lang"]).startswith("en")
    levels = [int(found.name[1]) for found in mail.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    assert "prefers-color-scheme: dark" in form.html and "color-scheme" in form.html
    assert len(form.html.encode()) <= LARGEST
    assert all(len(line) <= 72 or "http" in line for line in form.text.splitlines())


def test_an_issue_too_large_for_a_mail_says_where_the_rest_is() -> None:
    issue = under(home(), IssuePage(title="Large", season="Winter"))
    long = ("text", f"<p>{'Many words that nobody would cut out. ' * 400}</p>")
    for number in range(8):
        under(issue, news(f"Part {number}", long))
    form = issue_mail(issue)
    assert len(form.html.encode()) <= LARGEST
    assert all(f"Read “Part {number}”" in form.html and f"Part {number}, in short." in form.html for number in range(8))


def test_the_foot_of_a_mail_is_the_readers_own() -> None:
    form = issue_mail(winter())
    assert form.html.count(FOOT) == 1
    own = form.for_reader(html='<p><a href="https://x.example.org/">Stop</a></p>', text="Stop: https://x.example.org/")
    assert FOOT not in own.html and "https://x.example.org/" in own.html
    assert own.text.endswith("Stop: https://x.example.org/\n")


def test_no_words_of_an_editor_are_run_in_any_form(reader: Client, tmp_path: Path) -> None:
    blocks = [
        ("heading", {"level": "2", "text": HOSTILE}),
        ("quote", {"words": HOSTILE, "who": HOSTILE}),
        ("contact", {"name": HOSTILE, "phone": "01632 960 101", "email": ""}),
    ]
    page = under(home(), BulletinPage(title=HOSTILE, slug="hostile", summary=HOSTILE, body=blocks))
    form = issue_mail(page)
    assert "<script" not in form.html and "<script>alert" not in reader.get("/hostile/").content.decode()
    assert BeautifulSoup(form.html, "html.parser").get_text().count(HOSTILE) >= 5
    paper = " ".join(words_by_page(issue_paper(page), tmp_path))
    assert paper.count("<script>alert(1)</script>") >= 5 and "#raw[typst]" in paper
    assert "\n" not in form.subject and "\r" not in form.subject


def test_an_editor_sees_every_form_of_a_draft_before_anybody_else(reader: Client) -> None:
    issue = under(home(), IssuePage(title="To come", season="Winter"), live=False)
    under(issue, news("Not yet out"), live=False)
    assert [mode for mode, _ in issue.preview_modes] == ["", "mail", "mail-text", "pdf"]
    assert publication_of(issue).articles == ()
    for mode in ("mail", "mail-text"):
        shown = issue.make_preview_request(preview_mode=mode)
        assert "Not yet out" in shown.content.decode()
    assert issue.make_preview_request(preview_mode="pdf").content.startswith(b"%PDF")
    assert "Not yet out" in issue.make_preview_request(preview_mode="").render().content.decode()


def test_a_preview_says_what_keeps_the_paper_from_being_made() -> None:
    skips = ("heading", {"level": "4", "text": "Too far down"})
    page = under(home(), BulletinPage(title="Faulty", body=[skips]), live=False)
    said = page.make_preview_request(preview_mode="pdf")
    assert said["Content-Type"].startswith("text/plain")
    assert "Nothing was made" in said.content.decode()


def test_a_reader_is_told_where_to_read_what_cannot_be_put_on_paper(reader: Client) -> None:
    issue = winter()
    drawn = issue.body[0].value["image"].get_rendition("max-1000x1000").file
    drawn.storage.delete(drawn.name)
    answer = reader.get(f"{issue.get_url()}pdf/")
    assert answer.status_code == 503
    assert issue.get_url() in answer.content.decode()
