"""What the hospital, youth justice and the council's front door record."""

from typing import NamedTuple

import numpy as np

from kith.county.analysis.care_episodes import Episode
from kith.county.analysis.draws import NO_DAY, Chance, Singles, choose, day_number, draw_cells, stream
from kith.county.analysis.index_events import IndexEvent
from kith.county.analysis.lives import Lives
from kith.county.analysis.notices_police import Occurrence
from kith.county.analysis.people import Population
from kith.county.vocabulary import RATES, Plan

_CONCERNS = {
    "other": 0.30,
    "self_harm": 0.18,
    "assault": 0.13,
    "mental_health": 0.14,
    "substance": 0.09,
    "not_brought": 0.16,
}
_NOTICED_WOUND = 0.85  # wounds that reach the safeguarding register: some do without a doctor, some are not written up
_CONTACTS_PER_REFERRAL = 1.9  # contacts that go no further, for each that becomes a referral (by hand)
_EARLY_HELP = 0.022  # episodes a child and year (by hand)


class Attendance(NamedTuple):
    """One safeguarding notification of the hospital about one person."""

    day: int
    known: int
    person: int
    concern: str
    minute: int


class Outcome(NamedTuple):
    """One fact of the youth justice service about one young person."""

    known: int
    person: int
    kind: str
    day: int
    ended: int
    offence_day: int
    theme: str


class Contact(NamedTuple):
    """One contact with children's social care; `referral` is the number of the episode that it became, or -1."""

    day: int
    person: int
    source: str
    referral: int


class EarlyHelp(NamedTuple):
    """One early help episode of one child."""

    day: int
    person: int
    ended: int
    outcome: str


def draw_attendances(plan: Plan, lives: Lives, events: list[IndexEvent]) -> list[Attendance]:
    """Return the hospital's notifications of the files' span, by day."""
    chance = stream(plan.seed, "hospital")
    total = RATES.hospital_flags * lives.children_years()
    found: list[Attendance] = []
    for concern, share in _CONCERNS.items():
        weeks, child = draw_cells(chance, _concern_weight(lives, concern), share * total)
        for week, column in zip(weeks.tolist(), child.tolist(), strict=True):
            day = int(lives.monday[week]) + int(chance.integers(0, 7))
            found.append(_attendance(chance, day, int(lives.children[column]), concern))
    for event in events:
        if event.kind != "weapon" and event.role == "victim" and chance.random() < _NOTICED_WOUND:
            found.append(_attendance(chance, event.day, int(lives.children[event.child]), "assault"))
    last = day_number(plan.last_day)
    return sorted(each for each in found if each.known <= last)


def _attendance(chance: Chance, day: int, person: int, concern: str) -> Attendance:
    # Notifications came late or not at all before an inspection: one in six waits weeks.
    late = int(chance.integers(14, 75)) if chance.random() < 0.16 else int(chance.integers(0, 6))
    return Attendance(day, day + late, person, concern, int(chance.integers(0, 24 * 60)))


def _concern_weight(lives: Lives, concern: str) -> Singles:
    need, pull, peak, width = {
        "other": (0.45, 0.0, 3.0, 8.0),
        "self_harm": (0.70, 0.15, 15.5, 1.8),
        "assault": (0.25, 0.60, 15.5, 2.2),
        "mental_health": (0.65, 0.10, 15.0, 2.4),
        "substance": (0.30, 0.55, 16.0, 1.6),
        "not_brought": (0.65, 0.0, 5.0, 6.0),
    }[concern]
    risk = np.exp(need * lives.need + pull * lives.pull + 0.4 * lives.shock)
    found: Singles = (risk * np.exp(-0.5 * ((lives.age - peak) / width) ** 2) * lives.in_span()).astype(np.float32)
    return found


def draw_outcomes(plan: Plan, people: Population, lives: Lives, occurrences: list[Occurrence]) -> list[Outcome]:
    """Return youth justice facts: each year's published number of first entrants, and what follows for them."""
    chance = stream(plan.seed, "youth justice")
    wanted = round(RATES.first_entrants * lives.children_years(10.0, 18.0))
    born = people.roles.born
    crimes: dict[int, list[Occurrence]] = {}
    for each in occurrences:
        for person, role in each.people:
            if role == "suspect" and each.kind == "crime" and 10 * 365.25 < each.day - born[person] < 18 * 365.25:
                crimes.setdefault(person, []).append(each)
    people_charged = sorted(crimes)
    weight = np.array([[len(crimes[p]) + 6.0 * _grave(crimes[p]) for p in people_charged]])
    found: list[Outcome] = []
    entrants: set[int] = set()
    while len(entrants) < min(wanted, len(people_charged)):
        pick = int(draw_cells(chance, weight, 1.0)[1][0])
        weight[0, pick] = 0.0
        entrants.add(people_charged[pick])
        found += _career(chance, people_charged[pick], crimes[people_charged[pick]], int(born[people_charged[pick]]))
    last = day_number(plan.last_day)
    return sorted(
        each._replace(ended=each.ended if each.ended <= last else NO_DAY) for each in found if each.known <= last
    )


