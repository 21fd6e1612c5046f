"""Starts, prepares, migrates and checks the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import psycopg
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from kith.access.services import connect_as, copy_policy
from kith.project.embedded import ADMIN, EmbeddedServer
from kith.project.installation import Installation
from kith.project.lean_states import lean_states
from kith.project.roles import (
    prepare_database,
    prepare_roles,
    prepare_schema,
    prepare_site_database,
    prepare_site_schema,
    refuse_unsafe_role,
)
from kith.referrals.services import copy_risk_kinds

# Tables of the libraries: none holds a word about a child. The web role signs people in and asks for jobs.
_LIBRARY_TABLES = (
    "account_", "auth_", "axes_", "django_", "mfa_", "procrastinate_", "project_cache", "usersessions_",
)  # fmt: skip


def refuse_unsafe_connections() -> None:
    """Refuse to go on when a connection of this process could see past row security.

    Raises:
        UnsafeRole: with the role's name and what to do.
    """
    for alias in set(connections) - {"migrate"}:  # the owner's own, which only migrations use
        connections[alias].ensure_connection()
        refuse_unsafe_role(connections[alias].connection)


def embedded_server(installation: Installation, *, durable: bool = True) -> EmbeddedServer:
    """Return the installation's own server, started or not."""
    return EmbeddedServer(installation.home / "postgres", durable=durable)


@contextmanager
def admin_connection(installation: Installation, database: str = "postgres") -> Iterator[psycopg.Connection]:
    """Open the embedded server as its administrator, for preparing only."""
    server = embedded_server(installation)
    with psycopg.connect(
        host=server.host, user=ADMIN, password=server.admin_password, dbname=database, autocommit=True
    ) as admin:
        yield admin


def prepare(installation: Installation, admin_url: str = "") -> None:
    """Make roles and the casework database; on the embedded server, or on that which an administrator's URL names."""
    with _administering(installation, admin_url) as admin:
        prepare_roles(admin, installation.secrets["passwords"])
        prepare_database(admin, installation.name)
    with _administering(installation, admin_url, installation.name) as admin:
        prepare_schema(admin)


def prepare_site(installation: Installation, admin_url: str = "") -> None:
    """Make the public site's own database in the same server; the roles are there already."""
    with _administering(installation, admin_url) as admin:
        prepare_site_database(admin, installation.site_name)
    with _administering(installation, admin_url, installation.site_name) as admin:
        prepare_site_schema(admin)


@contextmanager
def _administering(installation: Installation, admin_url: str, database: str = "") -> Iterator[psycopg.Connection]:
    if not admin_url:
        with admin_connection(installation, database or "postgres") as admin:
            yield admin
        return
    address = make_conninfo(admin_url, dbname=database) if database else admin_url
    with psycopg.connect(address, autocommit=True) as admin:
        yield admin


class _Reporting(Migrate):
    """Django's own command, which tells of each migration that it has run."""

    report: Callable[[str], None]

    def migration_progress_callback(self, action: str, migration: Any | None = None, fake: bool = False) -> None:
        """Pass on that one more migration is done."""
        if action == "apply_success":
            self.report(str(migration))


def count_waiting_migrations() -> int:
    """Return how many migrations `migrate` would run."""
    executor = MigrationExecutor(connections["migrate"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(report: Callable[[str], None] = lambda migration: None) -> None:
    """Bring the schema up to date, open the libraries' tables to the web role, and copy the policy
    and the kinds of risk that a referral must not be silent about.
    """
    command = _Reporting()
    command.report = report
    # What is there already is changed in Django's own way; that is never many steps.
    with nullcontext() if _any_migrated() else lean_states():
        call_command(command, database="migrate", verbosity=0, interactive=False)
    with connect_as("migrate"):
        call_command("createcachetable", database="migrate", verbosity=0)
        _open_library_tables()
    with connect_as("worker"):
        copy_policy(by=None, now=timezone.now())
        copy_risk_kinds(by=None, now=timezone.now())


def _any_migrated() -> bool:
    return bool(MigrationRecorder(connections["migrate"]).applied_migrations())


def _open_library_tables() -> None:
    with connections["migrate"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT tablename LIKE 'kith%%'")
        for (table,) in cursor.fetchall():
            if table.startswith(_LIBRARY_TABLES):
                cursor.execute(
                    f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO kith_web, kith_worker, kith_ingest'
                )
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kith_web, kith_worker, kith_ingest")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'public' AND p.proname LIKE 'procrastinate%%'"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO kith_web, kith_worker, kith_ingest")
