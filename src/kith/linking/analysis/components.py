"""Splits scored pairs into components that may be grouped each by itself, with what people decided about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

JOIN_AT = 6.0  # average weight at which two groups join
FAMILY_AT = 8.0  # the same where the records hold families: a relative is nearer than a second slip
ALONE_AT = 1.0  # the same when neither has another group that comes within LEAD of it
LEAD = 4.0
CERTAIN_AT = 14.0
REVIEW_AT = 0.0
# A pair that no blocking rule brought together says a little against; no pair says more than LOWEST against.
UNSEEN = -2.0
LOWEST = -10.0


LARGEST = 150  # records of one component; beyond it weak pairs no longer hold a component together


@dataclass(frozen=True)
class Edge:
    """A scored pair: `apart` parts it for good, `only_alone` asks for a clear lead, `doubted` is no evidence,
    `asks` is to be looked at whatever it weighs.
    """

    a: int
    b: int
    weight: float
    apart: bool = False
    only_alone: bool = False
    doubted: bool = False
    asks: bool = False


@dataclass(frozen=True)
class Constraints:
    """What people decided, and which sources hold each person once."""

    same: Collection[tuple[int, int]] = ()
    different: Collection[tuple[int, int]] = ()
    one_per: frozenset[str] = frozenset()
    join_at: float = JOIN_AT
    alone_at: float = ALONE_AT


@dataclass
class Component:
    """Records that scored pairs or judgements hold together, with both."""

    records: list[int]
    edges: list[Edge] = field(default_factory=list)
    same: list[tuple[int, int]] = field(default_factory=list)
    different: list[tuple[int, int]] = field(default_factory=list)


def components(count: int, edges: Sequence[Edge], rules: Constraints) -> Iterator[Component]:
    """Return the components of records 0 to `count` - 1, in the order of their smallest record."""
    yield from _split(list(range(count)), edges, rules, (REVIEW_AT, JOIN_AT, CERTAIN_AT))


def _split(
    records: list[int], edges: Sequence[Edge], rules: Constraints, levels: tuple[float, ...]
) -> Iterator[Component]:
    joins = [(edge.a, edge.b) for edge in edges if edge.weight >= levels[0] and not (edge.apart or edge.doubted)]
    root = _roots(records, [*joins, *rules.same])
    found: dict[int, Component] = {}
    for record in records:
        found.setdefault(root[record], Component([])).records.append(record)
    for edge in edges:
        if root[edge.a] == root[edge.b]:
            found[root[edge.a]].edges.append(edge)
    for a, b in _inside(rules.same, root):
        found[root[a]].same.append((a, b))
    for a, b in _inside(rules.different, root):
        found[root[a]].different.append((a, b))
    for component in found.values():
        if len(component.records) > LARGEST and len(levels) > 1:
            inner = Constraints(same=component.same, different=component.different)
            yield from _split(component.records, component.edges, inner, levels[1:])
        else:
            yield component


def _inside(pairs: Iterable[tuple[int, int]], root: Mapping[int, int]) -> list[tuple[int, int]]:
    return [(a, b) for a, b in sorted(pairs) if root.get(a, -1) == root.get(b, -2)]


def _roots(records: Iterable[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    parent = {record: record for record in records}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in pairs:
        if a in parent and b in parent:
            parent[max(root(a), root(b))] = min(root(a), root(b))
    return {record: root(record) for record in parent}


def closed(component: Component) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return what people decided, thought to its end: the pairs that are one, and the pairs that are not.

    Who is the same as somebody is different from whom they are different from. Of judgements that do not fit
    together the later ones by number fall away; they are reported because their pair ends in two groups.
    """
    root = {record: record for pair in (*component.same, *component.different) for record in pair}
    members: dict[int, set[int]] = {record: {record} for record in root}
    apart: dict[int, set[int]] = defaultdict(set)
    for a, b in component.different:
        apart[a].add(b)
        apart[b].add(a)
    same = []
    for a, b in component.same:
        one, other = root[a], root[b]
        if one != other and not any(apart[record] & members[other] for record in members[one]):
            members[one] |= members.pop(other)
            root |= dict.fromkeys(members[one], one)
        if root[a] == root[b]:
            same.append((a, b))
    different = {
        (min(one, other), max(one, other))
        for a, b in component.different
        for one in members[root[a]]
        for other in members[root[b]]
        if root[a] != root[b]
    }
    return same, sorted(different)
