"""Counts how many children facts fit together the slow way: over all rows, child after child, in plain Python."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import psycopg

from kith.audit.vocabulary import COHORT_RULES
from kith.common.standards.code_sets import offences
from kith.learning.vocabulary import FactKind, FactLevel, KeptFact

PLANS = {"care.looked_after": "looked_after", "care.protection_plan": "protection_plan", "care.in_need_plan": "in_need"}
SEASONS = {12: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 3, 10: 3, 11: 3}


@dataclass
class Child:
    """One person with every row that the record has of them."""

    born_on: date | None
    died_on: date | None
    sex: str
    entries: list[dict[str, Any]] = field(default_factory=list)
    weeks: list[tuple[date, int, int]] = field(default_factory=list)
    homes: list[tuple[str, date | None, date | None]] = field(default_factory=list)
    siblings: set[int] = field(default_factory=set)


def children_of(admin: psycopg.Connection[Any]) -> dict[int, Child]:
    """Return everybody who is in the record, is not shielded and was not merged into somebody else."""
    merged = dict(admin.execute("SELECT id, coalesce(merged_into, id) FROM linking_person").fetchall())
    retired = {row[0] for row in admin.execute("SELECT id FROM linking_person WHERE retired_at IS NOT NULL").fetchall()}
    shielded = {row[0] for row in admin.execute("SELECT person_id FROM access_shield").fetchall()}
    profiles = admin.execute("SELECT person_id, born_on, died_on, sex FROM linking_profile").fetchall()
    found = {row[0]: Child(*row[1:]) for row in profiles if row[0] not in retired | shielded}
    columns = "person_id, kind, role, occurred_on, ended_on, retracted, source, source_ref, detail, code"
    entries = admin.execute(
        f"SELECT e.{columns.replace(', ', ', e.').replace('e.detail, e.code', 'd.detail, d.code')} FROM "
        "chronology_entry e LEFT JOIN chronology_policedetail d ON d.entry_id = e.id"
    ).fetchall()
    for row in entries:
        entry = dict(zip(columns.split(", "), row, strict=True))
        if entry["person_id"] in found and not entry["retracted"]:
            found[entry["person_id"]].entries.append(entry)
    for person, *week in admin.execute("SELECT person_id, week_on, possible, absent FROM chronology_pupilweek"):
        if person in found:
            found[person].weeks.append((week[0], week[1], week[2]))
    for person, *home in admin.execute("SELECT person_id, town, begins_on, ends_on FROM linking_address"):
        if person in found:
            found[person].homes.append((home[0].strip().lower(), home[1], home[2]))
    _relate(found, merged, admin.execute("SELECT person_id, other_id, kind FROM linking_tie").fetchall())
    return found


def count_slowly(children: dict[int, Child], facts: Sequence[KeptFact], as_of: date) -> int:
    """Return how many children fit all the facts, with what no record holds fitting one at most."""
    fits = sum(any(_fits(child, facts, day) for day in _days(child, facts, as_of)) for child in children.values())
    unknowable = any(
        fact.kind is FactKind.OTHER or (fact.kind is FactKind.WEAPON and fact.level is FactLevel.NUMBER)
        for fact in facts
    )
    return min(fits, 1) if unknowable else min(fits, 1_000)


def _relate(found: dict[int, Child], merged: dict[int, int], ties: list[tuple[Any, ...]]) -> None:
    families: dict[Any, set[int]] = {}
    for place, (person, other, kind) in enumerate(ties):
        if kind == "parent":
            families.setdefault(("of", other), set()).add(person)
        if kind == "sibling":
            families[place] = {person, other}
    for together in families.values():
        for one in together & found.keys():
            found[one].siblings |= {merged[two] for two in together} - {one}


def _days(child: Child, facts: Sequence[KeptFact], as_of: date) -> Iterator[date]:
    told = next((fact for fact in facts if fact.kind is FactKind.INCIDENT), None)
    meant = {(kind, role) for rule in COHORT_RULES.values() for kind in rule.kinds for role in rule.roles}
    if told is not None and told.level is FactLevel.EVENT:
        meant = {(kind, role) for kind, role in meant if kind == told.value}
    if told is not None and told.level is FactLevel.THEME:
        rule = next(rule for rule in COHORT_RULES.values() if told.value in rule.kinds)
        meant = {(kind, role) for kind in rule.kinds for role in rule.roles}
    days = {entry["occurred_on"] for entry in child.entries if (entry["kind"], entry["role"]) in meant}
    for day in days | (set() if told else {as_of}):
        lives = child.born_on and day >= child.born_on and (child.died_on is None or child.died_on >= day)
        if lives and child.born_on and _age(child.born_on, day) < 18:
            yield day


def _fits(child: Child, facts: Sequence[KeptFact], day: date) -> bool:
    return all(_true_of(child, fact, day) for fact in facts)


def _true_of(child: Child, fact: KeptFact, day: date) -> bool:  # noqa: C901 -- one way for each kind
    level, value = fact.level, fact.value
    before = [entry for entry in child.entries if entry["occurred_on"] < day]
    match fact.kind:
        case FactKind.SEX:
            return child.sex == value
        case FactKind.AGE:
            assert child.born_on
            return _same_age(_age(child.born_on, day), int(value), level)
        case FactKind.WHEN:
            return _same_time(day, date.fromisoformat(value), level)
        case FactKind.TOWN:
            return any(
                town == value.lower() and (begins is None or begins <= day) and (ends is None or ends >= day)
                for town, begins, ends in child.homes
            )
        case FactKind.WEAPON if level is FactLevel.TOLD:
            return any(_armed(entry, value) for entry in child.entries if entry["occurred_on"] == day)
        case FactKind.CARE:
            return _same_care(_care(child, day), value, level)
        case FactKind.NEEDS:
            wanted = {value} if level is FactLevel.PLAN else {"school.ehcp", "school.sen_support"}
            return any(entry["kind"] in wanted and _stands(entry, day) for entry in child.entries)
        case FactKind.SIBLINGS:
            return _same_number(len(child.siblings), int(value), level)
        case FactKind.ATTENDANCE:
            return _same_attendance(child, day, int(value), level)
        case FactKind.COUNTY_LINES:
            lines = any(
                entry["kind"] in ("care.factor_trafficking", "care.national_referral")
                or re.search(r"county[ _-]?lines?", (entry["detail"] or {}).get("markers", ""), re.IGNORECASE)
                for entry in child.entries
            )
            return lines == (value == "yes")
        case FactKind.FIRST_POLICE | FactKind.BEREAVED:
            wanted_kind = "police." if fact.kind is FactKind.FIRST_POLICE else "care.bereavement"
            first = min((e["occurred_on"] for e in before if e["kind"].startswith(wanted_kind)), default=None)
            assert child.born_on
            return first is not None and (
                level is FactLevel.EVER or _same_age(_age(child.born_on, first), int(value), level)
            )
        case FactKind.POLICE_BEFORE | FactKind.MISSING | FactKind.MOVES | FactKind.EXCLUSIONS:
            return _same_number(_times(before, fact.kind), int(value), level)
    return True


def _age(born_on: date, day: date) -> int:
    return next(years for years in range(130) if _birthday(born_on, years + 1) > day)


def _birthday(born_on: date, years: int) -> date:
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def _same_age(age: int, value: int, level: FactLevel) -> bool:
    def band(years: int) -> int:
        return sum(years >= start for start in (5, 10, 13, 16, 18))

    return age == value if level is FactLevel.YEARS else band(age) == band(value)


def _same_time(day: date, told: date, level: FactLevel) -> bool:
    if level is FactLevel.DAY:
        return day == told
    if level is FactLevel.MONTH:
        return (day.year, day.month) == (told.year, told.month)
    if level is FactLevel.SEASON:
        return _winter_year(day) == _winter_year(told) and SEASONS[day.month] == SEASONS[told.month]
    if SEASONS[told.month] == 0:
        return day.year in (_winter_year(told) - 1, _winter_year(told))
    return day.year == told.year


def _winter_year(day: date) -> int:
    return day.year + 1 if day.month == 12 else day.year


def _armed(entry: dict[str, Any], weapon: str) -> bool:
    titles = {"knife": "blade", "firearm": "firearm"}
    words = {"knife": ("knife", "blade"), "firearm": ("firearm", "gun")}
    if entry["kind"] != "police.weapon" or entry["detail"] is None:
        return False
    offence = offences().get((entry["code"] or "").zfill(5))
    by_code = offence is not None and offence.group == "weapons" and titles[weapon] in offence.label.lower()
    return by_code or any(word in entry["detail"].get("markers", "").lower() for word in words[weapon])


def _stands(entry: dict[str, Any], day: date) -> bool:
    return bool(entry["occurred_on"] <= day and (entry["ended_on"] is None or entry["ended_on"] >= day))


def _care(child: Child, day: date) -> str:
    for kind, status in PLANS.items():
        if any(entry["kind"] == kind and _stands(entry, day) for entry in child.entries):
            return status
    known = {*PLANS, "care.section47", "care.conference"}
    return "none_then" if any(e["kind"] in known and e["occurred_on"] <= day for e in child.entries) else "never"


def _same_care(status: str, value: str, level: FactLevel) -> bool:
    if level is FactLevel.STATUS or value == "never":
        return status == value
    if level is FactLevel.PLAN and value != "none_then":
        return status in PLANS.values()
    return status != "never"


def _same_number(number: int, value: int, level: FactLevel) -> bool:
    if value == 0 or level is FactLevel.NUMBER:
        return number == value
    if level is FactLevel.BAND:
        return [number >= 1, number >= 10, number >= 50, number >= 100] == [
            True,
            value >= 10,
            value >= 50,
            value >= 100,
        ]
    return number > 1 if level is FactLevel.MORE_THAN_ONCE and value > 1 else number > 0


def _same_attendance(child: Child, day: date, value: int, level: FactLevel) -> bool:
    weeks = sorted((week for week in child.weeks if week[1] and week[0] + timedelta(days=7) <= day), reverse=True)[:12]
    possible, absent = sum(week[1] for week in weeks), sum(week[2] for week in weeks)
    if possible < 20:
        return False
    percent = int(round(100 * (possible - absent) / possible, 1))
    if level is FactLevel.NUMBER:
        return percent == value
    return all((percent >= start) == (value >= start) for start in (50, 90))


def _times(before: list[dict[str, Any]], kind: FactKind) -> int:
    wanted = {
        FactKind.POLICE_BEFORE: ("police.",),
        FactKind.MISSING: ("police.missing", "care.missing"),
        FactKind.MOVES: ("care.placement_moved",),
        FactKind.EXCLUSIONS: ("school.suspended", "school.excluded"),
    }[kind]
    events = set()
    for entry in before:
        if entry["kind"].startswith(wanted):
            number = (entry["detail"] or {}).get("occurrence")
            reference = entry["source_ref"].rpartition(":")[0] or entry["source_ref"]
            events.add(f"{entry['source']}:{number}" if number else reference)
    return len(events)
