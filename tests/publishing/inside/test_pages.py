"""What goes live, what does not, and what does not stay live."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model

from kith.publishing.models import AnnualReportPage, BriefingPage, BulletinPage, Handover, InitiativePage
from kith.publishing.presenters.mail_forms import issue_mail
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.pieces import Heading
from tests.publishing.inside import newsroom
from tests.publishing.inside.newsroom import STEPS, briefing, figures, home, news, tell, under

SITE = "http://localhost:8001"


def test_an_issue_says_what_is_in_it_and_everything_can_be_read(reader: Client) -> None:
    address = newsroom.winter_issue()
    issue = reader.get(address).content.decode()
    contents = issue.split("In this issue")[1].split("</nav>")[0]
    titles = ("New arrangements", "What an audit", "Rowan", "A unit", "Workshops", "Working with unborn babies")
    places = [contents.index(title) for title in titles]
    assert places == sorted(places)
    audit = reader.get(f"{address}what-an-audit-of-knife-crime-found/").content.decode()
    assert "Half of them were looked after" in audit and "4 of 8" in audit and "7 of 8" in audit
    briefed = reader.get(f"{address}rowan-what-helped-after-a-robbery/").content.decode()
    steps = [briefed.index(f"{n}. {step}") for n, step in enumerate(STEPS, 1)]
    assert steps == sorted(steps)
    assert "Winter newsletter" in reader.get("/").content.decode()
    for listing in ("/feed.rss", "/sitemap.xml"):
        assert f"{address}rowan-what-helped-after-a-robbery/" in reader.get(listing).content.decode()


def heading(level: str) -> tuple[str, Any]:
    return ("heading", {"level": level, "text": "What we found"})


def picture(alternative: str) -> tuple[str, Any]:
    drawn = BytesIO()
    Image.new("RGB", (4, 4)).save(drawn, "PNG")
    image = get_image_model().objects.create(title="Bars", file=SimpleUploadedFile("bars.png", drawn.getvalue()))
    return ("picture", {"image": image, "alternative": alternative, "caption": ""})


def draft_link() -> tuple[str, Any]:
    draft = under(home(), news("Not yet"), live=False)
    return ("text", f'<p>See <a id="{draft.pk}" linktype="page">this</a>.</p>')


def chart(name: str, form: str) -> tuple[str, Any]:
    return ("chart", {"table": name, "form": form, "says": "It rose."})


def table(**change: Any) -> UUID:
    """Hand over one small table, and return the number of the message's item."""
    rows = [["2018", 4], ["2019", 5]]
    plain = {"key": "by year", "title": "Contacts", "heading": "Year", "unit": "contacts", "of": 9, "rows": rows}
    return tell(HandedKind.FIGURES, text={"tables": [plain | change]})


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        (lambda: [heading("3")], "skips a level"),
        (lambda: [heading("2"), heading("4")], "skips a level"),
        (lambda: [picture(" ")], "no words for whoever cannot see it"),
        (lambda: [draft_link()], "links to “Not yet”"),
        (lambda: [("finding", {"says": "Half", "figure": "none/of these"})], "is not released"),
        (lambda: [chart("none/of these", "bars")], "is not released"),
        (lambda: [chart(f"{table(of=None)}/by year", "share")], "cannot be drawn so"),
        (lambda: [chart(f"{table(rows=[['2018', None], ['2019', 4]])}/by year", "line")], "cannot be drawn so"),
        (
            lambda: [("page", {"page": under(home(), news("Not yet"), live=False), "whole": False})],
            "links to “Not yet”",
        ),
    ],
)
def test_a_page_with_a_fault_stays_a_draft(reader: Client, blocks: Any, says: str) -> None:
    page = under(home(), news("Faulty", *blocks()), live=False)
    with pytest.raises(ValidationError, match=says):
        page.get_latest_revision().publish()
    page.refresh_from_db()
    assert not page.live
    assert reader.get("/faulty/").status_code == 404


def test_a_page_without_a_fault_goes_live(reader: Client) -> None:
    under(home(), news("Sound", heading("2"), heading("3"), picture("Two bars, the second twice as long")))
    page = reader.get("/sound/")
    assert 'alt="Two bars, the second twice as long"' in page.content.decode()


