"""Who may open the public site's database, and what each role may do there; asked of the real roles."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.conf import settings

Roles = Callable[[str], psycopg.Connection[Any]]


def may(connection: psycopg.Connection[Any], table: str) -> set[str]:
    """Return what the role of a connection may do with a table."""
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    asked = {verb: connection.execute("SELECT has_table_privilege(%s, %s)", (table, verb)).fetchall() for verb in verbs}
    return {verb for verb, answer in asked.items() if answer == [(True,)]}


@pytest.mark.parametrize("role", ["kith_web", "kith_log", "kith_ingest"])
def test_roles_of_casework_are_refused_by_the_sites_database(as_role: Roles, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        as_role(role)


def test_the_sites_role_is_refused_by_the_casework_database(database_server: str) -> None:
    entry = settings.INSTALLATION.connection("kith_public")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(host=entry["HOST"], user=entry["USER"], password=entry["PASSWORD"], dbname=entry["NAME"])


def test_the_sites_role_works_on_pages_and_only_reads_the_inbox(as_role: Roles) -> None:
    site = as_role("kith_public")
    assert may(site, "publishing_sitepage") == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert may(site, "publishing_handover") == {"SELECT"}
    assert may(site, "publishing_feedbackdrop") == {"INSERT"}, "what children write is read by nobody here"
    assert may(site, "django_migrations") == {"SELECT"}
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        site.execute("CREATE TABLE public.mine (id int)")


def test_the_casework_worker_may_put_in_and_fetch_and_nothing_else(as_role: Roles) -> None:
    worker = as_role("kith_worker")
    tables = worker.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert len(tables) > 20
    mine = {table: may(worker, table) for (table,) in tables if may(worker, table)}
    assert mine == {
        "publishing_feedbackdrop": {"SELECT", "DELETE"},
        "publishing_loopcount": {"SELECT"},
    }, "sealed feedback is fetched, counts of events are read, and nothing else"
    columns = worker.execute(
        "SELECT DISTINCT table_name, privilege_type FROM information_schema.column_privileges "
        "WHERE grantee = 'kith_worker' AND table_name NOT IN ('publishing_feedbackdrop', 'publishing_loopcount')"
    ).fetchall()
    assert columns == [("publishing_handover", "INSERT")]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT title FROM publishing_handover",
        "UPDATE publishing_handover SET verb = 'withdraw'",
        "DELETE FROM publishing_handover",
        "INSERT INTO publishing_handover (id, message, item, kind, verb, handed_at) "
        "VALUES (1, gen_random_uuid(), gen_random_uuid(), 'briefing', 'withdraw', now())",
    ],
)
def test_the_casework_worker_cannot_read_change_or_reorder_the_inbox(as_role: Roles, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role("kith_worker").execute(statement.encode())
