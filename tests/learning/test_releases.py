"""Whoever knows every release works out no small number; two other ways of solving say the same."""

import random
from itertools import product

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.releases import cells_in_hand, draw, worked_out_by_trying
from kith.learning.rules.exchanges import Exchanges
from kith.learning.rules.feasible import NEAR, Sums
from kith.learning.rules.releases import LEAST_POSSIBLE, band_of, coarsened, worked_out
from kith.learning.vocabulary import Statement

COHORTS = 25
GROUPS = ("a", "b", "c", "d")


def told(reference: str, groups: str, children: dict[str, int], *, slack: tuple[int, int] = (0, 0)) -> Statement:
    true = sum(children[group] for group in groups)
    return Statement(reference, frozenset(groups), max(0, true - slack[0]), true + slack[1])


def by_trying(statements: list[Statement], groups: frozenset[str], most: int) -> set[int]:
    """Return every number the groups can be, by trying all: the slow way."""
    names = sorted({group for statement in statements for group in statement.groups} | groups)
    found = set()
    for counts in product(range(most + 1), repeat=len(names)):
        world = dict(zip(names, counts, strict=True))
        if all(each.lowest <= sum(world[group] for group in each.groups) <= each.highest for each in statements):
            found.add(sum(world[group] for group in groups))
    return found


def by_z3(statements: list[Statement], groups: frozenset[str], true: int) -> int:
    """Return how many numbers, up to three, a general solver finds for the groups."""
    names = {group for statement in statements for group in statement.groups} | groups
    world = {name: z3.Int(name) for name in names}
    solver = z3.Solver()
    solver.add(*(count >= 0 for count in world.values()))
    for each in statements:
        whole = z3.Sum([world[group] for group in each.groups])
        solver.add(whole >= each.lowest, whole <= each.highest)
    asked = z3.Sum([world[group] for group in groups])
    solver.add(asked != true)
    found = 1
    while found < LEAST_POSSIBLE and solver.check() == z3.sat:
        number = solver.model().eval(asked, model_completion=True)
        solver.add(asked != number)
        found += 1
    return found


counted = st.fixed_dictionaries({group: st.integers(0, 4) for group in GROUPS})
subsets = st.sets(st.sampled_from(GROUPS), min_size=1).map(lambda groups: "".join(sorted(groups)))
slacks = st.tuples(st.integers(0, 2), st.integers(0, 2))


@settings(max_examples=150, deadline=None)
@given(children=counted, said=st.lists(st.tuples(subsets, slacks), min_size=1, max_size=5), asked=subsets)
def test_what_a_number_can_be_is_what_trying_all_finds(
    children: dict[str, int], said: list[tuple[str, tuple[int, int]]], asked: str
) -> None:
    statements = [told(f"s{place}", groups, children, slack=slack) for place, (groups, slack) in enumerate(said)]
    statements.append(told("all", "abcd", children))  # so that trying all ends
    most = sum(children.values())
    sums = Sums(statements, true=children)
    expected = by_trying(statements, frozenset(asked), most)
    assert {number for number in range(most + 3) if sums.can_be(asked, number, steps=50_000)} == expected
    true = sum(children[group] for group in asked)
    possible = sums.possible(asked, true, enough=3)
    assert (
        possible[0] == true
        and set(possible) <= expected
        and len(possible) == min(3, len([each for each in expected if abs(each - true) <= NEAR]))
    )


@settings(max_examples=200, deadline=None)
@given(children=counted, said=st.lists(st.tuples(subsets, slacks), min_size=1, max_size=5), asked=subsets)
def test_an_exchange_that_is_found_is_a_number_that_trying_all_finds(
    children: dict[str, int], said: list[tuple[str, tuple[int, int]]], asked: str
) -> None:
    statements = [told(f"s{place}", groups, children, slack=slack) for place, (groups, slack) in enumerate(said)]
    true = sum(children[group] for group in asked)
    if true and Exchanges(statements, frozenset(asked), children).has_both():
        most = sum(children.values()) + 2
        bounded = [*statements, Statement("all", frozenset("abcd"), 0, most)]
        assert {true - 1, true, true + 1} <= by_trying(bounded, frozenset(asked), most)


def cohort(chance: random.Random) -> tuple[dict[str, int], list[Statement], list[Statement], dict[str, frozenset[str]]]:
    """Return a cohort: children by finding and by year, last year's release, this year's, and what must stay hidden.

    Of each finding some children were in last year's cohort and left, some stayed, some are new.
    """
    findings = [f"f{number}" for number in range(chance.randrange(2, 6))]
    years = ("left", "stayed", "new")
    children = {
        f"{finding} {year}": chance.choice([0, 0, 1, 2, 3, 4, 5, 7, 9]) for finding in findings for year in years
    }
    groups = {finding: {year: f"{finding} {year}" for year in years} for finding in findings}
    cells = {f"{finding} {year}": frozenset({groups[finding][year]}) for finding in findings for year in years}
    releases: list[list[Statement]] = []
    for name, parts in (("last year", ("left", "stayed")), ("this year", ("stayed", "new"))):
        told_of = {finding: [groups[finding][part] for part in parts] for finding in findings}
        cells |= {f"{finding}, {name}": frozenset(of) for finding, of in told_of.items()}
        everybody = frozenset(group for of in told_of.values() for group in of)
        told_of_all = [
            *((f"{name}: {finding}", frozenset(of)) for finding, of in told_of.items()),
            (f"{name}: all", everybody),
        ]
        releases.append(
            [Statement(what, of, count := sum(children[group] for group in of), count) for what, of in told_of_all]
        )
    return children, releases[0], releases[1], cells


