"""A server of one's own, named by DATABASE_URL: prepared once, migrated, and refused when a role could see too much."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.project.embedded import ADMIN, EmbeddedServer
from kith.project.installation import Installation, UnreadableUrl
from kith.project.roles import UnsafeRole, refuse_unsafe_role
from tests.project.installations import Own, remove_server

_WEB = "import kith.project.wsgi"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """Start a server that belongs to somebody else, as far as the installation under test knows."""
    found = EmbeddedServer(tmp_path_factory.mktemp("elsewhere") / "postgres", durable=False)
    found.start()
    yield found
    remove_server(found)


def admin_url(server: EmbeddedServer) -> str:
    return f"postgresql://{ADMIN}:{server.admin_password}@/postgres?host={server.host}"


@pytest.fixture(scope="module")
def own(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Own:
    home = tmp_path_factory.mktemp("installation")
    home.chmod(0o700)
    return Own(home, {"DATABASE_URL": f"postgresql://somebody@/larkshire?host={server.host}&application_name=kith"})


@pytest.fixture(scope="module")
def prepared(own: Own, server: EmbeddedServer) -> Own:
    done = own.kith("database", "prepare", "--admin-url", admin_url(server))
    assert done.returncode == 0, done.stderr
    assert server.admin_password not in done.stdout + done.stderr
    return own


@pytest.fixture(scope="module")
def migrated(prepared: Own) -> Own:
    done = prepared.kith("database", "migrate")
    assert done.returncode == 0, done.stderr
    assert "The schema is up to date." in done.stdout
    return prepared


@pytest.fixture
def elsewhere(server: EmbeddedServer) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(admin_url(server), autocommit=True) as admin:
        yield admin


def test_server_of_ones_own_is_prepared_by_its_administrator_only(own: Own) -> None:
    done = own.kith("database", "prepare")
    assert done.returncode == 2
    assert "--admin-url" in done.stderr


def test_command_before_preparing_says_what_to_do(own: Own, tmp_path: Path) -> None:
    done = own.kith("rank", "--as", "a@example.org", "--purpose", "governance", "--out", str(tmp_path / "list.csv"))
    assert done.returncode == 1
    assert "kith database prepare" in done.stderr
    assert "Traceback" not in done.stderr


def test_command_before_migrating_says_what_to_do(prepared: Own, tmp_path: Path) -> None:
    done = prepared.kith("rank", "--as", "a@example.org", "--purpose", "governance", "--out", str(tmp_path / "l.csv"))
    assert done.returncode == 1
    assert "kith database migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_prepared_and_migrated_server_serves(migrated: Own, elsewhere: psycopg.Connection[Any]) -> None:
    well = migrated.kith("doctor")
    assert well.returncode == 0, well.stdout
    assert migrated.python(_WEB, process="web").returncode == 0
    owners = elsewhere.execute(
        "SELECT r.rolname, d.datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba "
        "WHERE d.datname <> ALL (%s)",
        [["postgres", "template0", "template1"]],
    ).fetchall()
    assert sorted(owners) == [("kith_owner", "larkshire"), ("kith_owner", "larkshire_site")]
    again = migrated.kith("database", "migrate")
    assert again.returncode == 0, again.stderr
    assert not (migrated.home / "postgres" / "pgdata").exists(), "no server of Kith's own beside the one that was named"


@pytest.mark.parametrize(
    ("spoil", "mend"),
    [
        ("ALTER ROLE kith_web SUPERUSER", "ALTER ROLE kith_web NOSUPERUSER"),
        ("ALTER ROLE kith_web BYPASSRLS", "ALTER ROLE kith_web NOBYPASSRLS"),
        ("GRANT kith_owner TO kith_web", "REVOKE kith_owner FROM kith_web"),
        ("ALTER ROLE kith_log BYPASSRLS", "ALTER ROLE kith_log NOBYPASSRLS"),
    ],
)
def test_web_process_does_not_start_with_a_role_that_sees_too_much(
    migrated: Own, elsewhere: psycopg.Connection[Any], spoil: str, mend: str
) -> None:
    elsewhere.execute(spoil.encode())
    try:
        refused = migrated.python(_WEB, process="web")
        ill = migrated.kith("doctor")
    finally:
        elsewhere.execute(mend.encode())
    role = "kith_log" if "kith_log" in spoil else "kith_web"
    assert refused.returncode != 0
    assert f"UnsafeRole: The database role `{role}` can see past row security" in refused.stderr
    assert ill.returncode == 1
    assert f"`{role}` can see past row security" in " ".join(ill.stdout.split())
    assert migrated.python(_WEB, process="web").returncode == 0


def test_preparing_again_takes_away_what_a_role_should_not_have(
    migrated: Own, server: EmbeddedServer, elsewhere: psycopg.Connection[Any]
) -> None:
    elsewhere.execute("ALTER ROLE kith_web SUPERUSER BYPASSRLS CREATEDB")
    assert migrated.kith("database", "prepare", "--admin-url", admin_url(server)).returncode == 0
    assert migrated.python(_WEB, process="web").returncode == 0


@pytest.mark.parametrize("role", ["kith_migrate", "kith_backup"])
def test_owner_and_backup_are_refused_by_every_process_that_reads(
    migrated: Own, server: EmbeddedServer, role: str
) -> None:
    password = Installation(migrated.home).secrets["passwords"][role]
    with (
        psycopg.connect(host=server.host, user=role, password=password, dbname="larkshire") as connection,
        pytest.raises(UnsafeRole, match=role),
    ):
        refuse_unsafe_role(connection)


def test_administrator_is_refused(elsewhere: psycopg.Connection[Any]) -> None:
    with pytest.raises(UnsafeRole, match=ADMIN):
        refuse_unsafe_role(elsewhere)


def test_ordinary_roles_are_let_through(migrated: Own, server: EmbeddedServer) -> None:
    passwords = Installation(migrated.home).secrets["passwords"]
    for role in ("kith_web", "kith_log", "kith_worker", "kith_ingest"):
        with psycopg.connect(host=server.host, user=role, password=passwords[role], dbname="larkshire") as connection:
            refuse_unsafe_role(connection)


@pytest.mark.parametrize(
    "command", [("rank", "--as", "a@b.org", "--purpose", "x", "--out", "o"), ("refresh",), ("load",)]
)
def test_database_that_is_down_is_said_in_words(tmp_path: Path, command: tuple[str, ...]) -> None:
    own = Own(tmp_path / "home", {"DATABASE_URL": f"postgresql:///kith?host={tmp_path}"})
    (tmp_path / "police.csv").write_text("a,b\n")
    words = (*command, str(tmp_path / "police.csv")) if command == ("load",) else command
    done = own.kith(*words)
    said = done.stdout + done.stderr
    # `load` says it of the file that waits, and leaves with the code that it has for every file that was not taken in.
    assert done.returncode == (2 if command == ("load",) else 1)
    assert ("Start the database server" if command == ("load",) else "The database does not answer") in said
    assert "Traceback" not in said


def test_address_that_cannot_be_read_is_said_without_its_password(tmp_path: Path) -> None:
    done = Own(tmp_path, {"DATABASE_URL": "postgresql://kith:geheim@host/kith?tea=green"}).kith("refresh")
    assert done.returncode == 1
    assert "DATABASE_URL cannot be read" in done.stderr
    assert "geheim" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@given(
    host=st.from_regex(r"[a-z]{1,8}(\.example\.org)?", fullmatch=True),
    port=st.integers(1, 65535),
    mode=st.sampled_from(["require", "verify-ca", "verify-full"]),
    name=st.from_regex(r"[a-z_]{1,10}", fullmatch=True),
)
def test_all_that_the_url_asks_for_holds(tmp_path_factory: Any, host: str, port: int, mode: str, name: str) -> None:
    url = f"postgresql://somebody:secret@{host}:{port}/{name}?sslmode={mode}&connect_timeout=7&options=-c%20jit%3Doff"
    found = Installation(tmp_path_factory.getbasetemp() / "a-home", url).connection("kith_migrate")
    assert (found["HOST"], found["PORT"], found["NAME"], found["USER"]) == (host, str(port), name, "kith_migrate")
    assert found["PASSWORD"] != "secret"
    assert found["OPTIONS"] == {
        "server_side_binding": True,
        "sslmode": mode,
        "connect_timeout": "7",
        "options": "-c jit=off -c role=kith_owner",
    }


def test_url_without_a_database_takes_the_usual_name(tmp_path: Path) -> None:
    found = Installation(tmp_path, "postgresql://host.example.org").connection("kith_web")
    assert found["NAME"] == "kith"
    with pytest.raises(UnreadableUrl):
        Installation(tmp_path, "postgresql://host/kith?tea=green").connection("kith_web")
