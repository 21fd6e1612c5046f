"""What the police record: occurrences, and who was in them in which part."""

from typing import NamedTuple

import numpy as np

from kith.county.analysis.draws import (
    NO_DAY,
    Chance,
    Flags,
    Ints,
    Singles,
    choose,
    day_number,
    draw_cells,
    stream,
)
from kith.county.analysis.index_events import IndexEvent
from kith.county.analysis.lives import Lives
from kith.county.analysis.people import Population
from kith.county.vocabulary import RATES, Plan

# Kinds of contact, as shares of those that are neither missing reports nor domestic notices (by hand).
_KIND_SHARES = {
    "contact": 0.225,
    "anti_social": 0.195,
    "victim": 0.185,
    "suspect": 0.145,
    "intelligence": 0.10,
    "witness": 0.06,
    "stop_search": 0.05,
    "arrest": 0.04,
}
_OFTEN_MET_FACTOR = 450.0  # makes a hundred contacts by the age of ten possible, for a handful of children
_ADULT_OCCURRENCES = 0.03  # per adult and year; by hand, so that adults without children are on file too
_DOUBLED = 0.012  # occurrences put on the system twice
_RETRACTED = 0.5  # of the doubled ones, how many are withdrawn later
_LATE = 0.12  # occurrences that reach the system weeks later
_IN_CARE_FACTOR = 12.0  # 1 in 10 looked-after children goes missing, 1 in 200 of all


class Occurrence(NamedTuple):
    """One occurrence: `people` are (person number, role); days are day numbers."""

    day: int
    kind: str
    theme: str
    known: int
    people: tuple[tuple[int, str], ...]
    ended: int = NO_DAY
    retracted: bool = False


def draw_occurrences(
    plan: Plan, people: Population, lives: Lives, events: list[IndexEvent], in_care: Flags
) -> list[Occurrence]:
    """Return every occurrence of the files' span that the police know of by the last day."""
    chance = stream(plan.seed, "police")
    found = _missing(chance, plan, lives, in_care)
    found += _domestic(chance, people, lives)
    rest = RATES.police_contacts - RATES.missing_reports - RATES.domestic_notices
    total = rest * lives.children_years()
    for theme, share in _KIND_SHARES.items():
        found += _contacts(chance, people, lives, theme, share * total)
    found += _adults(chance, plan, people)
    found += [_index_occurrence(lives, event) for event in events]
    found = [_delayed(chance, each) for each in found]
    found += _doubles(chance, found)
    last = day_number(plan.last_day)
    return sorted(each for each in found if each.known <= last and each.day <= last)


def _weight(lives: Lives, theme: str) -> Singles:
    """Return week × child how likely one kind of contact is."""
    need, drift, pull, youngest, peak = {
        "contact": (0.55, 0.1, 0.25, 0.0, 0.0),
        "anti_social": (0.15, 0.35, 0.65, 8.0, 14.5),
        "victim": (0.30, 0.1, 0.45, 4.0, 15.0),
        "suspect": (0.20, 0.35, 0.85, 10.0, 15.5),
        "intelligence": (0.15, 0.2, 1.05, 10.0, 16.0),
        "witness": (0.20, 0.1, 0.20, 5.0, 14.0),
        "stop_search": (0.10, 0.3, 0.90, 10.0, 16.5),
        "arrest": (0.25, 0.3, 1.00, 10.0, 16.5),
    }[theme]
    risk = np.exp(need * lives.need + drift * lives.drift + pull * lives.pull + 0.3 * lives.shock)
    curve = np.exp(-0.5 * ((lives.age - peak) / 2.8) ** 2) + 0.02 if peak else np.ones_like(lives.age)
    if theme in ("contact", "anti_social"):
        risk = np.where(lives.often_met & (lives.age > 5), _OFTEN_MET_FACTOR, risk)
        curve = np.where(lives.often_met & (lives.age > 5), 1.0, curve)
    found: Singles = (risk * curve * lives.in_span(youngest, 18.0)).astype(np.float32)
    return found


def _contacts(chance: Chance, people: Population, lives: Lives, theme: str, total: float) -> list[Occurrence]:
    """Return occurrences about one child each; some suspects and some rowdy children have another child with them."""
    pairs = 0.25 if theme in ("suspect", "anti_social") else 0.0
    weight = _weight(lives, theme)
    weeks, child = draw_cells(chance, weight, total / (1 + pairs))
    days = lives.monday[weeks] + chance.integers(0, 7, len(weeks))
    kind = {"victim": "crime", "suspect": "crime", "witness": "crime"}.get(theme, theme)
    role = {"victim": "victim", "suspect": "suspect", "witness": "witness", "anti_social": "involved"}
    role |= {"arrest": "suspect", "stop_search": "subject", "intelligence": "subject", "contact": "involved"}
    friends = chance.random(len(weeks)) < pairs
    found = []
    for week, column, day, friend in zip(weeks.tolist(), child.tolist(), days.tolist(), friends, strict=True):
        there = [(int(lives.children[column]), role[theme])]
        if friend:
            other = int(draw_cells(chance, weight[week : week + 1], 1.0)[1][0])
            if other != column:
                there.append((int(lives.children[other]), role[theme]))
        if theme == "suspect" and chance.random() < 0.5:
            there.append((int(chance.integers(len(people.sex))), "victim"))
        found.append(Occurrence(day, kind, theme, day, tuple(dict(there).items())))
    return found


