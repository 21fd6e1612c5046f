"""A stranger to a child sees whom to ring, asks, is let in by a manager, or opens in an emergency that is reviewed."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from kith.access.services.relationships import GLASS_OUTCOMES
from kith.access.vocabulary import Role
from tests.journeys.visitor import Visitor
from tests.worlds.canaries import Canary
from tests.worlds.partnership import Partnership

REASON = "Her school rang me this morning about bruises."


class Stranger:
    """A practitioner without a relationship to the child, and those who decide about it."""

    def __init__(self, partnership: Partnership, enter: Callable[..., Visitor]) -> None:
        """Let everybody be signed in."""
        self.partnership, self.enter = partnership, enter
        self.child = Canary(partnership, "ask")
        self.person: UUID = self.child.public_id
        self.address = f"/people/{self.person}/"
        self.visitor = enter(partnership.staff[Role.PRACTITIONER])

    def when_she_opens_the_child(self) -> None:
        self.visitor.opens(self.address)

    def then_she_sees_whom_to_ring_and_nothing_else(self) -> None:
        text = self.visitor.page.content()
        assert set(self.child.spoken(text)) == {"existence"}
        assert "01632 960111" in self.visitor.reads()
        assert self.visitor.faults() == []

    def when_she_asks_for_access(self) -> None:
        self.visitor.follows("Ask to see more")
        assert self.visitor.faults() == []
        self.visitor.writes("Why do you need", REASON)
        self.visitor.presses("Ask a manager")
        assert "Asked" in self.visitor.page.locator("body").inner_text()

    def when_her_manager_grants_it(self) -> None:
        manager = self.enter(self.partnership.staff[Role.TEAM_MANAGER])
        manager.goes_to("/waiting/")
        assert REASON in manager.reads()
        assert manager.faults() == []
        manager.chooses("Grant")
        manager.writes("For how many days", "14")
        manager.writes("Why", "She is on the duty list this week.")
        manager.presses("Save")
        assert "Nothing waits" in manager.reads()
        assert (manager.strangers, manager.complaints) == ([], [])

    def when_it_cannot_wait(self) -> None:
        self.visitor.follows("Ask to see more")
        self.visitor.chooses("A child is missing now")
        self.visitor.writes("Why can it not wait", REASON)
        self.visitor.presses("Open for one hour")

    def when_the_reviewer_judges(self, outcome: str) -> None:
        reviewer = self.enter(self.partnership.staff[Role.IG_LEAD])
        reviewer.goes_to("/waiting/")
        assert REASON in reviewer.reads()
        assert reviewer.faults() == []
        reviewer.chooses(GLASS_OUTCOMES[outcome])
        reviewer.writes("What you found", "The call is in the duty book.")
        reviewer.presses("Save")
        assert "Nothing waits" in reviewer.reads()
        assert (reviewer.strangers, reviewer.complaints) == ([], [])

    def then_the_record_is_open(self) -> None:
        self.visitor.goes_to(self.address)
        assert {"headlines", "care"} <= set(self.child.spoken(self.visitor.page.content()))

    def then_the_record_is_closed(self) -> None:
        self.visitor.goes_to(self.address)
        assert set(self.child.spoken(self.visitor.page.content())) == {"existence"}


@pytest.fixture
def stranger(partnership: Partnership, enter: Callable[..., Visitor]) -> Stranger:
    """Return a practitioner and a child whom she does not know."""
    return Stranger(partnership, enter)


def test_a_stranger_asks_and_a_manager_of_her_agency_lets_her_in(stranger: Stranger) -> None:
    stranger.when_she_opens_the_child()
    stranger.then_she_sees_whom_to_ring_and_nothing_else()
    stranger.when_she_asks_for_access()
    stranger.then_the_record_is_closed()
    stranger.when_her_manager_grants_it()
    stranger.then_the_record_is_open()


def test_an_emergency_look_opens_for_an_hour_and_is_reviewed(
    stranger: Stranger, admin: psycopg.Connection[object]
) -> None:
    stranger.when_she_opens_the_child()
    stranger.when_it_cannot_wait()
    stranger.then_the_record_is_open()
    admin.execute(
        "UPDATE access_breakglass SET opened_at = opened_at - interval '1 h', ends_at = ends_at - interval '1 h'"
    )
    stranger.then_the_record_is_closed()
    stranger.when_the_reviewer_judges("justified")


def test_an_emergency_look_that_was_not_justified_ends_with_its_review(stranger: Stranger) -> None:
    stranger.when_she_opens_the_child()
    stranger.when_it_cannot_wait()
    stranger.then_the_record_is_open()
    stranger.when_the_reviewer_judges("not_justified")
    stranger.then_the_record_is_closed()
