"""A social worker finds a child under a misspelt name, reads the whole story, and finds her own look in the log."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.linking.services.search_keys import refresh_search_keys
from tests.chronology.record import Record
from tests.journeys.visitor import Visitor
from tests.worlds.families import HAPPENINGS, VALES
from tests.worlds.partnership import Partnership
from tests.worlds.words import mentions


class Practitioner:
    """What she is given, does, and then sees."""

    def __init__(self, partnership: Partnership, visit: Callable[..., Visitor]) -> None:
        """Begin with an empty record."""
        self.partnership, self.visit = partnership, visit
        self.record = Record(partnership)

    def given_the_vales_are_known_to_four_agencies(self) -> None:
        self.record.add_family(VALES)
        self.record.link("education", "E-1", "Ada")
        self.record.happen(*HAPPENINGS)
        monday = self.partnership.now.date() - timedelta(days=self.partnership.now.weekday())
        for weeks_ago in range(1, 9):
            self.record.week("education", "E-1", monday - timedelta(weeks=weeks_ago), 10, weeks_ago % 4)
        told = {"worker_ref": "SW1", "worker_name": "Jo Park", "role": "Social worker", "begins_on": date(2021, 6, 1)}
        self.record.involve("care", "C-1", **told)
        self.record.tie("Ada", "Ben", "sibling")
        self.record.tell()
        with connect_as("worker"):
            refresh_search_keys(person_ids=list(self.record.people.values()))

    def given_she_works_with_ada(self) -> None:
        staff = self.partnership.staff[Role.PRACTITIONER]
        self.partnership.relate(staff, self.record.people["Ada"])
        self.visitor = self.visit(staff)

    def when_she_searches(self, name: str) -> None:
        self.visitor.follows("Find a person")
        self.visitor.writes("Name", name)
        self.visitor.presses("Search")

    def when_she_opens(self, name: str) -> None:
        self.visitor.follows(name)
        assert "Why are you" in self.visitor.reads()
        assert name not in self.visitor.page.content(), "nothing is shown before she has said why"
        self.visitor.says_why()

    def then_she_reads(self, *words: str) -> None:
        text = self.visitor.reads()
        assert [each for each in words if each not in text] == []

    def then_no_address_says_who(self) -> None:
        address = self.visitor.page.url
        assert "vale" not in address.lower()
        assert not mentions(address, "Ada")

    def then_her_look_is_in_the_log(self) -> None:
        self.visitor.follows("Who has looked")
        rows = self.visitor.page.locator("tbody tr").all_inner_texts()
        name = self.partnership.staff[Role.PRACTITIONER].name
        assert any(name in row and "work with" in row for row in rows)
        assert len(rows) >= 3  # found, opened, and this reading of the log itself

    def then_nothing_was_amiss(self) -> None:
        assert self.visitor.faults() == []
        assert (self.visitor.strangers, self.visitor.complaints) == ([], [])


@pytest.fixture
def practitioner(partnership: Partnership, visit: Callable[..., Visitor]) -> Practitioner:
    """Return a practitioner who has not signed in yet."""
    return Practitioner(partnership, visit)


def test_a_practitioner_finds_and_reads_a_child_and_her_own_look(practitioner: Practitioner) -> None:
    she = practitioner
    she.given_the_vales_are_known_to_four_agencies()
    she.given_she_works_with_ada()

    she.when_she_searches("Adda Vail")
    she.then_she_reads("Ada Vale")
    she.then_no_address_says_who()
    she.then_nothing_was_amiss()

    she.when_she_opens("Ada Vale")
    she.then_she_reads("Whom to ring", "Jo Park", "referred by the school", "At school", "Opinion")
    she.then_she_reads("Larkshire Constabulary", "Larkshire Hospitals")
    assert "Ben Vale" in she.visitor.page.locator("aside, .kith-aside").first.inner_text()
    she.then_no_address_says_who()
    she.then_nothing_was_amiss()

    she.then_her_look_is_in_the_log()
    she.then_nothing_was_amiss()


def test_police_detail_stays_with_the_police(practitioner: Practitioner) -> None:
    she = practitioner
    she.given_the_vales_are_known_to_four_agencies()
    she.given_she_works_with_ada()
    person = she.partnership.people["Ada"][1]
    she.visitor.opens(f"/people/{person}/")
    text: Any = she.visitor.page.content()
    assert "hit by a stranger" not in text
    assert "a wound to the hand" not in text
