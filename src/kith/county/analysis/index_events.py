"""Serious harm as it happens: out of a long story, or out of one shock with little warning."""

from typing import NamedTuple

import numpy as np

from kith.county.analysis.draws import Chance, Flags, Ints, Singles, choose, draw_cells, stream
from kith.county.analysis.lives import Lives
from kith.county.vocabulary import RATES, SHOCK_SHARE, Plan, Route

KINDS = ("serious_violence", "weapon", "assault_wound")
_KIND_SHARES = (0.40, 0.30, 0.30)


class IndexEvent(NamedTuple):
    """One index event of one child (column of Lives)."""

    child: int
    day: int
    kind: str
    role: str
    route: Route


def draw_index_events(plan: Plan, lives: Lives) -> list[IndexEvent]:
    """Return the index events of the files' span, by day."""
    chance = stream(plan.seed, "index events")
    total = RATES.index_events * lives.children_years()
    story = _story_weight(lives)
    calm = (lives.need < 0.3) & (lives.drift < 0.3) & (lives.pull < 0.5)
    shock = (lives.in_span(12.0, 18.0) & calm).astype(np.float32)
    found = _events(chance, lives, draw_cells(chance, story, total * (1 - SHOCK_SHARE)), Route.STORY)
    found += _events(chance, lives, draw_cells(chance, shock, total * SHOCK_SHARE), Route.SHOCK)
    return sorted(event for event in found if event.day <= int(lives.monday[-1]) + 6)


def _story_weight(lives: Lives) -> Singles:
    curve = np.exp(-0.5 * ((lives.age - 16.0) / 2.0) ** 2)  # a first serious offence peaks at sixteen
    risk = np.exp(1.5 * lives.pull + 0.65 * lives.drift + 0.35 * lives.need + 0.8 * lives.shock)
    found: Singles = (curve * risk * lives.in_span(10.0, 18.0)).astype(np.float32)
    return found


def _events(chance: Chance, lives: Lives, cells: tuple[Ints, Ints], route: Route) -> list[IndexEvent]:
    weeks, children = cells
    kinds = choose(chance, KINDS, _KIND_SHARES, len(weeks))
    days = lives.monday[weeks] + chance.integers(0, 7, len(weeks))
    suspect = chance.random(len(weeks)) < (0.7 if route is Route.STORY else 0.45)
    return [
        IndexEvent(int(c), int(d), str(k), _role(str(k), bool(s)), route)
        for c, d, k, s in zip(children, days, kinds, suspect, strict=True)
    ]


def _role(kind: str, suspect: bool) -> str:
    if kind == "assault_wound":
        return "victim"
    return "suspect" if suspect or kind == "weapon" else "victim"


def absence_before(lives: Lives, events: list[IndexEvent]) -> Singles:
    """Return week × child by how much absence rises before an event: ten weeks of it, or the last few after a shock."""
    lift = np.zeros(lives.age.shape, np.float32)
    for event in events:
        week = int(np.searchsorted(lives.monday, event.day, side="right")) - 1
        span = 10 if event.route is Route.STORY else 4
        first = max(week - span, 0)
        ramp = np.linspace(0.4, 1.6, week + 1 - first, dtype=np.float32)
        lift[first : week + 1, event.child] = np.maximum(lift[first : week + 1, event.child], ramp)
    return lift


def in_care_weeks(lives: Lives, spells: list[tuple[int, int, int]]) -> Flags:
    """Return week × child: inside one of the spells (child, first day, last day)."""
    found = np.zeros(lives.age.shape, bool)
    for child, begins, ends in spells:
        first, last = np.searchsorted(lives.monday, [begins - 6, ends])
        found[first:last, child] = True
    return found
