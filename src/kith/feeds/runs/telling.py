"""Tells a register's rows with the engine, a column at a time, as lines for COPY; odd rows are told one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from kith.engine import open_duckdb
from kith.engine.duck import quoted_path
from kith.feeds.analysis import register_lines as told
from kith.feeds.analysis.declarations import Surroundings
from kith.feeds.analysis.reading import RawRow, decoded, lines_of, rows_of
from kith.feeds.analysis.receiving import received_rows
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.analysis.register_sql import ODD, Dictionary, RegisterSQL
from kith.feeds.runs.plain_rows import in_two_halves, read_rows
from kith.feeds.runs.staging import Staging

_BLOCK: Final = 1 << 22
# Lines of COPY as they are: what COPY would have to see escaped makes a row odd.
_AS_LINES: Final = "(FORMAT csv, HEADER false, DELIMITER '\x02', QUOTE '', ESCAPE '')"


@dataclass(frozen=True, kw_only=True)
class RegisterFile:
    """One file of a register to tell, and a folder for drafts on the workbench's own disk."""

    path: Path
    found: Recognised
    encoding: str
    around: Surroundings
    drafts: Path


def tell_register(file: RegisterFile, staging: Staging, progress: Callable[[int], None] = lambda rows: None) -> None:
    """Stage a register's rows; the very same lines come of it as if each row were read by itself."""
    table = file.found.table
    if table.by_engine is None:
        raise TypeError(f"{table.spec} is not told by the engine.")
    file.around.notes = file.found.notes
    with open_duckdb(folders=[file.path.parent, file.drafts], temp_dir=file.drafts) as duck:
        statements: RegisterSQL = table.by_engine(file.found, file.around)
        read = read_rows(duck, file.path, file.found, file.encoding, file.drafts)
        _type_rows(duck, statements, clean=read.clean)
        staging.rows += _one(duck, "SELECT count(*) FROM good")
        progress(staging.rows)
        _stage_lines(duck, told.ROWS, "row", staging, file.drafts)
        staging.told_all("row")
        apart = [*read.apart, *_odd(duck, file)]
        for item in received_rows(apart, file.found, file.around):
            staging.add(item)
        _set_apart(duck, staging)
        # The events come last: while the engine writes them, the database stores the others.
        outputs = {"who": told.PEOPLE, "person": told.PERSONS, "involvement": told.INVOLVEMENTS, "event": told.EVENTS}
        for name, query in outputs.items():
            _stage_lines(duck, query, name, staging, file.drafts)
            staging.told_all(name)
        staging.keys_repeat = staging.keys_repeat or bool(_one(duck, told.KEYS_REPEAT))


def _type_rows(duck: duckdb.DuckDBPyConnection, statements: RegisterSQL, *, clean: bool) -> None:
    """Make the tables `typed` and `rules`, and the view `good` of the rows that are told by the engine."""
    for dictionary in statements.dictionaries:
        _answer(duck, dictionary)
    duck.execute(f"CREATE TABLE typed AS {statements.typed(clean=clean)}")
    asked = [question for (question,) in duck.execute("SELECT DISTINCT asked FROM typed WHERE NOT odd").fetchall()]
    unanswered, rules = statements.choices(asked)
    names = ("asked", "kind", "basis", "suffix")
    columns = {name: [rule[at] for rule in rules] for at, name in enumerate(names)}
    _make(duck, "rules", columns, dict.fromkeys(names, "VARCHAR"))
    _make(duck, "unanswered", {"asked": unanswered}, {"asked": "VARCHAR"})
    if unanswered:
        duck.execute("UPDATE typed SET odd = true WHERE asked IN (SELECT asked FROM unanswered)")
    rows = _one(duck, "SELECT count(*) FROM typed")
    halves = in_two_halves("SELECT * FROM (SELECT rowid, * FROM typed WHERE NOT odd)", rows)
    duck.execute(f"CREATE VIEW good AS {halves}")


def _answer(duck: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> None:
    """Ask Python for the meaning of each different text."""
    texts = duck.execute(f"SELECT DISTINCT {dictionary.asked} FROM raw").fetchall()  # noqa: S608 -- our own names only
    asked = [text for (text,) in texts if text is not None]
    answers = [dictionary.read(text) for text in asked]
    columns = {
        "asked": asked,
        "answer": [None if answer is ODD else answer for answer in answers],
        "odd": [answer is ODD for answer in answers],
    }
    _make(duck, dictionary.name, columns, {"asked": "VARCHAR", "answer": dictionary.holds, "odd": "BOOLEAN"})


def _make(
    duck: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Sequence[Any]], types: dict[str, str]
) -> None:
    duck.register("made", pa.table({column: pa.array(values) for column, values in columns.items()}))
    wanted = ", ".join(f"{column}::{holds} AS {column}" for column, holds in types.items())
    duck.execute(f"CREATE TABLE {name} AS SELECT {wanted} FROM made")  # noqa: S608 -- our own names only
    duck.unregister("made")


def _odd(duck: duckdb.DuckDBPyConnection, file: RegisterFile) -> Iterable[RawRow]:
    """Return the rows that are to be told one by one."""
    numbers = [line for (line,) in duck.execute("SELECT line FROM typed WHERE odd ORDER BY line").fetchall()]
    if not numbers:
        return []
    lines = lines_of(decoded(file.path.read_bytes(), file.encoding))
    return [next(rows_of(lines, number - 1)) for number in numbers]


def _set_apart(duck: duckdb.DuckDBPyConnection, staging: Staging) -> None:
    """Hand the engine what the odd rows told of people and numbers, which is told once for the file as a whole."""
    described, people, keys = staging.hand_over()
    columns: dict[str, list[Any]] = {
        "described": list(described),
        "line": [line for line, _day in described.values()],
        "as_of": [day for _line, day in described.values()],
    }
    _make(duck, "described_apart", columns, {"described": "VARCHAR", "line": "BIGINT", "as_of": "VARCHAR"})
    _make(duck, "people_apart", {"person": list(people)}, {"person": "VARCHAR"})
    _make(duck, "keys_apart", {"local_id": list(keys)}, {"local_id": "VARCHAR"})


def _stage_lines(duck: duckdb.DuckDBPyConnection, query: str, table: str, staging: Staging, drafts: Path) -> None:
    lines = drafts / f"{table}.lines"
    duck.execute(f"COPY ({query}) TO {quoted_path(lines)} {_AS_LINES}")
    with lines.open("rb") as stream:
        while block := stream.read(_BLOCK):
            staging.add_lines(table, block + stream.readline())


def _one(duck: duckdb.DuckDBPyConnection, statement: str) -> Any:
    return duck.execute(statement).fetchall()[0][0]
