"""A reader opens the public site: first page and newsletter, on a desk and on a phone; nothing comes from elsewhere."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import AXE
from tests.journeys.serving_site import served_site
from tests.journeys.visitor import Visitor


@pytest.fixture(scope="module")
def served(site_database: str) -> Iterator[tuple[str, str]]:
    """Fill and serve the site, and return its address and that of its newsletter."""
    with served_site("tests.publishing.inside.newsroom:winter_issue") as found:
        yield found


@pytest.mark.parametrize("width", [1280, 320])
def test_a_reader_reads_the_newsletter(served: tuple[str, str], browser: Any, width: int) -> None:
    host, issue = served
    asked: list[str] = []
    context = browser.new_context(base_url=host, viewport={"width": width, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    visitor = Visitor(page, AXE.read_text(encoding="utf-8"))
    page.goto("/")
    assert visitor.faults() == []
    page.get_by_role("link", name="Winter newsletter").click()
    page.wait_for_url(f"**{issue}")
    assert page.get_by_role("heading", name="Worried about a child?").is_visible()
    assert visitor.faults() == []
    assert not visitor.is_wider_than_the_window()
    page.get_by_role("link", name="A five-step briefing").click()
    page.get_by_role("heading", name="5. What we learned").wait_for()
    assert visitor.faults() == []
    assert {url for url in asked if not url.startswith(f"{host}/")} == set()
    assert visitor.complaints == []
    context.close()
