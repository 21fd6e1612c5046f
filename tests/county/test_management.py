"""The command: it builds, shows the rates, and refuses plainly."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kith.county.management import register


@pytest.fixture
def app() -> typer.Typer:
    found = typer.Typer()
    register(found)
    found.command("other")(lambda: None)
    return found


def test_the_command_builds_a_county_and_shows_its_rates(app: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "county"
    done = CliRunner().invoke(
        app, ["county", "--people", "300", "--years", "1", "--seed", "2", "--out", str(out)], env={"COLUMNS": "160"}
    )
    assert done.exit_code == 0, done.output
    assert (out / "county.json").exists()
    assert "suspensions (a year)" in done.output
    assert "OUT OF TOLERANCE" in done.output  # three hundred people are too few for most rates, and it says so


def test_a_folder_with_something_else_in_it_is_left_alone(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    done = CliRunner().invoke(app, ["county", "--people", "300", "--out", str(tmp_path)])
    assert done.exit_code == 1
    assert "not a county" in " ".join(done.output.split())
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
