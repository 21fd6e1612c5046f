"""Spark makes the same list and finds the same people as DuckDB; without Spark a command says what to do.

Everything that starts a Java machine is in this file, so that one worker of the suite starts one of them.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from benchmarks.linking import records_of
from kith.engine import Workbench
from kith.engine.spark import SparkMissing, open_spark, refuse_without_spark
from kith.linking.management import register
from kith.priority.runs.adding import added_up
from kith.priority.runs.adding_on_spark import added_up_on_spark
from kith.priority.runs.facts import made_by
from tests.parity.list_county import small_county
from tests.parity.list_engines import tables_in, write_snapshot
from tests.parity.list_oracle import Row
from tests.parity.test_list import AS_OF, POLICY, agree

# Small work on two cores: what Java compiles well, and cuts into many parts, costs more here than it saves.
_SMALL = {
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Open the one session that every job of this file works in, or say loudly that nothing is proved."""
    try:
        refuse_without_spark()
    except SparkMissing as missing:
        pytest.skip(f"SPARK IS ABSENT, so nothing was compared on it. {missing}")
    from splink.backends.spark import similarity_jar_location

    with open_spark(jars=[similarity_jar_location()], memory="1g", more=_SMALL) as session:
        yield session


def in_order(rows: list[Row]) -> list[tuple[str, ...]]:
    return sorted(tuple(f"{word}={row[word]!r}" for word in sorted(row)) for row in rows)


@pytest.mark.spark
def test_spark_makes_the_list_of_plain_python_and_every_table_of_duckdb(spark: Any, tmp_path: Path) -> None:
    county, workbench = small_county(POLICY, AS_OF, children=60, seed=7), Workbench(tmp_path / "workbench")
    write_snapshot(workbench, county)
    with added_up_on_spark(workbench, POLICY, AS_OF) as connection:
        on_spark, stored = tables_in(connection, POLICY), made_by(connection, POLICY)
    agree(county, on_spark)
    with added_up(workbench, POLICY, AS_OF) as connection:
        on_duckdb = tables_in(connection, POLICY)
        assert stored == made_by(connection, POLICY)
    for name, rows in on_duckdb.items():
        assert rows, f"an empty {name} proves nothing"
        assert in_order(on_spark[name]) == in_order(rows), name
    lanes = Counter(row["lane"] for row in on_spark["standings"])
    assert lanes.keys() >= {"critical", "consider", "quiet", "blind", "random"}
    assert not list(workbench.root.glob(".on-spark-*")), "what Spark made outlived the run"


def people_of(path: Path, count: int) -> Path:
    records, _ = records_of("febrl4", with_numbers=True)
    kept = [record for record in records if int(record["record_id"].split("-")[1]) < count]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)
    return path


def link(path: Path, engine: str, out: Path) -> Result:
    """Type `kith link` in this process, so that it works in the session that is open."""
    kith = typer.Typer()
    register(kith)  # the only command, so that its name is not typed
    return CliRunner().invoke(kith, [str(path), "--engine", engine, "--out", str(out)])


def linked(path: Path, engine: str) -> list[Row]:
    out = path.with_name(f"{engine}.csv")
    done = link(path, engine, out)
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.spark
def test_kith_link_writes_on_spark_what_it_writes_on_duckdb(spark: Any, tmp_path: Path) -> None:
    """Row for row: who is one person, how surely, and by which weight.

    Of two long addresses on the edge of a level, the engines may choose different levels: Spark's Jaro counts half a
    transposition, DuckDB's does not. That is one level in some three thousand; none is among these.
    """
    people = people_of(tmp_path / "people.csv", 100)
    on_spark, on_duckdb = linked(people, "spark"), linked(people, "duckdb")
    assert on_spark == on_duckdb
    sizes = Counter(Counter(row["person_id"] for row in on_spark).values())
    assert len(on_spark) == 200
    assert sizes[2] >= 80, "so few people found prove nothing"


@pytest.mark.parametrize("absent", ["PySpark is not installed", "there is no Java"])
def test_without_spark_a_command_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    if absent == "there is no Java":
        monkeypatch.setitem(sys.modules, "pyspark", csv)  # any module that is there
        monkeypatch.delenv("JAVA_HOME", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        monkeypatch.setitem(sys.modules, "pyspark", None)  # as on a machine that has no PySpark
    people = people_of(tmp_path / "people.csv", 20)
    done = link(people, "spark", tmp_path / "out.csv")
    assert done.exit_code == 2
    assert f"Spark cannot run here: {absent}. `make setup-spark`" in done.output