def _missing(chance: Chance, plan: Plan, lives: Lives, in_care: Flags) -> list[Occurrence]:
    """Return missing reports: each year's children first, then their repeats, which few of them have many of."""
    curve = np.exp(-0.5 * ((lives.age - 15.0) / 1.8) ** 2) + 0.01
    risk = np.exp(0.5 * lives.pull + 0.35 * lives.drift + 0.35 * lives.need + 0.5 * lives.shock)
    weight = (curve * risk * lives.in_span(3.0, 18.0) * np.where(in_care, _IN_CARE_FACTOR, 1.0)).astype(np.float32)
    found = []
    for year in range(plan.years):
        rows = slice(lives.files_from + 52 * year, lives.files_from + 52 * (year + 1))
        lived = float(lives.in_span()[rows].sum()) / 52.0
        who = _distinct(chance, weight[rows].sum(axis=0), round(RATES.missing_children * lived))
        repeats = np.zeros(weight.shape[1], np.float32)
        repeats[who] = chance.pareto(1.3, len(who)) + 0.1
        yearly = weight[rows]
        only = np.zeros_like(yearly)
        only[:, who] = yearly[:, who] / yearly[:, who].sum(axis=0)
        weeks, child = draw_cells(chance, only * repeats, RATES.missing_reports * lived - len(who))
        first = [int(draw_cells(chance, yearly[:, [c]], 1.0)[0][0]) for c in who.tolist()]
        weeks, child = np.concatenate([np.array(first, np.int64), weeks]), np.concatenate([who, child])
        days = lives.monday[rows][weeks] + chance.integers(0, 7, len(weeks))
        away = choose(chance, (0, 1, 2, 5), (0.62, 0.26, 0.08, 0.04), len(weeks))
        found += [
            Occurrence(d, "missing", "missing", d, ((int(lives.children[c]), "missing"),), ended=d + int(n))
            for d, c, n in zip(days.tolist(), child.tolist(), away, strict=True)
        ]
    return found


def _distinct(chance: Chance, weight: Singles, count: int) -> Ints:
    """Return columns drawn without putting back, in proportion to their weight."""
    with np.errstate(divide="ignore"):
        keys = np.where(weight > 0, np.log(chance.random(len(weight))) / np.maximum(weight, 1e-12), -np.inf)
    return np.sort(np.argsort(-keys, kind="stable")[:count])


def _domestic(chance: Chance, people: Population, lives: Lives) -> list[Occurrence]:
    """Return domestic abuse incidents: every child of the home is on the notice, so that a notice counts by child."""
    risk = np.exp(0.9 * lives.need + 0.4 * lives.shock) * lives.in_span()
    wanted = round(RATES.domestic_notices * lives.children_years())
    weeks, child = draw_cells(chance, risk, float(wanted))
    by_home: dict[int, list[int]] = {}
    for column, home in enumerate(people.roles.home[lives.children].tolist()):
        by_home.setdefault(home, []).append(column)
    found, children = [], 0
    for i in chance.permutation(len(weeks)).tolist():
        if children >= wanted:
            break
        week, person = int(weeks[i]), int(lives.children[child[i]])
        here = [c for c in by_home[int(people.roles.home[person])] if 0 <= lives.age[week, c] < 18]
        day = int(lives.monday[week] + chance.integers(0, 7))
        adults = _adults_of(people, person, bool(chance.random() < 0.75))
        found.append(
            Occurrence(
                day, "domestic", "domestic", day, (*((int(lives.children[c]), "involved") for c in here), *adults)
            )
        )
        children += len(here)
    return found


def _adults_of(people: Population, child: int, father_suspect: bool) -> tuple[tuple[int, str], ...]:
    roles = people.roles
    mother, other = int(roles.mother[child]), int(roles.step[child])
    other = other if other >= 0 else int(roles.father[child])
    parts = ("victim", "suspect") if father_suspect else ("suspect", "victim")
    return tuple((who, part) for who, part in zip((mother, other), parts, strict=True) if who >= 0)


def _adults(chance: Chance, plan: Plan, people: Population) -> list[Occurrence]:
    begins, ends = day_number(plan.first_day), day_number(plan.last_day)
    adults = np.flatnonzero(people.roles.born < begins - 18 * 366)
    count = round(_ADULT_OCCURRENCES * plan.years * len(adults))
    days = np.sort(chance.integers(begins, ends + 1, count))
    picks = adults[chance.integers(0, len(adults), (count, 2))]
    return [
        Occurrence(int(day), "crime", "adult", int(day), tuple({int(one): "suspect", int(two): "victim"}.items()))
        for day, (one, two) in zip(days, picks, strict=True)
    ]


def _index_occurrence(lives: Lives, event: IndexEvent) -> Occurrence:
    return Occurrence(event.day, "crime", event.kind, event.day, ((int(lives.children[event.child]), event.role),))


def _delayed(chance: Chance, each: Occurrence) -> Occurrence:
    late = int(chance.integers(10, 60)) if chance.random() < _LATE else int(chance.integers(0, 3))
    if each.kind in ("missing", "arrest", "stop_search", "domestic"):
        late = int(chance.integers(0, 2))
    return each._replace(known=each.day + late)


def _doubles(chance: Chance, found: list[Occurrence]) -> list[Occurrence]:
    return [
        each._replace(known=each.known + int(chance.integers(1, 20)), retracted=bool(chance.random() < _RETRACTED))
        for each in found
        if chance.random() < _DOUBLED
    ]
