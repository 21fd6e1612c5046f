"""One county of 20,000 people, invented once for all tests of this folder."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kith.county.analysis.check import Checked
from kith.county.runs import build_county
from kith.county.vocabulary import Plan

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
PLAN = Plan(people=20_000, years=3, seed=1)


@dataclass(frozen=True)
class Built:
    """A county on disk, what its list says, and how its rates compare."""

    folder: Path
    checked: Checked

    @property
    def listed(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "county.json").read_text())
        return found

    def rows(self, path: str) -> list[dict[str, str]]:
        with (self.folder / path).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def of_feed(self, feed: str) -> Iterator[tuple[Path, list[dict[str, str]]]]:
        for each in self.listed["files"]:
            if each["feed"] == feed:
                yield self.folder / each["path"], self.rows(each["path"])


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("county")
    return Built(folder, build_county(PLAN, folder))


@pytest.fixture(scope="session")
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("The public samples are not beside the repository.")
    return SAMPLES
