"""`kith rank` says who asks and why, or makes nothing; what it writes holds ids and points and no name."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.priority import management
from kith.priority.models import Run
from tests.priority.conftest import AS_OF, Lists


class Day(date):
    """The day on which these tests are run, whatever the calendar says."""

    @classmethod
    def today(cls) -> "Day":
        return cls(AS_OF.year, AS_OF.month, AS_OF.day)


@pytest.fixture
def rank(monkeypatch: pytest.MonkeyPatch) -> Any:
    app = typer.Typer()
    management.register(app)
    app.command("other")(lambda: None)
    monkeypatch.setattr(management, "date", Day)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["rank", *words])

    return run


def asked(lists: Lists, role: Role, path: Path, **more: str) -> list[str]:
    said = {
        "as": lists.partnership.staff[role].email,
        "purpose": "governance",
        "out": str(path),
        "as-of": AS_OF.isoformat(),
    }
    return [word for name, value in (said | more).items() for word in (f"--{name}", value)]


def runs() -> int:
    with connect_as("worker"):
        return Run.objects.count()


def test_list_is_written_with_ids_and_points_and_logged_like_the_page(
    lists: Lists, rank: Any, tmp_path: Path, admin: Any
) -> None:
    lists.record.tell()
    out = tmp_path / "list.csv"
    done = rank(*asked(lists, Role.ANALYST, out))
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    known = {str(public): name for name, (_, public) in lists.partnership.people.items()}
    assert list(rows[0]) == ["person_id", "lane", "place", "points"]
    assert known[rows[0]["person_id"]] == "Ada"
    assert not any(name in out.read_text(encoding="utf-8") for name in ("Ada", "Ben", "Vale"))
    assert out.stat().st_mode & 0o777 == 0o600
    assert "listed" in done.output
    staff = lists.partnership.staff[Role.ANALYST].pk
    logged = admin.execute("SELECT count(*) FROM access_log WHERE staff_id = %s", [staff]).fetchone()
    assert logged[0] >= len(rows)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"as": ""}, "Say who you are and why"),
        ({"purpose": ""}, "Say who you are and why"),
        ({"out": ""}, "Say where the list should go"),
        ({"as-of": "2026-02-30"}, "is no day"),
        ({"as-of": "24/11/2026"}, "is no day"),
        ({"as-of": "2026-11-26"}, "That day has not come"),
        ({"as": "nobody@example.org"}, "Nobody with this e-mail address works here"),
        ({"purpose": "curiosity"}, "is no purpose"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(
    lists: Lists, rank: Any, tmp_path: Path, more: dict[str, str], says: str
) -> None:
    out = tmp_path / "list.csv"
    words = asked(lists, Role.ANALYST, out, **more)
    kept = [word for name, value in zip(words[::2], words[1::2], strict=True) if value for word in (name, value)]
    done = rank(*kept)
    assert done.exit_code == 2
    assert says in done.output
    assert not out.exists()
    assert runs() == 0


@pytest.mark.parametrize(
    "role", [Role.PRACTITIONER, Role.PANEL_COORDINATOR, Role.PUBLISHER, Role.ADMINISTRATOR, Role.AUDITOR]
)
def test_role_without_the_list_gets_none(lists: Lists, rank: Any, tmp_path: Path, role: Role) -> None:
    out = tmp_path / "list.csv"
    done = rank(*asked(lists, role, out))
    assert done.exit_code == 2
    assert done.output.strip()
    assert not out.exists()
    assert runs() == 0
