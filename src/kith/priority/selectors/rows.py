"""Reads standings and what lies behind them; row security decides which."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kith.access.vocabulary import DataClass, Sector
from kith.common.dates import age_on
from kith.priority.models import Correction
from kith.priority.vocabulary import UNANSWERED, Contribution, DatedRow, Grip, Lane, RunFacts, Standing, Theme, Worker

# Classes whose signs are told only to those who may read that class; of the others a headline may be read anyway.
CLOSED: Final = frozenset({DataClass.HEALTH, DataClass.PROTECTED})

_STANDINGS: Final = """
WITH s AS MATERIALIZED (SELECT * FROM priority_standing s WHERE s.run_id = %(run)s AND {which}),
p AS MATERIALIZED (SELECT id, public_id FROM linking_person WHERE id = ANY(ARRAY(SELECT person_id FROM s))),
f AS MATERIALIZED (
    SELECT person_id, forename, surname, born_on FROM linking_profile
    WHERE person_id = ANY(ARRAY(SELECT person_id FROM s))
),
a AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) person_id, town FROM linking_address
    WHERE person_id = ANY(ARRAY(SELECT person_id FROM s)) AND ends_on IS NULL
    ORDER BY person_id, begins_on DESC NULLS LAST
)
SELECT s.person_id, p.public_id, f.forename, f.surname, f.born_on, s.lane, s.place, s.points, s.low, s.high, s.breadth,
       s.rise, s.grip, s.card, coalesce(a.town, '')
FROM s JOIN p ON p.id = s.person_id JOIN f ON f.person_id = s.person_id LEFT JOIN a ON a.person_id = s.person_id
ORDER BY s.place NULLS LAST, s.person_id
"""
_CONTRIBUTIONS: Final = """
SELECT person_id, indicator, theme, sector, milli_points, entry_ids, data_class FROM priority_contribution
WHERE run_id = %s AND person_id = ANY(%s::bigint[]) ORDER BY person_id, milli_points DESC, indicator
"""
_ENTRIES: Final = """
SELECT e.id, e.headline, coalesce(a.name, 'Recorded in Kith'), e.occurred_on, e.ended_on, e.known_at, e.band,
       e.retracted
FROM chronology_entry e LEFT JOIN access_agency a ON a.id = e.agency_id
WHERE e.person_id = %s AND e.id = ANY(%s::bigint[])
"""
_WORKERS: Final = """
SELECT a.name, i.worker_name, i.role, i.begins_on
FROM chronology_involvement i JOIN access_agency a ON a.id = i.agency_id
WHERE i.person_id = %(id)s AND i.worker_name <> '' AND (i.begins_on IS NULL OR i.begins_on < %(day)s)
  AND (i.ends_on IS NULL OR i.ends_on >= %(day)s)
ORDER BY i.begins_on DESC NULLS LAST, i.id
"""

_EXPORTED: Final = """
SELECT s.person_id, p.public_id, s.lane, s.place, s.points FROM priority_standing s
JOIN linking_person p ON p.id = s.person_id WHERE s.run_id = %s ORDER BY s.place NULLS LAST, p.public_id
"""


def listed(run: RunFacts) -> list[Standing]:
    """Return who is in a lane of a list, by place, as far as the ticket shows."""
    return _standings(_STANDINGS.format(which="s.lane IS NOT NULL"), {"run": run.id}, run.as_of)


def standing_of(run: RunFacts, person_id: int) -> Standing | None:
    """Return how one child stands on a list, listed or not."""
    which = _STANDINGS.format(which="s.person_id = %(person)s")
    found = _standings(which, {"run": run.id, "person": person_id}, run.as_of)
    return found[0] if found else None


def standings_for_export(run: RunFacts) -> list[tuple[int, UUID, str | None, int | None, int]]:
    """Return id, public id, lane, place and points of everybody with points, by place."""
    return [(row[0], UUID(str(row[1])), row[2], row[3], row[4]) for row in _rows(_EXPORTED, [run.id])]


def contributions(
    run: RunFacts, people: Sequence[int], readable: Collection[DataClass]
) -> dict[int, tuple[Contribution, ...]]:
    """Return what indicators gave these people, the heaviest first; `is_shown` says whether one may be told of it."""
    found: dict[int, list[Contribution]] = defaultdict(list)
    for row in _rows(_CONTRIBUTIONS, [run.id, list(people)]):
        data_class = DataClass(row[6])
        found[row[0]].append(
            Contribution(
                indicator=row[1],
                theme=Theme(row[2]),
                sector=Sector(row[3]),
                milli_points=row[4],
                entry_ids=tuple(row[5]),
                data_class=data_class,
                is_shown=data_class not in CLOSED or data_class in readable,
            )
        )
    return {person_id: tuple(each) for person_id, each in found.items()}


def dated_rows(person_id: int, entry_ids: Collection[int]) -> dict[int, DatedRow]:
    """Return entries of one person by their ids, as far as the ticket shows."""
    rows = _rows(_ENTRIES, [person_id, sorted(entry_ids)]) if entry_ids else []
    words = ("entry_id", "headline", "agency", "occurred_on", "ended_on", "known_at", "band", "retracted")
    return {row[0]: DatedRow(**dict(zip(words, row, strict=True))) for row in rows}


def workers(person_id: int, day: date) -> tuple[Worker, ...]:
    """Return who was responsible for a person on a day."""
    rows = _rows(_WORKERS, {"id": person_id, "day": day})
    return tuple(Worker(agency=row[0], name=row[1], role=row[2], since=row[3]) for row in rows)


def _standings(statement: str, parameters: dict[str, Any], as_of: date) -> list[Standing]:
    return [
        Standing(
            person_id=row[0],
            public_id=UUID(str(row[1])),
            name=" ".join(filter(None, row[2:4])) or "Name not known",
            age=age_on(row[4], as_of) if row[4] else None,
            lane=Lane(row[5]) if row[5] else None,
            place=row[6],
            points=row[7],
            low=row[8],
            high=row[9],
            breadth=row[10],
            rise=row[11],
            grip=Grip(row[12]),
            facts=_json(row[13]),
            town=row[14],
        )
        for row in _rows(statement, parameters)
    ]


def _json(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _rows(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def said_wrong(person_id: int) -> tuple[tuple[date, str], ...]:
    """Return what has been said to be wrong about one person and is not answered yet, oldest first."""
    asked = Correction.objects.filter(person_id=person_id, state__in=UNANSWERED).order_by("asked_at")
    return tuple((timezone.localdate(one.asked_at), one.says) for one in asked)
