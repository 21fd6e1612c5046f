"""A reader opens the public site: first page and newsletter, on a desk and on a phone; nothing comes from elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import AXE
from tests.journeys.serving_site import served_site
from tests.journeys.visitor import Visitor


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which the site puts the newsletter as a mail."""
    return tmp_path_factory.mktemp("mail")


@pytest.fixture(scope="module")
def served(site_database: str, mailed: Path) -> Iterator[tuple[str, str]]:
    """Fill and serve the site, and return its address and that of its newsletter."""
    with served_site("tests.publishing.inside.newsroom:winter_issue_and_mail", str(mailed)) as found:
        yield found


PAGES = (
    "/",
    "/newsletters/",
    "/newsletters/winter-2019/",
    "/newsletters/winter-2019/new-arrangements-since-september/",
    "/newsletters/winter-2019/what-an-audit-of-knife-crime-found/",
    "/newsletters/winter-2019/rowan-what-helped-after-a-robbery/",
    "/newsletters/winter-2019/a-unit-against-violence/",
    "/learning/?kind=bulletin",
    "/learning/when-school-is-slipping-away/",
    "/learning/hearing-a-baby/",
    "/reviews/?year=2019",
    "/reviews/referrals-that-did-not-say-what-the-risk-was/",
    "/annual-reports/annual-report-2018-to-2019/",
)


def visit(browser: Any, host: str, width: int, **more: Any) -> tuple[Any, Visitor, list[str]]:
    """Return a page of a fresh browser, whoever reads it, and every address that it asks for."""
    asked: list[str] = []
    context = browser.new_context(base_url=host, viewport={"width": width, "height": 900}, **more)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    return page, Visitor(page, AXE.read_text(encoding="utf-8")), asked


@pytest.mark.parametrize("width", [1280, 320])
def test_every_kind_of_page_can_be_read_by_everybody(served: tuple[str, str], browser: Any, width: int) -> None:
    host, _ = served
    page, visitor, asked = visit(browser, host, width)
    found = []
    for address in PAGES:
        assert page.goto(address).status == 200, address
        assert page.get_by_role("heading", name="Worried about a child?").is_visible()
        found += [f"{address}: {fault}" for fault in visitor.faults()]
        if visitor.is_wider_than_the_window():
            found.append(f"{address} scrolls sideways")
    assert found == []
    assert {url for url in asked if not url.startswith(f"{host}/")} == set()
    assert visitor.complaints == []
    page.context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_reader_reads_the_newsletter(served: tuple[str, str], browser: Any, width: int) -> None:
    host, issue = served
    page, visitor, _ = visit(browser, host, width)
    page.goto("/")
    page.get_by_role("link", name="Winter newsletter").click()
    page.wait_for_url(f"**{issue}")
    page.get_by_role("link", name="Rowan: what helped after a robbery").click()
    page.get_by_role("heading", name="5. What we learned").wait_for()
    page.get_by_role("link", name="Winter newsletter").click()
    paper = page.get_by_role("link", name="Winter newsletter as a PDF")
    answer = page.request.get(paper.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")
    assert visitor.complaints == []
    page.context.close()


def test_a_listing_is_chosen_from_without_a_script(served: tuple[str, str], browser: Any) -> None:
    page, _, _ = visit(browser, served[0], 1280, java_script_enabled=False)
    page.goto("/learning/")
    page.get_by_label("Kind").select_option(label="Seven-minute briefing")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/learning/?kind=seven-minute")
    assert page.locator("main li > a").all_inner_texts() == ["Hearing a baby"]
    page.context.close()


def test_a_page_on_paper_has_its_words_and_no_buttons(served: tuple[str, str], browser: Any) -> None:
    page, _, _ = visit(browser, served[0], 1280)
    page.goto("/learning/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Learning").is_visible()
    assert not page.get_by_role("button", name="Show").is_visible()
    assert not page.get_by_role("navigation", name="Menu").is_visible()
    page.context.close()


# A mail is shown inside the page of a mail reader, so it has no landmarks of its own.
_OF_A_WHOLE_PAGE = ("landmark-one-main", "region")


@pytest.mark.parametrize("width", [700, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mail_can_be_read_by_everybody(
    served: tuple[str, str], mailed: Path, browser: Any, width: int, scheme: str
) -> None:
    page, visitor, _ = visit(browser, served[0], width, color_scheme=scheme)
    page.route("http://**", lambda route: route.abort())
    page.goto((mailed / "mail.html").as_uri())
    assert page.get_by_role("heading", name="Rowan: what helped after a robbery").is_visible()
    assert [fault for fault in visitor.faults() if not fault.startswith(_OF_A_WHOLE_PAGE)] == []
    assert not visitor.is_wider_than_the_window(), "with the pictures not loaded, as most mail readers begin"
    page.context.close()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, False)])
def test_a_reader_asks_to_be_on_the_circulation_list(
    served: tuple[str, str], browser: Any, width: int, scripts: bool
) -> None:
    host, _ = served
    context = browser.new_context(base_url=host, viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    context.set_default_timeout(10_000)
    page = context.new_page()
    visitor = Visitor(page, AXE.read_text(encoding="utf-8"))

    def looks_well() -> None:
        if scripts:  # the checker is a script itself
            assert visitor.faults() == []
            assert not visitor.is_wider_than_the_window()

    page.goto("/")
    page.get_by_role("link", name="join the circulation list").click()
    looks_well()
    page.get_by_role("button", name="Join the list").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    looks_well()
    page.get_by_label("Your e-mail address").fill("sam@example.org")
    page.get_by_label("Learning bulletins and briefings").check()
    page.get_by_label("When something is published").check()
    page.get_by_role("button", name="Join the list").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    looks_well()
    assert context.cookies() == []
    context.close()
