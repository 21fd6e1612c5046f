"""Gives every test a real PostgreSQL, reached as the roles that the product itself uses."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.pq import TransactionStatus

from kith.project.embedded import ADMIN, EmbeddedServer
from tests.environment import HOME, REPOSITORY
from tests.worlds.partnership import Partnership, found_partnership

_KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "access_policycell",
    "access_loghead",
    "referrals_riskkind",
}
_APPEND_ONLY = {"access_log": "access_log_stays", "access_trace": "access_trace_stays"}
# The files that take longest begin first, so that no worker is left alone with one of them at the end.
_LONGEST_FIRST = (
    "access/test_canaries.py",
    "parity/test_spark.py",
    "project/test_demo.py",
    "publishing/test_inside.py",
    "journeys/test_every_page.py",
    "referrals/test_figure.py",
    "project/test_database_url.py",
    "project/test_lean_states.py",
    "county/test_linkage.py",
    "feeds/test_management.py",
    "feeds/test_interrupted.py",
    "project/test_working.py",
)
SAMPLES = REPOSITORY.parent / "shared" / "samples"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; within a file the order stays."""
    places = {name: place for place, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(f"{item.path.parent.name}/{item.path.name}", len(places)))


@cache
def _server() -> EmbeddedServer:
    return EmbeddedServer(HOME / "postgres", durable=False)


@contextmanager
def _admin(database: str) -> Iterator[psycopg.Connection[Any]]:
    server = _server()
    with psycopg.connect(
        host=server.host, user=ADMIN, password=server.admin_password, dbname=database, autocommit=True
    ) as connection:
        yield connection


def _schema_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted((REPOSITORY / "src").rglob("migrations/*.py")):
        digest.update(path.read_bytes())
    for path in sorted((REPOSITORY / "src").rglob("risk_kinds/*.toml")):
        digest.update(path.read_bytes())
    for name in (
        "access/rules.py",
        "common/row_security.py",
        "project/database.py",
        "project/lean_states.py",
        "project/roles.py",
    ):
        digest.update((REPOSITORY / "src" / "kith" / name).read_bytes())
    return digest.hexdigest()[:16]


def _site_digest() -> str:
    digest = hashlib.sha256((REPOSITORY / "requirements.lock").read_bytes())
    for path in sorted((REPOSITORY / "src/kith/publishing/migrations").glob("*.py")):
        digest.update(path.read_bytes())
    for name in ("roles.py", "site.py", "site_settings.py"):
        digest.update((REPOSITORY / "src/kith/project" / name).read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="module")
def site_database(database_server: str) -> Iterator[str]:
    """Make the public site's database for one file of tests, by the product's own steps or as a copy of such a one."""
    from django.conf import settings

    from kith.project.database import prepare_site
    from kith.project.site import migrate_site

    installation, template = settings.INSTALLATION, f"kith_template_site_{_site_digest()}"
    with (HOME / "making.lock").open("w") as making, _admin("postgres") as admin:
        fcntl.flock(making, fcntl.LOCK_EX)
        known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (template,)).fetchall()
        if known:
            _copy(admin, template, installation.site_name)
        prepare_site(installation)
        if not known:
            migrate_site(installation)
            _copy(admin, installation.site_name, template)
    yield installation.site_name
    with _admin("postgres") as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(installation.site_name)))


@pytest.fixture(scope="session")
def database_server(django_db_blocker: Any) -> Iterator[str]:
    """Start the embedded server, make this session's database, and stop the server with its last user."""
    from django.conf import settings
    from django.db import connections

    from kith.project.database import migrate, prepare, refuse_unsafe_connections

    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    server = _server()
    name = settings.INSTALLATION.database_name
    template = f"kith_template_{_schema_digest()}"
    with (
        django_db_blocker.unblock(),
        (HOME / "users.lock").open("w") as users,
        (HOME / "making.lock").open("w") as making,
    ):
        fcntl.flock(making, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        server.start()
        with _admin("postgres") as admin:
            known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (template,)).fetchall()
            _forget_old_databases(admin, keep={template, f"kith_template_site_{_site_digest()}"})
            if known:
                _copy(admin, template, name)
        prepare(settings.INSTALLATION)
        if not known:
            migrate()
            for connection in connections.all():
                connection.close()
            with _admin("postgres") as admin:
                _copy(admin, name, template)
        fcntl.flock(making, fcntl.LOCK_UN)
        refuse_unsafe_connections()
        with django_db_blocker.block():
            yield name
        for connection in connections.all():
            connection.close()
        with _admin("postgres") as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        server.stop()


