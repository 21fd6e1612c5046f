"""Decides whether everything ever told about a cohort and its parents gives a small number away.

A number from 1 to 4 is safe when somebody who knows every statement, the earlier ones and the new, must still reckon
with three numbers at least. It is judged from the register of releases, not from the page in hand. What this cannot
know: what readers have heard elsewhere, and what they conclude from a number having been held back at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kith.common.suppression import SMALLEST_SHOWN
from kith.learning.rules.exchanges import Exchanges
from kith.learning.rules.feasible import STEPS, Sums
from kith.learning.vocabulary import BEYOND, Statement, WorkedOut

LEAST_POSSIBLE = 3
MOST_FREE = 40


def worked_out(
    new: Sequence[Statement],
    register: Sequence[Statement],
    children: Mapping[str, int],
    *,
    cells: Mapping[str, frozenset[str]],
) -> list[WorkedOut]:
    """Return each small number that the new statements would give away, with what to say more coarsely.

    `children` is how many are in each group; `cells` names the sums of groups that must not be worked out, whether a
    page shows them or not. An empty list lets the release go.

    Raises:
        ValueError: a statement or a cell names a group that `children` does not count, or tells what is not so.
    """
    _check(new, register, children, cells)
    faults = (_fault(name, groups, new, register, children) for name, groups in sorted(cells.items()))
    return [fault for fault in faults if fault is not None]


def coarsened(
    new: Sequence[Statement],
    register: Sequence[Statement],
    children: Mapping[str, int],
    *,
    cells: Mapping[str, frozenset[str]],
) -> list[Statement]:
    """Return the new statements said as coarsely as it takes: exactly, as a band, or not at all.

    A number that earlier releases alone give away cannot be helped; it is left to `worked_out` to tell of.
    """
    _check(new, register, children, cells)
    now, before = list(new), None
    while now != before:
        before = now
        for name, groups in sorted(cells.items()):
            # What is said more coarsely gives nothing else away: a number that was safe stays so, and is passed.
            while (fault := _fault(name, groups, now, register, children)) and fault.coarsen:
                now = [_wider(each) if each.reference == fault.coarsen else each for each in now]
                now = [each for each in now if each.highest < BEYOND]
    return now


def _fault(
    name: str,
    groups: frozenset[str],
    new: Sequence[Statement],
    register: Sequence[Statement],
    children: Mapping[str, int],
) -> WorkedOut | None:
    """Return what is worked out of one cell, or None while it is safe or not small."""
    if not 0 < sum(children[group] for group in groups) < SMALLEST_SHOWN:
        return None
    possible = _possible([*register, *new], groups, children)
    if len(possible) >= LEAST_POSSIBLE:
        return None
    return WorkedOut(name, possible, _to_coarsen(new, register, groups, children))


def band_of(count: int) -> tuple[int, int]:
    """Return the band that a count is told in instead: none to four together, then by tens."""
    if count < SMALLEST_SHOWN:
        return 0, SMALLEST_SHOWN - 1
    first = max(SMALLEST_SHOWN, count // 10 * 10)
    return first, count // 10 * 10 + 9


def _wider(statement: Statement) -> Statement:
    """Return a statement said as a band, or, if it is one already, as nothing."""
    low, high = band_of(statement.lowest)
    if (statement.lowest, statement.highest) == (low, high) or statement.lowest != statement.highest:
        return replace(statement, lowest=0, highest=BEYOND)
    return replace(statement, lowest=low, highest=high)


def _possible(told: Sequence[Statement], groups: frozenset[str], children: Mapping[str, int]) -> tuple[int, ...]:
    """Return the numbers that a sum of groups can be, with groups that nothing tells apart taken as one.

    Of such groups only their sum is ever bounded, and a sum of whole numbers can be any whole number.
    """
    alike: dict[tuple[tuple[int, ...], bool], str] = {}
    stands: dict[str, str] = {}
    true: dict[str, int] = {}
    for group in sorted(groups.union(*(statement.groups for statement in told))):
        tells = tuple(place for place, statement in enumerate(told) if group in statement.groups)
        one = alike.setdefault((tells, group in groups), group)
        stands[group] = one
        true[one] = true.get(one, 0) + children[group]
    fewer = [replace(each, groups=frozenset(stands[group] for group in each.groups)) for each in told]
    asked = frozenset(stands[group] for group in groups)
    number = sum(true[group] for group in asked)
    if Exchanges(fewer, asked, true).has_both():
        return number, number + 1, number - 1
    free = _free(true, asked)
    sums = Sums([_left(each, free, true) for each in fewer], asked, {group: true[group] for group in free})
    steps = max(STEPS, 2 * len(free))  # a search settles at least one group with every step or two
    return sums.possible(asked, number, enough=LEAST_POSSIBLE, steps=steps)


def _free(true: Mapping[str, int], asked: frozenset[str]) -> frozenset[str]:
    """Return the groups whose numbers a reader is taken not to know: of very many the largest, and those asked for.

    Who knows more can work out more: to take a number as known is only ever too careful.
    """
    others = sorted((group for group in true if group not in asked), key=lambda group: (-true[group], group))
    return asked.union(others[: max(MOST_FREE - len(asked), 0)])


def _left(told: Statement, free: frozenset[str], true: Mapping[str, int]) -> Statement:
    """Return what a statement says of the groups that are free, with the others taken as known."""
    known = sum(true[group] for group in told.groups - free)
    return replace(
        told, groups=told.groups & free, lowest=max(told.lowest - known, 0), highest=max(told.highest - known, 0)
    )


def _to_coarsen(
    new: Sequence[Statement], register: Sequence[Statement], groups: frozenset[str], children: Mapping[str, int]
) -> str:
    """Return the reference of the statement to say more coarsely: one without which the number is safe, if there is."""
    if not new or len(_possible(register, groups, children)) < LEAST_POSSIBLE:
        return ""
    ways = []
    for place, statement in enumerate(new):
        others = [*register, *new[:place], *new[place + 1 :]]
        left = len(_possible(others, groups, children))
        ways.append((left, len(statement.groups & groups), -len(statement.groups), statement.reference))
    return max(ways)[-1]


def _check(
    new: Sequence[Statement],
    register: Sequence[Statement],
    children: Mapping[str, int],
    cells: Mapping[str, frozenset[str]],
) -> None:
    for statement in [*register, *new]:
        unknown = statement.groups - children.keys()
        if unknown:
            raise ValueError(f"{statement.reference} tells of groups that are not counted: {sorted(unknown)}.")
        true = sum(children[group] for group in statement.groups)
        if not statement.lowest <= true <= statement.highest:
            raise ValueError(
                f"{statement.reference} tells {statement.lowest} to {statement.highest}, but it is {true}."
            )
    for name, groups in cells.items():
        if groups - children.keys():
            raise ValueError(f"{name} is made of groups that are not counted: {sorted(groups - children.keys())}.")
