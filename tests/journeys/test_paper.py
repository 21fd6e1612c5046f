"""What is printed: everything that is read, nothing that is pressed, and who printed it when."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from kith.access.vocabulary import Role
from tests.journeys.visitor import Visitor
from tests.worlds.partnership import Partnership

PAPER = {"width": 700, "height": 1000}  # A4 at 96 dots to the inch, less its margins
PRESSED = (
    "header .govuk-service-navigation",
    ".govuk-back-link",
    ".govuk-skip-link",
    ".kith-account",
    ".kith-screen-only",
    "footer",
    "main button",
    "main a.govuk-button",
)
CUT = """() => [...document.querySelectorAll('body *')].filter(each => {
    if (!each.getClientRects().length || each.closest('.govuk-visually-hidden, svg')) return false;
    const hides = getComputedStyle(each).overflow !== 'visible';
    const inside = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
    return (hides && inside) || each.getBoundingClientRect().right > window.innerWidth + 1;
}).map(each => each.outerHTML.slice(0, 160))"""
WORDS = """() => [...document.querySelectorAll('main section, main h1, main th, main td')].filter(
    each => !each.closest('.kith-screen-only')
).map(each => each.innerText)"""
SPLIT = "() => [...document.querySelectorAll('tr')].filter(r => getComputedStyle(r).breakInside !== 'avoid').length"


def words(visitor: Visitor) -> set[str]:
    """Return every line that one reads in the body of the page."""
    return {" ".join(line.split()) for text in visitor.page.evaluate(WORDS) for line in text.splitlines() if line}


def put_on_paper(visitor: Visitor) -> None:
    """Show the page as a printer would."""
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size(PAPER)


@pytest.fixture
def reader(partnership: Partnership, ada: SimpleNamespace, enter: Callable[..., Visitor]) -> Visitor:
    """Return a manager who has said why she opens Ada."""
    visitor = enter(partnership.staff[Role.TEAM_MANAGER])
    visitor.opens(f"/people/{ada.public_id}/")
    return visitor


def test_card_list_and_chronology_print_whole(partnership: Partnership, ada: SimpleNamespace, reader: Visitor) -> None:
    pages = {
        f"/list/{ada.public_id}/": ("Why on the list", "Not known", "Ada Vale"),
        "/list/": ("Consider next", "Ada Vale", "Points"),
        f"/people/{ada.public_id}/print/": ("Chronology", "Suspended from school", "Ada Vale"),
    }
    manager = partnership.staff[Role.TEAM_MANAGER]
    for address, expected in pages.items():
        reader.page.emulate_media(media="screen")
        reader.page.set_viewport_size({"width": 1280, "height": 900})
        reader.goes_to(address)
        buttons = set(reader.page.locator("main button, main a.govuk-button").all_inner_texts())
        on_screen = words(reader)
        assert not reader.page.get_by_text("Printed by").is_visible()
        put_on_paper(reader)
        assert reader.page.evaluate(CUT) == [], address
        assert on_screen - words(reader) - buttons == set(), address
        body = reader.page.locator("body").inner_text()
        assert [each for each in expected if each not in body] == [], address
        printed = re.search(r"Printed by (.+), on \d+ \w+ \d{4} at \d\d:\d\d\.", body)
        assert printed is not None, address
        assert printed[1] == f"{manager.name}, {manager.agency.name}"
        seen = [each for each in PRESSED for part in reader.page.locator(each).all() if part.is_visible()]
        assert seen == [], address
        assert reader.page.evaluate(SPLIT) == 0
        assert reader.is_wider_than_the_window() is False


def test_a_page_that_is_cut_is_noticed(reader: Visitor) -> None:
    put_on_paper(reader)
    assert reader.page.evaluate(CUT) == []
    reader.page.evaluate("document.querySelector('main').style.cssText = 'overflow: hidden; height: 40px'")
    assert reader.page.evaluate(CUT) != []
