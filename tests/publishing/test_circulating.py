"""`kith circulation …`: a list and returned mails come in on the command line, with the site's own settings."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.environment import REPOSITORY


@pytest.fixture
def site(as_role: Callable[[str], psycopg.Connection[Any]]) -> Iterator[psycopg.Connection[Any]]:
    """Return the site's database, and clear what a command has kept there."""
    connection = as_role("kith_public")
    connection.autocommit = True
    yield connection
    for table in ("subscription", "subscriber", "listimportline", "listimport"):
        connection.execute(f"DELETE FROM publishing_{table}".encode())


def kith(*words: str, sent_in: str = "") -> "subprocess.CompletedProcess[str]":
    own = {"KITH_HOME": str(settings.INSTALLATION.home), "KITH_DATABASE": settings.INSTALLATION.database_name}
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "kith.project", "circulation", *words],
        env=clean | own | {"PYTHONPATH": str(REPOSITORY / "src"), "KITH_PROCESS": "worker"},
        cwd=REPOSITORY,
        input=sent_in,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_list_comes_in_and_each_line_that_is_not_added_is_printed(
    site: psycopg.Connection[Any], tmp_path: Path
) -> None:
    file = tmp_path / "old.csv"
    file.write_text("email,name\nsam@example.org,Sam\nbroken,Kim\nsam@example.org,Sam\n")
    said = ("--topic", "news", "--topic", "events", "--consent", "On paper", "--consented-on", "2019-10-01")
    done = kith("import", str(file), *said)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "line 3: refused: what stands under email is no e-mail address",
        "line 4: known: the same address as line 2",
        "3 lines = 1 added + 1 known + 1 refused",
    ]
    rows = site.execute("SELECT topic, frequency FROM publishing_subscription ORDER BY topic").fetchall()
    assert rows == [("events", "weekly"), ("news", "weekly")]
    refused = kith("import", str(tmp_path / "none.csv"))
    assert refused.returncode == 1
    assert "none.csv" in refused.stderr


def test_returned_mails_come_in_from_a_folder_and_from_a_pipe(site_database: str, tmp_path: Path) -> None:
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1").write_text("Subject: out of the office\n\nAway.")
    says = "read; 0 about mails of ours that failed or were complained of\n"
    assert kith("returns", str(tmp_path)).stdout == f"2 {says}"
    assert kith("returns", "-", sent_in="Subject: x\n\nx").stdout == f"1 {says}"
    missing = kith("returns", str(tmp_path / "none"))
    assert missing.returncode == 1 and "nothing was taken" in missing.stderr
