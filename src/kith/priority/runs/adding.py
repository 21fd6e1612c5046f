"""Adds the list up on DuckDB, from the snapshot in the workbench."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from kith.engine.duck import open_duckdb, quoted_path
from kith.engine.workbench import Workbench
from kith.priority.analysis.inputs import MOMENTS, moment_rows
from kith.priority.analysis.ranking import ranking_script
from kith.priority.analysis.rule_tables import TABLES, policy_rows
from kith.priority.runs.snapshot import FOLDER, SCHEMAS
from kith.priority.vocabulary import Policy


@lru_cache(maxsize=8)
def _script(_digest: str, _indicators: tuple[str, ...], policy: "_Unhashed") -> tuple[tuple[str, str], ...]:
    return tuple(ranking_script(policy.policy))


class _Unhashed:
    """Carries a policy past the cache, whose key is the digest and the permitted indicators."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unhashed)


def script_of(policy: Policy) -> tuple[tuple[str, str], ...]:
    """Return the steps for DuckDB; the same policy is put into SQL once."""
    return _script(policy.digest, tuple(each.id for each in policy.indicators), _Unhashed(policy))


@contextmanager
def added_up(workbench: Workbench, policy: Policy, as_of: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection that holds every table of the list of one day."""
    with open_duckdb(folders=[workbench.root], keep_order=False) as connection:
        read_snapshot(connection, workbench)
        add_up(connection, policy, as_of)
        yield connection


def read_snapshot(connection: duckdb.DuckDBPyConnection, workbench: Workbench) -> None:
    """Name the parts of the snapshot as the script names them."""
    for name in SCHEMAS:
        part = quoted_path(workbench.part(FOLDER, name.replace("_", "-")).absolute())
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({part})")  # noqa: S608 -- our own names


def add_up(connection: duckdb.DuckDBPyConnection, policy: Policy, as_of: date) -> None:
    """Run the script over inputs that the connection holds already; a second run replaces the first."""
    put_rules(connection, policy, as_of)
    for name, select in script_of(policy):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")


def rule_tables(policy: Policy, as_of: date) -> dict[str, pa.Table]:
    """Return the policy, and the moments of the list of one day, as the tables that the script joins, by name."""
    rows = policy_rows(policy)
    given = {table.get_name(): (table.schema(), rows[table.get_name()]) for table in TABLES}
    given["moments"] = (MOMENTS, moment_rows(as_of))
    return {name: _as_table(schema.to_pyarrow(), listed) for name, (schema, listed) in given.items()}


def put_rules(connection: duckdb.DuckDBPyConnection, policy: Policy, as_of: date) -> None:
    """Give a connection the tables of the policy and the moments of one day."""
    for name, table in rule_tables(policy, as_of).items():
        connection.register(f"given_{name}", table)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given_{name}")  # noqa: S608 -- our own names
        connection.unregister(f"given_{name}")


def _as_table(schema: pa.Schema, rows: list[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
