"""The police register: one row per person per occurrence."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

from kith.county.analysis.draws import NO_DAY, Chance, choose, day_number, stream
from kith.county.analysis.notices_police import Occurrence
from kith.county.analysis.people import Population
from kith.county.analysis.records import Register
from kith.county.analysis.sheets import Sheet, iso_day, stamped
from kith.county.vocabulary import Plan

HEADER = tuple(
    "occurrence_no,occurrence_type,ho_code,recorded_at,committed_from,committed_to,location,location_postcode,role,"
    "nominal_no,forename,middle_names,surname,former_surname,dob,sex,ethnicity_16_1,address,town,postcode,phone,email,"
    "markers,outcome_type,outcome_date,risk_grading,summary,found_at,retracted".split(",")
)
# Home Office offence codes (OGL v3.0) by theme, with shares by hand.
_CODES = {
    "suspect": (
        ("10501", "00806", "14900", "04600", "12509", "09261", "03401", "00826"),
        (25, 14, 20, 15, 10, 8, 4, 4),
    ),
    "victim": (("10501", "00806", "12509", "03401", "02000", "03900", "02200"), (40, 20, 14, 8, 6, 6, 6)),
    "witness": (("10501", "00806", "14900", "06601"), (40, 20, 20, 20)),
    "arrest": (("10501", "00806", "09261", "06601", "04600"), (30, 25, 15, 15, 15)),
    "stop_search": (("09261", "00826", "04600"), (60, 25, 15)),
    "adult": (("10501", "00806", "14900", "04600", "09261"), (30, 20, 20, 20, 10)),
    "domestic": (("10501", "00806", ""), (35, 12, 53)),
    "serious_violence": (("00501", "00801", "03401"), (45, 35, 20)),
    "weapon": (("00826", "00827"), (75, 25)),
    "assault_wound": (("00501", "00801"), (40, 60)),
}
_SUMMARIES = {
    "contact": (
        "Officers spoke with the child in town late in the evening.",
        "Concern for the child reported by a neighbour.",
    ),
    "anti_social": (
        "Group of young people reported for rowdy behaviour.",
        "Fireworks thrown near shops; words of advice given.",
    ),
    "suspect": ("Named as suspect; enquiries continue.", "Identified on camera; to be interviewed."),
    "victim": ("Victim known to the other party.", "Victim declined to support a prosecution."),
    "witness": ("Saw the incident from across the road.",),
    "arrest": ("Arrested and taken to custody; released under investigation.",),
    "stop_search": ("Searched; nothing found.", "Searched; item found."),
    "intelligence": ("Said to run errands for older males.", "Seen in a car with adults not related to the child."),
    "missing": ("Not returned home at the agreed time.", "Left placement after an argument; telephone switched off."),
    "domestic": ("Verbal argument between adults; child at home.", "Assault between adults; child upstairs."),
    "serious_violence": ("Assault with serious injury.",),
    "weapon": ("Found carrying a knife.",),
    "assault_wound": ("Victim of an assault with a wound; taken to hospital.",),
    "adult": ("Reported by the victim.",),
}
_ETHNICITY = {
    "WBRI": "W1", "WIRI": "W2", "WIRT": "W9", "WROM": "W9", "WOTH": "W9", "MWBC": "M1", "MWBA": "M2", "MWAS": "M3",
    "MOTH": "M9", "AIND": "A1", "APKN": "A2", "ABAN": "A3", "AOTH": "A9", "BCRB": "B1", "BAFR": "B2", "BOTH": "B9",
    "CHNE": "O1", "OOTH": "O9",
}  # fmt: skip


def police_sheets(plan: Plan, people: Population, register: Register, occurrences: list[Occurrence]) -> list[Sheet]:
    """Return one register for each calendar year in which occurrences were recorded."""
    chance = stream(plan.seed, "police sheets")
    years: dict[int, list[tuple[str, ...]]] = {}
    for number, each in enumerate(occurrences):
        year = int(np.datetime64(each.known, "D").astype("datetime64[Y]").astype(int)) + 1970
        years.setdefault(year, []).extend(_rows(chance, people, register, each, number))
    return [
        Sheet(agency="police", feed="police_register", path=f"police_register_{year}.csv", header=HEADER, rows=rows)
        for year, rows in sorted(years.items())
    ]


class Coded(NamedTuple):
    """One person in one row of the register, as the police coded it."""

    known: int
    person: int
    role: str
    code: str


def coded_rows(sheets: Iterable[Sheet], register: Register) -> list[Coded]:
    """Return who is in each row of the police registers among these sheets, in which role and under which code."""
    persons = dict(zip(register.local_id.tolist(), register.who.person.tolist(), strict=True))
    recorded, nominal, role, code = (HEADER.index(name) for name in ("recorded_at", "nominal_no", "role", "ho_code"))
    return [
        Coded(day_number(date.fromisoformat(row[recorded][:10])), int(persons[row[nominal]]), row[role], row[code])
        for sheet in sheets
        if sheet.feed == "police_register"
        for row in sheet.rows
    ]


def _rows(
    chance: Chance, people: Population, register: Register, each: Occurrence, number: int
) -> list[tuple[str, ...]]:
    minute = int(chance.integers(0, 24 * 60))
    place = int(chance.integers(len(people.addresses.line)))
    if each.kind in ("domestic", "missing"):
        place = int(people.address_on(np.array([each.people[0][0]]), np.array([each.day]))[0])
    places = people.addresses
    street = f"{places.street[place]}, {places.town[place]}"
    codes, shares = _CODES.get(each.theme, (("",), (1,)))
    code = str(choose(chance, codes, shares, 1)[0])
    summaries = _SUMMARIES[each.theme]
    summary = summaries[int(chance.integers(len(summaries)))]
    outcome, outcome_day = _outcome(chance, each)
    found = stamped(each.ended, min(minute + 95, 1439)) if each.ended != NO_DAY else ""
    recorded_at = stamped(each.known, minute if each.known > each.day else min(minute + 30, 1439))
    start = stamped(each.day, minute)
    grading = str(choose(chance, ("low", "medium", "high"), (0.3, 0.58, 0.12), 1)[0]) if each.kind == "missing" else ""
    head = (f"LC{number + 10_001:07d}", each.kind, code, recorded_at, start, start, street, str(places.postcode[place]))
    tail = (outcome, iso_day(outcome_day), grading, summary, found, "Y" if each.retracted else "")
    return [
        (*head, role, *_nominal(register, person, number), _marker(chance, each, role), *tail)
        for person, role in each.people
    ]


def _nominal(register: Register, person: int, turn: int) -> tuple[str, ...]:
    row = register.row(person, turn)
    who = register.who
    return (
        str(register.local_id[row]), who.forename[row], who.middle[row], who.surname[row], who.former_surname[row],
        iso_day(int(who.born[row])), who.sex[row], _ETHNICITY.get(str(who.ethnicity[row]), "NS"), who.line[row],
        who.town[row], who.postcode[row], who.phone[row], who.email[row],
    )  # fmt: skip


def _marker(chance: Chance, each: Occurrence, role: str) -> str:
    if role in ("victim", "witness") or chance.random() > 0.12:
        return "knife" if each.theme == "weapon" else ""
    return {"weapon": "knife", "intelligence": "CSE;gang", "missing": "MH", "suspect": "violent"}.get(each.theme, "")


def _outcome(chance: Chance, each: Occurrence) -> tuple[str, int]:
    if each.kind != "crime" or chance.random() < 0.3:
        return "", NO_DAY
    code = str(choose(chance, ("14", "15", "16", "18", "1", "8", "22"), (0.1, 0.2, 0.25, 0.25, 0.1, 0.05, 0.05), 1)[0])
    return code, each.known
