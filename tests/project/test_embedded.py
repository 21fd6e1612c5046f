"""The embedded server: whoever throws a private folder away begins anew, and meets nobody else's server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kith.project.embedded import ADMIN, EmbeddedServer

_STARTED: list[EmbeddedServer] = []


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "postgres"
    for server in _STARTED:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(server.run_dir, ignore_errors=True)
    _STARTED.clear()


def pointed_at(home: Path, *, durable: bool) -> EmbeddedServer:
    server = EmbeddedServer(home, durable=durable)
    _STARTED.append(server)
    return server


def started(home: Path, *, durable: bool) -> EmbeddedServer:
    server = pointed_at(home, durable=durable)
    server.start()
    with psycopg.connect(host=server.host, user=ADMIN, password=server.admin_password, dbname="postgres") as admin:
        assert admin.execute("SELECT current_user").fetchall() == [(ADMIN,)]
    return server


def test_new_private_folder_at_an_old_path_begins_with_a_server_of_its_own(home: Path) -> None:
    first = started(home, durable=False)
    password = first.admin_password
    first.stop()
    shutil.rmtree(home)
    second = started(home, durable=False)
    assert second.admin_password != password
    assert second.home == first.home or not first.home.exists(), "what tests leave behind must not pile up"


def test_record_whose_private_folder_is_lost_is_never_removed(home: Path) -> None:
    first = pointed_at(home, durable=True)
    (first.home / "kept").write_text("the only copy")
    outside = first.home != home
    (home / "admin.json").unlink(missing_ok=True)
    second = pointed_at(home, durable=True)
    assert (first.home / "kept").read_text() == "the only copy"
    assert (second.home != first.home) is outside


def test_same_private_folder_finds_its_server_again(home: Path) -> None:
    assert pointed_at(home, durable=True).home == pointed_at(home, durable=True).home
