"""Releasing figures in a real browser: every page accessible and no wider than a telephone, also without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg

from kith.access.vocabulary import Role
from kith.audit.vocabulary import Question
from kith.learning import services
from kith.learning.rules.county import periods_until
from kith.learning.vocabulary import NewRelease, Telling
from tests.audit.conftest import Audit, audit, eight
from tests.journeys.visitor import Visitor
from tests.learning.counties import County

__all__ = ["audit", "eight"]  # fixtures of the tests of audits


def test_figures_are_proposed_and_approved_on_sound_pages(eight: Audit, enter: Callable[..., Visitor]) -> None:
    lead = enter(eight.partnership.staff[Role.AUDITOR], java_script_enabled=False)
    lead.goes_to("/learning/releases/")
    assert "Nothing has been released yet" in lead.reads()
    theme = eight.counted()
    new = f"/learning/releases/new/{theme.public_id}/"
    lead.goes_to(new)
    for question in (Question.MALE, Question.LOOKED_AFTER):
        lead.page.locator(f"select[name={question}]").select_option("exact")
    lead.presses("Propose")
    assert "Tell more coarsely: young people who were looked after" in lead.reads()
    refused = lead.page.content()
    lead.presses("as coarsely as it takes", exact=False)
    assert "Fewer than 5 were looked after" in lead.reads()
    address = lead.page.url.partition("/learning")[2]
    publisher = enter(eight.partnership.staff[Role.PUBLISHER])
    found = [*_faults(publisher, {"release": f"/learning{address}", "list": "/learning/releases/"})]
    publisher.goes_to(f"/learning{address}")
    publisher.presses("Approve", exact=False)
    assert "It is handed to the public site." in publisher.reads()
    proposer = enter(eight.partnership.staff[Role.AUDITOR])
    exact = NewRelease(theme=theme.public_id, title="The whole", findings={Question.MALE: Telling.EXACT})
    services.propose_release(new=exact, coarsen=True, by=eight.lead, now=eight.now)
    loop = f"/learning/audits/{theme.public_id}/"
    found += _faults(proposer, {"new": new, "list": "/learning/releases/", "loop": loop})
    assert "Released figures" in proposer.reads()
    proposer.page.set_content(refused)
    assert "What could be worked out" in proposer.page.content()
    assert found + publisher.strangers + proposer.strangers == []


def test_figures_of_the_county_are_proposed_on_sound_pages(
    audit: Audit, admin: psycopg.Connection[Any], enter: Callable[..., Visitor]
) -> None:
    year = periods_until(audit.now.date())[0]
    world = County(audit.partnership, admin, year, children=0)
    for number in range(9):
        person, _ = audit.partnership.add_person("Linnet", "Vale", year.begins_on - timedelta(days=13 * 365))
        world.entry(person, "school.excluded", year.begins_on if number < 8 else year.ends_on)
    publisher = enter(audit.partnership.staff[Role.PUBLISHER])
    new = "/learning/releases/new/county/"
    found = _faults(publisher, {"county": new})
    publisher.page.get_by_label("Title, as readers see it").fill("Our year in figures")
    publisher.page.get_by_label("By quarter").check()
    publisher.page.locator("select[name=excluded]").select_option("exact")
    publisher.presses("Propose")
    assert "it could only be 1. Tell more coarsely: children permanently excluded" in publisher.reads()
    found += publisher.faults_at_both_widths("refused", "release-county-refused")
    publisher.presses("as coarsely as it takes", exact=False)
    assert "You proposed this." in publisher.reads() and "Linnet" not in publisher.reads()
    found += publisher.faults_at_both_widths("proposed", "release-county-proposed")
    assert found + publisher.strangers == []


def _faults(visitor: Visitor, pages: dict[str, str]) -> list[str]:
    found = []
    for name, address in pages.items():
        visitor.goes_to(address)
        found += visitor.faults_at_both_widths(name, f"release-{name}")
    return found
