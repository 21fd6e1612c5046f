"""Runs the list's script over plain rows, for comparison between the engines and with the oracle."""

from datetime import date
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from kith.engine.workbench import Workbench
from kith.priority.analysis import inputs
from kith.priority.analysis.ranking import ranking_script, ranking_steps
from kith.priority.analysis.rule_tables import TABLES, policy_rows
from kith.priority.runs.snapshot import FOLDER, SCHEMAS
from kith.priority.vocabulary import Policy
from tests.parity.list_oracle import Row, World


def rows_by_table(world: World, policy: Policy, as_of: date) -> dict[str, tuple[ibis.Schema, list[Any]]]:
    """Return every table that the script reads: schema, and rows as tuples."""
    found: dict[str, tuple[ibis.Schema, list[Any]]] = {
        name: (schema, [tuple(row[word] for word in schema.names) for row in getattr(world, name)])
        for name, schema in SCHEMAS.items()
    }
    found["moments"] = (inputs.MOMENTS, inputs.moment_rows(as_of))
    rows = policy_rows(policy)
    return found | {table.get_name(): (table.schema(), rows[table.get_name()]) for table in TABLES}


_SCRIPTS: dict[str, list[tuple[str, str]]] = {}


def list_by_duckdb(world: World, policy: Policy, as_of: date) -> dict[str, list[Row]]:
    """Return every table of the list as DuckDB makes it."""
    script = _SCRIPTS.get(policy.digest) or _SCRIPTS.setdefault(policy.digest, ranking_script(policy))
    with duckdb.connect() as connection:
        for name, (schema, rows) in rows_by_table(world, policy, as_of).items():
            listed = [dict(zip(schema.names, row, strict=True)) for row in rows]
            connection.register(name, pa.Table.from_pylist(listed, schema=schema.to_pyarrow()))
        for name, sql in script:
            connection.execute(f'CREATE TABLE "{name}" AS {sql}')
        return {name: _fetched(connection, name) for name, _ in script}


def write_snapshot(workbench: Workbench, world: World) -> None:
    """Write the parts that a run reads, as a run leaves them in the workbench."""
    for name, schema in SCHEMAS.items():
        rows = [{word: row[word] for word in schema.names} for row in getattr(world, name)]
        table = pa.Table.from_pylist(rows, schema=schema.to_pyarrow())
        workbench.write_part(FOLDER, name.replace("_", "-"), table)


def tables_in(connection: duckdb.DuckDBPyConnection, policy: Policy) -> dict[str, list[Row]]:
    """Return every table of a list that a run has made, whichever engine made it."""
    return {step.name: _fetched(connection, step.name) for step in ranking_steps(policy)}


def _fetched(connection: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    cursor = connection.execute(f'SELECT * FROM "{name}"')
    words = [column[0] for column in cursor.description or ()]
    return [dict(zip(words, row, strict=True)) for row in cursor.fetchall()]
