"""No look without a log row, and no row without a look."""

from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction

from kith.access.selectors import list_looks_at, look, look_over_list
from kith.access.services import connect_as
from kith.access.services.relationships import block_staff, shield_person
from kith.access.vocabulary import (
    DataClass,
    LogUnavailable,
    NotShown,
    Purpose,
    RelationshipSource,
    Role,
    ShieldKind,
)
from tests.worlds.partnership import Partnership

P = Purpose.SAFEGUARDING


def _names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT forename FROM linking_profile ORDER BY forename")
        return [row[0] for row in cursor.fetchall()]


def _logged(admin: psycopg.Connection) -> list[tuple[object, ...]]:
    return admin.execute("SELECT staff_id, person_id, purpose, what, outcome FROM access_log ORDER BY seq").fetchall()


def test_without_a_ticket_the_web_role_sees_nobody(partnership: Partnership) -> None:
    partnership.add_person("Alma", "Reed")
    assert _names() == []


def test_a_look_shows_that_person_and_nobody_else(partnership: Partnership, admin: psycopg.Connection) -> None:
    alma, alma_id = partnership.add_person("Alma", "Reed")
    partnership.add_person("Bert", "Reed")
    social_worker = partnership.staff[Role.PRACTITIONER]
    partnership.relate(social_worker, alma)
    with look(viewer=partnership.viewer(Role.PRACTITIONER), people=[alma_id], purpose=P, what="test") as shown:
        assert _names() == ["Alma"]
        assert shown.person_ids == {alma_id: alma}
        assert shown.classes[alma] == {DataClass.EXISTENCE, DataClass.HEADLINES, DataClass.CARE, DataClass.PROTECTED}
    assert _names() == []
    assert _logged(admin) == [(social_worker.pk, alma, "safeguarding", "test", "shown")]


