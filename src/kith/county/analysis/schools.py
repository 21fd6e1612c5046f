"""Schools, and which pupil is on which roll from when to when."""

from dataclasses import dataclass

import numpy as np

from kith.county.analysis.calendar import cohort_of, september
from kith.county.analysis.draws import NO_DAY, Chance, Flags, Floats, Ints, Singles, Texts, day_number, objects, stream
from kith.county.analysis.lives import Lives
from kith.county.analysis.people import Population
from kith.county.analysis.places import words
from kith.county.vocabulary import FIRST_URN, Plan

PRIMARY, SECONDARY, SPECIAL, REFERRAL_UNIT = "primary", "secondary", "special", "pupil referral unit"
_PRIMARY_SIZE, _SECONDARY_SIZE = 230, 850
_NOT_ON_A_ROLL = 0.055  # independent schools and education at home
_IN_YEAR_MOVES = 0.02  # a year, without a house move
_MOVES_WITH_HOME = 0.35
PAST_SCHOOL = 12  # year groups 0 to 11 are on a roll


@dataclass(frozen=True, kw_only=True)
class Schools:
    """The county's schools by number: URN, name, kind, town."""

    urn: Ints
    name: Texts
    kind: Texts
    town: Texts
    town_index: Ints


@dataclass(frozen=True, kw_only=True)
class Rolls:
    """Spells on a roll; a pupil's spells never overlap. `ends` is the last day, inclusive."""

    child: Ints  # column of Lives
    school: Ints  # number of Schools
    begins: Ints
    ends: Ints

    def taught(self, lives: Lives, span: int = 6) -> Flags:
        """Return week × child: on a roll in that week."""
        found = np.zeros(lives.age.shape, bool)
        for child, begins, ends in zip(self.child.tolist(), self.begins.tolist(), self.ends.tolist(), strict=True):
            first = np.searchsorted(lives.monday, begins - span)
            found[first : np.searchsorted(lives.monday, ends, side="right"), child] = True
        return found


@dataclass(frozen=True, kw_only=True)
class Pupils:
    """Facts about children as pupils, by column of Lives."""

    on_a_roll: Flags
    cohort: Ints
    sen: Texts  # N, K or E
    free_meals: Flags
    severity: Floats  # how hard school is for this child all along


def invent_schools(plan: Plan, people: Population, lives: Lives) -> Schools:
    """Return primaries and secondaries for the county's pupils, one special school and one referral unit."""
    chance = stream(plan.seed, "schools")
    taught = int(((lives.age[-1] >= 5) & (lives.age[-1] < 16)).sum())
    primaries = max(2, round(taught * 7 / 12 / _PRIMARY_SIZE))
    secondaries = max(2, round(taught * 5 / 12 / _SECONDARY_SIZE))
    kinds = [PRIMARY] * primaries + [SECONDARY] * secondaries + [SPECIAL, REFERRAL_UNIT]
    towns = sorted(set(zip(people.addresses.town_index.tolist(), people.addresses.town.tolist(), strict=True)))
    place = [towns[i % len(towns)] for i in range(primaries)] + [towns[i % len(towns)] for i in range(secondaries)]
    place += [towns[0], towns[-1]]
    ending = {PRIMARY: "Primary School", SECONDARY: "School", SPECIAL: "Special School", REFERRAL_UNIT: "Centre"}
    bases = words("school")
    order = chance.permutation(len(bases))
    names = []
    for i, (kind, (_, town)) in enumerate(zip(kinds, place, strict=True)):
        base = bases[int(order[i % len(bases)])]
        names.append(f"{base} {ending[kind]}" if i < len(bases) else f"{base} {ending[kind]}, {town} {i // len(bases)}")
    return Schools(
        urn=FIRST_URN + np.arange(len(kinds), dtype=np.int64),
        name=objects(names),
        kind=objects(kinds),
        town=objects([town for _, town in place]),
        town_index=np.array([index for index, _ in place], np.int64),
    )


def describe_pupils(plan: Plan, people: Population, lives: Lives) -> Pupils:
    """Return who is on a roll, who has SEN support or a plan, who has free meals (DfE January 2025)."""
    chance = stream(plan.seed, "pupils")
    count = len(lives.children)
    male = ~people.roles.female[lives.children]
    hardship = people.hardship[lives.children]
    severity = chance.normal(size=count) + 0.25 * hardship
    claim = severity + 0.45 * male + 0.8 * chance.normal(size=count)
    rank = np.argsort(np.argsort(-claim, kind="stable"), kind="stable") / count
    sen = np.where(rank < 0.053, "E", np.where(rank < 0.053 + 0.142, "K", "N")).astype(object)
    return Pupils(
        on_a_roll=chance.random(count) >= _NOT_ON_A_ROLL,
        cohort=cohort_of(people.roles.born[lives.children]),
        sen=sen,
        free_meals=hardship + 0.9 * chance.normal(size=count) > 0.85,
        severity=severity,
    )


