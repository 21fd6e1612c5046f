"""Makes people out of scored pairs: average linkage inside each component, within what may not be joined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kith.linking.analysis.components import (
    CERTAIN_AT,
    LEAD,
    LOWEST,
    REVIEW_AT,
    UNSEEN,
    Component,
    Constraints,
    Edge,
    closed,
    components,
)
from kith.linking.vocabulary import Band, Membership


@dataclass
class _Group:
    members: list[int]
    sources: set[str]
    sums: dict[int, float] = field(default_factory=dict)  # summed weight to another group, seen pairs only
    counts: dict[int, int] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)
    wary: set[int] = field(default_factory=set)
    judged: set[int] = field(default_factory=set)


def cluster(sources: Sequence[str], edges: Iterable[Edge], rules: Constraints) -> list[Membership]:
    """Return where every record ended, in the order of the records.

    A group is named by its smallest record. The result depends on the edges only, not on their order.
    """
    edges = sorted(edges, key=lambda edge: (edge.a, edge.b))
    groups = [
        group for component in components(len(sources), edges, rules) for group in _grouped(component, sources, rules)
    ]
    home = {record: min(group) for group in groups for record in group}
    return _memberships(len(sources), home, edges, rules)


def _grouped(component: Component, sources: Sequence[str], rules: Constraints) -> list[list[int]]:
    if len(component.records) == 1:
        return [component.records]
    same, different = closed(component)
    # People's word comes last, so that two people judged to be one keep all their records. Only where the weights
    # have meanwhile joined what the judgements part does it come first.
    for first in (False, True):
        groups, where = _started(component, different, sources, rules)
        for judge in (first, not first):
            if judge:
                _join_judged(groups, where, same)
            while (best := _best_merge(groups, rules)) is not None:
                _merge(groups, where, *best)
        if all(where[a] == where[b] for a, b in same):
            break
    return [sorted(group.members) for group in groups.values()]


def _started(
    component: Component, different: Sequence[tuple[int, int]], sources: Sequence[str], rules: Constraints
) -> tuple[dict[int, _Group], dict[int, int]]:
    groups = {record: _Group([record], {sources[record]} & rules.one_per) for record in component.records}
    for edge in component.edges:
        _relate(groups, edge)
    for a, b in different:
        for one, other in ((a, b), (b, a)):
            groups[one].apart.add(other)
            groups[one].judged.add(other)
    return groups, {record: record for record in component.records}


def _join_judged(groups: dict[int, _Group], where: dict[int, int], same: Sequence[tuple[int, int]]) -> None:
    for a, b in same:
        if where[a] != where[b] and where[b] not in groups[where[a]].judged:
            _merge(groups, where, where[a], where[b])


def _relate(groups: dict[int, _Group], edge: Edge) -> None:
    for one, other in ((edge.a, edge.b), (edge.b, edge.a)):
        group = groups[one]
        group.sums[other] = min(edge.weight, UNSEEN) if edge.doubted else max(edge.weight, LOWEST)
        group.counts[other] = 1
        if edge.apart:
            group.apart.add(other)
        if edge.only_alone:
            group.wary.add(other)


def _average(groups: Mapping[int, _Group], a: int, b: int) -> float:
    pairs = len(groups[a].members) * len(groups[b].members)
    unseen = pairs - groups[a].counts[b]
    return (groups[a].sums[b] + UNSEEN * unseen) / pairs


def _best_merge(groups: Mapping[int, _Group], rules: Constraints) -> tuple[int, int] | None:
    ranked = sorted(
        ((_average(groups, a, b), a, b) for a, group in groups.items() for b in group.sums if a < b),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    for weight, a, b in ranked:
        if weight < rules.alone_at:
            return None
        if b in groups[a].apart or groups[a].sources & groups[b].sources:
            continue
        if (weight >= rules.join_at and b not in groups[a].wary) or _leads(groups, a, b, weight):
            return a, b
    return None


def _leads(groups: Mapping[int, _Group], a: int, b: int, weight: float) -> bool:
    """Test whether a single record has only this one group to go to (leader advantage)."""
    if min(len(groups[a].members), len(groups[b].members)) > 1:
        return False
    rivals = [_average(groups, one, other) for one in (a, b) for other in groups[one].sums if other not in (a, b)]
    return not rivals or weight - max(rivals) >= LEAD


def _merge(groups: dict[int, _Group], where: dict[int, int], a: int, b: int) -> None:
    kept, gone = groups[a], groups.pop(b)
    for record in gone.members:
        where[record] = a
    kept.members += gone.members
    kept.sources |= gone.sources
    for other, count in gone.counts.items():
        kept.sums[other] = kept.sums.get(other, 0.0) + gone.sums[other]
        kept.counts[other] = kept.counts.get(other, 0) + count
    kept.apart |= gone.apart
    kept.wary |= gone.wary
    kept.judged |= gone.judged
    for gone_by in (a, b):
        kept.sums.pop(gone_by, None)
        kept.counts.pop(gone_by, None)
    for other in set(kept.sums) | kept.apart | kept.wary:
        if other in groups and other != a:
            _rename(groups[other], b, a, kept)


def _rename(group: _Group, gone: int, kept: int, merged: _Group) -> None:
    for known in (group.apart, group.wary, group.judged):
        if gone in known:
            known.discard(gone)
            known.add(kept)
    if gone in group.sums:
        group.sums[kept] = group.sums.get(kept, 0.0) + group.sums.pop(gone)
        group.counts[kept] = group.counts.get(kept, 0) + group.counts.pop(gone)


def _memberships(count: int, home: Mapping[int, int], edges: Sequence[Edge], rules: Constraints) -> list[Membership]:
    joined: dict[int, float] = {}
    asked = {record for edge in edges if edge.asks for record in (edge.a, edge.b)}
    doubtful: dict[int, float] = {}
    for edge in edges:
        found = joined if home[edge.a] == home[edge.b] else doubtful
        for record in (edge.a, edge.b):
            found[record] = max(found.get(record, -99.0), edge.weight)
    decided = {record for pair in rules.same for record in pair}
    memberships = []
    for record in range(count):
        if record in joined or record in decided:
            weight = joined.get(record, 0.0)
            band = Band.CERTAIN if weight >= CERTAIN_AT or record in decided else Band.LIKELY
        else:
            weight = doubtful.get(record, 0.0)
            doubt = record in asked or doubtful.get(record, -99.0) >= REVIEW_AT
            band = Band.REVIEW if doubt else Band.ALONE
        memberships.append(Membership(record=record, group=home[record], band=band, weight=round(weight, 2)))
    return memberships
