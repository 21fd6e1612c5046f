"""What goes live, what does not, and what does not stay live."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model

from kith.publishing.models import BriefingPage, BulletinPage
from kith.publishing.vocabulary import HandedKind, Verb
from tests.publishing.inside import newsroom
from tests.publishing.inside.newsroom import STEPS, briefing, figures, home, news, tell, under


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


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        (lambda: [heading("3")], "skips a level"),
        (lambda: [heading("2"), heading("4")], "skips a level"),
        (lambda: [picture(" ")], "no words for whoever cannot see it"),
        (lambda: [draft_link()], "links to “Not yet”"),
        (lambda: [("finding", {"says": "Half", "figure": "none/of these"})], "is not released"),
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
