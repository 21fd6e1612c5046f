"""Spark finds the same people in a file as DuckDB; without Spark the command says what to do."""

import csv
import sys
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.linking import f1, records_of
from kith.linking.runs.files import BadInput
from kith.linking.runs.link_file import FileJob, link_file


def _people(path: Path, count: int) -> Path:
    records, _ = records_of("febrl4", with_numbers=True)
    kept = [record for record in records if int(record["record_id"].split("-")[1]) < count]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)
    return path


def _pairs(path: Path) -> frozenset[tuple[int, int]]:
    with path.open(encoding="utf-8", newline="") as file:
        homes = [row["person_id"] for row in csv.DictReader(file)]
    return frozenset((a, b) for a, b in combinations(range(len(homes)), 2) if homes[a] == homes[b])


@pytest.mark.spark
def test_spark_and_duckdb_find_the_same_people(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PYSPARK IS ABSENT: `make setup-spark` adds it; this test proves nothing")
    people = _people(tmp_path / "people.csv", 300)
    for engine in ("duckdb", "spark"):
        link_file(FileJob(people, tmp_path / f"{engine}.csv", engine=engine), lambda stage: None)
    # The engines count transpositions of Jaro differently, which moves one pair in some hundreds by a level.
    assert f1(_pairs(tmp_path / "spark.csv"), _pairs(tmp_path / "duckdb.csv")) >= 0.99


def test_without_spark_the_command_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = _people(tmp_path / "people.csv", 20)
    for name in [one for one in sys.modules if one.partition(".")[0] == "pyspark"] + ["pyspark"]:
        monkeypatch.setitem(sys.modules, name, None)  # as on a machine that has no PySpark
    with pytest.raises(BadInput, match="make setup-spark"):
        link_file(FileJob(people, tmp_path / "out.csv", engine="spark"), lambda stage: None)