def test_the_log_row_is_there_before_the_first_row_is_shown(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    _, alma_id = partnership.add_person("Alma", "Reed")
    with look(viewer=partnership.viewer(Role.PRACTITIONER), people=[alma_id], purpose=P, what="test"):
        assert len(_logged(admin)) == 1  # committed, and seen from another connection


def test_without_the_log_nothing_is_shown(partnership: Partnership, admin: psycopg.Connection) -> None:
    _, alma_id = partnership.add_person("Alma", "Reed")
    viewer = partnership.viewer(Role.PRACTITIONER)
    admin.execute("REVOKE EXECUTE ON FUNCTION access_open(bigint, uuid[], text, text, text, boolean) FROM kith_log")
    try:
        with pytest.raises(LogUnavailable), look(viewer=viewer, people=[alma_id], purpose=P, what="test"):
            pytest.fail("a look without a log row")
    finally:
        admin.execute("GRANT EXECUTE ON FUNCTION access_open(bigint, uuid[], text, text, text, boolean) TO kith_log")


def test_a_rolled_back_page_leaves_its_log_row(partnership: Partnership, admin: psycopg.Connection) -> None:
    _, alma_id = partnership.add_person("Alma", "Reed")
    with (
        pytest.raises(ZeroDivisionError),
        look(viewer=partnership.viewer(Role.PRACTITIONER), people=[alma_id], purpose=P, what="test"),
    ):
        raise ZeroDivisionError
    assert len(_logged(admin)) == 1
    assert _names() == []


@pytest.mark.parametrize("kind", list(ShieldKind))
def test_a_shielded_person_and_one_who_does_not_exist_are_the_same(partnership: Partnership, kind: ShieldKind) -> None:
    alma, alma_id = partnership.add_person("Alma", "Reed")
    with connect_as("worker"):
        shield_person(person_id=alma, kind=kind, reason="", by=None, now=partnership.now)
    for public_id in (alma_id, uuid4()):
        with (
            pytest.raises(NotShown),
            look(viewer=partnership.viewer(Role.TEAM_MANAGER), people=[public_id], purpose=P, what="test"),
        ):
            pytest.fail("shown")


def test_a_block_beats_a_relationship(partnership: Partnership) -> None:
    alma, alma_id = partnership.add_person("Alma", "Reed")
    worker = partnership.staff[Role.PRACTITIONER]
    partnership.relate(worker, alma)
    with connect_as("worker"):
        block_staff(staff_id=worker.pk, person_id=alma, reason="own family", by=None, now=partnership.now)
    with (
        pytest.raises(NotShown),
        look(viewer=partnership.viewer(Role.PRACTITIONER), people=[alma_id], purpose=P, what="test"),
    ):
        pytest.fail("shown")


def test_a_list_of_a_practitioner_holds_their_own_children(partnership: Partnership, admin: psycopg.Connection) -> None:
    alma, _ = partnership.add_person("Alma", "Reed")
    partnership.add_person("Bert", "Reed")
    partnership.relate(partnership.staff[Role.PRACTITIONER], alma, RelationshipSource.REFERRAL)
    with look_over_list(viewer=partnership.viewer(Role.PRACTITIONER), purpose=P, what="list") as listing:
        assert _names() == ["Alma"]
        listing.log_shown([alma])
    assert [(row[1], row[3]) for row in _logged(admin)] == [(None, "list"), (alma, "list")]


def test_a_list_of_an_analyst_holds_the_county_without_the_shielded(partnership: Partnership) -> None:
    partnership.add_person("Alma", "Reed")
    bert, _ = partnership.add_person("Bert", "Reed")
    with connect_as("worker"):
        shield_person(person_id=bert, kind=ShieldKind.ADOPTION, reason="", by=None, now=partnership.now)
    with look_over_list(viewer=partnership.viewer(Role.ANALYST), purpose=P, what="list"):
        assert _names() == ["Alma"]


def test_a_forged_ticket_shows_nobody(partnership: Partnership) -> None:
    partnership.add_person("Alma", "Reed")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kith.ticket', 'guess', true)")
        assert _names() == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM access_ticket",
        "SELECT * FROM access_log",
        "INSERT INTO access_ticket DEFAULT VALUES",
        "SELECT access_open(1, '{}'::uuid[], 'x', 'open', 'x', false)",
        "SELECT access_mint(1, 'x', '{existence}', '{}', '{}')",
        "SET ROLE kith_owner",
        "SELECT * FROM access_trace",
        "CREATE TEMPORARY TABLE access_ticket (token_hash bytea)",
        "ALTER TABLE linking_profile DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_web_role_can_neither_mint_nor_read_tickets(partnership: Partnership, statement: str) -> None:
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_log_role_can_do_nothing_but_log(partnership: Partnership) -> None:
    from django.db.utils import ProgrammingError

    for statement in ("SELECT * FROM linking_profile", "DELETE FROM access_log", "SELECT * FROM access_ticket"):
        with pytest.raises(ProgrammingError), connections["log"].cursor() as cursor:
            cursor.execute(statement)


def test_an_ended_account_sees_nobody_at_its_next_statement(partnership: Partnership) -> None:
    alma, alma_id = partnership.add_person("Alma", "Reed")
    worker = partnership.staff[Role.PRACTITIONER]
    partnership.relate(worker, alma)
    with look(viewer=partnership.viewer(Role.PRACTITIONER), people=[alma_id], purpose=P, what="test"):
        assert _names() == ["Alma"]
        with connect_as("worker"), connection.cursor() as cursor:
            cursor.execute("UPDATE access_staff SET is_active = false WHERE id = %s", [worker.pk])
        assert _names() == []


def test_looks_at_a_person_are_listed_for_whom_may_open_them(partnership: Partnership) -> None:
    alma, alma_id = partnership.add_person("Alma", "Reed")
    partnership.relate(partnership.staff[Role.PRACTITIONER], alma)
    viewer = partnership.viewer(Role.PRACTITIONER)
    with look(viewer=viewer, people=[alma_id], purpose=P, what="chronology.person"):
        pass
    rows = list_looks_at(alma_id, viewer=viewer, purpose=P)
    assert [(row.staff, row.what) for row in rows] == [
        (viewer.name, "access.looks"),
        (viewer.name, "chronology.person"),
    ]
    with pytest.raises(NotShown):
        list_looks_at(alma_id, viewer=partnership.viewer(Role.PUBLISHER), purpose=P)
