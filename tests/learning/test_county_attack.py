"""Whoever lays two years, their quarters, and one quarter by itself side by side works out no small number."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import pytest

from kith.learning.rules.registers import registers_of
from kith.learning.rules.releases import LEAST_POSSIBLE, coarsened, worked_out
from kith.learning.rules.releasing import Kept, bounds, telling_of
from kith.learning.vocabulary import SILENT, Register, Statement, Telling, Told
from tests.learning.test_releases import by_z3

LAST, THIS = 2024, 2025
COUNTIES = 24
Draw = Callable[[random.Random], list[frozenset[tuple[int, int]]]]
Quarter = tuple[int, int]  # of the year that begins in April, which quarter


@dataclass
class Readers:
    """Everything that readers of the county's figures know, and when what they count happened."""

    units: Sequence[frozenset[Quarter]]
    released: list[Kept] = field(default_factory=list)
    counts: dict[str, frozenset[Quarter]] = field(default_factory=dict)  # by reference, which quarters it counts

    def number(self, quarters: frozenset[Quarter]) -> int:
        return sum(bool(unit & quarters) for unit in self.units)

    def release(self, year: int, *, quarter: int | None = None, parted: bool = True) -> int:
        """Release a year with its quarters, or one quarter, as coarsely as it takes; return how many stay exact."""
        name = len({one.release for one in self.released})
        every = frozenset((year, one) for one in range(4))
        whole = every if quarter is None else frozenset({(year, quarter)})
        asked = {"": whole} | {day_of(one): frozenset({one}) for one in sorted(every) if parted and quarter is None}
        self.counts |= {f"{name}:{place}": of for place, of in enumerate(asked.values())}
        new = [self.kept(name, place, part) for place, part in enumerate(asked)]
        register = self._register(name, new)
        said = {
            one.reference: one
            for one in coarsened(register.new, register.known, register.children, cells=register.cells)
        }
        told = [self.kept(name, one.place, one.part, telling_of(said.get(one.reference))) for one in new]
        register = self._register(name, told)
        assert worked_out(register.new, register.known, register.children, cells=register.cells) == []
        self.released += told
        return sum(one.telling is Telling.EXACT for one in told)

    def _register(self, name: int, new: Sequence[Kept]) -> Register:
        rows = [*new, *self.released]
        told = (tuple(one.reference for one in rows if unit & self.counts[one.reference]) for unit in self.units)
        (register,) = registers_of(name, rows, Counter(each for each in told if each).items())
        return register

    def kept(self, name: int, place: int, part: str, telling: Telling = Telling.EXACT) -> Kept:
        lowest, highest = bounds(self.number(self.counts[f"{name}:{place}"]), telling)
        return Kept(
            release=name, place=place, label=f"Release {name}", told=Told.COUNTY, question="excluded", part=part,
            telling=telling, lowest=lowest, highest=highest, others=0, says=f"Excluded {part}",
        )  # fmt: skip

    def broken(self) -> list[str]:
        """Return the small numbers of which fewer than three are left for whoever knows every statement."""
        alike = Counter(self.units)
        names = {unit: f"g{number}" for number, unit in enumerate(alike)}

        def groups(quarters: frozenset[Quarter]) -> frozenset[str]:
            return frozenset(name for unit, name in names.items() if unit & quarters)

        told = [
            Statement(one.reference, groups(self.counts[one.reference]), one.lowest, one.highest)
            for one in self.released
            if one.telling not in SILENT
        ]
        found = []
        for name, cell in self._cells(groups).items():
            true = sum(count for unit, count in alike.items() if names[unit] in cell)
            if 0 < true < 5 and by_z3(told, cell, true) < LEAST_POSSIBLE:
                found.append(f"{name} is {true}")
        return found

    def _cells(self, groups: Callable[[frozenset[Quarter]], frozenset[str]]) -> Mapping[str, frozenset[str]]:
        cells = {}
        for year in (LAST, THIS):
            quarters = [(year, one) for one in range(4)]
            for size in range(1, 5):
                for few in combinations(quarters, size):
                    cells[f"{few}"] = groups(frozenset(few))
                    cells[f"{year} without {few}"] = groups(frozenset(quarters)) - groups(frozenset(few))
        years = [groups(frozenset((year, one) for one in range(4))) for year in (LAST, THIS)]
        return cells | {
            "both": years[0] & years[1],
            "last alone": years[0] - years[1],
            "this alone": years[1] - years[0],
        }


def day_of(quarter: Quarter) -> str:
    year, number = quarter
    return (f"{year}-04-01", f"{year}-07-01", f"{year}-10-01", f"{year + 1}-01-01")[number]


def events(chance: random.Random) -> list[frozenset[Quarter]]:
    """Return what happened, each once: the quarters add up to their year."""
    sizes = chance.choice([[0, 1, 2, 3, 6, 9], [0, 0, 1], [4, 5, 12, 20], [1, 2, 9, 14], [1, 2, 3]])
    return [
        frozenset({(year, quarter)})
        for year in (LAST, THIS)
        for quarter in range(4)
        for _ in range(chance.choice(sizes))
    ]


def children(chance: random.Random) -> list[frozenset[Quarter]]:
    """Return children, each with the quarters in which it happened to them, of one year or of both."""
    every = [(year, quarter) for year in (LAST, THIS) for quarter in range(4)]
    often = chance.choice([[1, 1, 1, 2], [1], [1, 2, 3, 4]])
    weights = [chance.choice([1, 3, 9]) for _ in every]
    return [
        frozenset(chance.choices(every, weights, k=chance.choice(often))) for _ in range(chance.choice([4, 12, 30, 60]))
    ]


def the_same_again(chance: random.Random) -> list[frozenset[Quarter]]:
    """Return children to whom it happened in both years, but for a few of one year alone."""
    both = [frozenset({(LAST, one % 4), (THIS, one % 3)}) for one in range(chance.choice([20, 30]))]
    alone = [(year, chance.randrange(3)) for year in (LAST, THIS) for _ in range(chance.randrange(4))]
    return [*both, *(frozenset({one}) for one in alone)]


@pytest.mark.parametrize("drawn", [events, children, the_same_again])
def test_quarters_and_years_together_give_no_small_number_away(drawn: Draw) -> None:
    chance = random.Random(20_261_130)
    exact = plain = 0
    for _ in range(COUNTIES):
        readers = Readers(drawn(chance))
        exact += readers.release(LAST)
        exact += readers.release(THIS, quarter=0)
        exact += readers.release(THIS)
        assert readers.broken() == []
        bare = Readers(readers.units, counts=readers.counts)
        for one in readers.released:
            telling = Telling.HELD if 0 < readers.number(readers.counts[one.reference]) < 5 else Telling.EXACT
            bare.released.append(bare.kept(one.release, one.place, one.part, telling))
        plain += bool(bare.broken())
    assert exact > COUNTIES, "it is not by silence that nothing is given away"
    assert plain > 3, "to hide the small numbers in hand would not have done"


def test_nobody_works_out_how_many_it_happened_to_in_one_half_of_the_year_alone() -> None:
    alike = {(0,): 12, (1,): 5, (2,): 3, (0, 2): 2, (3,): 1, (1, 2, 3): 1, (0, 2, 3): 1, (1, 3): 1}
    readers = Readers(
        [frozenset((THIS, one) for one in quarters) for quarters, many in alike.items() for _ in range(many)]
    )
    half = frozenset({(THIS, 0), (THIS, 1)})
    assert sum(not unit & half for unit in readers.units) == 4
    assert readers.release(THIS) >= 1
    assert readers.broken() == []
