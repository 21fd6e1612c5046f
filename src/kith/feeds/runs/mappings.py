"""Finds the tables of this installation: those that Kith ships, and a partnership's own, whose mappings are data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kith.feeds.analysis.catalogue import CSV_TABLES, TABLES
from kith.feeds.analysis.declarations import Table
from kith.feeds.analysis.mapping_check import MappingFault, checked_mapping
from kith.feeds.analysis.registers import register

_MOST = 1 << 20  # bytes: no mapping is longer
_read: dict[tuple[tuple[str, int, int], ...], "OwnMappings"] = {}


@dataclass(frozen=True, kw_only=True)
class OwnMappings:
    """The registers in the installation's folder `mappings`, and in words which of its files cannot be used."""

    tables: tuple[Table, ...] = ()
    faults: tuple[str, ...] = ()


def own_mappings() -> OwnMappings:
    """Return what the installation's own folder holds; a faulty mapping keeps no other from being used."""
    paths = sorted(Path(settings.KITH_MAPPINGS).glob("*.toml"))
    stamp = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    if stamp not in _read:
        _read.clear()
        _read[stamp] = _own(paths)
    return _read[stamp]


def csv_tables() -> tuple[Table, ...]:
    """Return every table that a CSV file can be of."""
    return (*CSV_TABLES, *own_mappings().tables)


def place_in_order(table: Table) -> int:
    """Return how late a table's files are loaded, so that each comes after those it refers to."""
    places = {each.spec: place for place, each in enumerate((*TABLES, *own_mappings().tables))}
    return places.get(table.spec, len(places))


def _own(paths: Sequence[Path]) -> OwnMappings:
    tables: list[Table] = []
    faults: list[str] = []
    for path in paths:
        try:
            if path.stat().st_size > _MOST:
                raise MappingFault("It is longer than any mapping.")
            table = register(checked_mapping(path.read_text(encoding="utf-8")))
            if table.spec in {each.spec for each in (*TABLES, *tables)}:
                raise MappingFault(f"There is another table {table.spec} already; choose another `name`.")
            tables.append(table)
        except (MappingFault, OSError, UnicodeDecodeError) as fault:
            words = str(fault) if isinstance(fault, MappingFault) else f"It cannot be read ({type(fault).__name__})."
            faults.append(
                f"The mapping {path.name} cannot be used. {words} Files of its feed are set aside or refused until "
                "then. Correct it as docs/formats.md says, then load them."
            )
    return OwnMappings(tables=tuple(tables), faults=tuple(faults))
