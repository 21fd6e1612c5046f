"""Trains a model from a county of its own, and says level by level how it differs from the one that ships.

Run: python benchmarks/train_model.py [FILE]. With FILE the model is written there; to ship it, name
src/kith/linking/analysis/trained_model.json, then run benchmarks/linking.py, benchmarks/county_linking.py and the tests
of linking. The shipped model, version b1c8988464a6cc4f, is older than this script and cannot be made again by it.

The county is invented with a seed that no demonstration, test or other benchmark uses, so nothing that the product is
measured on has taught it. Training sees the records alone, never who they are. The same seed and versions of DuckDB and
Splink give the same model.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from splink import DuckDBAPI

from kith.county.analysis.draws import NO_DAY, day_number, day_of
from kith.county.analysis.numbers import upns
from kith.county.analysis.people import Population, invent_population
from kith.county.analysis.records import Register, open_register
from kith.county.vocabulary import Agency, Plan
from kith.engine import open_duckdb
from kith.linking.analysis.model import Model
from kith.linking.analysis.standardise import INPUT_COLUMNS, standardised
from kith.linking.runs.files import write_model
from kith.linking.runs.scoring import train_model
from kith.linking.runs.shipped import shipped_model

SEED, PEOPLE = 1884, 16_000
# What share of the county each agency has met: schools most children, youth justice few.
MET = {Agency.EDUCATION: 0.18, Agency.HOSPITAL: 0.15, Agency.POLICE: 0.12, Agency.CARE: 0.1, Agency.YOUTH_JUSTICE: 0.02}


def records() -> list[dict[str, str]]:
    """Return every agency's records of the county that teaches, in the order of source and record id."""
    plan = Plan(people=PEOPLE, years=3, seed=SEED)
    people = invent_population(plan)
    found = [record for agency, share in MET.items() for record in _of_agency(agency, share, people, plan)]
    return sorted(found, key=lambda record: (record["source"], record["record_id"]))


def _of_agency(agency: Agency, share: float, people: Population, plan: Plan) -> Iterator[dict[str, str]]:
    chance = np.random.default_rng([SEED, list(MET).index(agency)])
    met = np.flatnonzero(chance.random(len(people.forename)) < share).tolist()
    last_day = day_number(plan.last_day)
    seen = {person: last_day - int(chance.integers(0, 1000)) for person in met}
    upn = upns(900_001 + np.arange(len(people.forename)) // 500, np.full(len(people.forename), 2015))
    register = open_register(SEED, agency, people, upn, seen)
    for row in range(len(register.who.person)):
        yield _record(agency, register, row)


def _record(agency: Agency, register: Register, row: int) -> dict[str, str]:
    who = register.who
    born = int(who.born[row])
    said = {
        "source": agency.value, "record_id": f"{register.local_id[row] or ''}#{row}", "forename": who.forename[row],
        "middle_names": who.middle[row], "surname": who.surname[row], "former_surname": who.former_surname[row],
        "dob": "" if born == NO_DAY else day_of(born).isoformat(), "sex": who.sex[row], "address": who.line[row],
        "town": who.town[row], "postcode": who.postcode[row], "nhs_number": who.nhs_number[row],
        "upn": who.upn[row], "phone": who.phone[row],
        "email": who.email[row],
    }  # fmt: skip
    return dict.fromkeys(INPUT_COLUMNS, "") | {name: str(value) for name, value in said.items()}


def train() -> Model:
    """Return the model that the county teaches."""
    rows = [standardised(record, number) for number, record in enumerate(records())]
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
