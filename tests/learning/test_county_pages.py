"""The county's figures by clicking, by two people, and the whole way into an annual report of the public site."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.learning.models import Release
from kith.learning.rules.county import county_book_on, periods_until, quarters_of
from kith.publishing.vocabulary.figures import ChartForm, figures_of, tables_of
from tests.audit.conftest import Audit
from tests.journeys.serving_site import served_site
from tests.learning.counties import County
from tests.learning.releasing import Arrived, hand_over
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]
NEW = "/learning/releases/new/county/"


@pytest.fixture
def county(audit: Audit, admin: psycopg.Connection[Any]) -> County:
    """Return a county in which 12, 9, 7 and no children were excluded by quarter, and 30 referrals were sent."""
    world = County(audit.partnership, admin, periods_until(audit.now.date())[0], children=0)
    quarters = quarters_of(world.year)
    for quarter, many in zip(quarters, (12, 9, 7, 0), strict=True):
        for number in range(many):
            born_on = quarter.begins_on - timedelta(days=14 * 365)
            person, _ = audit.partnership.add_person("Linnet", "Vale", born_on)
            world.entry(person, "school.excluded", quarter.begins_on + timedelta(days=20))
            world.referral(person, "police", quarter.begins_on, notes_risk=many != 12 or number % 2 == 0)
    return world


def chosen(audit: Audit, world: County, **told: str) -> dict[str, str]:
    """Return what somebody types who tells these questions of the last year."""
    asked = {one.key: "untold" for one in county_book_on(audit.now.date()).questions}
    period = f"{world.year.begins_on}{world.year.ends_on}"
    return {"title": "Our year in figures", "period": period, "breakdown": "quarter"} | asked | told


def test_figures_of_the_county_are_proposed_and_approved_by_clicking(
    audit: Audit, county: County, signed_in: SignIn
) -> None:
    publisher, lead = (signed_in(audit.partnership.staff[role]) for role in (Role.PUBLISHER, Role.AUDITOR))
    assert "Propose figures of the whole county" in words(publisher.get("/learning/releases/"))
    asks = words(publisher.get(NEW))
    assert "How many children were excluded from school for good?" in asks and "By the sector that told of it" in asks
    empty = publisher.post(NEW, chosen(audit, county))
    assert empty.status_code == 422 and "Choose at least one question" in words(empty)
    made = publisher.post(NEW, chosen(audit, county, excluded="exact"), follow=True)
    first = county.year.begins_on.year
    assert f"The county, April {first} to March {first + 1}, by quarter" in words(made)
    assert f"Children permanently excluded from school, April to June {first}: 12. Exactly" in words(made)
    assert not mentions(words(made), "Linnet")
    page = f"/learning/releases/{Release.objects.get().public_id}/"
    assert "Nobody approves their own release" in words(publisher.post(f"{page}approve/", follow=True))
    assert "Read the figures of the county that are to be released" in words(lead.get("/work/"))
    assert "Approved. It is handed to the public site." in words(lead.post(f"{page}approve/", follow=True))
    assert "The county, April" in words(lead.get("/learning/releases/"))


def test_what_would_follow_is_named_on_the_page(audit: Audit, county: County, signed_in: SignIn) -> None:
    person, _ = audit.partnership.add_person("Wren", "Vale", county.year.begins_on - timedelta(days=15 * 365))
    county.entry(person, "school.excluded", county.year.ends_on)
    lead = signed_in(audit.partnership.staff[Role.AUDITOR])
    refused = lead.post(NEW, chosen(audit, county, excluded="exact"))
    assert refused.status_code == 422 and "it could only be 1. Tell more coarsely: children" in words(refused)
    assert not Release.objects.exists()
    made = lead.post(NEW, chosen(audit, county, excluded="exact", coarsen="1"), follow=True)
    assert "Held back" in words(made) or "As a band" in words(made)


def test_nobody_else_proposes_figures_of_the_county(audit: Audit, signed_in: SignIn) -> None:
    for role in set(Role) - {Role.AUDITOR, Role.PUBLISHER}:
        client = signed_in(audit.partnership.staff[role])
        assert {client.get(NEW).status_code, client.post(NEW, {}).status_code} <= {403, 404}, role


def test_the_countys_figures_reach_a_chart_of_an_annual_report_and_leave_it(
    audit: Audit, county: County, signed_in: SignIn, figures_arrived: Arrived
) -> None:
    publisher, lead = (signed_in(audit.partnership.staff[role]) for role in (Role.PUBLISHER, Role.AUDITOR))
    told = {"excluded": "exact", "referrals": "exact", "referrals.noting": "exact"}
    publisher.post(NEW, chosen(audit, county, **told))
    release = Release.objects.get().public_id
    page = f"/learning/releases/{release}/"
    lead.post(f"{page}approve/")
    assert hand_over(audit) == 1
    ((verb, title, text, approved_as),) = figures_arrived(release)
    assert (verb, title, approved_as.partition(",")[0]) == ("approve", "Our year in figures", "Auditor")
    tables = {one.key: one for one in tables_of(text)}
    assert set(tables) == {"all referrals", "all children", "excluded", "referrals", "referrals.noting"}
    assert [amount for _, amount in tables["excluded"].rows] == [12, 9, 7, 0]
    assert tables["excluded"].can_be(ChartForm.LINE) and tables["excluded"].unit == "children"
    (share,) = figures_of(text)
    assert (share.n, share.of) == (sum(n or 0 for _, n in tables["referrals.noting"].rows), 28)
    with served_site("tests.publishing.inside.newsroom:annual_report", str(release), "excluded") as (host, address):
        shown = urlopen(host + address).read().decode()
        first = county.year.begins_on.year
        assert "It went up and down." in shown and f"April to June {first}" in shown
        assert f"{share.n} of 28" in shown and "Linnet" not in shown
        publisher.post(f"{page}withdraw/", {"because": "Counted before the last file came."})
        assert hand_over(audit) == 1
        with pytest.raises(HTTPError, match="410"):
            urlopen(host + address)
