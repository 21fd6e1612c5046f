"""A database that is made from nothing in the short way is the very one that Django's own way makes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db.migrations.state import ProjectState
from psycopg import sql

from kith.project.database import admin_connection
from kith.project.lean_states import lean_states

PLAINLY = """
import contextlib, django
django.setup()
from django.conf import settings
from kith.project import database
database.lean_states = contextlib.nullcontext
database.prepare(settings.INSTALLATION)
database.migrate()
"""
# Everything by which two databases without rows could differ.
CATALOGUE = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v', 'p')
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "policies": "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies",
    "functions": """
        SELECT oid::regprocedure::text, prosrc, prosecdef, proconfig::text, proacl::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace""",
    "rights": """
        SELECT relname, relkind::text, relacl::text, relrowsecurity, relforcerowsecurity FROM pg_class
        WHERE relnamespace = 'public'::regnamespace""",
    "triggers": "SELECT pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
    "migrations": "SELECT app, name FROM django_migrations",
}


@contextmanager
def made_plainly() -> Iterator[str]:
    """Make a database by Django's own way, and drop it afterwards."""
    name = f"kith_test_plainly_{os.getpid()}"
    try:
        done = subprocess.run(
            [sys.executable, "-c", PLAINLY],
            env=os.environ | {"KITH_DATABASE": name, "KITH_PROCESS": "worker"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield name
    finally:
        with admin_connection(settings.INSTALLATION) as admin:
            for each in (name, f"{name}_site"):
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(each)))


def catalogue(connection: psycopg.Connection[Any]) -> dict[str, list[str]]:
    return {name: sorted(map(str, connection.execute(query))) for name, query in CATALOGUE.items()}


def test_the_short_way_makes_what_djangos_own_way_makes(database: str) -> None:
    with admin_connection(settings.INSTALLATION, database) as ours:
        short = catalogue(ours)
    with made_plainly() as name, admin_connection(settings.INSTALLATION, name) as other:
        plain = catalogue(other)
    assert len(short["policies"]) > 100 and len(short["columns"]) > 1000
    for name, rows in plain.items():
        assert set(short[name]) ^ set(rows) == set(), name


def test_after_a_database_is_made_django_is_as_it_was() -> None:
    before = ProjectState.add_model, ProjectState.reload_model
    with pytest.raises(KeyboardInterrupt), lean_states():
        assert before != (ProjectState.add_model, ProjectState.reload_model)
        raise KeyboardInterrupt
    assert before == (ProjectState.add_model, ProjectState.reload_model)
