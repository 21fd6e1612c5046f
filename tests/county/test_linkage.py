"""The county's people are hard to link: a plain Splink model, trained on them for real, does not reach 0.985."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

import pytest

from benchmarks.linking import Pairs, f1, plain_splink_at
from benchmarks.written_people import people_in
from kith.county.analysis.check import check_linkage
from kith.linking.analysis.standardise import standardised
from tests.county.conftest import Built

_THRESHOLDS = (0.99, 0.9999, 0.99999, 0.999999)


def pairs_of(owners: Mapping[int, str]) -> Pairs:
    together: dict[str, list[int]] = defaultdict(list)
    for number, owner in owners.items():
        together[owner].append(number)
    return frozenset(_pairs(together.values()))


def _pairs(groups: Iterable[list[int]]) -> Iterable[tuple[int, int]]:
    return (pair for group in groups for pair in combinations(sorted(group), 2))


@pytest.fixture(scope="module")
def found_and_true(built: Built) -> tuple[Pairs, Pairs]:
    """Return what plain Splink finds at the threshold that suits it best by the truth itself, and the truth."""
    truth = {(row["agency"], row["local_id"]): row["person_id"] for row in built.rows("sealed/records.csv")}
    records = people_in(built.folder)
    true = pairs_of({number: truth[each["source"], each["record_id"]] for number, each in enumerate(records)})
    rows = [standardised(each, number) for number, each in enumerate(records)]
    found = plain_splink_at(_THRESHOLDS, rows, with_numbers=False, exact=("nhs_number", "upn"))
    return max(found.values(), key=lambda pairs: f1(pairs, true)), true


def test_plain_splink_does_not_solve_the_county_even_at_its_best_threshold(
    found_and_true: tuple[Pairs, Pairs],
) -> None:
    found, true = found_and_true
    assert len(true) > 3_000
    reached = f1(found, true)
    check_linkage(reached)
    assert reached > 0.80, f"plain Splink reaches {reached:.4f}: a county that nobody can link is no test either"


def test_plain_splink_misses_people_and_takes_some_for_one(found_and_true: tuple[Pairs, Pairs]) -> None:
    found, true = found_and_true
    assert len(true - found) > 50
    assert len(found - true) > 5
