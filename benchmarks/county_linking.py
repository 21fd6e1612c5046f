"""Measures the linker on the synthetic county beside plain Splink, and whether the county is hard enough to prove it.

Run: KITH_HOME=… python benchmarks/county_linking.py (a demo that `kith demo --no-serve` has built; `var` without).
Truth is the county's sealed folder, which only tests and benchmarks read. Fails when plain Splink does too well.
"""

import csv
import os
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
os.environ["KITH_PROCESS"] = "worker"

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django must know its settings first
from django.db import connection  # noqa: E402 -- Django must know its settings first
from linking import Pairs, by_plain_splink, f1  # noqa: E402 -- as above

from kith.county.analysis.check import check_linkage  # noqa: E402 -- as above
from kith.linking.analysis.standardise import standardised  # noqa: E402 -- as above
from kith.linking.runs.nodes import Node, read_nodes  # noqa: E402 -- as above

_MEMBERS = "SELECT source_person_id, person_id FROM linking_membership WHERE ends_at IS NULL"


def pairs_of(groups: dict[int, object]) -> Pairs:
    """Return the pairs of numbers that share a group."""
    together: dict[object, list[int]] = defaultdict(list)
    for number, group in groups.items():
        together[group].append(number)
    return frozenset(pair for members in together.values() for pair in combinations(sorted(members), 2))


def truth_of(nodes: list[Node], sealed: Path) -> dict[int, object]:
    """Return who each record really is, for those that the county wrote."""
    with sealed.open(encoding="utf-8", newline="") as file:
        people = {(row["agency"], row["local_id"]): row["person_id"] for row in csv.DictReader(file)}
    keys = [(node.record["source"], node.record["record_id"]) for node in nodes]
    return {number: people[key] for number, key in enumerate(keys) if key in people}


def main() -> int:
    """Print both figures; return 1 when the county is too easy or the product does no better than plain Splink."""
    settings.INSTALLATION.start_server()
    nodes = read_nodes()
    truth = truth_of(nodes, settings.INSTALLATION.home / "county" / "sealed" / "records.csv")
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS)
        members = dict(cursor.fetchall())
    wanted = pairs_of(truth)
    ours = pairs_of({number: members.get(nodes[number].source_person_id, -number) for number in truth})
    rows = [standardised(nodes[number].record, number) for number in truth]
    plain = by_plain_splink(rows, with_numbers=False, exact=("nhs_number", "upn"))
    print(f"{len(truth):,} records of {len(set(truth.values())):,} people, {len(wanted):,} true pairs")
    for name, found in (("Kith", ours), ("plain Splink", plain)):
        right = len(found & wanted)
        print(
            f"  {name:13} F1 {f1(found, wanted):.5f}  precision {right / len(found):.5f}  "
            f"recall {right / len(wanted):.5f}"
        )
    check_linkage(f1(plain, wanted))
    return 0 if f1(ours, wanted) > f1(plain, wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
