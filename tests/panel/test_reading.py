"""Whoever works with a child reads what was decided, whoever has a seat reads the agenda, and both are kept."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.panel import services
from kith.panel.models import DecisionReading
from kith.panel.selectors import PanelWaiting
from kith.panel.vocabulary import Level, MinuteField, NewDecision, Outcome, Section
from tests.panel.conftest import Panel
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]
DECIDED = "Read what the panel decided about somebody you work with"


def decide(panel: Panel) -> None:
    """Let the panel decide about Ada."""
    child = panel.child()
    _, item = panel.listed(child)
    services.write_minute(
        public_id=child,
        item=item,
        field=MinuteField.VOICE,
        text="“I want it to stop.”",
        seen=0,
        by=panel.coordinator,
        now=panel.now,
    )
    new = NewDecision(
        level_before=Level.HIGH,
        level_after=Level.MEDIUM,
        outcome=Outcome.MONITOR,
        rationale="He is back at school.",
        review_on=panel.now.date() + timedelta(days=20),
    )
    services.decide_item(public_id=child, item=item, new=new, by=panel.chair, now=panel.now)


def waiting(panel: Panel, role: Role) -> list[str]:
    return [each.title for each in PanelWaiting().waiting(viewer=panel.viewer(role), now=panel.now)]


def test_a_decision_waits_for_the_childs_worker_until_it_is_read(panel: Panel, signed_in: SignIn) -> None:
    decide(panel)
    assert DECIDED in waiting(panel, Role.PRACTITIONER)
    assert DECIDED not in waiting(panel, Role.PANEL_CHAIR), "who decided knows"
    seated = DecisionReading.objects.filter(staff__in=[panel.contacts[one].pk for one in ("police", "care")])
    assert not seated.exists(), "who sat in the room knows"
    worker = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    assert "The panel has decided about somebody you work with." in words(worker.get("/work/"))
    page = worker.get("/work/").content.decode()
    (address,) = re.findall(r'href="(/panel/decisions/[^"]+)"', page)
    assert str(panel.partnership.people["Ada"][1]) not in page, "the page of one's own work says nothing of a child"
    text = words(worker.get(address))
    assert "Ada Reed" in text and "He is back at school." in text and "I have read it" in text
    assert DECIDED in waiting(panel, Role.PRACTITIONER), "opening is not reading"
    assert "Read. It no longer waits for you." in words(worker.post(address, follow=True))
    assert waiting(panel, Role.PRACTITIONER) == []
    assert "You have read this." in words(worker.get(address))


def test_a_decision_is_nobody_elses_to_read(panel: Panel, signed_in: SignIn) -> None:
    decide(panel)
    (reading,) = DecisionReading.objects.filter(staff=panel.partnership.staff[Role.PRACTITIONER])
    manager = signed_in(panel.partnership.staff[Role.TEAM_MANAGER])
    assert manager.post(f"/panel/decisions/{reading.public_id}/").status_code == 404
    assert manager.get(f"/panel/decisions/{reading.public_id}/").status_code == 404
    reading.refresh_from_db()
    assert reading.read_at is None


def test_who_no_longer_works_with_the_child_has_nothing_to_read(
    panel: Panel, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    decide(panel)
    admin.execute(
        "UPDATE access_relationship SET ends_at = now() WHERE staff_id = %s",
        (panel.partnership.staff[Role.PRACTITIONER].pk,),
    )
    worker = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    (reading,) = DecisionReading.objects.filter(staff=panel.partnership.staff[Role.PRACTITIONER])
    address = f"/panel/decisions/{reading.public_id}/"
    text = words(worker.get(address))
    assert "no longer work with this child" in text and not mentions(text, "Ada")
    assert DECIDED in waiting(panel, Role.PRACTITIONER), "looking changes nothing"
    worker.post(address)
    assert waiting(panel, Role.PRACTITIONER) == []


def test_an_agenda_waits_until_it_is_read_and_again_when_somebody_is_added(panel: Panel, signed_in: SignIn) -> None:
    meeting = panel.plan()
    assert waiting(panel, Role.PANEL_COORDINATOR) == [], "an empty agenda is nothing to read"
    for number, name in enumerate(("Ada", "Ben"), 1):
        child = panel.child(name)
        panel.accept(child)
        now = panel.now + timedelta(milliseconds=number)
        services.list_case(meeting=meeting, public_id=child, section=Section.CHILDREN, by=panel.coordinator, now=now)
        (title,) = waiting(panel, Role.PANEL_COORDINATOR)
        assert "agenda (1 new)" in title
        services.read_agenda(meeting=meeting, by=panel.coordinator, now=now)
        assert waiting(panel, Role.PANEL_COORDINATOR) == []
    nurse = signed_in(panel.contacts["hospital"])
    assert "agenda (2 new)" in words(nurse.get("/work/?area=panel"))
    assert nurse.post(f"/panel/meetings/{meeting}/agenda/").status_code == 302
    assert "agenda (" not in words(nurse.get("/work/"))
