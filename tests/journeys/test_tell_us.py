"""A child writes to the partnership and leaves at once; a coordinator reads it; a practitioner ticks off a toolkit."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.project.collecting import collect_feedback
from kith.publishing.services.voicing import hand_over_demo_words
from kith.shell.components.framing import HARMLESS
from tests.journeys.conftest import AXE
from tests.journeys.serving_site import served_site
from tests.journeys.visitor import Visitor
from tests.worlds.partnership import Partnership

CANARY = "Zephyrine and the seven kestrels"


@pytest.fixture(scope="module")
def served(site_database: str) -> Iterator[str]:
    """Fill and serve the site in a process of its own, and return its address."""
    hand_over_demo_words(inbox=settings.KITH_INBOX, now=timezone.now())
    with served_site("tests.publishing.inside.newsroom:toolkits_contacts_and_voices") as (host, _):
        yield host


@pytest.fixture
def read(served: str, browser: Any) -> Iterator[Callable[..., Visitor]]:
    """Return a way to open the public site; the harmless page elsewhere is one of our own."""
    opened = []

    def open_window(width: int = 1280, **how: Any) -> Visitor:
        context = browser.new_context(base_url=served, viewport={"width": width, "height": 900}, **how)
        context.set_default_timeout(10_000)
        context.route(HARMLESS, lambda route: route.fulfill(body="Sunny", content_type="text/html"))
        opened.append(context)
        return Visitor(context.new_page(), AXE.read_text(encoding="utf-8"))

    yield open_window
    for context in opened:
        context.close()


def check(visitor: Visitor) -> None:
    assert visitor.faults() == []
    assert not visitor.is_wider_than_the_window()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_child_writes_and_a_coordinator_reads_it(
    read: Callable[..., Visitor],
    enter: Callable[..., Visitor],
    partnership: Partnership,
    ada: SimpleNamespace,
    width: int,
) -> None:
    child = read(width)
    child.page.goto("/tell-us/")
    check(child)
    child.presses("Send")
    assert "Write what you want to tell us" in child.reads()
    check(child)
    child.page.get_by_label("What do you want to tell us?").fill(f"He hits me. {CANARY}")
    child.page.get_by_role("group", name="Is somebody being hurt").get_by_label("Yes").check()
    child.page.get_by_role("group", name="Would you like an answer?").get_by_label("Yes").check()
    child.presses("Send")
    assert CANARY in child.page.get_by_label("What do you want to tell us?").input_value(), "a mistake loses no word"
    child.page.get_by_label("how and when is it safe").fill("At school, at noon")
    child.presses("Send")
    child.page.wait_for_url("**/tell-us/thank-you/")
    check(child)
    child.page.go_back()
    assert CANARY not in child.page.content(), "going back shows nothing of what was written"
    assert child.page.context.cookies() == []
    assert child.strangers == []
    assert all("422" in complaint for complaint in child.complaints)

    with connect_as("worker"):
        assert collect_feedback(
            inbox=settings.KITH_INBOX, private_key=settings.INSTALLATION.feedback_key, now=timezone.now()
        )
    coordinator = enter(partnership.staff[Role.PANEL_COORDINATOR], width=width)
    coordinator.page.goto("/work/")
    coordinator.follows("Read now what somebody wrote")
    assert CANARY in coordinator.reads() and "A child may be at risk" in coordinator.reads()
    assert CANARY not in coordinator.page.title() and CANARY not in coordinator.page.url
    check(coordinator)
    coordinator.chooses("Somebody may be at risk")
    coordinator.writes("Say what you did", "Rang the front door, who see the child at noon.")
    coordinator.presses("Keep, and close the task")
    coordinator.page.goto("/work/feedback/")
    assert "Nothing waits to be read" in coordinator.reads()
    check(coordinator)


def test_leaving_takes_the_place_of_the_page(read: Callable[..., Visitor]) -> None:
    child = read()
    child.page.goto("/")
    child.page.goto("/tell-us/")
    child.page.get_by_role("button", name="Leave this page now").click()
    child.page.wait_for_url(HARMLESS)
    child.page.go_back()
    assert child.page.url.endswith("/") and "/tell-us/" not in child.page.url


def test_without_scripts_a_child_writes_and_leaves(read: Callable[..., Visitor]) -> None:
    child = read(java_script_enabled=False)
    child.page.goto("/tell-us/")
    child.page.get_by_label("What do you want to tell us?").fill("It helped.")
    child.page.get_by_role("button", name="Send", exact=True).click()
    child.page.wait_for_url("**/tell-us/thank-you/")
    child.page.get_by_role("button", name="Leave this page now").click()
    child.page.wait_for_url(HARMLESS)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_practitioner_ticks_off_a_toolkit_and_nothing_leaves_the_screen(
    read: Callable[..., Visitor], width: int
) -> None:
    reader = read(width)
    asked: list[str] = []
    reader.page.goto("/toolkits/")
    check(reader)
    reader.follows("Pre-birth planning")
    check(reader)
    reader.follows("Checklist")
    check(reader)
    reader.page.on("request", lambda request: asked.append(request.url))
    box = reader.page.get_by_label("A midwife has been told")
    box.focus()
    reader.page.keyboard.press("Space")
    assert box.is_checked() and asked == []
    reader.page.goto("/toolkits/pre-birth-planning/v2/form/")
    check(reader)
    reader.page.emulate_media(media="print")
    assert not reader.page.get_by_role("button", name="Print or save as PDF").is_visible()
    reader.page.emulate_media(media="screen")
    for address in ("v1/", "v2/changes/"):
        reader.page.goto(f"/toolkits/pre-birth-planning/{address}")
        check(reader)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/contacts/", "/what-you-told-us/", "/what-children-told-us/", "/no-such-page/"])
def test_contacts_and_voices_are_for_everybody(read: Callable[..., Visitor], address: str, width: int) -> None:
    reader = read(width)
    reader.page.goto(address)
    assert reader.page.get_by_role("heading", name="Worried about a child?").is_visible()
    check(reader)
