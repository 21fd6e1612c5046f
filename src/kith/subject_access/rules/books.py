"""Reads the reviewed books: what each table is, and the grounds on which something is left out."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from kith.subject_access.vocabulary import Ground, GroundBook, RowFate, TableBook, TableRule

_BOOKS: Final = Path(__file__).resolve().parent.parent / "books"


@cache
def ground_book() -> GroundBook:
    """Return the grounds in force.

    Raises:
        ValueError: the book is not as its schema says; nothing may then be gathered or released.
    """
    found = _read("grounds.toml")
    grounds = {
        key: Ground(key=key, name=one["name"], law=one["law"], says=one["says"], by_person=one["by_person"])
        for key, one in found["ground"].items()
    }
    return GroundBook(version=found["version"], source=found["source"], grounds=grounds)


@cache
def table_book() -> TableBook:
    """Return what somebody reviewed about every table.

    Raises:
        ValueError: a table is withheld without a ground, or told without a heading.
    """
    found = _read("tables.toml")
    tables = {name: _table(name, one) for name, one in found["table"].items()}
    return TableBook(
        version=found["version"],
        tables=tables,
        inside=frozenset(found["inside"]),
        codes=frozenset(found["codes"]),
        workers=frozenset(found["workers"]),
        people=frozenset(found["people"]),
        days=tuple(found["days"]),
    )


def _table(name: str, one: dict[str, Any]) -> TableRule:
    rule = TableRule(
        table=name,
        heading=one["heading"],
        fate=RowFate(one.get("fate", RowFate.TOLD)),
        ground=one.get("ground", ""),
        because=one.get("because", ""),
        aside=one.get("aside", ""),
        day=one.get("day", ""),
        together=one.get("together", ""),
        inside=frozenset(one.get("inside", ())),
        own=frozenset(one.get("own", ())),
        codes=frozenset(one.get("codes", ())),
    )
    if (rule.fate is RowFate.WITHHELD) != bool(rule.ground) or rule.ground not in {"", *ground_book().grounds}:
        raise ValueError(f"{name} is withheld without a ground of the book, or has a ground and is told.")
    if bool(rule.heading) == bool(rule.aside):
        raise ValueError(f"{name} needs either a heading or a reason to be left aside.")
    return rule


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_BOOKS / name).read_text(encoding="utf-8"))
