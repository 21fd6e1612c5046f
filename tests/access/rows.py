"""Makes one row for any table from what the database says of its columns, past every key and trigger."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

import psycopg
from psycopg import sql

_NUMBERS = count(9_000_000)
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typcategory::text, a.atttypmod - 4
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''
  AND a.attgenerated = '' AND (a.attnotnull OR a.attname = ANY(%s))
ORDER BY a.attnum
"""


def put_row(admin: psycopg.Connection[Any], table: str, known: Mapping[str, object]) -> None:
    """Put one row into a table: these values, and something fitting in each other column that must not be empty."""
    statement, values = insertion(admin, table, known)
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")  # other tables' rows are not needed here
        admin.execute(statement, values)


def insertion(
    admin: psycopg.Connection[Any], table: str, known: Mapping[str, object]
) -> tuple[sql.Composed, list[Any]]:
    """Return the statement that puts such a row in, and its values."""
    columns = admin.execute(_COLUMNS, (table, list(known))).fetchall()
    values = {name: known.get(name, _fitting(*rest)) for name, *rest in columns} | dict(known)
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    return statement, list(values.values())


def _fitting(kind: str, category: str, longest: int) -> object:
    """Return a value of a type, another one each time where the type has room for it; moments come in order."""
    number = next(_NUMBERS)
    by_kind = {
        "smallint": 1,
        "uuid": f"00000000-0000-4000-8000-{number:012d}",
        "jsonb": "{}",
        "bytea": number.to_bytes(8),
        "date": "2026-01-05",
        "timestamp with time zone": datetime.fromtimestamp(number, UTC),
        "boolean": False,
    }
    if kind in by_kind:
        return by_kind[kind]
    text = str(number)[-longest:] if longest > 0 else str(number)
    by_category: dict[str, object] = {"N": number, "S": text, "A": "{}"}
    return by_category[category]
