"""Tells the stories of several people at once, as the record stood on a day; row security decides what is told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from kith.chronology.vocabulary import SchoolWeek, ToldEntry, ToldPerson

# The police's own number joins what one occurrence told as several entries; where it is not shown, the source's does.
_ENTRIES: Final = """
SELECT e.person_id, e.id, e.kind, e.occurred_on, e.ended_on, e.role, coalesce(a.name, ''),
       coalesce(e.source || ':' || nullif(d.detail ->> 'occurrence', ''), regexp_replace(e.source_ref, ':[^:]*$', '')),
       coalesce(d.detail ->> 'markers', '')
FROM chronology_entry e
LEFT JOIN access_agency a ON a.id = e.agency_id
LEFT JOIN chronology_policedetail d ON d.entry_id = e.id AND d.person_id = ANY(%(people)s::bigint[])
WHERE e.person_id = ANY(%(people)s::bigint[]) AND NOT e.retracted
  AND e.known_at <= %(as_of)s::date AND e.occurred_on <= %(as_of)s::date
ORDER BY e.person_id, e.occurred_on, e.id
"""
_WEEKS: Final = """
SELECT person_id, week_on, possible, absent, unauthorised, excluded, off_site FROM chronology_pupilweek
WHERE person_id = ANY(%(people)s::bigint[]) AND week_on <= %(as_of)s::date ORDER BY person_id, week_on
"""
_WHO: Final = "SELECT person_id, born_on, sex FROM linking_profile WHERE person_id = ANY(%(people)s::bigint[])"


def told_of(people: Sequence[int], *, as_of: date) -> Mapping[int, ToldPerson]:
    """Return what was told until a day of each of these people; call it inside a look that shows them.

    Retracted entries are left out. Whom the look does not show is not in the answer.
    """
    asked = {"people": sorted(set(people)), "as_of": as_of}
    entries: dict[int, list[ToldEntry]] = defaultdict(list)
    weeks: dict[int, list[SchoolWeek]] = defaultdict(list)
    for row in _rows(_ENTRIES, asked):
        entries[row[0]].append(ToldEntry(*row[1:]))
    for row in _rows(_WEEKS, asked):
        names = ("week_on", "possible", "absent", "unauthorised", "excluded", "off_site")
        weeks[row[0]].append(SchoolWeek(**dict(zip(names, row[1:], strict=True))))
    return {
        person: ToldPerson(born_on=born_on, sex=sex or "", entries=tuple(entries[person]), weeks=tuple(weeks[person]))
        for person, born_on, sex in _rows(_WHO, asked)
    }


def _rows(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
