"""The page of system health: what came in, what waits, whether the log holds; counts, and nobody's name."""

from typing import Any

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.feeds.models import SourceFile
from tests.chronology.record import Record
from tests.worlds.canaries import Canary
from tests.worlds.partnership import Partnership

SEES_IT = {Role.ADMINISTRATOR, Role.DATA_STEWARD, Role.IG_LEAD}


def session_of(staff: Staff) -> Client:
    """Sign somebody in, known twice over."""
    client = Client()
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
    return client


@pytest.fixture
def operator(partnership: Partnership) -> Client:
    """Return the session of somebody who runs the service."""
    return session_of(partnership.staff[Role.ADMINISTRATOR])


def words(client: Client) -> str:
    """Return what one reads on the page."""
    answer = client.get(reverse("health"))
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    return " ".join(" ".join(part.get_text(" ") for part in page.select("main")).split())


def test_each_feed_says_when_it_last_came_and_how_much_was_held(partnership: Partnership, operator: Client) -> None:
    assert "No file has been loaded" in words(operator)
    record = Record(partnership)
    with connect_as("worker"):
        care, school = record.file("care"), record.file("education")
    with connect_as("ingest"):
        SourceFile.objects.filter(pk=care.pk).update(rows_in=90, kept=83, held=7)
        SourceFile.objects.filter(pk=school.pk).update(rows_in=50, kept=50, held=0)
    page = operator.get(reverse("health"))
    found = {feed.agency: (feed.files, feed.held) for feed in page.context["feeds"]}
    assert found == {
        partnership.agencies["care"].name: (1, 7),
        partnership.agencies["education"].name: (1, 0),
    }
    text = words(operator)
    assert "No file has been loaded" not in text
    for source in (care, school):
        assert source.agency.name in text
        assert f"{localtime(source.received_at):%-d %B %Y}" in text


def test_the_head_of_the_log_moves_with_every_look(
    partnership: Partnership, operator: Client, admin: psycopg.Connection[Any]
) -> None:
    child = Canary(partnership, "head")
    manager = partnership.staff[Role.TEAM_MANAGER]
    partnership.relate(manager, child.person_id)
    before = words(operator)
    assert "0 looks are on record" in before
    reader = session_of(manager)
    reader.post(f"/people/{child.public_id}/", {"purpose": "safeguarding"})
    assert reader.get(f"/people/{child.public_id}/").status_code == 200
    head = admin.execute("SELECT seq, encode(hash, 'hex') FROM access_loghead").fetchone()
    assert head is not None
    assert head[0] >= 1
    after = words(operator)
    assert f"{head[0]} looks are on record" in after
    assert head[1][:16] in after
    assert head[1][:16] not in before
    assert child.spoken(after) == {}


def test_jobs_are_counted_by_their_state(operator: Client, admin: psycopg.Connection[Any]) -> None:
    for status, number in (("todo", 2), ("failed", 1)):
        for _ in range(number):
            admin.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('work', 'x', '{}', %s)",
                (status,),
            )
    assert operator.get(reverse("health")).context["jobs"] == {"todo": 2, "failed": 1}
    text = words(operator)
    assert "todo 2" in text
    assert "failed 1" in text


@pytest.mark.parametrize("role", list(Role))
def test_it_is_open_to_those_who_run_the_service(partnership: Partnership, role: Role) -> None:
    answer = session_of(partnership.staff[role]).get(reverse("health"))
    assert answer.status_code == (200 if role in SEES_IT else 403)
    assert (partnership.agencies["care"].name in answer.content.decode()) is False  # nothing came in yet