def test_of_random_cohorts_nobody_works_out_a_small_number_with_last_year_and_totals_known() -> None:
    chance = random.Random(20_261_130)
    given_away = blocked = exact = 0
    for _ in range(COHORTS):
        children, last, this, cells = cohort(chance)
        register = coarsened(last, [], children, cells=cells)
        assert worked_out(register, [], children, cells=cells) == []
        blocked += bool(worked_out(this, register, children, cells=cells))
        release = coarsened(this, register, children, cells=cells)
        exact += sum(1 for each in release if each.lowest == each.highest)
        for groups in cells.values():
            true = sum(children[group] for group in groups)
            if 0 < true < 5 and by_z3([*register, *release], groups, true) < LEAST_POSSIBLE:
                given_away += 1
    assert given_away == 0
    assert blocked > 0  # as they are, some such releases do give somebody away
    assert exact > COHORTS  # and what need not be coarse is not


def test_the_attacker_of_the_benchmark_finds_what_the_general_solver_finds() -> None:
    chance = random.Random(7)
    found = 0
    for _ in range(25):
        cohorts = draw(chance)
        told = cells_in_hand([*cohorts.last, *cohorts.this])
        small = {
            name: groups
            for name, groups in cohorts.cells.items()
            if 0 < sum(cohorts.children[group] for group in groups) < 5
        }
        slow = [
            name
            for name, groups in small.items()
            if by_z3(told, groups, sum(cohorts.children[group] for group in groups)) < LEAST_POSSIBLE
        ]
        assert set(worked_out_by_trying(cohorts, told)) == set(slow)
        found += len(slow)
    assert found


def test_the_findings_of_eight_cases_are_refused_and_the_sentence_is_named() -> None:
    children = {"looked after": 4, "in need": 3, "neither": 1}
    audit = [
        told("audit, finding 2", "x", {"x": 4}),
        Statement("audit, finding 2", frozenset({"looked after"}), 4, 4),
        Statement("audit, finding 3", frozenset({"in need"}), 3, 3),
        Statement("audit, finding 4", frozenset({"neither"}), 1, 1),
    ][1:]
    whole = Statement("audit, cohort", frozenset(children), 8, 8)
    cells = {name: frozenset({name}) for name in children}
    found = worked_out(audit, [whole], children, cells=cells)
    assert {fault.cell for fault in found} == set(children)
    assert {fault.coarsen for fault in found} <= {each.reference for each in audit}
    release = coarsened(audit, [whole], children, cells=cells)
    assert worked_out(release, [whole], children, cells=cells) == []


def test_a_number_that_follows_from_last_year_is_found_though_the_page_in_hand_is_harmless() -> None:
    children = {"stayed": 20, "new": 2}
    last = Statement("2025, table 1", frozenset({"stayed"}), 20, 20)
    this = Statement("2026, table 1", frozenset({"stayed", "new"}), 22, 22)
    cells = {"new this year": frozenset({"new"})}
    assert worked_out([this], [], children, cells=cells) == []
    found = worked_out([this], [last], children, cells=cells)
    assert [(fault.cell, fault.possible, fault.coarsen) for fault in found] == [
        ("new this year", (2,), "2026, table 1")
    ]


def test_what_earlier_releases_give_away_cannot_be_mended_by_this_one() -> None:
    children = {"a": 2, "b": 9}
    earlier = Statement("2025", frozenset({"a"}), 2, 2)
    new = Statement("2026", frozenset({"b"}), 9, 9)
    found = worked_out([new], [earlier], children, cells={"a": frozenset({"a"})})
    assert [fault.coarsen for fault in found] == [""]
    assert coarsened([new], [earlier], children, cells={"a": frozenset({"a"})}) == [new]


@pytest.mark.parametrize("count", range(120))
def test_a_band_holds_its_count_and_is_wide(count: int) -> None:
    low, high = band_of(count)
    assert low <= count <= high and high - low >= 4
    assert (low == 0) == (count < 5)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (Statement("r", frozenset({"z"}), 1, 1), "not counted"),
        (Statement("r", frozenset({"a"}), 3, 4), "but it is 2"),
    ],
)
def test_a_statement_that_is_not_so_is_refused(statement: Statement, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        worked_out([statement], [], {"a": 2}, cells={})


def test_a_cohort_of_nobody_of_one_and_of_all() -> None:
    one = Statement("r", frozenset({"a"}), 1, 1)
    assert worked_out([Statement("r", frozenset({"a"}), 0, 0)], [], {"a": 0}, cells={"a": frozenset({"a"})}) == []
    assert len(worked_out([one], [], {"a": 1}, cells={"a": frozenset({"a"})})) == 1
    assert coarsened([one], [], {"a": 1}, cells={"a": frozenset({"a"})}) == [Statement("r", frozenset({"a"}), 0, 4)]