def _grave(crimes: list[Occurrence]) -> int:
    return sum(each.theme in ("serious_violence", "weapon") for each in crimes)


def _career(chance: Chance, person: int, crimes: list[Occurrence], born: int) -> list[Outcome]:
    """Return allocation, assessment, disposal and contacts after the gravest or first crime."""
    crime = max(crimes, key=lambda each: (each.theme in ("serious_violence", "weapon"), -each.day))
    decided = crime.known + int(chance.integers(20, 110))
    length = int(chance.integers(90, 360))
    kind = str(choose(chance, ("disposal", "order"), (0.6, 0.4), 1)[0])
    rows = [(kind, decided, decided + length), ("allocation", decided + 3, decided + length)]
    rows += [
        ("assessment", decided + int(chance.integers(10, 30)), NO_DAY),
        ("intervention", decided + 14, decided + length),
    ]
    day = decided + 10
    while day < decided + min(length, 200):
        rows.append(("contact", day, NO_DAY))
        day += int(chance.integers(6, 17))
    if kind == "order" and chance.random() < 0.25:
        rows.append(("breach", decided + int(chance.integers(30, 90)), NO_DAY))
    return [
        Outcome(when + int(chance.integers(0, 4)), person, name, when, ended, crime.day, crime.theme)
        for name, when, ended in rows
    ]


def draw_contacts(plan: Plan, lives: Lives, episodes: list[Episode], occurrences: list[Occurrence]) -> list[Contact]:
    """Return contacts of the files' span: one before each referral, police notices, and others that went no further."""
    chance = stream(plan.seed, "front door")
    begins = day_number(plan.first_day)
    children = set(lives.children.tolist())
    found = [
        Contact(e.day - int(chance.integers(0, 3)), int(lives.children[e.child]), e.source, number)
        for number, e in enumerate(episodes)
        if e.day >= begins
    ]
    wanted = round(_CONTACTS_PER_REFERRAL * len(found))
    notices = [
        Contact(each.known, person, "6", -1)
        for each in occurrences
        if each.kind in ("domestic", "missing", "arrest") and not each.retracted
        for person, role in each.people
        if person in children and role in ("involved", "missing", "suspect") and chance.random() < 0.45
    ]
    risk = np.exp(0.6 * lives.need + 0.15 * lives.pull) * lives.in_span()
    weeks, child = draw_cells(chance, risk, float(max(wanted - len(notices), 0)))
    sources = choose(
        chance, ("2A", "3A", "3E", "1A", "5D", "8", "9"), (0.4, 0.15, 0.1, 0.12, 0.08, 0.08, 0.07), len(weeks)
    )
    others = [
        Contact(int(lives.monday[w]) + int(chance.integers(0, 5)), int(lives.children[c]), str(s), -1)
        for w, c, s in zip(weeks.tolist(), child.tolist(), sources, strict=True)
    ]
    return sorted(found + notices + others)


def draw_early_help(plan: Plan, lives: Lives) -> list[EarlyHelp]:
    """Return early help episodes of the files' span, by day."""
    chance = stream(plan.seed, "early help")
    risk = np.exp(0.5 * lives.need + 0.2 * lives.drift) * lives.in_span()
    weeks, child = draw_cells(chance, risk, _EARLY_HELP * lives.children_years())
    last = day_number(plan.last_day)
    found = []
    for week, column in zip(weeks.tolist(), child.tolist(), strict=True):
        day = int(lives.monday[week]) + int(chance.integers(0, 5))
        ended = day + int(chance.integers(60, 300))
        outcome = str(
            choose(chance, ("Outcomes met", "Step-up", "NFA", "Family withdrew"), (0.55, 0.18, 0.12, 0.15), 1)[0]
        )
        person = int(lives.children[column])
        found.append(EarlyHelp(day, person, ended if ended <= last else NO_DAY, outcome if ended <= last else ""))
    return sorted(each for each in found if each.day <= last)
