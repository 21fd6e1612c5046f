"""A form sent with faults, and what a search finds, are as sound as the page before: to axe, and on a telephone."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.linking.services.search_keys import refresh_search_keys
from tests.journeys.visitor import ONE_TIME, PASSWORD, Visitor, code_of
from tests.worlds.partnership import Partnership

NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
Enter = Callable[..., Visitor]


def problems(visitor: Visitor, place: str) -> list[str]:
    """Return what is wrong with the page as it stands, at both widths."""
    found = []
    for size in (WIDE, NARROW):
        visitor.page.set_viewport_size(size)
        found += [f"{place} {size['width']}: {fault}" for fault in visitor.faults()]
        found += [f"{place} {size['width']}: scrolls sideways"] * visitor.is_wider_than_the_window()
    visitor.page.set_viewport_size(WIDE)
    return found


def sends_nothing(visitor: Visitor, address: str) -> list[str]:
    """Send the form of a page empty, and return what is wrong with the answer."""
    visitor.goes_to(address)
    with visitor.page.expect_navigation():
        visitor.page.locator("main form[method=post][novalidate] button:not([type=button])").last.click()
    found = problems(visitor, address)
    summary = visitor.page.locator(".govuk-error-summary")
    if summary.count() != 1 or not visitor.page.title().startswith("Error: "):
        return [*found, f"{address}: does not say what is wrong"]
    broken = "all => all.filter(a => !document.querySelector(a.getAttribute('href'))).map(a => a.outerHTML)"
    return found + [f"{address}: {link}" for link in summary.locator("a").evaluate_all(broken)]


def test_every_form_sent_empty_says_what_is_wrong_and_is_sound(
    partnership: Partnership, ada: SimpleNamespace, enter: Enter
) -> None:
    manager = enter(partnership.staff[Role.TEAM_MANAGER])
    child = f"/people/{ada.public_id}/"
    found = sends_nothing(manager, child)  # why are you opening this?
    manager.opens(child)
    for address in ("entries/add/", "documents/add/"):
        found += sends_nothing(manager, child + address)
    for address in (f"/list/{ada.public_id}/wrong/", "/search/", "/people/add/", "/choose-password/"):
        found += sends_nothing(manager, address)
    found += sends_nothing(enter(partnership.staff[Role.ADMINISTRATOR]), "/accounts-of-staff/invite/")
    assert found == []


def test_what_a_search_finds_fits_a_telephone(partnership: Partnership, ada: SimpleNamespace, enter: Enter) -> None:
    with connect_as("worker"):
        refresh_search_keys(person_ids=[partnership.people["Ada"][0]])
    manager = enter(partnership.staff[Role.TEAM_MANAGER], width=320)
    manager.goes_to("/search/")
    manager.writes("Name", "Adda Vail")
    manager.presses("Search")
    assert "Ada Vale" in manager.reads()
    assert problems(manager, "found") == []
    manager.goes_to("/search/")
    manager.writes("Name", "Quentin Nobody")
    manager.presses("Search")
    assert problems(manager, "not found") == []


@pytest.fixture
def returning(partnership: Partnership, visit: Enter) -> tuple[Visitor, Staff]:
    """Return somebody who set up an app, left, and is back at the door."""
    staff = partnership.staff[Role.PRACTITIONER]
    visitor = visit(staff)
    visitor.page.context.clear_cookies()
    return visitor, staff


def test_the_door_is_sound_at_every_step_also_when_something_is_wrong(returning: tuple[Visitor, Staff]) -> None:
    visitor, staff = returning
    visitor.gives_password(staff.email, ONE_TIME)  # which was replaced
    found = problems(visitor, "wrong password")
    visitor.gives_password(staff.email, PASSWORD)
    assert "Show that it is you" in visitor.reads()
    found += problems(visitor, "code")
    visitor.writes("Code from your app", "12345")
    visitor.presses("Continue")
    assert "Incorrect code" in visitor.reads()
    found += problems(visitor, "wrong code")
    visitor.writes("Code from your app", code_of(visitor.secret))
    visitor.presses("Continue")
    assert visitor.page.locator("h1").inner_text() == "My work"
    assert found == []
    assert visitor.strangers == []
