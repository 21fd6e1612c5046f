"""Keeps the Parquet workbench: one part per loaded file and kind, each derivable from the record."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kith.engine.duck import quoted_path

_NAME = re.compile(r"^[a-z0-9][a-z0-9_-]*$")


class Workbench:
    """The folders of Parquet parts below one root, readable only by the user who owns them."""

    def __init__(self, root: Path) -> None:
        """Make the root if it is missing, closed to everybody else."""
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o700)

    def folder(self, kind: str) -> Path:
        """Return the folder of one kind of part, made if it is missing."""
        folder = self.root / _checked(kind)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        return folder

    def part(self, kind: str, key: str) -> Path:
        """Return where the part of one kind and key lies, or would lie."""
        return self.folder(kind) / f"{_checked(key)}.parquet"

    def parts(self, kind: str) -> list[Path]:
        """Return the parts of one kind, in the order of their keys."""
        return sorted(self.folder(kind).glob("*.parquet"))

    def keys(self, kind: str) -> set[str]:
        """Return the keys of which there is a part."""
        return {path.stem for path in self.parts(kind)}

    def count_rows(self, kind: str, key: str) -> int:
        """Return how many rows a part has, from its foot; 0 where there is no part."""
        path = self.part(kind, key)
        return int(pq.read_metadata(path).num_rows) if path.exists() else 0

    def kinds(self) -> list[str]:
        """Return the kinds of which there is a folder."""
        return sorted(path.name for path in self.root.iterdir() if path.is_dir() and _NAME.match(path.name))

    def table(self, kind: str) -> str:
        """Return the glob that a `read_parquet` of DuckDB or Spark takes for all parts of one kind."""
        return str(self.folder(kind).absolute() / "*.parquet")

    def write_part(self, kind: str, key: str, rows: "duckdb.DuckDBPyRelation | pa.Table") -> Path:
        """Write one part so that a reader sees the old part or the new one, never half of one."""
        target = self.part(kind, key)
        draft = target.with_name(f".{target.stem}.{os.getpid()}.draft")
        try:
            if isinstance(rows, pa.Table):
                pq.write_table(rows, draft, compression="zstd")
            else:
                rows.to_parquet(str(draft), compression="zstd")
            _make_lasting(draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        return target

    def adopt_part(self, kind: str, key: str, draft: Path) -> Path:
        """Take a finished Parquet file from the same disk as the part of one kind and key."""
        _make_lasting(draft)
        return draft.replace(self.part(kind, key))

    def remove_part(self, kind: str, key: str) -> None:
        """Remove one part; without it there is nothing to do."""
        self.part(kind, key).unlink(missing_ok=True)

    def keep_only(self, kind: str, keys: Iterable[str]) -> list[str]:
        """Remove the parts of other keys, such as a killed load leaves, and return their keys."""
        surplus = sorted(self.keys(kind) - set(keys))
        for key in surplus:
            self.remove_part(kind, key)
        return surplus

    def scan(self, kind: str) -> str:
        """Return the SQL of a table function over all parts of one kind, for DuckDB."""
        return f"read_parquet({quoted_path(self.table(kind))}, union_by_name = true)"


def _make_lasting(path: Path) -> None:
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _checked(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no name of a part: small letters, digits, hyphens and underscores only.")
    return name
