"""The shell's own pages in a real browser, under the product's content security policy, without a server behind."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import get_template

from kith.shell import views
from tests.journeys.conftest import AXE
from tests.shell.drawing import NONCE, plain_static_files, request_for

HOST = "http://shell.example.org"
VIEWER = SimpleNamespace(name="Robin Vale", agency_name="Larkshire Council", roles=frozenset())
WIDTHS = (1280, 320)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IDLE, WARNING = 900, 120


def error_page(request: HttpRequest) -> str:
    """Return the page of a failure, drawn with nothing at hand."""
    return str(get_template("500.html").render())


def page_of(view: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], str]:
    """Return a view's page as text."""
    return lambda request: str(view(request).content.decode())


PAGES = {
    "/gallery": page_of(views.gallery),
    "/accessibility": page_of(views.accessibility),
    "/privacy": page_of(views.privacy),
    "/failed": error_page,
}


class Shell:
    """A browser in which every address is answered from this process, and every complaint is kept."""

    def __init__(self, browser: Any, width: int, viewer: Any = None) -> None:
        self.viewer = viewer
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": 800}, base_url=HOST)
        self.page = self.context.new_page()
        self.page.route("**/*", self._answer)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _answer(self, route: Any) -> None:
        path = route.request.url.removeprefix(HOST).split("?")[0]
        self.asked.append(route.request.url)
        if path in PAGES:
            html = PAGES[path](request_for(path, viewer=self.viewer))
            headers = {"Content-Security-Policy": build_policy(nonce=NONCE), "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=html, headers=headers)
        elif path == "/theme.css":
            route.fulfill(body=views.theme(request_for(path)).content.decode(), content_type="text/css")
        elif path == "/stay":
            route.fulfill(status=204)
        elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=str(found), content_type=mimetypes.guess_type(path)[0] or "text/plain")
        else:
            route.fulfill(body="elsewhere", content_type="text/plain")

    def axe(self) -> list[str]:
        """Return what axe finds wrong with the page."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
        return [f"{fault['id']}: {node['html'][:160]}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.fixture
def shell(browser: Any) -> Iterator[Callable[..., Shell]]:
    """Return a way to open the shell in a window of some width."""
    opened: list[Shell] = []

    def open_shell(width: int = 1280, viewer: Any = None) -> Shell:
        opened.append(Shell(browser, width, viewer))
        return opened[-1]

    with plain_static_files:
        yield open_shell
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound_at_every_width(shell: Callable[..., Shell], path: str, width: int) -> None:
    opened = shell(width)
    opened.page.goto(path)
    opened.page.wait_for_function("document.readyState === 'complete'")
    assert opened.axe() == []
    assert opened.complaints == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [address for address in opened.asked if not address.startswith(HOST)] == []


def test_components_start_under_the_policy(shell: Callable[..., Shell]) -> None:
    opened = shell()
    opened.page.goto("/gallery")
    opened.page.get_by_role("button", name="Show all sections").click()
    assert opened.page.get_by_text("Eleven entries from four agencies.").is_visible()
    opened.page.get_by_role("tab", name="Held").click()
    assert opened.page.get_by_text("7 rows are held back.").is_visible()
    assert opened.page.evaluate("typeof htmx") == "object"


def test_three_presses_leave_a_page_that_must_not_be_seen(shell: Callable[..., Shell]) -> None:
    opened = shell()
    opened.page.goto("/gallery")
    opened.page.wait_for_function("document.body.classList.contains('govuk-frontend-supported')")
    opened.page.locator(".govuk-exit-this-page__button").wait_for()
    for _ in range(3):
        opened.page.keyboard.press("Shift")
    opened.page.wait_for_url("**/accessibility")
    assert opened.page.locator("h1").inner_text() != "Gallery"


def test_every_mark_of_the_lanes_can_be_reached_by_keyboard(shell: Callable[..., Shell]) -> None:
    opened = shell()
    opened.page.goto("/gallery")
    marks = opened.page.locator(".kith-lanes a").count()
    opened.page.locator(".kith-lanes-figure > .kith-scroll").focus()
    reached = set()
    for _ in range(marks):
        opened.page.keyboard.press("Tab")
        reached.add(opened.page.evaluate("document.activeElement.getAttribute('aria-label')"))
    named = opened.page.locator(".kith-lanes a").evaluate_all("all => all.map(a => a.getAttribute('aria-label'))")
    assert reached == set(named)
    assert marks == len(set(named)) > 40


def test_warning_comes_before_the_session_ends_and_staying_is_one_press(shell: Callable[..., Shell]) -> None:
    opened = shell(viewer=VIEWER)
    opened.page.clock.install()
    opened.page.goto("/privacy")
    dialog = opened.page.locator("#kith-timeout")
    opened.page.wait_for_function("document.readyState === 'complete'")
    opened.page.clock.fast_forward((IDLE - WARNING - 5) * 1000)
    assert not dialog.is_visible()
    opened.page.clock.fast_forward(10_000)
    assert dialog.is_visible()
    assert opened.axe() == []
    opened.page.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")
    assert f"{HOST}/stay" in opened.asked
    opened.page.clock.fast_forward((IDLE - WARNING - 5) * 1000)
    assert not dialog.is_visible()


def test_page_leaves_when_nobody_answers_the_warning(shell: Callable[..., Shell]) -> None:
    opened = shell(viewer=VIEWER)
    opened.page.clock.install()
    opened.page.goto("/privacy")
    opened.page.wait_for_function("document.readyState === 'complete'")
    opened.page.clock.fast_forward((IDLE - WARNING + 1) * 1000)
    opened.page.clock.fast_forward((WARNING + 1) * 1000)
    opened.page.wait_for_url("**/accounts/login/?timed-out")


def test_paper_carries_who_printed_and_no_navigation(shell: Callable[..., Shell]) -> None:
    opened = shell(viewer=VIEWER)
    opened.page.goto("/privacy")
    assert not opened.page.get_by_text("Printed by Robin Vale").is_visible()
    opened.page.emulate_media(media="print")
    assert opened.page.get_by_text("Printed by Robin Vale").is_visible()
    assert not opened.page.locator("footer").is_visible()


def test_forced_colours_keep_the_marks_apart_from_the_page(shell: Callable[..., Shell]) -> None:
    opened = shell()
    opened.page.emulate_media(forced_colors="active")
    opened.page.goto("/gallery")
    fill = opened.page.locator(".kith-lanes .kith-mark--low").first.evaluate("mark => getComputedStyle(mark).fill")
    assert fill != opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
