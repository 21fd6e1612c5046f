"""From the list to the panel: one agency nominates, another agrees, and all that waits is on one page."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.utils import timezone

from kith.access.vocabulary import Role
from tests.journeys.test_every_page import faults_of
from tests.journeys.visitor import Visitor
from tests.panel.conftest import Panel
from tests.panel.test_reading import DECIDED, decide
from tests.worlds.partnership import Partnership

Enter = Callable[..., Visitor]
WHY = "Missing twice this month and carrying a knife to school."


@pytest.fixture
def panel(partnership: Partnership) -> Panel:
    """Return the panel with the contacts of its quorum."""
    contacts = {
        agency: partnership.add_staff(f"Contact {agency}", agency, Role.AGENCY_CONTACT)
        for agency in ("police", "care", "hospital")
    }
    return Panel(partnership=partnership, now=timezone.now(), contacts=contacts)


def answers(visitor: Visitor, link: str) -> None:
    """Follow a link to one of the panel's questions, and answer it."""
    visitor.follows(link)
    visitor.writes("Why?", WHY)
    visitor.presses("Save")


def focus_of(visitor: Visitor) -> str:
    return str(visitor.page.evaluate("document.activeElement.innerText"))


def tabs_to(visitor: Visitor, words: str) -> None:
    """Reach a link with the keyboard alone."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if focus_of(visitor).startswith(words):
            return
    raise AssertionError(f"The keyboard does not reach “{words}”.")


def test_a_child_of_the_list_comes_before_the_panel(
    partnership: Partnership, ada: SimpleNamespace, enter: Enter
) -> None:
    manager = enter(partnership.staff[Role.TEAM_MANAGER])
    manager.goes_to("/list/")
    manager.follows("Ada Vale")
    points = manager.page.locator("h1").inner_text()
    answers(manager, "Nominate for the panel")
    assert "Nominated, waiting for a second agency" in manager.reads()

    coordinator = enter(partnership.staff[Role.PANEL_COORDINATOR])
    coordinator.goes_to("/work/")
    assert "1 thing waits for you, none overdue." in coordinator.reads()
    assert str(ada.public_id) not in coordinator.page.content(), "one's own work says nothing of a child"
    tabs_to(coordinator, "Answer a nomination for the panel as the second agency")
    with coordinator.page.expect_navigation():
        coordinator.page.keyboard.press("Enter")
    assert "Nominated, waiting for a second agency" in coordinator.reads()
    answers(coordinator, "Agree, for another agency")
    assert "Candidate, waiting for its referral" in coordinator.reads()

    manager.page.reload()
    answers(manager, "Refer to the panel")
    coordinator.goes_to("/work/")
    coordinator.follows("Triage a referral to the panel")
    answers(coordinator, "Accept")
    assert "Accepted, waiting for a meeting" in coordinator.reads()
    coordinator.goes_to("/work/")
    assert "Nothing waits for you." in coordinator.reads()

    manager.goes_to("/list/")
    assert "Already considered: before the panel since" in manager.reads()
    manager.follows("Ada Vale")
    assert manager.page.locator("h1").inner_text() == points, "what the panel does changes no points"
    found = []
    for visitor, address in (
        (manager, f"/list/{ada.public_id}/"),
        (manager, "/list/"),
        (coordinator, "/work/?area=panel"),
        (coordinator, "/panel/referrals/"),
        (coordinator, f"/panel/people/{ada.public_id}/"),
    ):
        found += faults_of(visitor, address, address.replace(str(ada.public_id), "…"))
    assert found == []
    assert (manager.strangers, coordinator.strangers) == ([], [])


def test_a_worker_reads_what_was_decided(panel: Panel, enter: Enter) -> None:
    decide(panel)
    worker = enter(panel.partnership.staff[Role.PRACTITIONER])
    worker.goes_to("/work/")
    worker.follows(DECIDED)
    assert "He is back at school." in worker.reads()
    assert faults_of(worker, worker.page.url, "panel/decision.html") == []
    worker.presses("I have read it")
    assert "Read. It no longer waits for you." in worker.reads()
    assert worker.strangers == []
