"""The sealed truth: who everybody is, which record is whose, what happened at heart."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kith.common.identifiers import normalised_nhs_number
from kith.county.analysis.county import County
from kith.county.analysis.draws import NO_DAY
from kith.county.analysis.records import Register
from kith.county.analysis.sheets import iso_day
from kith.county.analysis.sheets_school import roll_number
from kith.county.vocabulary import Agency

Table = tuple[str, tuple[str, ...], Sequence[Sequence[Any]]]

PEOPLE = tuple(
    "person_id,forename,middle_names,surname,former_surname,born_on,sex,ethnicity,name_origin,nhs_number,upn,"
    "household_id,other_household_id,mother_id,father_id,step_parent_id,twin_id,partner_id".split(",")
)


def person_id(person: int) -> str:
    """Return the truth's name for a person; empty for nobody."""
    return f"T{person:07d}" if person >= 0 else ""


def truth_tables(
    county: County, registers: dict[Agency, Register], notifications: list[tuple[str, int]]
) -> list[Table]:
    """Return people, records, index events and households as (name, header, rows)."""
    return [
        ("people", PEOPLE, _people(county)),
        ("records", ("agency", "local_id", "person_id", "errors"), _records(registers, notifications)),
        ("index_events", ("event_id", "person_id", "occurred_on", "kind", "role", "route"), _events(county)),
        ("households", ("household_id", "address", "town", "postcode", "uprn", "begins_on", "ends_on"), _homes(county)),
    ]


def _people(county: County) -> list[tuple[str, ...]]:
    people, roles = county.people, county.people.roles
    found = []
    for p in range(len(people.sex)):
        other = int(roles.other_home[p])
        links = (roles.mother[p], roles.father[p], roles.step[p], roles.twin[p], roles.partner[p])
        found.append((
            person_id(p), people.forename[p], people.middle[p], people.surname[p], people.former_surname[p],
            iso_day(int(roles.born[p])), people.sex[p], people.ethnicity[p], people.origin[p], people.nhs_number[p],
            county.upn[p], f"H{roles.home[p]:07d}", f"H{other:07d}" if other >= 0 else "",
            *(person_id(int(link)) for link in links),
        ))  # fmt: skip
    return found


def _records(registers: dict[Agency, Register], notifications: list[tuple[str, int]]) -> list[tuple[str, ...]]:
    """Return every number under which an agency's files hold a person, with the errors made in writing it down.

    The census numbers a pupil by row and the daily files by UPN: both are listed. The hospital has notification
    numbers and, where it has them, NHS numbers; one that is a relative's stands there twice, once for each person.
    """
    found: list[tuple[str, ...]] = []
    for agency, register in registers.items():
        who = register.who
        rows = sorted(register.used)
        named = [(str(register.local_id[row]), row) for row in rows]
        if agency is Agency.EDUCATION:
            named += [(roll_number(row), row) for row in rows]
        if agency is Agency.HOSPITAL:
            usable = ((normalised_nhs_number(str(who.nhs_number[row])), row) for row in rows)
            named = [*notifications, *((number, row) for number, row in usable if number)]
        found += [(agency.value, local, person_id(int(who.person[row])), str(who.wrong[row])) for local, row in named]
    return found


def _events(county: County) -> list[tuple[str, ...]]:
    children = county.lives.children
    return [
        (f"X{n + 1:05d}", person_id(int(children[e.child])), iso_day(e.day), e.kind, e.role, e.route.value)
        for n, e in enumerate(county.events)
    ]


def _homes(county: County) -> list[tuple[str, ...]]:
    people, places = county.people, county.people.addresses
    found: list[tuple[str, ...]] = []
    for home in np.unique(people.roles.home).tolist():
        since = [int(day) for day in people.home_since[home] if day != NO_DAY]
        for slot, begins in enumerate(since):
            ends = since[slot + 1] if slot + 1 < len(since) else NO_DAY
            a = int(people.home_address[home, slot])
            found.append((
                f"H{home:07d}", places.line[a], places.town[a], places.postcode[a], places.uprn[a], iso_day(begins),
                iso_day(ends),
            ))  # fmt: skip
    return found
