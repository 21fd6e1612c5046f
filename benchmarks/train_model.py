"""Trains a model from a county of its own, and says level by level how it differs from the one that ships.

Run: python benchmarks/train_model.py [FILE]. With FILE the model is written there; to ship it, name
src/kith/linking/analysis/trained_model.json, then run benchmarks/linking.py, benchmarks/county_linking.py and the tests
of linking. The model that ships is the one that this script makes; tests/linking/test_training.py makes it again.

The county is invented with a seed that no demonstration, test or other benchmark uses, so nothing that the product is
measured on has taught it. Training sees the records as the agencies' files write them, never who they are. The same
seed and versions of DuckDB and Splink give the same model, to the last digit that is kept. The model that shipped
before, b1c8988464a6cc4f, was taught by 8,012 records of an earlier generator of the county that is no more, and kept
digits that two runs do not share.
"""

import sys
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from splink import DuckDBAPI

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as a script, this folder alone would be looked in

from benchmarks.written_people import Record, people_in
from kith.county.runs import build_county
from kith.county.vocabulary import Plan
from kith.engine import open_duckdb
from kith.linking.analysis.model import Model
from kith.linking.analysis.standardise import INPUT_COLUMNS, standardised
from kith.linking.runs.files import write_model
from kith.linking.runs.scoring import train_model
from kith.linking.runs.shipped import shipped_model

PLAN = Plan(people=16_000, years=3, seed=1884)


@cache
def records(plan: Plan = PLAN) -> tuple[Record, ...]:
    """Return every agency's records of a county as its files write them, in the order of source and record id."""
    with tempfile.TemporaryDirectory() as folder:
        build_county(plan, Path(folder))
        found = people_in(Path(folder))
    return tuple(dict.fromkeys(INPUT_COLUMNS, "") | record for record in found)


def train(plan: Plan = PLAN) -> Model:
    """Return the model that a county teaches."""
    rows = [standardised(record, number) for number, record in enumerate(records(plan))]
    with open_duckdb() as connection:
        model = train_model(DuckDBAPI(connection), rows, lambda stage: print(f"  {stage}", flush=True))
    if model is None:
        raise SystemExit("The county holds too few pairs to learn from. Invent a larger one.")
    return model


def main() -> int:
    """Train, compare with the shipped model, and write the model where it was asked for."""
    model, shipped = train(), shipped_model()
    print(f"model {model.version} of {model.records:,} records; shipped is {shipped.version} of {shipped.records:,}")
    for name in sorted(model.levels):
        ours = " ".join(f"{np.log2(m / u):+6.1f}" for m, u in model.levels[name])
        theirs = " ".join(f"{np.log2(m / u):+6.1f}" for m, u in shipped.levels.get(name, ()))
        print(f"  {name:12} {ours}\n  {'shipped':>12} {theirs}")
    if len(sys.argv) > 1:
        write_model(Path(sys.argv[1]), model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
