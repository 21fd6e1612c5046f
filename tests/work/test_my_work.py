"""One page for everything that waits for somebody, whatever app it is of; its cost does not grow with its length."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.access.vocabulary import Role
from kith.work.presenters import PER_PAGE, told_together
from kith.work.vocabulary import AREA_OF, AREAS, TaskKind, WorkArea
from tests.access.rows import put_row
from tests.work.conftest import MONDAY
from tests.worlds.partnership import Partnership

SignIn = Callable[[Role], Client]
Give = Callable[..., UUID]


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def asked_of(client: Client) -> int:
    """Return how many questions one page asks of both connections."""
    with CaptureQueriesContext(connection) as web, CaptureQueriesContext(connections["log"]) as log:
        assert client.get("/work/").status_code == 200
    return len(web) + len(log)


def test_every_kind_of_task_has_its_area_and_every_area_its_word() -> None:
    assert set(AREA_OF) == set(TaskKind)
    assert set(AREAS) == set(WorkArea)


def test_two_hundred_tasks_cost_as_many_questions_as_two(signed_in: SignIn, give: Give) -> None:
    for kind in (TaskKind.ACTION, TaskKind.PANEL_RESEARCH):
        give(kind=kind)
    client = signed_in(Role.PRACTITIONER)
    client.get("/work/")  # the first page of a session asks more
    few = asked_of(client)
    kinds = list(TaskKind)
    for number in range(198):
        give(kind=kinds[number % len(kinds)], now=MONDAY + timedelta(minutes=number))
    assert asked_of(client) == few
    first = client.get("/work/")
    assert "200 things wait for you" in words(first) and "Everything (200" in words(first)
    assert first.content.count(b'href="/work/tasks/') == PER_PAGE
    pages = [client.get(f"/work/?page={number}").content.decode() for number in range(1, 5)]
    seen = {one for page in pages for one in re.findall(r"/work/tasks/([0-9a-f-]{36})/", page)}
    assert len(seen) == 200, "every task stands on one page"
    assert client.get("/work/?page=99").content.count(b'href="/work/tasks/') == PER_PAGE, "beyond the last is the last"
    narrowed = client.get("/work/?area=plans").content.decode()
    assert "200 things wait for you" in narrowed and "page=2" not in narrowed.replace("area=plans&amp;page=2", "")


def test_overdue_comes_first_and_each_area_says_how_much_it_holds(signed_in: SignIn, give: Give) -> None:
    give(kind=TaskKind.PANEL_RESEARCH, now=timezone.now())
    give(kind=TaskKind.REFERRAL_DECIDE, now=timezone.now() - timedelta(days=90))
    client = signed_in(Role.PRACTITIONER)
    text = words(client.get("/work/"))
    assert text.index("Accept or decline a referral, or ask") < text.index("Return what your agency knows")
    assert "Everything (2, 1 overdue)" in text
    assert "Referrals (1, 1 overdue)" in text and "Panel (1)" in text and "Files and records (" not in text
    narrowed = words(client.get("/work/?area=panel"))
    assert "Return what your agency knows" in narrowed and "Accept or decline a referral, or ask" not in narrowed
    assert "2 things wait for you, 1 of them overdue." in narrowed, "what is hidden is still counted"
    assert "Nothing of this kind waits for you" in words(client.get("/work/?area=access"))
    assert "Accept or decline a referral, or ask" in words(client.get("/work/?area=nonsense"))


def test_held_rows_and_pairs_of_records_wait_for_who_mends_them(
    signed_in: SignIn, partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    police, care = partnership.agencies["police"].pk, partnership.agencies["care"].pk
    for number, agency in enumerate((police, care, care), 1):
        file = {"rows_in": 3, "kept": 1, "held": 1, "duplicate": 1, "id": number, "received_at": MONDAY}
        put_row(admin, "feeds_sourcefile", file | {"agency_id": agency, "sha256": f"{number:064}"})
        put_row(admin, "feeds_heldrow", {"file_id": number, "agency_id": agency, "state": "open", "line": number})
    for source, person in ((1, 1), (2, 2)):
        put_row(admin, "linking_membership", {"source_person_id": source, "person_id": person, "ends_at": None})
    put_row(admin, "linking_reviewitem", {"a_id": 1, "b_id": 2, "state": "open", "found_at": MONDAY})
    steward = words(signed_in(Role.DATA_STEWARD).get("/work/"))
    assert "Put right the rows that files left held (3)" in steward
    assert "Decide whether records are one person (1 waits)" in steward
    contact = words(signed_in(Role.AGENCY_CONTACT).get("/work/"))
    assert "Put right the rows that files left held (1)" in contact, "of the own agency alone"
    assert "records are one person" not in contact
    assert "held" not in words(signed_in(Role.PRACTITIONER).get("/work/"))


@pytest.mark.parametrize("path", settings.KITH_WORK_SOURCES)
def test_every_source_says_nothing_where_nothing_waits(path: str, partnership: Partnership) -> None:
    source = import_string(path)()
    for role in Role:
        assert list(source.waiting(viewer=partnership.viewer(role), now=timezone.now())) == []


def test_news_of_one_day_and_one_kind_are_one_line_with_how_often() -> None:
    morning = datetime(2026, 11, 26, 9, tzinfo=UTC)
    later, before = morning + timedelta(hours=2), morning - timedelta(days=1)
    news = [("Answered.", later), ("Given.", morning), ("Answered.", morning), ("Answered.", before)]
    assert told_together(news) == [("Answered.", later, 2), ("Given.", morning, 1), ("Answered.", before, 1)]
