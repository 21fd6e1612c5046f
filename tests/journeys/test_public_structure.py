"""A reader looks at the partnership as it was and is, and finds help, on a desk, on a phone and on paper."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import AXE
from tests.journeys.serving_site import served_site
from tests.journeys.test_paper import CUT, put_on_paper
from tests.journeys.visitor import Visitor


@pytest.fixture(scope="module")
def served(site_database: str) -> Iterator[tuple[str, str]]:
    """Tell the site a structure and services, and serve it."""
    with served_site("tests.publishing.inside.partnership_pages:partnership_pages") as found:
        yield found


@pytest.fixture(params=[1280, 320])
def reader(served: tuple[str, str], browser: Any, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Return somebody at a desk or at a phone."""
    viewport = {"width": request.param, "height": 900}
    context = browser.new_context(base_url=served[0], viewport=viewport)
    context.set_default_timeout(10_000)
    yield Visitor(context.new_page(), AXE.read_text(encoding="utf-8"))
    context.close()


def looks_well(visitor: Visitor) -> None:
    assert visitor.faults() == []
    assert not visitor.is_wider_than_the_window()


def test_a_reader_goes_from_december_2019_to_a_group_and_back_to_today(reader: Visitor) -> None:
    reader.goes_to("/partnership/")
    looks_well(reader)
    for box, typed in (("Day", "1"), ("Month", "12"), ("Year", "2019")):
        reader.writes(box, typed)
    reader.presses("Show that day")
    assert "1 December 2019" in reader.page.locator("h1").inner_text()
    looks_well(reader)
    reader.follows("Audit East")
    looks_well(reader)
    reader.follows("Structure chart")
    assert "1 December 2019" in reader.page.locator("h1").inner_text()
    reader.follows("See it as it is today")
    assert reader.page.get_by_role("link", name="Audit East").count() == 0
    for link in ("Exploitation and missing", "Structure chart", "Larkshire Council", "Structure chart", "Neglect"):
        reader.follows(link)
        looks_well(reader)
    assert reader.strangers == [] and reader.complaints == []


def test_a_reader_finds_help(reader: Visitor) -> None:
    reader.goes_to("/services/")
    looks_well(reader)
    reader.page.locator("select[name=need]").select_option(label="Somewhere to live")
    reader.writes("Age", "16")
    reader.presses("Search")
    assert reader.page.locator("#found").inner_text() == "1 service"
    reader.follows("Night shelter")
    looks_well(reader)
    assert reader.page.get_by_text("01632 960111").is_visible()


@pytest.mark.parametrize("address", ["/partnership/", "/as-it-stood-in-december-2019/", "/services/"])
def test_the_chart_and_the_list_of_services_print_whole(served: tuple[str, str], browser: Any, address: str) -> None:
    context = browser.new_context(base_url=served[0])
    visitor = Visitor(context.new_page(), "")
    visitor.goes_to(address)
    put_on_paper(visitor)
    assert visitor.page.evaluate(CUT) == []
    assert visitor.page.get_by_role("button", name="Show that day").count() == 0
    context.close()