def _copy(admin: psycopg.Connection[Any], source: str, target: str) -> None:
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER kith_owner TEMPLATE {}").format(
            sql.Identifier(target), sql.Identifier(source)
        )
    )


def _forget_old_databases(admin: psycopg.Connection[Any], keep: set[str]) -> None:
    """Drop the templates of older schemas and the databases of sessions that died."""
    names = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'kith_te%'").fetchall()
    for (found,) in names:
        stale = found.startswith("kith_template_") and found not in keep
        owner = found.removesuffix("_site").rsplit("_", 1)[1]
        dead = found.startswith("kith_test_") and not Path(f"/proc/{owner}").exists()
        if stale or dead:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(found)))


@pytest.fixture(scope="session")
def admin_connection(database_server: str) -> Iterator[psycopg.Connection[Any]]:
    """Open the test database past row security once."""
    with _admin(database_server) as connection:
        yield connection


@pytest.fixture
def database(
    database_server: str,
    admin_connection: psycopg.Connection[Any],
    django_db_blocker: Any,
    settings: Any,
    tmp_path: Path,
) -> Iterator[str]:
    """Open the database to one test as the web role, and leave it empty behind the test."""
    for name in ("files", "workbench"):
        (tmp_path / name).mkdir(mode=0o700)
    settings.KITH_FILES, settings.KITH_WORKBENCH = tmp_path / "files", tmp_path / "workbench"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # needs no collecting
    }
    with django_db_blocker.unblock():
        _drop_dead_connections()
        yield database_server
        _close_transactions()
        empty(admin_connection)


def _drop_dead_connections() -> None:
    """Close what the server has ended meanwhile; a test that takes the database away ends other tests' connections."""
    from django.db import connections

    for connection in connections.all():
        if connection.connection is not None and not connection.is_usable():
            connection.close()


def _close_transactions() -> None:
    """Close what a failed test left open; a connection at rest serves the next test too."""
    from django.db import connections

    for connection in connections.all():
        wrapped = connection.connection
        if wrapped is None:
            continue
        if connection.in_atomic_block or wrapped.info.transaction_status != TransactionStatus.IDLE:
            connection.close()


def empty(admin: psycopg.Connection[Any]) -> None:
    """Empty every table that holds a row; the log and the trace only by taking their guards off first."""
    tables = [r[0] for r in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()]
    wanted = [t for t in tables if t not in _KEPT]
    probe = " UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM \"{t}\")" for t in wanted)
    filled = [row[0] for row in admin.execute(probe).fetchall()]
    if not filled:
        return
    guarded = [(table, trigger) for table, trigger in _APPEND_ONLY.items() if table in filled]
    # Deleting a few rows is a hundred times cheaper than truncating a table; the foreign keys' triggers rest meanwhile.
    statements = ["SET session_replication_role = replica"]
    statements += [f"ALTER TABLE {table} DISABLE TRIGGER {trigger}" for table, trigger in guarded]
    statements += [f'DELETE FROM "{table}"' for table in filled]
    statements += [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}" for table, trigger in guarded]
    statements += ["SET session_replication_role = DEFAULT"]
    admin.execute("; ".join(statements))
    admin.execute("UPDATE access_loghead SET seq = 0, hash = sha256('kith'::bytea)")


@pytest.fixture
def admin(database: str, admin_connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Return the way past row security, for arranging and for checking only."""
    return admin_connection


@pytest.fixture
def partnership(database: str) -> Partnership:
    """Found the invented partnership: its agencies, teams, agreements, and one member of staff per role."""
    return found_partnership()


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of public sample files, or say loudly that it is absent."""
    if not SAMPLES.is_dir():
        pytest.skip(
            f"THE PUBLIC SAMPLES ARE ABSENT: {SAMPLES.name} is not beside the repository; this test proves nothing"
        )
    return SAMPLES
