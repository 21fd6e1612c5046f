"""The log only grows, and a change to any of its rows is found."""

import psycopg
import pytest
from django.db import connections

from kith.access.selectors import ask_log
from tests.worlds.partnership import Partnership


def _write(number: int) -> None:
    for _ in range(number):
        ask_log("SELECT access_write_log(1, ARRAY[7::bigint], 'safeguarding', 'open', 'test', 'shown', NULL)", [])


def _broken() -> int | None:
    with connections["log"].cursor() as cursor:
        cursor.execute("SELECT access_first_broken_link()")
        found: int | None = cursor.fetchone()[0]
        return found


def test_rows_are_chained(partnership: Partnership, admin: psycopg.Connection) -> None:
    _write(5)
    assert _broken() is None
    assert admin.execute("SELECT seq FROM access_loghead").fetchall() == [(5,)]


@pytest.mark.parametrize(
    "statement", ["UPDATE access_log SET staff_id = 2", "DELETE FROM access_log", "TRUNCATE access_log"]
)
def test_not_even_the_superuser_changes_a_row(
    partnership: Partnership, admin: psycopg.Connection, statement: str
) -> None:
    _write(1)
    with pytest.raises(psycopg.errors.RaiseException):
        admin.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        ("UPDATE access_log SET staff_id = 2 WHERE seq = 3", 3),
        ("UPDATE access_log SET at = at + interval '1 second' WHERE seq = 2", 2),
        ("DELETE FROM access_log WHERE seq = 3", 4),
        ("DELETE FROM access_log WHERE seq = 5", 5),
        ("UPDATE access_log SET seq = CASE seq WHEN 2 THEN 30 ELSE seq END", 3),
    ],
)
def test_tampering_past_the_guards_is_found(
    partnership: Partnership, admin: psycopg.Connection, tampering: str, found_at: int
) -> None:
    _write(5)
    admin.execute("ALTER TABLE access_log DISABLE TRIGGER access_log_stays")
    admin.execute(tampering)
    admin.execute("ALTER TABLE access_log ENABLE ALWAYS TRIGGER access_log_stays")
    assert _broken() == found_at
