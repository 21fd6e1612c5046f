"""The pack for an inspection: who may make it, what is in it, and that everybody in it is logged first."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from kith.access.vocabulary import Role
from kith.audit.management import register
from kith.audit.vocabulary import ChosenBy
from tests.audit.conftest import Audit

Command = Callable[..., Any]


@pytest.fixture
def command() -> Command:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["inspection-pack", *words])

    return run


def asked(eight: Audit, out: Path) -> tuple[str, ...]:
    email = eight.partnership.staff[Role.AUDITOR].email
    return ("--as", email, "--purpose", "audit", "--out", str(out))


def test_the_pack_holds_the_list_the_chronologies_and_the_forms(
    eight: Audit, command: Command, admin: psycopg.Connection[Any], tmp_path: Path
) -> None:
    theme = eight.drafted()
    out = tmp_path / "pack"
    done = command(str(theme.public_id), *asked(eight, out))
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["children.csv", "contents.txt"]
        + [f"{kind}-{number:02}.html" for kind in ("chronology", "forms") for number in range(1, 9)]
    )
    with (out / "children.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Name"] for row in rows][:2] == ["Alder Vale", "Birk Vale"]
    assert rows[0]["Born"] == f"{eight.day(-300 - 15 * 365 - 100):%-d %B %Y}"
    assert (rows[0]["Social care"], rows[0]["Police contacts by 10"]) == ("Looked after", "104")
    story = (out / "chronology-01.html").read_text(encoding="utf-8")
    assert story.count("Anti-social behaviour") == 104 and "Weapon found, carried or used" in story
    assert "In contact with the police by the age of 10: 104 times." in (out / "forms-01.html").read_text("utf-8")
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}
    assert out.stat().st_mode & 0o777 == 0o700
    logged = admin.execute(
        "SELECT what, count(DISTINCT person_id) FROM access_log WHERE action = 'print' AND outcome = 'shown' "
        "AND person_id IS NOT NULL AND what IN ('audit.cases', 'chronology.print') GROUP BY what ORDER BY what"
    ).fetchall()
    assert logged == [("audit.cases", 8), ("chronology.print", 8)]


def test_only_the_cases_that_an_inspector_chose_are_told_whole(eight: Audit, command: Command, tmp_path: Path) -> None:
    theme = eight.drafted()
    assert eight.world is not None
    eight.fix(theme, chosen_by=ChosenBy.INSPECTOR, people=(eight.world.people["Cole"][1],))
    assert command(str(theme.public_id), *asked(eight, tmp_path / "pack")).exit_code == 0
    assert [path.name for path in (tmp_path / "pack").glob("chronology-*")] == ["chronology-03.html"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--as", "", "--purpose", "audit", "--out", "x"),
        ("--as", "somebody@example.org", "--purpose", "safeguarding", "--out", "x"),
        ("--as", "somebody@example.org", "--purpose", "audit"),
    ],
)
def test_without_who_why_and_where_nothing_is_read(command: Command, wrong: tuple[str, ...]) -> None:
    done = command("00000000-0000-0000-0000-000000000000", *wrong)
    assert done.exit_code == 2 and "Nothing was read" in done.output


def test_a_pack_is_made_by_an_auditor_into_an_empty_folder_of_an_audit_that_is_there(
    eight: Audit, command: Command, tmp_path: Path
) -> None:
    theme = eight.drafted()
    contact = eight.auditors["police"].email
    words = ("--purpose", "audit", "--out", str(tmp_path / "pack"))
    done = command(str(theme.public_id), "--as", contact, *words)
    assert done.exit_code == 2 and "made by an auditor" in done.output
    none = command("00000000-0000-0000-0000-000000000000", *asked(eight, tmp_path / "pack"))
    assert none.exit_code == 2 and "no such audit" in none.output
    assert not (tmp_path / "pack").exists()
    (tmp_path / "older.txt").write_text("A pack of last year.", encoding="utf-8")
    full = command(str(theme.public_id), *asked(eight, tmp_path))
    assert full.exit_code == 2 and "not empty" in full.output
