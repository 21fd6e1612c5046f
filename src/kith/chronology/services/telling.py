"""Tells the chronology of people again from what the agencies sent and how their records are linked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from kith.access.services import trace
from kith.access.vocabulary import DataClass
from kith.chronology.services import telling_sql as sql
from kith.chronology.vocabulary import Told
from kith.feeds.vocabulary import EVENT_KINDS

DETAIL_TABLES: Final[Mapping[DataClass, str]] = {
    DataClass.CARE: "chronology_caredetail",
    DataClass.HEALTH: "chronology_healthdetail",
    DataClass.POLICE: "chronology_policedetail",
    DataClass.PROTECTED: "chronology_protecteddetail",
}


@transaction.atomic
def tell_chronology(*, people: Sequence[int] | None, by: int | None, now: datetime) -> Told:
    """Make the entries, details, weeks and involvements of these people (None: of everybody) what the feeds say.

    Run as `kith_worker`. What Kith itself recorded stays as it is. An entry keeps its id as long as the agency keeps
    the event's number and the person keeps the record; told twice, the second telling changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql.ROOM)
        cursor.execute(sql.ALONE)
    written, gone = _run(sql.ENTRIES, people, _kinds())[0]
    details = 0
    for data_class, table in DETAIL_TABLES.items():
        wanted = {"data_class": data_class.value}
        details += _count(sql.DETAILS_GONE, people, wanted, table=table)
        details += _run(sql.DETAILS, people, wanted, table=table)[0][0]
    told = Told(
        entries_written=written,
        entries_gone=gone,
        details_written=details,
        weeks_written=_run(sql.WEEKS, people)[0][0],
        involvements_written=_run(sql.INVOLVEMENTS, people)[0][0],
    )
    if told.changed:
        trace(by=by, action="chronology.told", subject="chronology.entry", now=now, after=_counts(told, people))
    return told


def _kinds() -> dict[str, list[str]]:
    kinds = EVENT_KINDS.values()
    return {
        "codes": [kind.code for kind in kinds],
        "classes": [kind.data_class.value for kind in kinds],
        "sectors": [kind.sector.value for kind in kinds],
        "headlines": [kind.headline for kind in kinds],
    }


def _counts(told: Told, people: Sequence[int] | None) -> dict[str, int | None]:
    return {
        "people": None if people is None else len(people),
        "entries_written": told.entries_written,
        "entries_gone": told.entries_gone,
        "details_written": told.details_written,
        "weeks_written": told.weeks_written,
        "involvements_written": told.involvements_written,
    }


def _scoped(statement: str, people: Sequence[int] | None, table: str) -> str:
    def scope(alias: str) -> str:
        return sql.EVERYBODY if people is None else sql.SOME.format(column=f"{alias}.person_id")

    return statement.format(scope_m=scope("m"), scope_old=scope("old"), scope_e=scope("e"), table=table)


def _parameters(people: Sequence[int] | None, more: Mapping[str, Any] | None) -> dict[str, Any]:
    found = dict(more or {})
    if people is not None:
        found["people"] = list(people)
    return found


def _run(
    statement: str, people: Sequence[int] | None, more: Mapping[str, Any] | None = None, *, table: str = ""
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_scoped(statement, people, table), _parameters(people, more))
        return list(cursor.fetchall())


def _count(statement: str, people: Sequence[int] | None, more: Mapping[str, Any], *, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_scoped(statement, people, table), _parameters(people, more))
        return int(cursor.rowcount)
