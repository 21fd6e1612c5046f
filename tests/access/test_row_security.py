"""Every table with a person in it is guarded, by one arm per role, and the guard is what guards."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BigIntegerField, ForeignKey

from kith.access.selectors import look
from kith.access.vocabulary import Purpose, Role
from tests.worlds.partnership import Partnership

# Read only by functions that log, or holding no word but an id: the web role has no right at all on them.
WITHOUT_WEB = {"access_log", "access_trace", "access_ticket", "linking_searchkey"}


def person_tables() -> list[str]:
    """Return every table of ours with a person's id or a source person in it."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("kith."):
            continue
        for field in model._meta.get_fields():
            name = getattr(field, "column", "") or ""
            bare = isinstance(field, BigIntegerField | ForeignKey) and name in {
                "person_id",
                "source_person_id",
                "other_id",
            }
            if bare:
                found.append(model._meta.db_table)
                break
    return sorted(set(found) | {"linking_person"})


def test_every_table_with_a_person_is_guarded(partnership: Partnership, admin: psycopg.Connection) -> None:
    guarded = {
        row[0]
        for row in admin.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind IN ('r', 'p')"
        ).fetchall()
    }
    assert [table for table in person_tables() if table not in guarded | WITHOUT_WEB] == []


def test_each_role_has_one_arm_in_the_array_form(partnership: Partnership, admin: psycopg.Connection) -> None:
    policies = admin.execute("SELECT tablename, roles::text[], qual, permissive FROM pg_policies").fetchall()
    arms: dict[tuple[str, str], list[str]] = {}
    for table, roles, condition, permissive in policies:
        assert permissive == "PERMISSIVE"
        for role in roles:
            arms.setdefault((table, role), []).append(condition)
    assert {key: found for key, found in arms.items() if len(found) != 1} == {}
    for (table, role), (condition,) in arms.items():
        if role == "kith_web":
            assert " OR " not in condition, table
            assert "= ANY (( SELECT visible_" in " ".join(condition.split()), (table, condition)
        else:
            assert role in {"kith_owner", "kith_worker", "kith_ingest"}, (table, role)


def test_the_web_role_reads_no_unguarded_table_with_a_person(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    for table in person_tables():
        if table in WITHOUT_WEB:
            can = admin.execute("SELECT has_table_privilege('kith_web', %s, 'SELECT')", (table,)).fetchall()[0][0]
            assert not can, table


def test_dropping_a_policy_is_noticed(partnership: Partnership, admin: psycopg.Connection) -> None:
    """Take each web policy away: the same look then shows nothing, so the policy is what showed it."""
    alma, alma_id = partnership.add_person("Alma", "Reed")
    viewer = partnership.viewer(Role.PRACTITIONER)
    partnership.relate(partnership.staff[Role.PRACTITIONER], alma)

    def shown(table: str) -> int:
        asked = look(viewer=viewer, people=[alma_id], purpose=Purpose.SAFEGUARDING, what="test")
        with asked, connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return int(cursor.fetchone()[0])

    for table in ("linking_profile", "access_relationship"):
        condition = admin.execute(
            "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = %s", (table, f"{table}_shown")
        ).fetchall()[0][0]
        assert shown(table) == 1
        admin.execute(f"DROP POLICY {table}_shown ON {table}")
        try:
            assert shown(table) == 0
        finally:
            admin.execute(
                f"CREATE POLICY {table}_shown ON {table} TO kith_web USING ({condition}) WITH CHECK ({condition})"
            )


@pytest.mark.parametrize("role", ["kith_web", "kith_worker", "kith_ingest", "kith_log"])
def test_no_role_of_a_process_sees_past_row_security(
    partnership: Partnership, admin: psycopg.Connection, role: str
) -> None:
    row = admin.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", (role,)
    ).fetchall()
    assert row == [(False, False, False)]


def test_no_definer_function_is_open_to_everybody(partnership: Partnership, admin: psycopg.Connection) -> None:
    open_to_all = admin.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = 'public' AND p.prosecdef AND has_function_privilege('public', p.oid, 'EXECUTE')"
    ).fetchall()
    assert open_to_all == []
