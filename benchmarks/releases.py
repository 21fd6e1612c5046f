"""Attacks what the release checker lets go: 500 random cohorts, with last year's cohort and all totals known.

Run: python benchmarks/releases.py (no database). Target: 0 numbers of 1 to 4 of which fewer than three remain possible.
The attacker shares nothing with the checker: it enumerates every count of every finding up to a bound, keeps those that
agree with what is told, and joins the findings over the totals. A bound makes the attacker stronger, never weaker.
Yardstick in the same run: the same cohorts with only their own small cells hidden, as a page in hand would be checked.
"""

import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from rich.console import Console
from rich.progress import track

from kith.learning.rules.releases import LEAST_POSSIBLE, coarsened, worked_out
from kith.learning.vocabulary import Statement

COHORTS, SEED = 500, 20_261_130
YEARS = ("left", "stayed", "new")
MOST = 20  # no more than this in one group, for the attacker: twice what there ever is
WIDTH = 512  # above every total
Pair = tuple[int, int]


@dataclass(frozen=True)
class Cohorts:
    """Children by finding and year; two releases of findings and totals; and the sums that must stay hidden."""

    children: Mapping[str, int]
    findings: Sequence[str]
    last: list[Statement]
    this: list[Statement]
    cells: Mapping[str, frozenset[str]]


def draw(chance: random.Random) -> Cohorts:
    """Return a cohort of last year and one of this year that share children; some are of nobody, or of one."""
    findings = [f"f{number}" for number in range(chance.randrange(1, 6))]
    counts = chance.choice([[0, 0, 1, 2, 3, 4, 5, 7, 9], [0], [0, 0, 0, 0, 1], [0, 6, 9], [1, 2, 3, 4]])
    children = {f"{finding} {year}": chance.choice(counts) for finding in findings for year in YEARS}
    cells = {name: frozenset({name}) for name in children}
    told = []
    for year, parts in (("last year", YEARS[:2]), ("this year", YEARS[1:])):
        groups = {f: frozenset(f"{f} {part}" for part in parts) for f in findings}
        cells |= {f"{finding}, {year}": of for finding, of in groups.items()}
        of_all = [*groups.items(), ("all", frozenset().union(*groups.values()))]
        told.append([_exactly(f"{year}: {name}", of, children) for name, of in of_all])
    return Cohorts(children, findings, told[0], told[1], cells)


def worked_out_by_trying(cohorts: Cohorts, told: Sequence[Statement]) -> list[str]:
    """Return the cells of 1 to 4 of which the attacker is left with fewer than three numbers."""
    totals = [
        next((each for each in told if each.reference == f"{year}: all"), None) for year in ("last year", "this year")
    ]
    inside = [each for each in told if each not in totals]
    ways = {finding: list(_ways(finding, inside)) for finding in cohorts.findings}
    broken = []
    for finding in cohorts.findings:
        others = 1
        for other in cohorts.findings:
            if other != finding:
                others = _joined(others, {_pair(way) for way in ways[other]})
        for name, groups in cohorts.cells.items():
            true = sum(cohorts.children[group] for group in groups)
            mine = [place for place, year in enumerate(YEARS) if f"{finding} {year}" in groups]
            if not mine or not 0 < true < 5:
                continue
            if _numbers(ways[finding], mine, others, _targets(totals)) < LEAST_POSSIBLE:
                broken.append(name)
    return broken


def _numbers(ways: Iterable[tuple[int, ...]], mine: Sequence[int], others: int, targets: Sequence[range]) -> int:
    """Return how many numbers a cell can be, up to three."""
    possible: set[int] = set()
    tried: set[tuple[int, Pair]] = set()
    for way in ways:
        number, pair = sum(way[place] for place in mine), _pair(way)
        if number in possible or (number, pair) in tried:
            continue
        tried.add((number, pair))
        if _fits(pair, others, targets):
            possible.add(number)
            if len(possible) == LEAST_POSSIBLE:
                break
    return len(possible)


def _fits(pair: Pair, others: int, targets: Sequence[range]) -> bool:
    """Test whether the other findings can make up what is missing to both totals."""
    for rest in (total - pair[0] for total in targets[0]):
        if rest < 0 or rest >= WIDTH:
            continue
        low, high = max(0, targets[1].start - pair[1]), min(WIDTH, targets[1].stop - pair[1])
        if high > low and (others >> (rest * WIDTH + low)) & ((1 << (high - low)) - 1):
            return True
    return False


def _targets(totals: Sequence[Statement | None]) -> list[range]:
    return [range(WIDTH) if each is None else range(each.lowest, min(each.highest + 1, WIDTH)) for each in totals]


def _ways(finding: str, told: Sequence[Statement]) -> Iterable[tuple[int, ...]]:
    """Give every count of one finding's three groups that agrees with what is told of it."""
    names = [f"{finding} {year}" for year in YEARS]
    mine = [
        ([place for place, name in enumerate(names) if name in each.groups], each.lowest, each.highest)
        for each in told
        if each.groups <= set(names)
    ]
    for way in product(range(MOST + 1), repeat=len(names)):
        if all(lowest <= sum(way[place] for place in places) <= highest for places, lowest, highest in mine):
            yield way


def _pair(way: tuple[int, ...]) -> Pair:
    return way[0] + way[1], way[1] + way[2]


def _joined(sums: int, pairs: Iterable[Pair]) -> int:
    """Return the sums that can be reached with one finding more; each bit is one pair of sums."""
    found = 0
    for last, this in pairs:
        found |= sums << (last * WIDTH + this)
    return found


def _exactly(reference: str, groups: frozenset[str], children: Mapping[str, int]) -> Statement:
    true = sum(children[group] for group in groups)
    return Statement(reference, groups, true, true)


def cells_in_hand(told: Sequence[Statement]) -> list[Statement]:
    """Return what is left when only the small numbers on the page in hand are hidden."""
    return [each for each in told if not 0 < each.lowest < 5]


def main() -> int:
    """Draw, release two years, attack, print, and fail when one small number was worked out."""
    chance, console = random.Random(SEED), Console(stderr=True)  # noqa: S311 -- invented cohorts, no secret
    broken = plainly = exact = told = blocked = cells = 0
    for _ in track(range(COHORTS), "Attacking releases", console=console):
        cohorts = draw(chance)
        children, hidden = cohorts.children, cohorts.cells
        last = coarsened(cohorts.last, [], children, cells=hidden)
        this = coarsened(cohorts.this, last, children, cells=hidden)
        blocked += bool(worked_out(cohorts.this, last, children, cells=hidden))
        exact += sum(each.lowest == each.highest for each in [*last, *this])
        told += len(cohorts.last) + len(cohorts.this)
        cells += sum(0 < sum(cohorts.children[group] for group in of) < 5 for of in cohorts.cells.values())
        broken += len(worked_out_by_trying(cohorts, [*last, *this]))
        plainly += len(worked_out_by_trying(cohorts, cells_in_hand([*cohorts.last, *cohorts.this])))
    print(f"{COHORTS} cohorts, {cells} numbers of 1 to 4 in them; {blocked} releases would have given some away")
    print(f"worked out from what the checker let go: {broken}; {exact} of {told} statements are exact")
    print(f"worked out where only the small cells in hand are hidden: {plainly}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