def enrol(plan: Plan, people: Population, lives: Lives, schools: Schools, pupils: Pupils) -> Rolls:
    """Return the spells on a roll that touch the files' span."""
    chance = stream(plan.seed, "rolls")
    first, last = day_number(plan.first_day), day_number(plan.last_day)
    spells: list[tuple[int, int, int, int]] = []
    for child in np.flatnonzero(pupils.on_a_roll).tolist():
        cohort = int(pupils.cohort[child])
        if september(cohort) > last or september(cohort + PAST_SCHOOL) <= first:
            continue
        home = people.home_address[people.roles.home[lives.children[child]]]
        since = people.home_since[people.roles.home[lives.children[child]]]
        special = pupils.sen[child] == "E" and chance.random() < 0.3
        for kind, begins, ends in (
            (PRIMARY, september(cohort) + 2, september(cohort + 7) - 1),
            (SECONDARY, september(cohort + 7) + 2, september(cohort + PAST_SCHOOL) - 1),
        ):
            moves = _moves(chance, since, begins, ends)
            for start, end in zip([begins, *moves], [*(day - 1 for day in moves), ends], strict=True):
                address = home[max(int(((since != NO_DAY) & (since <= start)).sum()) - 1, 0)]
                town = int(people.addresses.town_index[address])
                school = _school_for(chance, schools, SPECIAL if special else kind, town)
                spells.append((child, school, start, end))
    return rolls_of([spell for spell in _joined(spells) if spell[3] >= first and spell[2] <= last])


def rolls_of(spells: list[tuple[int, int, int, int]]) -> Rolls:
    """Return spells as columns."""
    columns = np.array(spells, np.int64).reshape(-1, 4).T
    return Rolls(child=columns[0], school=columns[1], begins=columns[2], ends=columns[3])


def _moves(chance: Chance, since: Ints, begins: int, ends: int) -> list[int]:
    """Return the days on which a pupil changes school between two days, at least 60 days apart."""
    days = [int(day) for day in since[1:] if day != NO_DAY and chance.random() < _MOVES_WITH_HOME]
    if chance.random() < _IN_YEAR_MOVES * (ends - begins) / 365.25:
        days.append(int(chance.integers(begins, ends)))
    kept: list[int] = []
    for day in sorted(days):
        if begins + 60 < day < ends - 60 and (not kept or day - kept[-1] > 60):
            kept.append(day)
    return kept


def _school_for(chance: Chance, schools: Schools, kind: str, town: int) -> int:
    of_kind = np.flatnonzero(schools.kind == kind)
    near = of_kind[schools.town_index[of_kind] == town]
    if near.size and chance.random() < 0.93:
        return int(near[chance.integers(near.size)])
    return int(of_kind[town % of_kind.size] if chance.random() < 0.8 else of_kind[chance.integers(of_kind.size)])


def _joined(spells: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Return spells with neighbours at one school made one."""
    found: list[tuple[int, int, int, int]] = []
    for child, school, begins, ends in spells:
        if found and found[-1][:2] == (child, school) and begins - found[-1][3] <= 3:
            found[-1] = (child, school, found[-1][2], ends)
        else:
            found.append((child, school, begins, ends))
    return found


def move_to_unit(rolls: Rolls, schools: Schools, pupils: Pupils, child: Ints, days: Ints) -> Rolls:
    """Return rolls after permanent exclusions: the old spell ends, the referral unit's begins the sixth day on."""
    unit = int(np.flatnonzero(schools.kind == REFERRAL_UNIT)[0])
    spells = list(
        zip(rolls.child.tolist(), rolls.school.tolist(), rolls.begins.tolist(), rolls.ends.tolist(), strict=True)
    )
    for pupil, day in sorted(zip(child.tolist(), days.tolist(), strict=True)):
        spells = [(c, s, b, min(e, day + 15) if c == pupil else e) for c, s, b, e in spells if c != pupil or b <= day]
        leaves = september(int(pupils.cohort[pupil]) + PAST_SCHOOL) - 1
        if leaves > day + 16:
            spells.append((pupil, unit, day + 16, leaves))
    return rolls_of(sorted(spells))


def weekly_weight(lives: Lives, pupils: Pupils, taught: Flags) -> Singles:
    """Return week × child how likely trouble at school is: heavy-tailed, highest in year 9."""
    years = lives.age - 4.5
    curve = np.exp(-0.5 * ((years - 9.3) / 2.3) ** 2) + 0.05
    trouble = np.exp(0.95 * lives.drift + 0.5 * pupils.severity[None, :].astype(np.float32) + 0.35 * lives.shock)
    found: Singles = (curve * trouble * taught * lives.in_span(4.0, 17.0)).astype(np.float32)
    return found
