"""An editor who has read the guide makes, previews and publishes an issue of six articles; an approver approves it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import AXE
from tests.journeys.serving_site import served_site
from tests.journeys.visitor import Visitor, code_of

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "a-longer-pass-phrase-of-mine"
ARTICLES = (
    "A welcome from the office",
    "What is new in the arrangements",
    "What the audit found",
    "A new unit against violence",
    "Workshops in the spring",
    "The toolkit has been renewed",
)


@pytest.fixture(scope="module")
def served(site_database: str) -> Iterator[tuple[str, str]]:
    """Serve the site with an author and an approver, and return its address and the number of its first page."""
    with served_site("tests.publishing.inside.people:author_and_approver") as found:
        yield found


@pytest.fixture
def at_a_browser(served: tuple[str, str], browser: Any) -> Iterator[Any]:
    """Return a way to sit somebody down at a browser of their own."""
    opened = []

    def sit_down() -> Visitor:
        context = browser.new_context(base_url=served[0], viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        opened.append(context)
        return Visitor(context.new_page(), AXE.read_text(encoding="utf-8"))

    yield sit_down
    for context in opened:
        context.close()


def signs_in(visitor: Visitor, email: str) -> None:
    """Sign in with both proofs, as the guide says under “Signing in”."""
    page = visitor.page
    page.goto("/cms/")
    page.get_by_label("Email", exact=False).first.fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    visitor.presses("Sign in")
    page.locator("input[name=code]").fill(code_of(SECRET))
    page.locator("main form button[type=submit], main form .govuk-button").first.click()
    page.wait_for_url("**/cms/")


def writes(visitor: Visitor, kind: str, below: str, title: str, **fields: str) -> str:
    """Begin a page below another, fill it in, save it as a draft, and return its number."""
    page = visitor.page
    page.goto(f"/cms/pages/add/publishing/{kind}/{below}/")
    for name, says in fields.items():
        page.locator(f"[name={name}]").fill(says)
    # As a person types: the page makes its address from the title, letter by letter.
    page.locator("[name=title]").press_sequentially(title)
    expect(page.locator("[name=slug]")).not_to_have_value("")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/")
    return str(page.url.split("/pages/")[1].split("/")[0])


def sees_beside_the_form(visitor: Visitor, number: str, title: str) -> None:
    """Open the form of a page with its preview beside it, as the guide says under “Look at it”."""
    visitor.page.goto(f"/cms/pages/{number}/edit/")
    visitor.page.get_by_role("button", name="Toggle preview").first.click()
    beside = visitor.page.frame_locator("iframe[title='Preview']").first
    beside.get_by_role("heading", name=title, level=1).wait_for()
    assert [words for words in visitor.complaints if "Framing" in words] == []


def sends(visitor: Visitor, number: str) -> None:
    """Send a page for approval, and look at each word that may be about a person."""
    page = visitor.page
    page.goto(f"/cms/pages/{number}/edit/")
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Submit to").click()
    page.wait_for_url(lambda url: "/edit/" not in url)
    if "/cms/words/" in page.url:
        for box in page.locator("input[name=ticked]").all():
            box.check()
        page.get_by_role("button", name="send for approval").click()
        page.wait_for_url(lambda url: "/cms/words/" not in url)


def shows(visitor: Visitor, number: str, reader: Visitor) -> None:
    """Show a draft to somebody without an account, who says what they think of it."""
    page = visitor.page
    page.goto(f"/cms/previews/{number}/")
    page.locator("input[name=shown_to]").fill("Kim Reed, police")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("a[href*='/preview/']").first.get_attribute("href")
    reader.page.goto(address[address.index("/preview/") :])
    assert reader.faults() == []
    reader.follows("Say what you think of it")
    assert reader.faults() == []
    reader.chooses("It can be published as it is")
    reader.presses("Send")
    assert "Sorrel has been told" in reader.reads()
    reader.page.set_viewport_size({"width": 320, "height": 900})
    reader.page.goto(address[address.index("/preview/") :])
    assert not reader.is_wider_than_the_window()


def test_an_editor_publishes_an_issue_of_six_articles_in_one_sitting(
    served: tuple[str, str], at_a_browser: Any
) -> None:
    _, home = served
    sorrel, idris, reader = at_a_browser(), at_a_browser(), at_a_browser()
    signs_in(sorrel, "sorrel@example.org")
    issue = writes(
        sorrel, "issuepage", home, title="The winter newsletter", season="Winter", summary="What we learned."
    )
    written = [
        writes(sorrel, "newspage", issue, title, summary="What happened, and what to do about it.")
        for title in ARTICLES
    ]
    sees_beside_the_form(sorrel, issue, "The winter newsletter")
    sorrel.page.goto(f"/cms/pages/{issue}/view_draft/")
    assert sorrel.page.get_by_role("heading", name="The winter newsletter").is_visible()
    shows(sorrel, issue, reader)
    for number in (issue, *written):
        sends(sorrel, number)
    assert reader.goes_to("/the-winter-newsletter/").status == 404, "nobody publishes alone"
    signs_in(idris, "idris@example.org")
    for _ in (issue, *written):
        idris.page.goto("/cms/")
        idris.page.get_by_role("button", name="Actions").first.click()
        with idris.page.expect_navigation():
            idris.page.get_by_role("button", name="Approve", exact=True).first.click()
    reader.page.goto("/the-winter-newsletter/")
    contents = reader.page.get_by_role("navigation", name="In this issue").inner_text()
    assert [title for title in ARTICLES if title in contents] == list(ARTICLES)
    assert reader.faults() == []
    reader.page.goto("/search?q=renewed+toolkit")
    assert reader.faults() == []
    for visitor in (sorrel, idris, reader):
        assert visitor.strangers == [], "the editing pages ask nobody outside for anything"
