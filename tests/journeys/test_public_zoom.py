"""Every kind of public page at 400 % zoom, with the text spaced wide: it flows, nothing is cut off or covered."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import AXE
from tests.journeys.reflow import ZOOMED, reflow_faults
from tests.journeys.serving_site import served_site
from tests.journeys.visitor import Visitor


@pytest.fixture(scope="module")
def served(site_database: str) -> Iterator[tuple[str, list[str]]]:
    """Fill and serve the site; return its host and the address of every kind of page."""
    with served_site("tests.publishing.inside.whole_site:whole_site") as (host, addresses):
        yield host, addresses.split(",")


@pytest.fixture
def zoomed(served: tuple[str, list[str]], browser: Any) -> Iterator[Visitor]:
    """Return a reader who has zoomed to 400 %."""
    context = browser.new_context(base_url=served[0], viewport=ZOOMED)
    context.set_default_timeout(10_000)
    yield Visitor(context.new_page(), AXE.read_text(encoding="utf-8"))
    context.close()


def test_every_page_flows_at_400_per_cent(served: tuple[str, list[str]], zoomed: Visitor, tmp_path: Any) -> None:
    found = []
    for number, address in enumerate(served[1]):
        assert zoomed.goes_to(address).status in (200, 404, 410), address
        found += [f"{address}: {fault}" for fault in reflow_faults(zoomed.page)]
        zoomed.shoots(tmp_path / f"{number:02}.png")
    assert len(served[1]) > 50
    assert found == [], "\n".join(found)


# The last part of the address of every form that readers fill in.
FORMS = (
    "/circulation",
    "/link",
    "/tell-us/",
    "/certificate/",
    "/book/",
    "/tell-me/",
    "/change/",
    "/colleague/",
    "/remark",
)
_EMPTY = "all => all.forEach(box => { box.value = ''; })"


def test_every_form_that_was_filled_in_wrongly_flows_too(served: tuple[str, list[str]], zoomed: Visitor) -> None:
    forms = [one for one in served[1] if one.endswith(FORMS)]
    found = []
    for address in forms:
        zoomed.goes_to(address)
        zoomed.page.locator("main input:is([type=text], [type=email]), main textarea").evaluate_all(_EMPTY)
        zoomed.page.locator("main form").last.locator("button").last.click()
        zoomed.page.wait_for_load_state()
        if zoomed.page.locator(".govuk-error-summary, .govuk-error-message").count() == 0:
            found.append(f"{address}: says nothing")
        found += [f"{address}: {fault}" for fault in (*reflow_faults(zoomed.page), *zoomed.faults())]
    assert len(forms) >= len(FORMS)
    assert found == [], "\n".join(found)
