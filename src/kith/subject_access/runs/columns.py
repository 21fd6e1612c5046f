"""Says what a column of a row holds, so that each value is told, treated or left inside; a text is always treated."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.apps import apps as registry
from django.db.models import ForeignKey
from django.utils import timezone

from kith.subject_access.vocabulary import TableBook, TableRule

# What a code of ours looks like: lower-case words joined by marks, or a few capitals and digits as agencies write them.
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(?:[._:/-][a-z0-9]+)*|[A-Z0-9][A-Z0-9./-]{0,7}")
_JOINED: Final = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+")
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?")
_LABEL: Final = re.compile(r"_+|\.")


class Holds(Enum):
    """What a value of a row is."""

    INSIDE = "inside"
    STAFF = "staff"
    AGENCY = "agency"
    PERSON = "person"
    WORKER_NAME = "worker_name"
    OWN = "own"
    PLAIN = "plain"
    TEXT = "text"
    VALUES = "values"


def what_holds(column: str, value: Any, rule: TableRule, book: TableBook) -> Holds:
    """Return what a column's value is; whatever nobody has looked at is a text."""
    if column in rule.inside or value in (None, "", [], {}):
        return Holds.INSIDE
    return _by_column(column, rule, book) or _by_value(column, value, rule, book)


def _by_column(column: str, rule: TableRule, book: TableBook) -> Holds | None:
    """Return what a column holds by what it points to or by what somebody reviewed of it, if either says."""
    target = _target(rule.table, column)
    answers = (
        (column in rule.own, Holds.OWN),
        (target == "access.Staff" or column == "staff_id", Holds.STAFF),
        (target == "access.Agency" or column == "agency_id", Holds.AGENCY),
        (column in book.people or (target == "linking.Person" and column != "person_id"), Holds.PERSON),
        (column in book.workers, Holds.WORKER_NAME),
        (column in book.inside or bool(target), Holds.INSIDE),
    )
    return next((holds for is_so, holds in answers if is_so), None)


def _by_value(column: str, value: Any, rule: TableRule, book: TableBook) -> Holds:
    if isinstance(value, UUID | bytes | memoryview):
        return Holds.INSIDE
    if isinstance(value, dict | list | tuple):
        return Holds.VALUES
    if isinstance(value, bool | int | float | Decimal | date | datetime) or _is_code(column, value, rule, book):
        return Holds.PLAIN
    return Holds.TEXT


def plainly(value: Any) -> str:
    """Return a day, a number, an answer or a code as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{local.day} {local:%B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    is_words = isinstance(value, str) and "/" not in value  # a kind of file stays as programs write it
    return str(value).replace("_", " ").replace(".", ": ") if is_words else str(value)


def label_of(column: str) -> str:
    """Return a column's name as a label."""
    words = _LABEL.sub(" ", column.removesuffix("_id").split("__")[-1]).strip()
    return words[:1].upper() + words[1:]


def values_within(value: Any, label: str = "") -> Iterator[tuple[str, Any]]:
    """Give every value inside a list or a map with its label; random numbers that only connect rows are left out."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from values_within(one, f"{label}, {key}" if label else str(key))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from values_within(one, label)
    elif value not in (None, "") and not _is_number_inside(value):
        yield label, value


def is_plain_within(value: Any) -> bool:
    """Test whether a value of a map needs no treating: a number, an answer, a day, a code of several words."""
    return not isinstance(value, str) or bool(_DAY.fullmatch(value) or _JOINED.fullmatch(value))


def _is_number_inside(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", value) is not None


def _is_code(column: str, value: Any, rule: TableRule, book: TableBook) -> bool:
    return isinstance(value, str) and column in book.codes | rule.codes and _CODE.fullmatch(value) is not None


@cache
def _target(table: str, column: str) -> str:
    """Return the model that a column points to, or nothing."""
    model = _models().get(table)
    for found in model._meta.local_concrete_fields if model is not None else ():
        if found.column == column and isinstance(found, ForeignKey):
            return str(found.related_model._meta.label)
    return ""


@cache
def _models() -> dict[str, Any]:
    return {model._meta.db_table: model for model in registry.get_models(include_auto_created=True)}
