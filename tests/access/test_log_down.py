"""Without the log no page shows anybody, whichever page it is; and many writers forge one chain."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections

from kith.access.models import Relationship, Staff
from kith.access.selectors import ask_log
from kith.access.services import connect_as, relationships
from kith.access.vocabulary import RelationshipSource, Role
from tests.access.test_canaries import signed_in
from tests.worlds.canaries import Canary
from tests.worlds.partnership import Partnership

WRITERS, ROWS = 6, 25
REASON = "Her school rang me about bruises this morning."


@contextmanager
def without_log(admin: psycopg.Connection[Any]) -> Iterator[None]:
    """Let every row that is to be logged fail, as a full disk would."""
    admin.execute("ALTER TABLE access_log ADD CONSTRAINT full_disk CHECK (seq < 0) NOT VALID")
    try:
        yield
    finally:
        admin.execute("ALTER TABLE access_log DROP CONSTRAINT full_disk")


# The address, the method, who calls it, and what of the child the page shows when the log is there.
PAGES = [
    ("/people/{}/", "get", Role.TEAM_MANAGER),
    ("/people/{}/looks/", "get", Role.TEAM_MANAGER),
    ("/people/{}/print/", "get", Role.TEAM_MANAGER),
    ("/search/", "post", Role.TEAM_MANAGER),
    ("/waiting/", "get", Role.TEAM_MANAGER),
    ("/waiting/granted/", "get", Role.TEAM_MANAGER),
    ("/my-people/", "get", Role.TEAM_MANAGER),
    ("/list/", "get", Role.TEAM_MANAGER),
    ("/list/{}/", "get", Role.TEAM_MANAGER),
]


@pytest.mark.parametrize(("page", "method", "role"), PAGES)
def test_a_page_without_the_log_says_so_and_holds_no_word_of_a_child(
    partnership: Partnership, admin: psycopg.Connection[Any], page: str, method: str, role: Role
) -> None:
    canary = Canary(partnership, "down")
    staff = Staff.objects.select_related("agency").get(pk=partnership.staff[role].pk)
    partnership.relate(staff, canary.person_id)
    asker = partnership.viewer(Role.PRACTITIONER)
    relationships.ask_relationship(by=asker, person=canary.public_id, reason=REASON, now=partnership.now)
    _grant(partnership, canary)
    client = signed_in(staff, canary)
    address, typed = (
        page.format(canary.public_id),
        {"name": " ".join(canary.words["existence"][:2]), "purpose": "safeguarding"},
    )

    def ask() -> Any:
        return client.post(address, typed) if method == "post" else client.get(address)

    assert ask().status_code in {200, 404}
    with without_log(admin):
        answer = ask()
    assert answer.status_code == 503
    assert canary.spoken(answer.content.decode()) == {}
    # What the visitor typed themselves is not said back either.
    assert typed["name"] not in answer.content.decode()


def _grant(partnership: Partnership, canary: Canary) -> None:
    with connect_as("worker"):
        Relationship.objects.create(
            staff=partnership.staff[Role.PRACTITIONER],
            person_id=canary.person_id,
            source=RelationshipSource.REQUEST,
            begins_at=partnership.now,
            ends_at=partnership.now + timedelta(days=9),
        )


def test_many_writers_forge_one_chain(partnership: Partnership, admin: psycopg.Connection[Any]) -> None:
    def write(writer: int) -> None:
        try:
            for _ in range(ROWS):
                ask_log(
                    "SELECT access_write_log(%s, ARRAY[7::bigint, 8], 'safeguarding', 'open', 'test', 'shown', NULL)",
                    [writer],
                )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, writer) for writer in range(WRITERS)]:
            done.result()
    rows = WRITERS * ROWS * 2
    assert admin.execute("SELECT count(*), min(seq), max(seq) FROM access_log").fetchall() == [(rows, 1, rows)]
    assert ask_log("SELECT access_first_broken_link()", []) is None
    written = admin.execute("SELECT staff_id, count(*) FROM access_log GROUP BY 1 ORDER BY 1").fetchall()
    assert written == [(writer, ROWS * 2) for writer in range(WRITERS)]
