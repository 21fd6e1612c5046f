"""What the door does with a guessed password, an idle session, an address that is not yours, and a broken store."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.services.relationships import block_staff, shield_person
from kith.access.vocabulary import Role, ShieldKind
from tests.journeys.visitor import PASSWORD, Visitor
from tests.worlds.canaries import Canary
from tests.worlds.partnership import Partnership

Enter = Callable[..., Visitor]


def heading(visitor: Visitor) -> str:
    """Return the heading of the page."""
    return str(visitor.page.locator("h1").first.inner_text())


def let_pass(seconds: float, *, since: str) -> None:
    """Put a moment that the session keeps back by some time."""
    for session in Session.objects.all():
        words = session.get_decoded()
        words[since] = timezone.now().timestamp() - seconds
        session.session_data = SessionStore().encode(words)
        session.save()


def test_five_guesses_lock_even_the_right_password_out(window: Enter, partnership: Partnership) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    staff.set_password(PASSWORD)
    staff.save()
    visitor = window()
    for number in range(5):
        visitor.gives_password(staff.email, f"a-guess-that-is-wrong-{number}")
        assert "/work/" not in visitor.page.url.split("?")[0]
    visitor.gives_password(staff.email, PASSWORD)
    visitor.goes_to("/work/")
    assert heading(visitor) == "Sign in"


@pytest.mark.parametrize(
    ("since", "allowed"), [("session_seen", timedelta(minutes=15)), ("session_started", timedelta(hours=12))]
)
def test_a_session_ends_when_it_is_idle_or_old(
    enter: Enter, partnership: Partnership, since: str, allowed: timedelta
) -> None:
    visitor = enter(partnership.staff[Role.PRACTITIONER])
    visitor.goes_to("/work/")
    let_pass(allowed.total_seconds() - 30, since=since)
    visitor.goes_to("/work/")
    assert heading(visitor) == "My work"
    let_pass(allowed.total_seconds() + 1, since=since)
    visitor.goes_to("/work/")
    assert heading(visitor) == "Sign in"
    assert "signed out" in visitor.reads()
    visitor.goes_to("/work/")
    assert heading(visitor) == "Sign in"  # and stays so


_OF_THE_REQUEST = re.compile(rb"'nonce-[^']+|nonce=\"[^\"]+|data-token=\"[^\"]+|csrfmiddlewaretoken\" value=\"[^\"]+")


def answers(visitor: Visitor, addresses: list[str]) -> list[tuple[int, bytes, list[str]]]:
    """Return status, bytes and headers of each answer, without what is drawn anew for every request."""
    found = []
    for address in addresses:
        answer = visitor.page.request.get(address)
        body = _OF_THE_REQUEST.sub(b"", answer.body()).replace(address.encode(), b"")
        found.append((answer.status, body, sorted(set(answer.headers) - {"set-cookie"})))
    return found


@pytest.mark.parametrize("why", ["shielded", "blocked", "no first tier"])
def test_a_child_one_may_not_know_of_and_nobody_at_all_are_the_same_bytes(
    enter: Enter, partnership: Partnership, why: str
) -> None:
    child = Canary(partnership, "hid")
    staff = partnership.staff[Role.PUBLISHER if why == "no first tier" else Role.PRACTITIONER]
    with connect_as("worker"):
        if why == "shielded":
            shield_person(
                person_id=child.person_id,
                kind=ShieldKind.WITNESS_PROTECTION,
                reason="",
                by=None,
                now=partnership.now,
            )
        if why == "blocked":
            block_staff(staff_id=staff.pk, person_id=child.person_id, reason="kin", by=None, now=partnership.now)
    if why == "shielded":
        staff = partnership.add_staff("Kim Officer", "police", Role.PRACTITIONER)
    visitor = enter(staff)
    nobody = uuid4()
    for person in (child.public_id, nobody):
        visitor.opens(f"/people/{person}/", "I am making or answering a referral")
    for ending in ("", "looks/", "print/", f"entries/{child.entry_ids[0]}/"):
        pair = [f"/people/{child.public_id}/{ending}", f"/people/{nobody}/{ending}"]
        first, second = answers(visitor, pair)
        assert first[0] == 404
        assert first == second, ending
    assert visitor.complaints == [each for each in visitor.complaints if "404" in each]


def test_without_the_log_the_page_says_so_and_holds_nothing(
    enter: Enter, partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    child = Canary(partnership, "log")
    staff = partnership.staff[Role.PRACTITIONER]
    partnership.relate(staff, child.person_id)
    visitor = enter(staff)
    visitor.opens(f"/people/{child.public_id}/")
    assert child.spoken(visitor.page.content())
    door = "FUNCTION access_open(bigint, uuid[], text, text, text, boolean)"
    admin.execute(f"REVOKE EXECUTE ON {door} FROM kith_log")
    try:
        answer = visitor.goes_to(f"/people/{child.public_id}/")
        assert answer.status == 503
        assert child.spoken(visitor.page.content()) == {}
        assert "Without the log" in visitor.reads()
        assert visitor.faults() == []
    finally:
        admin.execute(f"GRANT EXECUTE ON {door} TO kith_log")


def test_without_the_database_the_page_says_so_and_holds_nothing(
    enter: Enter, partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    child = Canary(partnership, "down")
    staff = partnership.staff[Role.PRACTITIONER]
    partnership.relate(staff, child.person_id)
    visitor = enter(staff)
    visitor.opens(f"/people/{child.public_id}/")
    database = admin.info.dbname
    for connection in connections.all():
        connection.close()
    admin.execute(f"REVOKE CONNECT ON DATABASE {database} FROM kith_web, kith_log")
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND usename IN ('kith_web', 'kith_log')"
    )
    try:
        answer = visitor.goes_to(f"/people/{child.public_id}/")
        assert answer.status == 503
        assert child.spoken(visitor.page.content()) == {}
        assert visitor.page.locator("h1").count() == 1
    finally:
        admin.execute(f"GRANT CONNECT ON DATABASE {database} TO kith_web, kith_log")
    visitor.goes_to(f"/people/{child.public_id}/")
    assert child.spoken(visitor.page.content())  # and it heals by itself
