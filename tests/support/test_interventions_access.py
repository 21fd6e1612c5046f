"""Who sees and writes interventions, what the database refuses, and what follows two people who are one."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.linking.services.following import follow_move
from kith.linking.vocabulary import Move, MoveKind
from kith.support import services
from kith.support.models import Intervention, InterventionChange, InterventionText
from kith.support.selectors.interventions import open_interventions
from kith.support.vocabulary.interventions import intervention_diagram
from linters.tree import ROOT
from tests.support.agreed import Agreed
from tests.worlds.partnership import Partnership


@pytest.fixture
def agreed(partnership: Partnership) -> Agreed:
    return Agreed(partnership)


def test_headlines_show_the_row_and_not_the_words(agreed: Agreed) -> None:
    agreed.agree()
    coordinator = agreed.partnership.viewer(Role.PANEL_COORDINATOR)
    page = open_interventions(agreed.child, viewer=coordinator, purpose=Purpose.PANEL)
    assert len(page.rows) == 1 and page.texts == {} and not page.who.sees_words
    page = open_interventions(agreed.child, viewer=agreed.worker, purpose=Purpose.SAFEGUARDING)
    assert [text.goal for text in page.texts.values()] == ["To have somebody to ring."]


def test_nobody_writes_who_does_not_work_with_the_child(agreed: Agreed) -> None:
    one = agreed.agree()
    for role in Role:
        if role is Role.PRACTITIONER:
            continue
        with pytest.raises((NotShown, Refused)):
            agreed.start(one, by=agreed.partnership.viewer(role))
    with pytest.raises(NotShown):
        services.start_intervention(intervention=uuid4(), on=agreed.today, **agreed.about(1))
    _, other = agreed.partnership.add_person("Bea", "Reed")
    agreed.partnership.relate(agreed.partnership.staff[Role.PRACTITIONER], agreed.partnership.people["Bea"][0])
    with pytest.raises(NotShown):
        services.start_intervention(intervention=one, on=agreed.today, **(agreed.about(1) | {"public_id": other}))


def test_the_web_role_reads_nothing_without_a_look(agreed: Agreed) -> None:
    agreed.agree()
    for table in (Intervention, InterventionText, InterventionChange):
        assert table.objects.count() == 0
    with look(viewer=agreed.worker, people=[agreed.child], purpose=Purpose.SAFEGUARDING, what="test"):
        assert Intervention.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "sessions_attended = 1",
        "state = 'completed'",
        "outcome = 'achieved'",
        "state = 'started'",
        "ended_on = now()",
    ],
)
def test_the_database_keeps_the_row_true(agreed: Agreed, change: str, admin: psycopg.Connection[Any]) -> None:
    agreed.agree()
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute(f"UPDATE support_intervention SET {change}")


def test_interventions_go_along_when_two_people_are_one(agreed: Agreed, admin: psycopg.Connection[Any]) -> None:
    agreed.agree()
    other, _ = agreed.partnership.add_person("Adah", "Reed")
    move = Move(kind=MoveKind.MERGE, from_person=agreed.person_id, to_person=other, by=None, now=agreed.now)
    with connect_as("worker"), transaction.atomic():
        follow_move(move)
        follower = services.InterventionFollower()
        assert {len(rows) for rows in follower.export(other).values()} == {1}
        assert follower.preview(move).rows == 0
        assert follower.purge(other, by=None, now=agreed.now).rows == 3
    assert admin.execute("SELECT count(*) FROM support_intervention").fetchone() == (0,)


def test_an_entry_ends_once_and_not_before_it_began(agreed: Agreed) -> None:
    from kith.chronology.services import end_entry
    from kith.chronology.vocabulary import NotAdded

    one = agreed.agree()
    agreed.start(one)
    with connect_as("worker"):
        about: dict[str, Any] = {"person_id": agreed.person_id, "by": None, "now": agreed.now}
        about["entry_id"] = Intervention.objects.get().entry_id
        for day in (agreed.today - timedelta(days=1), agreed.today + timedelta(days=2)):
            with pytest.raises(NotAdded):
                end_entry(ended_on=day, **about)
        end_entry(ended_on=agreed.today, **about)
        with pytest.raises(NotAdded):
            end_entry(ended_on=agreed.today, **about)
    assert connection.is_usable()


def test_an_hour_after_a_summer_midnight_it_begins_on_the_day_it_is_here(agreed: Agreed) -> None:
    agreed.now = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    agreed.today = timezone.localdate(agreed.now)
    assert agreed.today == date(2026, 7, 2)
    one = agreed.agree()
    agreed.start(one)
    assert agreed.end(one, 2) == 3


def test_the_diagram_in_the_guide_is_that_of_the_code() -> None:
    guide = (ROOT / "docs/guides/services.md").read_text(encoding="utf-8")
    assert intervention_diagram() in re.findall(r"```mermaid\n(.*?)\n```", guide, re.DOTALL)
