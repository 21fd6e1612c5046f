"""Which numbers a group can still have for somebody who knows sums of groups: an exact search over whole numbers.

Every statement bounds a sum of groups, each of them none or more. Bounds are passed on until nothing changes; where
that does not settle it, a group is tried at its true number, then below, then above. What is found is so; when a search
takes more steps than it may, or a number lies far from the true one, it is not counted, so too few are found at worst.
"""

from collections.abc import Iterable, Mapping, Sequence

from kith.learning.vocabulary import Statement

STEPS = 60
NEAR = 4  # how far from the true number others are looked for
Bounds = list[tuple[int, int]]
Sum = tuple[tuple[int, ...], int, int]


class TooHard(Exception):
    """The search took more steps than it may: whoever asked must not count on the number being possible."""


class Sums:
    """Everything told of a set of groups, ready to be asked what a sum of them can be."""

    def __init__(
        self, told: Iterable[Statement], also: Iterable[str] = (), true: Mapping[str, int] | None = None
    ) -> None:
        """Take what is told; `also` names groups that nothing may tell of, `true` is where the search begins."""
        statements = list(told)
        named = {group for statement in statements for group in statement.groups} | set(also)
        self._place = {group: place for place, group in enumerate(sorted(named))}
        self._sums: list[Sum] = [
            (self._places(statement.groups), statement.lowest, statement.highest) for statement in statements
        ]
        self._true = [(true or {}).get(group, 0) for group in sorted(named)]
        self._most = 1 + max((highest for _, _, highest in self._sums), default=0)

    def can_be(self, groups: Iterable[str], number: int, *, steps: int = STEPS) -> bool:
        """Return whether these groups together can be this many.

        Raises:
            TooHard: the search took more steps than it may.
        """
        asked = (self._places(groups), number, number)
        most = max(self._most, number, *self._true) + 1
        bounds: Bounds = [(0, most)] * len(self._place)
        return _has_solution(bounds, [*self._sums, asked], self._true, steps)

    def possible(self, groups: Iterable[str], true: int, *, enough: int, steps: int = STEPS) -> tuple[int, ...]:
        """Return up to `enough` numbers near the true one that these groups can be, the true one first."""
        wanted = list(groups)
        found = [true]
        for number in (true + way * away for away in range(1, NEAR + 1) for way in (1, -1)):
            if len(found) < enough and number >= 0 and self._shown(wanted, number, steps):
                found.append(number)
        return tuple(found)

    def _shown(self, groups: list[str], number: int, steps: int) -> bool:
        try:
            return self.can_be(groups, number, steps=steps)
        except TooHard:
            return False

    def _places(self, groups: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted(self._place[group] for group in groups))


def _has_solution(bounds: Bounds, sums: Sequence[Sum], true: Sequence[int], steps: int) -> bool:
    waiting = [bounds]
    taken = 0
    while waiting:
        taken += 1
        if taken > steps:
            raise TooHard(f"More than {steps} steps were needed to say whether a number can be worked out.")
        here = _narrowed(waiting.pop(), sums)
        if here is None:
            continue
        open_places = [place for place, (low, high) in enumerate(here) if low < high]
        if not open_places:
            return True
        place = min(open_places, key=lambda each: here[each][1] - here[each][0])
        low, high = here[place]
        middle = min(max(true[place], low), high)
        for half in ((middle + 1, high), (low, middle - 1), (middle, middle)):
            if half[0] <= half[1]:
                waiting.append([*here[:place], half, *here[place + 1 :]])
    return False


def _narrowed(bounds: Bounds, sums: Sequence[Sum]) -> Bounds | None:
    """Return the bounds with every sum's bounds passed on to its groups, or None when they contradict each other."""
    now = list(bounds)
    changed = True
    while changed:
        changed = False
        for places, lowest, highest in sums:
            least = sum(now[place][0] for place in places)
            most = sum(now[place][1] for place in places)
            if least > highest or most < lowest:
                return None
            for place in places:
                low, high = now[place]
                tight = (max(low, lowest - (most - high)), min(high, highest - (least - low)))
                if tight != (low, high):
                    if tight[0] > tight[1]:
                        return None
                    now[place] = tight
                    least += tight[0] - low
                    most += tight[1] - high
                    changed = True
    return now
