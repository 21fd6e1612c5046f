"""Finds quickly that a number can be another: a few children of some groups changed for as many of others.

Every statement stays true when a child of one group and one of another are changed for two of two others that are told
of together just as often. What is found is so, in both directions; what is not found may still be so, and is left to
the exact search.
"""

from collections.abc import Iterator, Mapping, Sequence

from kith.learning.vocabulary import Statement

MOST = 300  # groups that are tried, the largest first
MOST_OF_FIVE = 80  # and for changes of five
_WIDTH = 4  # bits for how often a statement counts what is changed: never more than three at once


class Exchanges:
    """Everything told of a set of groups, ready to be asked for numbers that a sum of them can be as well."""

    def __init__(self, told: Sequence[Statement], asked: frozenset[str], true: Mapping[str, int]) -> None:
        """Take what is told, which groups are asked for, and the true numbers; groups of nobody change nothing."""
        self._asked, self._true = sorted(group for group in asked if true[group]), true
        sums = {each.reference: sum(true[group] for group in each.groups) for each in told}
        exact = [each for each in told if each.lowest == each.highest]
        self._loose = [
            (each.groups, sums[each.reference] - each.lowest, each.highest - sums[each.reference])
            for each in told
            if each.lowest < each.highest
        ]
        others = sorted(
            (group for group in true if true[group] and group not in asked), key=lambda one: (-true[one], one)
        )
        self._others = others[:MOST]
        self._key = {
            group: sum(1 << (_WIDTH * place) for place, each in enumerate(exact) if group in each.groups)
            for group in [*self._asked, *self._others]
        }
        self._called: dict[int, list[str]] = {}
        for group in self._others:
            self._called.setdefault(self._key[group], []).append(group)

    def has_both(self) -> bool:
        """Test whether the groups that are asked for can be one more and one fewer together."""
        more = fewer = False
        for change in self._changes():
            more = more or self._holds(change, 1)
            fewer = fewer or self._holds(change, -1)
            if more and fewer:
                return True
        return False

    def _changes(self) -> Iterator[dict[str, int]]:
        """Give ways to add one to the groups that are asked for while every exact statement stays as it is."""
        for group in self._asked:
            key = self._key[group]
            if not key:
                yield {group: 1}
            for other in self._called.get(key, ()):
                yield {group: 1, other: -1}
            for one in self._others:
                for two in self._called.get(key - self._key[one], ()):
                    yield _together({group: 1}, {one: -1}, {two: -1})
                for two in self._called.get(self._key[one] - key, ()):
                    yield _together({group: 1}, {two: 1}, {one: -1})
            yield from self._of_four(group)
            yield from self._of_five(group)

    def _of_four(self, group: str) -> Iterator[dict[str, int]]:
        for beside in self._others:
            together = self._key[group] + self._key[beside]
            for one in self._others:
                if one == beside:
                    continue
                for two in self._called.get(together - self._key[one], ())[:2]:
                    if two != beside:
                        yield _together({group: 1}, {beside: 1}, {one: -1}, {two: -1})

    def _of_five(self, group: str) -> Iterator[dict[str, int]]:
        few = self._others[:MOST_OF_FIVE]
        pairs: dict[int, tuple[str, str]] = {}
        for place, one in enumerate(few):
            for two in few[place:]:
                pairs.setdefault(self._key[one] + self._key[two], (one, two))
        for one in few:
            for two in few:
                if found := pairs.get(self._key[group] + self._key[one] - self._key[two]):
                    yield _together({group: 1}, {one: 1}, {two: -1}, *({each: -1} for each in found))
                if found := pairs.get(self._key[group] + self._key[one] + self._key[two]):
                    yield _together({group: 1}, {one: 1}, {two: 1}, *({each: -1} for each in found))

    def _holds(self, change: Mapping[str, int], way: int) -> bool:
        """Test whether a change, or its contrary, leaves no group below none and every loose statement true."""
        if any(self._true[group] + way * by < 0 for group, by in change.items()):
            return False
        for groups, below, above in self._loose:
            moved = way * sum(by for group, by in change.items() if group in groups)
            if not -below <= moved <= above:
                return False
        return True


def _together(*changes: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for change in changes:
        for group, by in change.items():
            found[group] = found.get(group, 0) + by
    return found
