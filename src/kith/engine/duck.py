"""Opens DuckDB so that it can neither fill the disk nor reach the network."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb


@contextmanager
def open_duckdb(
    *,
    memory_limit: str = "1500MB",
    threads: int = 2,
    temp_dir: Path | None = None,
    folders: Sequence[Path] = (),
    keep_order: bool = True,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a connection in memory for one job, closed at the end.

    It reads and writes only in `folders`; with none given it touches no file at all. It spills to a folder of
    its own (below `temp_dir`), which has a limit and is removed with the connection.
    A connection is not for concurrent use. Fetch with `fetchall()`: an open result blocks the next statement.
    """
    if temp_dir is not None:
        temp_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="duckdb-", dir=temp_dir) as spill:
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": memory_limit,
                "threads": threads,
                "temp_directory": spill,
                "max_temp_directory_size": "8GB",  # without a limit a bad join fills the disk
                "preserve_insertion_order": keep_order,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        try:
            allowed = ", ".join(_quoted(f"{folder.absolute()}/") for folder in (*folders, Path(spill)))
            connection.execute(f"SET allowed_directories = [{allowed}]")
            connection.execute("SET enable_external_access = false")
            yield connection
        finally:
            connection.close()


def quoted_path(path: Path | str) -> str:
    """Return a path as an SQL string, for the statements of DuckDB that take no parameter."""
    return _quoted(str(path))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
