"""What guards each table is what somebody reviewed, both ways; a policy that is dropped or loosened is noticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.access.inventory import CLOSED, OPEN, PERSON, SUPPLIER

Connection = psycopg.Connection[Any]
_PIPELINE = "(SELECT array_agg(r ORDER BY r) FROM unnest(roles::text[]) r)"
_POLICIES = f"""
SELECT tablename, {_PIPELINE}, cmd, coalesce(qual, ''), coalesce(with_check, '') FROM pg_policies
WHERE schemaname = 'public' ORDER BY tablename, policyname
"""
_FORCED = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind IN ('r', 'p')"
_READ_OPENLY = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND NOT c.relrowsecurity AND c.relkind IN ('r', 'p', 'v', 'm')
  AND has_any_column_privilege('kith_web', c.oid, 'SELECT')
"""


def reviewed() -> dict[str, str]:
    """Return the one condition of the web process by table, as the inventory states it."""
    people = {
        table: f"{column} = ANY (( SELECT visible_people('{tier}'::text) AS visible_people)::bigint[])"
        for table, (tier, column) in PERSON.items()
    }
    agencies = {
        table: f"{column} = ANY (( SELECT visible_suppliers() AS visible_suppliers)::bigint[])"
        for table, column in SUPPLIER.items()
    }
    return people | agencies


def differences(admin: Connection) -> set[tuple[str, str]]:
    """Return each table whose guard is not as reviewed, and what differs."""
    found: set[tuple[str, str]] = set()
    arms: dict[str, list[tuple[str, str, str]]] = {}
    pipeline: set[str] = set()
    for table, roles, command, shows, takes in admin.execute(_POLICIES).fetchall():
        if roles == ["kith_web"]:
            arms.setdefault(table, []).append((command, _plain(shows), _plain(takes)))
        elif "kith_web" in roles or "public" in roles:
            found.add((table, f"an arm for {', '.join(roles)}"))
        else:
            pipeline.add(table)
    wanted = reviewed()
    for table in wanted.keys() | arms.keys():
        condition = wanted.get(table, "")
        if arms.get(table) != [("ALL", condition, condition)]:
            found.add((table, "the arm of the web process"))
    forced = {row[0] for row in admin.execute(_FORCED).fetchall()}
    found |= {(table, "row security") for table in forced ^ (wanted.keys() | CLOSED)}
    found |= {(table, "the arm of the pipeline") for table in pipeline ^ (wanted.keys() | CLOSED)}
    read = {row[0] for row in admin.execute(_READ_OPENLY).fetchall()}
    return found | {(table, "read without a look") for table in read ^ OPEN}


def _plain(condition: str) -> str:
    text = " ".join(condition.split())
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


@contextmanager
def undone(admin: Connection) -> Iterator[None]:
    """Let changes of the schema live for a moment, and take them back."""
    with admin.transaction(force_rollback=True):
        yield


def test_every_table_is_guarded_as_reviewed(admin: Connection) -> None:
    assert differences(admin) == set()
    assert len(PERSON) >= 20 and len(SUPPLIER) >= 10


@pytest.mark.parametrize("table", sorted({*PERSON, *SUPPLIER, *CLOSED}))
def test_a_guard_that_is_taken_away_is_noticed(admin: Connection, table: str) -> None:
    names = [row[0] for row in admin.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", (table,))]
    assert len(names) == (1 if table in CLOSED else 2)
    for name in names:
        with undone(admin):
            admin.execute(f"DROP POLICY {name} ON {table}")
            assert {where for where, _ in differences(admin)} == {table}
    for change in ("DISABLE", "NO FORCE"):
        with undone(admin):
            admin.execute(f"ALTER TABLE {table} {change} ROW LEVEL SECURITY")
            assert (table, "row security") in differences(admin)
    assert differences(admin) == set()


@pytest.mark.parametrize("table", sorted(reviewed()))
def test_a_guard_that_is_loosened_is_noticed(admin: Connection, table: str) -> None:
    shown = f"{table}_shown"
    loosened = [
        f"ALTER POLICY {shown} ON {table} USING (true)",
        f"ALTER POLICY {shown} ON {table} WITH CHECK (true)",
        f"ALTER POLICY {shown} ON {table} TO public",
        f"CREATE POLICY {table}_more ON {table} TO kith_web USING (true)",
    ]
    if table in PERSON:
        tier, column = PERSON[table]
        other = "existence" if tier != "existence" else "headlines"
        wrong = f"{column} = ANY((SELECT visible_people('{other}'))::bigint[])"
        loosened.append(f"ALTER POLICY {shown} ON {table} USING ({wrong}) WITH CHECK ({wrong})")
    for change in loosened:
        with undone(admin):
            admin.execute(change)
            assert table in {where for where, _ in differences(admin)}, change


def test_a_table_that_nobody_reviewed_is_noticed(admin: Connection) -> None:
    with undone(admin):
        admin.execute("CREATE TABLE a_new_one (person_id bigint); GRANT SELECT ON a_new_one TO kith_web")
        assert differences(admin) == {("a_new_one", "read without a look")}
    with undone(admin):
        admin.execute(
            "CREATE VIEW a_way_round AS SELECT * FROM linking_profile; GRANT SELECT ON a_way_round TO kith_web"
        )
        assert differences(admin) == {("a_way_round", "read without a look")}
