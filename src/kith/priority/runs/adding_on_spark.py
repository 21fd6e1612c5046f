"""Adds the list up on Spark, where a region outgrows one machine: the same steps over the same Parquet parts."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow.parquet as pq

from kith.engine.duck import open_duckdb, quoted_path
from kith.engine.spark import open_spark
from kith.engine.workbench import Workbench
from kith.priority.analysis.ranking import ranking_steps
from kith.priority.runs.adding import put_rules, read_snapshot, rule_tables
from kith.priority.runs.snapshot import FOLDER, SCHEMAS
from kith.priority.vocabulary import Policy


@contextmanager
def added_up_on_spark(workbench: Workbench, policy: Policy, as_of: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection that holds every table of the list of one day, each made by Spark.

    The tables lie in the workbench, which every machine of a cluster sees, until the connection is closed.

    Raises:
        SparkMissing: PySpark or Java is not installed.
    """
    with tempfile.TemporaryDirectory(prefix=".on-spark-", dir=workbench.root) as made:
        with open_spark() as session:
            _read_inputs(session, workbench, policy, as_of, Path(made))
            names = _make_tables(session, policy, Path(made))
        with open_duckdb(folders=[workbench.root], keep_order=False) as connection:
            read_snapshot(connection, workbench)
            put_rules(connection, policy, as_of)
            for name in names:
                parts = quoted_path(f"{made}/{name}/*.parquet")
                connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM read_parquet({parts})")  # noqa: S608 -- our own names
            yield connection


def _read_inputs(session: Any, workbench: Workbench, policy: Policy, as_of: date, made: Path) -> None:
    for name, schema in SCHEMAS.items():
        _name_parts(session, name, schema, workbench.part(FOLDER, name.replace("_", "-")).absolute())
    # As files, the rules have a size that Spark knows: it then joins them without sorting anybody's entries.
    for name, table in rule_tables(policy, as_of).items():
        path = made / f"{name}.parquet"
        pq.write_table(table, path)
        _name_parts(session, name, ibis.Schema.from_pyarrow(table.schema), path)


def _make_tables(session: Any, policy: Policy, made: Path) -> Sequence[str]:
    """Make each step once and keep it as Parquet: a plan that grew with every step would be made again by the next."""
    steps = ranking_steps(policy)
    for step in steps:
        frame = session.sql(str(ibis.to_sql(step.table, dialect="pyspark")))
        frame.write.parquet(str(made / step.name))
        session.read.schema(frame.schema).parquet(str(made / step.name)).createOrReplaceTempView(step.name)
    return [step.name for step in steps]


def _name_parts(session: Any, name: str, schema: ibis.Schema, path: Path) -> None:
    from ibis.backends.pyspark.datatypes import PySparkSchema  # noqa: PLC0415 -- an extra

    session.read.schema(PySparkSchema.from_ibis(schema)).parquet(str(path)).createOrReplaceTempView(name)