@pytest.mark.parametrize(
    "item",
    [
        lambda: tell(HandedKind.BULLETIN, text={"steps": list(range(5))}),
        lambda: briefing(STEPS[:4]),
        lambda: tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=briefing()),
        lambda: tell(HandedKind.BRIEFING, Verb.REPLACE, text={"steps": list(range(5))}),
    ],
    ids=["of another kind", "four steps", "withdrawn", "never approved"],
)
def test_a_briefing_that_is_not_approved_whole_does_not_go_live(item: Any) -> None:
    page = under(home(), BriefingPage(title="Briefing", item=item()), live=False)
    with pytest.raises(ValidationError, match=r"not approved|steps"):
        page.get_latest_revision().publish()


def test_a_briefing_is_whole_by_its_own_form() -> None:
    five, seven = briefing(), briefing((*STEPS, "What to do", "Find out more"))
    under(home(), BriefingPage(title="Five", item=five, form="five-step"))
    under(home(), BriefingPage(title="Seven", item=seven, form="seven-minute"))
    wrong = under(home(), BriefingPage(title="Wrong", item=five, form="seven-minute"), live=False)
    with pytest.raises(ValidationError, match="has 7 steps; this one has 5"):
        wrong.get_latest_revision().publish()


def test_a_bulletin_of_casework_is_shown_replaced_and_gone_like_a_briefing(reader: Client) -> None:
    told = {"steps": [{"heading": step, "text": "Nobody had asked before."} for step in STEPS[:4]]}
    item = tell(HandedKind.BULLETIN, text=told)
    assert (str(item), "Bulletin: What we learned") in Handover.briefing_choices()
    under(home(), BriefingPage(title="Gathered", item=item, form="bulletin"))
    wrong = under(home(), BriefingPage(title="Wrong", item=briefing(STEPS[:4]), form="bulletin"), live=False)
    with pytest.raises(ValidationError, match="not approved"):
        wrong.get_latest_revision().publish()
    assert "1. The background" in reader.get("/gathered/").content.decode()
    anew = {"steps": [{"heading": "Anew", "text": "Somebody asks."}, *told["steps"][1:]]}
    tell(HandedKind.BULLETIN, Verb.REPLACE, item=item, text=anew)
    page = reader.get("/gathered/").content.decode()
    assert "1. Anew" in page and "The background" not in page
    first, *_ = BriefingPage.objects.get(slug="gathered").pieces()
    assert isinstance(first, Heading) and first.text == "1. Anew", "what goes into a mail and on paper, too"
    tell(HandedKind.BULLETIN, Verb.WITHDRAW, item=item)
    assert reader.get("/gathered/").status_code == 410


def test_a_chart_is_drawn_with_its_table_and_goes_when_its_figures_do(reader: Client) -> None:
    item = table(rows=[["2018", 4], ["2019", None], ["2020", 6]])
    under(home(), news("Drawn", *(chart(f"{item}/by year", form) for form in ("bars", "line", "share"))))
    page = BeautifulSoup(reader.get("/drawn/").content, "html.parser")
    assert [svg["aria-label"] for svg in page.select("svg.kith-line")] == ["It rose."]
    tables = [[cell.get_text() for cell in drawn.select("td, tbody th")] for drawn in page.select(".kith-chart table")]
    assert len(tables) == 3 and all("held back" in " ".join(cells) for cells in tables)
    assert "4 of 9" in tables[2] and "4" in tables[0]
    assert not page.select("[style]"), "the policy allows no inline style"
    tell(HandedKind.FIGURES, Verb.WITHDRAW, item=item)
    assert reader.get("/drawn/").status_code == 410


def test_a_page_reads_the_inbox_no_more_often_for_more_findings(reader: Client) -> None:
    item = tell(HandedKind.FIGURES, text={"figures": [{"key": f"k{n}", "n": n, "of": 9} for n in range(9)]})
    found = [("finding", {"says": "Some had.", "figure": f"{item}/k{n}"}) for n in range(9)]
    asked = {}
    for many in (1, 9):
        under(home(), news(f"Page {many}", *found[:many]))
        reader.get(f"/page-{many}/")
        statements: list[str] = []
        with connection.execute_wrapper(lambda execute, *rest, into=statements: into.append(rest[0]) or execute(*rest)):
            assert reader.get(f"/page-{many}/").content.decode().count("of 9") == many
        asked[many] = len(statements)
    assert asked[1] == asked[9]


