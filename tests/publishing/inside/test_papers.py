"""Every kind of paper that the site makes is read back by another program, and everybody can read it."""

from collections.abc import Callable
from itertools import pairwise

import pytest
import typst
from django.test import Client
from django.utils import timezone

from kith.publishing.models import SitePage
from kith.publishing.presenters.paper_forms import issue_paper
from kith.publishing.runs.event_papers import certificate_pages, sign_in_sheet
from kith.publishing.services.demonstrating import fill_toolkits
from kith.publishing.services.events import learned
from tests.publishing.inside import workshops
from tests.publishing.inside.newsroom import winter_issue
from tests.worlds.paper import Read, links_outside, read_claims, words_outside


def published(slug: str) -> Callable[[], bytes]:
    """Return a way to make the paper of one page of the winter newsletter and what stands beside it."""

    def make() -> bytes:
        winter_issue()
        return issue_paper(SitePage.objects.get(slug=slug).specific)

    return make


def toolkit() -> bytes:
    """Return the toolkit with its checklists and its form, as readers take it."""
    fill_toolkits(now=timezone.now())
    return Client().get("/toolkits/pre-birth-planning/v2/toolkit.pdf").content


def sheet() -> bytes:
    at = workshops.event(trainer="Learning and development team")
    workshops.books(at, "Ada Brook")
    return sign_in_sheet(at)


def certificate() -> bytes:
    workshops.series(aims="Name what you see\nWrite it down")
    booking = workshops.came(workshops.event())
    issued = learned.issue_certificate(booking_id=booking.pk, now=workshops.OVER)
    return certificate_pages(issued, booking, "/events/certificate/")


PAPERS: dict[str, tuple[Callable[[], bytes], str, set[str]]] = {
    "newsletter": (published("winter-2019"), "Winter newsletter", {"Figure", "Table", "L", "BlockQuote", "Link"}),
    "bulletin": (published("when-school-is-slipping-away"), "When school is slipping away", {"Figure", "Table"}),
    "bulletin with a table": (
        published("what-an-audit-of-knife-crime-found"),
        "What an audit of knife crime found",
        {"Table", "L"},
    ),
    "five-step briefing": (published("rowan-what-helped-after-a-robbery"), "Rowan: what helped after a robbery", set()),
    "seven-minute briefing": (published("hearing-a-baby"), "Hearing a baby", set()),
    "annual report": (published("annual-report-2018-to-2019"), "Annual report 2018 to 2019", {"Table"}),
    "toolkit": (toolkit, "Pre-birth planning", set()),
    "sign-in sheet": (sheet, "Sign-in sheet: Seeing neglect early", {"Table"}),
    "certificate": (certificate, "Certificate of attendance: Seeing neglect early", {"L"}),
}


def faults_of(pages: bytes) -> list[str]:
    """Return what keeps somebody from reading a PDF who cannot see it, as other programs than its maker read it."""
    read = read_claims(pages)
    found = [
        (read.language != "en-GB", f"language {read.language!r}"),
        (not read.shows_title, "shows its file name in place of its title"),
        (not read.is_marked, "is not tagged"),
        (read.part != "1", f"claims PDF/UA part {read.part!r}"),
        (read.headings()[:1] != [1] or read.headings().count(1) != 1, f"headings {read.headings()}"),
        (any(after > before + 1 for before, after in pairwise(read.headings())), f"headings {read.headings()}"),
        (any(not tag.alternative for tag in read.tags if tag.kind == "Figure"), "a figure without words"),
        *((True, f"outside the tags: {one}") for one in words_outside(pages)),
        *((True, f"a link without words: {one}") for one in links_outside(pages)),
    ]
    return [words for is_wrong, words in found if is_wrong] + _faults_of_tables(read)


def _faults_of_tables(read: Read) -> list[str]:
    """Return the tables whose columns have no marked headers."""
    tables, headers = read.kinds().count("Table"), [tag for tag in read.tags if tag.kind == "TH"]
    found = [f"a header of {tag.scope or 'nothing'}" for tag in headers if tag.scope not in ("Column", "Row", "Both")]
    heads = read.kinds().count("THead")
    return [*found, f"{tables} tables, {heads} with headers"] if heads != tables else found


@pytest.mark.parametrize("kind", PAPERS)
def test_everybody_can_read_every_kind_of_paper(kind: str) -> None:
    make, title, holds = PAPERS[kind]
    pages = make()
    assert faults_of(pages) == []
    read = read_claims(pages)
    assert read.title == title
    assert holds <= set(read.kinds())


BAD = b"""#set text(lang: "cy")
== Begins in the middle
==== and skips
#table(columns: 2, [No], [headers])
#figure(rect(width: 9pt))
"""


def test_the_reader_of_papers_finds_what_is_wrong() -> None:
    found = faults_of(typst.compile(BAD))
    assert {"language 'cy'", "claims PDF/UA part ''", "headings [2, 4]", "a figure without words"} <= set(found)
    assert "1 tables, 0 with headers" in found
    found = faults_of(typst.compile(BAD, pdf_tags=False))
    assert {"is not tagged", "headings []"} <= set(found)
    assert any(fault.startswith("outside the tags") for fault in found)
