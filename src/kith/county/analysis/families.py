"""Invents who lives with whom: families with children first, then everyone else."""

from dataclasses import dataclass

import numpy as np

from kith.county.analysis.draws import Chance, Floats, Ints, choose, day_number
from kith.county.vocabulary import UNDER_18_SHARE, Plan

COUPLE, LONE_MOTHER, LONE_FATHER, STEP_FATHER, GRANDMOTHER = range(5)
# Shape of families with dependent children, rounded from ONS Families and households 2023; kinship care by hand.
_KIND_SHARES = (0.645, 0.185, 0.025, 0.125, 0.02)
_SIZE_SHARES = (0.42, 0.40, 0.13, 0.05)
_OTHER_PARENT_KNOWN = 0.75  # of absent fathers and mothers, how many live in the county
_TWIN_BIRTHS = 0.015  # multiple births per birth, ONS 14 to 16 per 1,000
_YEAR = 365.2425


@dataclass(frozen=True, kw_only=True)
class Roles:
    """People as roles before they have names; -1 is nobody. All arrays are by person."""

    born: Ints
    female: np.typing.NDArray[np.bool_]
    home: Ints
    other_home: Ints
    mother: Ints
    father: Ints
    step: Ints
    partner: Ints
    twin: Ints


class _Census:
    """Collects people one by one, as a census taker would."""

    def __init__(self) -> None:
        self.born: list[int] = []
        self.female: list[bool] = []
        self.home: list[int] = []
        self.links: list[list[int]] = []  # other home, mother, father, step parent, partner, twin
        self.homes = 0

    def new_home(self) -> int:
        self.homes += 1
        return self.homes - 1

    def add(self, born: float, female: bool, home: int, links: tuple[int, ...] = (-1, -1, -1, -1, -1, -1)) -> int:
        self.born.append(int(born))
        self.female.append(bool(female))
        self.home.append(home)
        self.links.append(list(links))
        return len(self.born) - 1

    def marry(self, one: int, other: int) -> None:
        self.links[one][4], self.links[other][4] = other, one


def invent_roles(chance: Chance, plan: Plan) -> Roles:
    """Return exactly `plan.people` people in homes, with the published share of children halfway through."""
    census = _Census()
    middle = (day_number(plan.first_day) + day_number(plan.last_day)) / 2
    wanted, children = UNDER_18_SHARE * plan.people, 0
    while children < wanted and len(census.born) < plan.people * 0.85:
        births = _births(chance, plan)
        if births.size:
            _add_family(chance, census, births)
            children += int(((births > middle - 18 * _YEAR) & (births <= middle)).sum())
    while len(census.born) < plan.people:
        _add_adults(chance, census, plan)
    return _roles(census, plan.people)


def _births(chance: Chance, plan: Plan) -> Floats:
    """Return the birthdays of one family's children, eldest first; twins share one."""
    last = day_number(plan.last_day)
    day = last - chance.random() * 24 * _YEAR
    size = 1 + int(np.searchsorted(np.cumsum(_SIZE_SHARES), chance.random()))
    days: list[float] = []
    while len(days) < size and day <= last:
        days += [float(int(day))] * (2 if chance.random() < _TWIN_BIRTHS else 1)
        day += (1.5 + chance.gamma(2.0, 0.9)) * _YEAR
    return np.array(days)


def _add_family(chance: Chance, census: _Census, births: Floats) -> None:
    kind = int(np.searchsorted(np.cumsum(_KIND_SHARES), chance.random()))
    home = census.new_home()
    mother_age = float(np.clip(chance.normal(28.0, 5.5), 15.5, 42.0))
    mother_born = births[0] - mother_age * _YEAR
    father_born = mother_born - chance.normal(2.2, 3.0) * _YEAR
    father_born = min(father_born, births[0] - 16.5 * _YEAR)
    mother = father = step = -1
    away = -1
    if kind in (COUPLE, LONE_MOTHER, STEP_FATHER):
        mother = census.add(mother_born, True, home)
    if kind in (COUPLE, LONE_FATHER):
        father = census.add(father_born, False, home)
    if kind == COUPLE:
        census.marry(mother, father)
    if kind == STEP_FATHER:
        step = census.add(mother_born - chance.normal(1.0, 4.0) * _YEAR, False, home)
        census.marry(mother, step)
    if kind == GRANDMOTHER:
        grandmother = census.add(mother_born - chance.uniform(18, 30) * _YEAR, True, home)
        step = grandmother
    if kind != COUPLE and chance.random() < _OTHER_PARENT_KNOWN:
        away = census.new_home()
        if kind in (LONE_MOTHER, STEP_FATHER):
            father = census.add(father_born, False, away)
        else:
            mother = census.add(mother_born, True, away)
    _add_children(chance, census, births, (home, away, mother, father, step))


def _add_children(chance: Chance, census: _Census, births: Floats, family: tuple[int, int, int, int, int]) -> None:
    home, away, mother, father, step = family
    first = len(census.born)
    half_siblings = step >= 0 and mother >= 0 and chance.random() < 0.5
    for place, born in enumerate(births):
        # In a step-family the youngest may be the couple's own.
        own = half_siblings and place == len(births) - 1 and (place == 0 or births[place - 1] != born)
        father_here, step_here = (step, -1) if own and len(births) > 1 else (father, step)
        shared = away if chance.random() < 0.45 and not own else -1
        twin = len(census.born) - 1 if place and births[place - 1] == born else -1
        child = census.add(born, chance.random() < 0.4878, home, (shared, mother, father_here, step_here, -1, twin))
        if twin >= first:
            census.links[twin][5] = child


def _add_adults(chance: Chance, census: _Census, plan: Plan) -> None:
    home = census.new_home()
    age = float(choose(chance, (26.0, 42.0, 60.0, 76.0), (0.2, 0.2, 0.33, 0.27), 1)[0]) + chance.uniform(-8, 9)
    born = day_number(plan.last_day) - max(age, 24.0) * _YEAR
    female = chance.random() < 0.52
    one = census.add(born, female, home)
    if chance.random() < 0.58:
        census.marry(one, census.add(born + chance.normal(0, 2.5) * _YEAR, not female, home))


def _roles(census: _Census, people: int) -> Roles:
    links = np.array(census.links, np.int64)[:people]
    links[links >= people] = -1  # the last home may have lost its second adult
    other_home, mother, father, step, partner, twin = links.T.copy()
    return Roles(
        born=np.array(census.born, np.int64)[:people],
        female=np.array(census.female)[:people],
        home=np.array(census.home, np.int64)[:people],
        other_home=other_home,
        mother=mother,
        father=father,
        step=step,
        partner=partner,
        twin=twin,
    )