def test_an_annual_report_draws_its_released_counts_and_falls_with_them(reader: Client) -> None:
    item = table(of=None)
    report = AnnualReportPage(title="Annual report", year=2019, release=item)
    under(home(), report)
    assert "April 2018 to March 2019" in reader.get("/annual-report/").content.decode()
    assert "Contacts" in reader.get("/annual-report/").content.decode()
    other = under(home(), AnnualReportPage(title="Other", year=2019, release=uuid4()), live=False)
    with pytest.raises(ValidationError, match="not released"):
        other.get_latest_revision().publish()
    tell(HandedKind.FIGURES, Verb.WITHDRAW, item=item)
    assert reader.get("/annual-report/").status_code == 410
    assert reader.get("/annual-report/pdf/").status_code == 410
    assert "Annual report" not in reader.get("/").content.decode()


def test_an_initiative_links_to_no_draft_wherever_the_link_stands() -> None:
    text = draft_link()[1]
    page = under(home(), InitiativePage(title="Unit", how_it_works=text), live=False)
    with pytest.raises(ValidationError, match="links to “Not yet”"):
        page.get_latest_revision().publish()


def test_another_page_is_named_while_it_may_be_read_and_read_on_in_mail_where_wanted(reader: Client) -> None:
    unit = under(home(), InitiativePage(title="Unit", summary="One team.", how_it_works="<p>We meet each week.</p>"))
    under(home(), BulletinPage(title="Bulletin", body=[("page", {"page": unit, "whole": True})]))
    assert "One team." in reader.get("/bulletin/").content.decode()
    assert "We meet each week." in issue_mail(BulletinPage.objects.get()).text
    unit.unpublish()
    assert "One team." not in reader.get("/bulletin/").content.decode()
    assert "We meet each week." not in issue_mail(BulletinPage.objects.get()).text


def test_a_page_says_what_it_is_to_whoever_shares_it(reader: Client) -> None:
    under(home(), news("Sound", picture("Two bars, the second twice as long")))
    page = BeautifulSoup(reader.get("/sound/").content, "html.parser")
    card = {str(meta["property"]): str(meta["content"]) for meta in page.select("meta[property]")}
    assert card["og:title"] == "Sound" and card["og:description"] == "Sound, in short."
    assert card["og:url"] == f"{SITE}/sound/" and card["og:image"].startswith(f"{SITE}/media/images/")
    assert card["og:image:alt"] == "Two bars, the second twice as long"
    assert page.html is not None and str(page.html["lang"]).lower() == "en-gb"
    assert [str(link["href"]) for link in page.select("link[rel=canonical]")] == [f"{SITE}/sound/"]


def test_what_is_replaced_shows_at_once_and_what_is_withdrawn_is_gone_everywhere(reader: Client) -> None:
    item, released = briefing(), figures()
    under(home(), BriefingPage(title="Briefing", item=item))
    finding = ("finding", {"says": "Half of them had a plan.", "figure": f"{released}/had a plan"})
    under(home(), BulletinPage(title="Bulletin", body=[finding]))
    briefing(("Anew", *STEPS[1:]), item=item, verb=Verb.REPLACE)
    figures(5, item=released, verb=Verb.REPLACE)
    assert "1. Anew" in reader.get("/briefing/").content.decode()
    assert "5 of 8" in reader.get("/bulletin/").content.decode()
    tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    tell(HandedKind.FIGURES, Verb.WITHDRAW, item=released)
    for address in ("/briefing/", "/bulletin/"):
        page = reader.get(address)
        assert page.status_code == 410
        assert "Anew" not in page.content.decode() and "5 of 8" not in page.content.decode()
        for listing in ("/", "/feed.rss", "/sitemap.xml"):
            assert address not in reader.get(listing).content.decode()
