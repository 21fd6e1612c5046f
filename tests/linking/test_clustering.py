"""Groups keep to what may not be joined, whatever the weights say, and do not depend on the order of the edges."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from kith.linking.analysis.clustering import cluster
from kith.linking.analysis.components import Constraints, Edge
from kith.linking.analysis.identity import plan_identities
from kith.linking.vocabulary import Band

_COUNT = 9
_PAIRS = st.tuples(st.integers(0, _COUNT - 1), st.integers(0, _COUNT - 1)).filter(lambda p: p[0] < p[1])
_EDGES = st.dictionaries(
    _PAIRS, st.tuples(st.floats(-15, 40), st.booleans(), st.booleans(), st.booleans()), max_size=20
).map(lambda found: [Edge(a, b, *values) for (a, b), values in found.items()])


def _homes(edges: list[Edge], rules: Constraints, sources: list[str] | None = None) -> list[int]:
    return [found.group for found in cluster(sources or ["s"] * _COUNT, edges, rules)]


@given(_EDGES, st.permutations(range(20)), st.sets(_PAIRS, max_size=3))
def test_the_order_of_the_edges_does_not_matter(
    edges: list[Edge], order: list[int], apart: set[tuple[int, int]]
) -> None:
    shuffled = [edges[position] for position in order if position < len(edges)]
    rules = Constraints(different=sorted(apart))
    assert _homes(edges, rules) == _homes(shuffled, rules)


@given(_EDGES, st.sets(_PAIRS, max_size=4))
def test_what_people_judged_different_is_never_in_one_group(edges: list[Edge], apart: set[tuple[int, int]]) -> None:
    homes = _homes(edges, Constraints(different=sorted(apart)))
    assert all(homes[a] != homes[b] for a, b in apart)


@given(_EDGES)
def test_a_guarded_pair_is_never_in_one_group(edges: list[Edge]) -> None:
    homes = _homes(edges, Constraints())
    assert all(homes[edge.a] != homes[edge.b] for edge in edges if edge.apart)


@given(_EDGES, st.sets(_PAIRS, max_size=3))
def test_what_people_judged_the_same_is_in_one_group_against_every_weight(
    edges: list[Edge], same: set[tuple[int, int]]
) -> None:
    homes = _homes(edges, Constraints(same=sorted(same)))
    assert all(homes[a] == homes[b] for a, b in same)


@given(_EDGES, st.lists(st.sampled_from("xyz"), min_size=_COUNT, max_size=_COUNT))
def test_a_source_without_duplicates_gives_each_group_one_record(edges: list[Edge], sources: list[str]) -> None:
    groups = defaultdict(list)
    for record, home in enumerate(_homes(edges, Constraints(one_per=frozenset("xy")), sources)):
        groups[home].append(sources[record])
    assert all(found.count(source) <= 1 for found in groups.values() for source in "xy")


def test_two_judgements_that_do_not_fit_together_join_nothing() -> None:
    rules = Constraints(same=[(0, 1), (1, 2)], different=[(0, 2)])
    homes = _homes([], rules)
    assert homes[0] != homes[2]
    assert (homes[0] == homes[1]) != (homes[1] == homes[2])


def test_one_bad_edge_does_not_join_two_families() -> None:
    inside = [Edge(a, b, 20.0) for a, b in [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]]
    homes = _homes([*inside, Edge(2, 3, 9.0)], Constraints())
    assert len({homes[0], homes[1], homes[2]}) == 1
    assert homes[0] != homes[3]


def test_weak_evidence_joins_only_without_a_rival() -> None:
    assert _homes([Edge(0, 1, 3.0)], Constraints())[1] == 0
    rivals = cluster(["s"] * 3, [Edge(0, 1, 3.0), Edge(0, 2, 2.0)], Constraints())
    assert [found.band for found in rivals] == [Band.REVIEW] * 3


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 6), max_size=20), st.randoms(use_true_random=False))
def test_the_same_groups_keep_every_person(before: dict[int, int], chance: object) -> None:
    groups: dict[int, list[int]] = defaultdict(list)
    for member, person in before.items():
        groups[person * 100].append(member)
    plan = plan_identities(groups, before)
    assert plan.person_of == {group: group // 100 for group in groups}
    assert not plan.shifts and not plan.emptied


@given(
    st.dictionaries(st.integers(0, 20), st.integers(1, 5), max_size=20),
    st.dictionaries(st.integers(0, 20), st.integers(100, 104), max_size=20),
)
def test_every_member_is_accounted_for(before: dict[int, int], after: dict[int, int]) -> None:
    groups: dict[int, list[int]] = defaultdict(list)
    for member, group in after.items():
        groups[group].append(member)
    plan = plan_identities(groups, before)
    kept = [person for person in plan.person_of.values() if person is not None]
    assert len(kept) == len(set(kept))
    shifted = {member for shift in plan.shifts for member in shift.members}
    for member, group in after.items():
        moved = member in before and before[member] != plan.person_of[group]
        assert moved == (member in shifted)


def test_among_equals_the_older_person_stays() -> None:
    plan = plan_identities({7: [1, 2]}, {1: 50, 2: 40})
    assert plan.person_of == {7: 40}
    assert plan.emptied == {50: 7}


@given(_EDGES, st.sets(_PAIRS, max_size=4), st.sets(_PAIRS, max_size=4))
def test_judgements_that_fit_together_all_hold(
    edges: list[Edge], same: set[tuple[int, int]], apart: set[tuple[int, int]]
) -> None:
    root = list(range(_COUNT))
    for a, b in same:
        root = [root[a] if home == root[b] else home for home in root]
    fitting = [(a, b) for a, b in apart if root[a] != root[b]]
    homes = _homes(edges, Constraints(same=sorted(same), different=fitting))
    assert all(homes[a] == homes[b] for a, b in same)
    assert all(homes[a] != homes[b] for a, b in fitting)


def test_two_people_judged_to_be_one_keep_all_their_records() -> None:
    people = [
        Edge(0, 1, 20.0),
        Edge(2, 3, 20.0),
        Edge(0, 2, -9.0),
        Edge(0, 3, -9.0),
        Edge(1, 2, -9.0),
        Edge(1, 3, -9.0),
    ]
    assert set(_homes(people, Constraints(same=[(0, 2)]))[:4]) == {0}


def test_a_chain_of_weak_pairs_does_not_make_one_huge_component() -> None:
    count = 600
    edges = [Edge(n, n + 1, 20.0 if n % 2 == 0 else 2.0) for n in range(count - 1)]
    homes = [found.group for found in cluster(["s"] * count, edges, Constraints())]
    assert homes == [n - n % 2 for n in range(count)]
