"""Counts how many children of the county facts fit together, and reads the facts that a text could tell of a case."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from kith.access.vocabulary import Refused
from kith.audit.selectors import facts_now
from kith.audit.vocabulary import COHORT_RULES, CareStatus, CaseFacts
from kith.chronology.selectors import told_of
from kith.chronology.vocabulary import ToldEntry, ToldPerson
from kith.common.dates import age_on
from kith.learning.rules.asking import COUNTED_FROM, WEAPONS, asked, is_countable
from kith.learning.vocabulary import LEVELS, FactKind, FactLevel, KeptFact

_TOWN: Final = """
SELECT btrim(town) FROM linking_address
WHERE person_id = %(person)s AND btrim(town) <> ''
  AND (begins_on IS NULL OR begins_on <= %(on)s) AND (ends_on IS NULL OR ends_on >= %(on)s)
ORDER BY begins_on DESC NULLS LAST, id DESC LIMIT 1
"""
_SIBLINGS: Final = """
SELECT count(DISTINCT coalesce(o.merged_into, s.id)) FROM (
    SELECT other_id AS id FROM linking_tie WHERE person_id = %(person)s AND kind = 'sibling'
    UNION SELECT person_id FROM linking_tie WHERE other_id = %(person)s AND kind = 'sibling'
    UNION SELECT b.person_id FROM linking_tie a JOIN linking_tie b ON b.other_id = a.other_id AND b.kind = 'parent'
    WHERE a.person_id = %(person)s AND a.kind = 'parent') s
LEFT JOIN linking_person o ON o.id = s.id WHERE coalesce(o.merged_into, s.id) <> %(person)s
"""
_WEAPON: Final = """
SELECT lpad(d.code, 5, '0'), coalesce(d.detail ->> 'markers', '') FROM chronology_entry e
JOIN chronology_policedetail d ON d.entry_id = e.id AND d.person_id = %(person)s
WHERE e.person_id = %(person)s AND e.occurred_on = %(on)s AND e.kind = 'police.weapon' AND NOT e.retracted
"""


def count_alike(facts: Sequence[KeptFact], *, as_of: date) -> int:
    """Return how many children of the whole county the facts fit together, 1,000 at most; call it inside a look.

    Each child is judged on the day of an own incident such as is told of; where no incident is told, on `as_of` too,
    which is the day of the case's own. A child is under 18 on that day. Of whom the record cannot say that a fact is
    true, and whoever is shielded, is not counted. With a fact that no record holds, such as "three knives", the text
    is taken to fit one child at most.

    Raises:
        FactUnclear: a fact is told at a level that its kind does not have, or its value is none.
        Refused: there is no look, or it is nobody's who leads audits or publishes.
    """
    question = asked(fact for fact in facts if is_countable(fact))
    with connection.cursor() as cursor:
        cursor.execute("SELECT learning_count_alike(%s::jsonb, %s)", [json.dumps(question), as_of])
        found = cursor.fetchone()
    if not found or found[0] is None:
        raise Refused("How many children a text fits is counted for whoever leads audits or writes briefings.")
    k = int(found[0])
    return k if all(is_countable(fact) for fact in facts) else min(k, 1)


def facts_to_keep(person_id: int, *, incident_on: date) -> list[KeptFact]:
    """Return the facts that a text about a case could tell, each at its finest, as the record stands; inside a look.

    What the look does not show, and what the record does not say, is left out; so is that something never happened.
    """
    everything = date.max
    told = told_of([person_id], as_of=everything).get(person_id)
    if told is None:
        return []
    case = facts_now({person_id: incident_on}, as_of=everything)[person_id]
    read = {"person": person_id, "on": incident_on}
    found = [*_of_the_day(told, incident_on, read), *_of_the_case(case), *_of_the_home(told, incident_on, read)]
    return sorted(found, key=lambda fact: -list(FactKind).index(fact.kind))


def _of_the_day(told: ToldPerson, on: date, read: dict[str, Any]) -> Iterator[KeptFact]:
    incident = next((kind for kind in _incidents() if any(_is(one, kind, on) for one in told.entries)), None)
    if incident is None:
        return
    yield _finest(FactKind.INCIDENT, incident[0])
    yield _finest(FactKind.WHEN, on.isoformat())
    weapon = _weapon(_rows(_WEAPON, read))
    if weapon:
        yield KeptFact(FactKind.WEAPON, FactLevel.TOLD, weapon)


def _of_the_case(case: CaseFacts) -> Iterator[KeptFact]:
    needs = "school.ehcp" if case.has_ehcp else "school.sen_support" if case.has_sen_support else ""
    known = {
        FactKind.SEX: case.sex,
        FactKind.AGE: case.age,
        FactKind.CARE: CareStatus(case.status).value,
        FactKind.NEEDS: needs,
        FactKind.ATTENDANCE: None if case.attendance is None else int(case.attendance),
        FactKind.EXCLUSIONS: case.exclusions or None,
        FactKind.POLICE_BEFORE: case.police_before or None,
        FactKind.MISSING: case.missing_before or None,
        FactKind.MOVES: case.moves_before or None,
        FactKind.FIRST_POLICE: None if case.first_police_age is None else max(case.first_police_age, 0),
        FactKind.COUNTY_LINES: "yes" if case.county_lines else "",
    }
    for kind, value in known.items():
        if value is not None and value != "":
            yield _finest(kind, str(value))


def _of_the_home(told: ToldPerson, on: date, read: dict[str, Any]) -> Iterator[KeptFact]:
    lost = [one.occurred_on for one in told.entries if one.kind in COUNTED_FROM[FactKind.BEREAVED]]
    before = [day for day in lost if day < on]
    if before and told.born_on:
        yield _finest(FactKind.BEREAVED, str(max(age_on(told.born_on, min(before)), 0)))
    for (town,) in _rows(_TOWN, read):
        yield _finest(FactKind.TOWN, town)
    for (siblings,) in _rows(_SIBLINGS, read):
        if siblings:
            yield _finest(FactKind.SIBLINGS, str(siblings))


def _incidents() -> Sequence[tuple[str, tuple[str, ...]]]:
    return [(kind, rule.roles) for rule in COHORT_RULES.values() for kind in rule.kinds]


def _is(one: ToldEntry, incident: tuple[str, tuple[str, ...]], on: date) -> bool:
    kind, roles = incident
    return one.kind == kind and one.role in roles and one.occurred_on == on


def _weapon(rows: Sequence[tuple[Any, ...]]) -> str | None:
    """Return the weapon that the marks or the offence of an incident name; the first of those known."""
    for name in WEAPONS:
        fact = asked([KeptFact(FactKind.WEAPON, FactLevel.TOLD, name)])["weapon"]
        words = fact["marks"].split("|")
        if any(code in fact["codes"] or any(word in marks.lower() for word in words) for code, marks in rows):
            return name
    return None


def _finest(kind: FactKind, value: str) -> KeptFact:
    return KeptFact(kind, LEVELS[kind][0], value)


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
