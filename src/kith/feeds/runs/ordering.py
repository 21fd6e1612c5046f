"""Puts a set of files into the order in which their tables build on each other."""

from collections.abc import Sequence
from pathlib import Path

from kith.feeds.analysis.catalogue import TABLES
from kith.feeds.analysis.receiving import recognised_by_header
from kith.feeds.runs.mappings import csv_tables, place_in_order
from kith.feeds.vocabulary import FileRefused

HEAD_READ = 1 << 17


def in_loading_order(paths: Sequence[Path]) -> list[Path]:
    """Return the files with each table after those it refers to; what is no known table keeps its place at the end."""
    return sorted(paths, key=_place)


def _place(path: Path) -> int:
    try:
        with path.open("rb") as stream:
            found = recognised_by_header(stream.read(HEAD_READ), name=path.name, tables=csv_tables())
    except (OSError, FileRefused):
        return len(TABLES) + 1_000
    return place_in_order(found.table)
