"""The whole site, page by page: at 400 % zoom with the text spaced wide, in Welsh, and behind the keepers' door."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.journeys.conftest import AXE
from tests.journeys.reflow import ZOOMED, reflow_faults
from tests.journeys.serving_site import served_site
from tests.journeys.visitor import Visitor


class Site(NamedTuple):
    """Where it is served, the addresses of its readers and of its keepers, and the session of a keeper."""

    host: str
    public: list[str]
    keepers: list[str]
    session: str


@pytest.fixture(scope="module")
def served(site_database: str) -> Iterator[Site]:
    """Fill and serve the site once for all of this."""
    with served_site("tests.publishing.inside.whole_site:whole_site") as (host, told):
        public, keepers, session = told.split("|")
        yield Site(host, public.split(","), keepers.split(","), session)


@pytest.fixture
def zoomed(served: Site, browser: Any) -> Iterator[Visitor]:
    """Return a reader who has zoomed to 400 %."""
    context = browser.new_context(base_url=served.host, viewport=ZOOMED)
    context.set_default_timeout(10_000)
    yield Visitor(context.new_page(), AXE.read_text(encoding="utf-8"))
    context.close()


def test_every_page_flows_at_400_per_cent(served: Site, zoomed: Visitor, tmp_path: Any) -> None:
    found = []
    for number, address in enumerate(served.public):
        assert zoomed.goes_to(address).status in (200, 404, 410), address
        found += [f"{address}: {fault}" for fault in reflow_faults(zoomed.page)]
        zoomed.shoots(tmp_path / f"{number:02}.png")
    assert len(served.public) > 50
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


def test_every_form_that_was_filled_in_wrongly_flows_too(served: Site, zoomed: Visitor) -> None:
    forms = [one for one in served.public if one.endswith(FORMS)]
    found = []
    for address in forms:
        zoomed.goes_to(address)
        zoomed.page.locator("main input:is([type=text], [type=email]), main textarea").evaluate_all(_EMPTY)
        with zoomed.page.expect_navigation():
            zoomed.page.locator("main form").last.locator("button").last.click()
        if zoomed.page.locator(".govuk-error-summary, .govuk-error-message").count() == 0:
            found.append(f"{address}: says nothing")
        found += [f"{address}: {fault}" for fault in (*reflow_faults(zoomed.page), *zoomed.faults())]
    assert len(forms) >= len(FORMS)
    assert found == [], "\n".join(found)


def test_every_welsh_page_can_be_read_by_everybody(served: Site, zoomed: Visitor) -> None:
    welsh = [one for one in served.public if one.startswith("/cy/")]
    found = []
    for address in welsh:
        zoomed.goes_to(address)
        assert zoomed.page.locator("html").get_attribute("lang") == "cy", address
        found += [f"{address}: {fault}" for fault in zoomed.faults()]
    assert len(welsh) > 8
    assert found == [], "\n".join(found)


def test_every_page_of_the_keepers_can_be_used_by_everybody(served: Site, browser: Any, tmp_path: Any) -> None:
    context = browser.new_context(base_url=served.host, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "kith_site_session", "value": served.session, "url": served.host}])
    mina, found = Visitor(context.new_page(), AXE.read_text(encoding="utf-8")), []
    for number, address in enumerate(served.keepers):
        answer = mina.goes_to(address)
        assert answer.status == 200 and mina.page.url.endswith(address), address
        found += [f"{address}: {fault}" for fault in mina.faults()]
        mina.shoots(tmp_path / f"{number:02}.png")
    mina.goes_to("/cms/circulation/")
    mina.writes("address", "vic.stone@example.org")
    mina.presses("Look")
    found += [f"one person: {fault}" for fault in mina.faults()]
    mina.shoots(tmp_path / "person.png")
    assert "hard" in mina.page.inner_text("main"), "what came back, as proof"
    assert found == [], "\n".join(found)
    assert mina.complaints == [] and mina.strangers == []
    context.close()
