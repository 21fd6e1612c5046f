"""A county that is refused, interrupted or killed leaves a folder that the next run can use."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from kith.county import runs
from kith.county.analysis.check import easiest_indicators
from kith.county.analysis.county import County, invent_county
from kith.county.analysis.draws import day_number
from kith.county.analysis.index_events import IndexEvent
from kith.county.management import register
from kith.county.runs import DRAFT, CountyRefused, build_county
from kith.county.vocabulary import Plan, Route
from tests.county.conftest import Built

SMALL = Plan(people=300, years=1, seed=1)


def told_by_suspensions(plan: Plan) -> County:
    """Return a county in which harm comes to those who were suspended most in the year before, and to nobody else."""
    county = invent_county(plan)
    day = day_number(plan.last_day) - 10
    known, child = county.sanctions.known, county.sanctions.child
    counts = np.bincount(child[(known >= day - 730) & (known < day - 364)], minlength=county.lives.children.size)
    age = county.lives.age[-1]
    counts[(age < 12) | (age >= 18)] = 0
    worst = np.argsort(-counts)[:8].tolist()
    assert all(counts[each] > 0 for each in worst)
    return replace(county, events=[IndexEvent(each, day, "weapon", "suspect", Route.STORY) for each in worst])


def interrupted_at(step: str) -> Any:
    def progress(says: str) -> None:
        if says.startswith(step):
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("step", ["Inventing", "Writing", "Marking", "Sealing", "Checking"])
def test_interrupted_run_leaves_nothing_and_the_next_run_builds(tmp_path: Path, step: str) -> None:
    out = tmp_path / "county"
    with pytest.raises(KeyboardInterrupt):
        build_county(SMALL, out, interrupted_at(step))
    assert not out.exists()
    build_county(SMALL, out)
    assert sorted(path.name for path in out.iterdir()) == ["county.json", "files", "sealed"]


def test_interrupted_run_leaves_the_earlier_county_whole(tmp_path: Path) -> None:
    build_county(SMALL, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.csv")}
    with pytest.raises(KeyboardInterrupt):
        build_county(replace(SMALL, seed=2), tmp_path, interrupted_at("Checking"))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.csv")} == before
    assert json.loads((tmp_path / "county.json").read_text())["seed"] == 1


def test_run_interrupted_while_its_county_is_put_in_place_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_county(SMALL, tmp_path / "county")
    moved = Path.rename

    def stops_at_the_list(self: Path, target: Path) -> Path:
        if self.name == "county.json":
            raise KeyboardInterrupt
        return moved(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", stops_at_the_list)
        with pytest.raises(KeyboardInterrupt):
            build_county(SMALL, tmp_path / "county")
    assert not (tmp_path / "county" / "county.json").exists(), "nobody may load half a county"
    build_county(SMALL, tmp_path / "county")
    assert sorted(path.name for path in (tmp_path / "county").iterdir()) == ["county.json", "files", "sealed"]


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "county" / DRAFT / "files").mkdir(parents=True)
    (tmp_path / "county" / DRAFT / "files" / "half.csv").write_text("a,b\n")
    build_county(SMALL, tmp_path / "county")
    assert not list(tmp_path.rglob("half.csv"))


def test_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "county").write_text("a letter")
    with pytest.raises(FileExistsError, match="not a county"):
        build_county(SMALL, tmp_path / "county")
    assert (tmp_path / "county").read_text() == "a letter"


def test_county_that_one_count_gives_away_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "invent_county", told_by_suspensions)
    out = tmp_path / "county"
    with pytest.raises(CountyRefused, match=r"suspensions \(AUC 0\.9"):
        build_county(Plan(people=6_000, years=3, seed=1), out)
    assert not out.exists()
    monkeypatch.undo()
    build_county(SMALL, out)
    assert (out / "county.json").exists()


def test_every_count_is_tried_on_a_county_of_middle_size(built: Built) -> None:
    indicators = built.checked.indicators
    assert len(indicators) >= 15
    assert {"weapons", "violence as suspect", "days on a protection plan", "days looked after"} <= set(indicators)
    assert all(0.3 < auc < 0.9 for auc in indicators.values()), indicators
    assert max(indicators.values()) > 0.6, "a county in which nothing tells anything is of no use either"
    assert "AUC" in built.checked.says


def test_command_says_what_it_could_not_check(tmp_path: Path) -> None:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    done = CliRunner().invoke(app, ["county", "--people", "300", "--years", "1", "--out", str(tmp_path / "county")])
    assert done.exit_code == 0, done.output
    assert "Not checked whether one count alone gives the county away: too few index events" in done.output
    assert "tests/county/test_linkage.py" in done.output


def test_too_few_children_say_nothing() -> None:
    county = invent_county(SMALL)
    assert easiest_indicators(county, [], []) == {}
