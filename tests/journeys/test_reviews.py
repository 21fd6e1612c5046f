"""A data steward is asked whether two records are one person: opens the queue, reads why, sees what moves, decides."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.linking.models import ReviewItem
from kith.linking.tasks import carry_answer
from tests.journeys.visitor import Visitor
from tests.linking.agencies import Agencies
from tests.linking.test_reviewing import ADAM, WHY
from tests.linking.test_runs import ADA
from tests.worlds.partnership import Partnership
from tests.worlds.words import mentions

JOBS = "SELECT id, args FROM procrastinate_jobs WHERE task_name = 'linking.carry_answer' AND status = 'todo'"


class Steward:
    """The steward at the keyboard, and the worker who carries out what they decide."""

    def __init__(self, agencies: Agencies, visitor: Visitor) -> None:
        """Sit the steward down in front of a page."""
        self.agencies, self.visitor, self.keys = agencies, visitor, visitor.page.keyboard

    def tabs_to(self, words: str) -> None:
        """Press Tab until what has the focus in the page itself says these words."""
        seen = []
        for _ in range(60):
            self.keys.press("Tab")
            seen.append(self.visitor.page.evaluate(_FOCUSED))
            if words in seen[-1]:
                return
        raise AssertionError(f"{words!r} cannot be reached by keyboard: {seen}")

    def goes_on(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.visitor.page.expect_navigation():
            self.keys.press(key)

    def worker_works(self) -> None:
        """Let the worker carry out what was handed over."""
        for job, args in self.agencies.rows(JOBS):
            carry_answer(**args)
            self.agencies.admin.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", (job,))
        self.visitor.page.reload()

    def is_sound(self) -> bool:
        """Test that the page as it is now is clean for axe and fits a telephone."""
        page, found = self.visitor.page, self.visitor.faults()
        page.set_viewport_size({"width": 320, "height": 800})
        wide = self.visitor.is_wider_than_the_window()
        page.set_viewport_size({"width": 1280, "height": 900})
        assert found == [] and not wide, (page.url, found, wide)
        return True


_FOCUSED = """() => {
    const here = document.activeElement;
    // The navigation asks “One person?” too, and a region that scrolls says all that is in it.
    if (!here.closest('main') || !here.matches('a, button, input, textarea')) { return ''; }
    const label = here.labels && here.labels.length ? here.labels[0].innerText : '';
    return `${here.innerText || ''} ${label} ${here.value || ''}`;
}"""


@pytest.fixture
def steward(partnership: Partnership, admin: psycopg.Connection[Any], enter: Callable[..., Visitor]) -> Steward:
    """Let two children of one birthday be asked about; a practitioner works with the second."""
    agencies = Agencies(partnership, admin)
    agencies.say("care", "C-1", **ADA, nhs_number="9990000018")
    agencies.say("police", "P-2", **ADAM)
    agencies.link()
    with connect_as("worker"):
        ReviewItem.objects.all().delete()  # of what the run asks, one question is enough here
        ReviewItem.objects.create(
            a_id=agencies.ids["C-1"], b_id=agencies.ids["P-2"], kind="possible_twins", weight=7.0,
            found_at=partnership.now,
        )  # fmt: skip
    partnership.relate(partnership.staff[Role.PRACTITIONER], max(agencies.person("C-1"), agencies.person("P-2")))
    return Steward(agencies, enter(partnership.staff[Role.DATA_STEWARD]))


def test_a_steward_reads_why_sees_what_moves_and_decides_by_keyboard(steward: Steward) -> None:
    visitor = steward.visitor
    visitor.goes_to("/work/")
    visitor.page.get_by_role("link", name="One person?").focus()
    steward.goes_on()
    assert "1 question waits" in visitor.reads() and not mentions(visitor.reads(), "Ada")
    assert steward.is_sound()

    steward.tabs_to("Perhaps twins")
    steward.goes_on()
    assert "Ada Vale" in visitor.reads() and "Adam Vale" in visitor.reads()
    assert "What speaks for and against" in visitor.reads()
    assert steward.is_sound()

    steward.tabs_to("Yes, one person")
    steward.keys.press("Space")
    steward.tabs_to("Decide")
    steward.goes_on()
    assert "There is a problem" in visitor.reads(), "a decision needs its reason"
    assert steward.is_sound()
    visitor.page.locator("textarea[name=why]").focus()
    steward.keys.type(WHY)
    steward.tabs_to("Decide")
    steward.goes_on()
    assert "Being counted" in visitor.reads()

    steward.worker_works()
    assert "What would move" in visitor.reads() and "Who may see, and shields" in visitor.reads()
    assert steward.agencies.person("C-1") != steward.agencies.person("P-2"), "nothing moves before it is confirmed"
    assert steward.is_sound()
    steward.tabs_to("Join them: I have seen what moves")
    steward.goes_on()
    steward.worker_works()
    assert "What moved" in visitor.reads() and "belong to one person now" in visitor.reads()
    assert steward.agencies.person("C-1") == steward.agencies.person("P-2")
    assert visitor.strangers == [] and steward.is_sound()
