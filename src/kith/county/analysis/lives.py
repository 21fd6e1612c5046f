"""Lives week by week: adversity, need, belonging, drift away from school, the pull of exploitation.

Nothing here knows how anybody would rank or score a child; agencies notice these lives in `notices_*`.
"""

from dataclasses import dataclass

import numpy as np

from kith.county.analysis.draws import Chance, Flags, Floats, Ints, Singles, day_number, stream
from kith.county.analysis.people import Population
from kith.county.vocabulary import Plan

_YEAR = 365.2425
_SHOCK_A_WEEK = 0.006  # bereavement, assault, separation, loss of a home: about one in three years
_SHOCK_FADES = 0.88  # a week; half is gone after five to six weeks
_SUPPORT_WEEKS = 26
_SUPPORT_SHARE = 0.04  # capacity: the share of children whom services can hold at once
_LIFT_OF_SUPPORT = 0.035
_OFTEN_MET = 0.0012  # of children: the audit of knife crime met one with over 100 police contacts by the age of ten


@dataclass(frozen=True, kw_only=True)
class Lives:
    """Children's hidden states by week (row) and child (column); need, drift and pull have mean 0, deviation 1."""

    children: Ints  # person numbers of the columns
    monday: Ints  # day number of each row
    age: Singles
    need: Singles
    drift: Singles
    pull: Singles
    shock: Singles
    often_met: Flags  # a few children whom police meet again and again from a young age
    files_from: int  # first row of the files' span

    def in_span(self, youngest: float = 0.0, oldest: float = 18.0) -> Flags:
        """Return the cells of the files' span in which a child has an age."""
        found = (self.age >= youngest) & (self.age < oldest)
        found[: self.files_from] = False
        return found

    def children_years(self, youngest: float = 0.0, oldest: float = 18.0) -> float:
        """Return the years that children of an age lived in the files' span."""
        return float(self.in_span(youngest, oldest).sum()) / 52.0


@dataclass(kw_only=True)
class _State:
    adversity: Floats
    need: Floats
    drift: Floats
    pull: Floats
    belonging: Floats
    shock: Floats
    support_left: Ints


def simulate(plan: Plan, people: Population) -> Lives:
    """Return the lives of everyone who is a child at some time from the burn-in to the last day."""
    begins, weeks = day_number(plan.life_begins), plan.weeks
    born = people.roles.born
    children = np.flatnonzero(born > begins - 18 * _YEAR)
    chance = stream(plan.seed, "lives")
    monday = begins + 7 * np.arange(weeks)
    age = ((monday[:, None] - born[children][None, :]) / _YEAR).astype(np.float32)
    state = _first_state(chance, people, children)
    town = people.addresses.town_index[people.home_address[people.roles.home[children], 0]]
    shape = (weeks, len(children))
    need, drift, pull, shock = (np.empty(shape, np.float32) for _ in range(4))
    for week in range(weeks):
        _step(chance, state, age[week], town)
        need[week], drift[week], pull[week], shock[week] = state.need, state.drift, state.pull, state.shock
    childhood = (age >= 0) & (age < 18)
    claim = state.adversity + chance.normal(size=len(children))
    claim[(age[-1] < 7) | (age[-1] > 16)] = -np.inf
    met = np.zeros(len(children), bool)
    met[np.argsort(-claim, kind="stable")[: round(_OFTEN_MET * len(children))]] = True
    return Lives(
        children=children,
        monday=monday,
        age=age,
        need=_score(need, childhood),
        drift=_score(drift, childhood),
        pull=_score(pull, childhood),
        shock=shock,
        often_met=met,
        files_from=weeks - 52 * plan.years,
    )


def _first_state(chance: Chance, people: Population, children: Ints) -> _State:
    """Return the state of the first week: families share most of their adversity, siblings part of their luck."""
    homes = people.roles.home[children]
    shared = chance.normal(size=int(people.roles.home.max()) + 1)[homes]
    parted = (people.roles.mother[children] < 0) | (people.roles.father[children] < 0)
    parted |= people.roles.step[children] >= 0
    own = chance.normal(size=len(children))
    adversity = 0.45 * people.hardship[children] + 0.65 * shared + 0.5 * parted + 0.5 * own
    adversity = np.exp(0.55 * adversity) - 1.0  # a long right tail: a few families carry most of it
    zero = np.zeros(len(children))
    return _State(
        adversity=adversity,
        need=0.6 * adversity + 0.5 * chance.normal(size=len(children)),
        drift=0.4 * adversity + 0.5 * chance.normal(size=len(children)),
        pull=0.4 * chance.normal(size=len(children)),
        belonging=chance.normal(size=len(children)) - 0.2 * adversity,
        shock=zero.copy(),
        support_left=np.zeros(len(children), np.int64),
    )


def _step(chance: Chance, now: _State, age: Singles, town: Ints) -> None:
    count = len(now.need)
    noise = chance.normal(size=(4, count))
    struck = chance.random(count) < _SHOCK_A_WEEK * np.exp(0.25 * np.minimum(now.adversity, 4))
    now.shock = now.shock * _SHOCK_FADES + struck * (0.6 + chance.random(count))
    supported = now.support_left > 0
    teens = np.clip((age - 9.0) / 6.0, 0.0, 1.0)
    peers = np.bincount(town, now.pull * (age > 10), int(town.max()) + 1) / (
        np.bincount(town, age > 10, int(town.max()) + 1) + 1.0
    )
    now.belonging += 0.02 * (0.2 * supported - 0.25 * now.need - now.belonging) + 0.10 * noise[0]
    now.need += 0.04 * (0.8 * now.adversity - now.need) + 0.10 * noise[1] + 0.10 * now.shock
    now.need -= _LIFT_OF_SUPPORT * supported
    now.drift += 0.05 * (0.5 * now.need + 0.6 * teens - 0.5 * now.belonging - now.drift)
    now.drift += 0.12 * noise[2] + 0.12 * now.shock
    now.pull += 0.04 * (teens * (0.5 * now.drift + 0.25 * now.need + 0.45 * peers[town]) - now.pull)
    now.pull += 0.12 * noise[3] * (0.3 + teens) + 0.06 * now.shock * teens
    _support(chance, now, age)


def _support(chance: Chance, now: _State, age: Singles) -> None:
    """Give the free places of support to children in need, not always to those in most need."""
    now.support_left -= now.support_left > 0
    free = int(_SUPPORT_SHARE * len(age)) - int((now.support_left > 0).sum())
    if free <= 0:
        return
    claim = now.need + 1.2 * chance.normal(size=len(age))
    claim[(now.support_left > 0) | (age < 0) | (age >= 18)] = -np.inf
    now.support_left[np.argsort(-claim, kind="stable")[: min(free, 3)]] = _SUPPORT_WEEKS


def _score(values: Singles, among: Flags) -> Singles:
    """Return values with mean 0 and deviation 1 among the given cells."""
    cells = values[among]
    found = (values - cells.mean(dtype=np.float64)) / cells.std(dtype=np.float64)
    clipped: Singles = np.clip(found, -4.0, 5.0).astype(np.float32)
    return clipped
