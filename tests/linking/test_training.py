"""The model that ships is the one that its script makes of the synthetic county, and nobody changes either alone."""

import hashlib
import json
from dataclasses import replace

import pytest

from benchmarks import train_model
from kith.linking.analysis.blocking import SURE_RULES, SURE_RULES_FIND, TRAINING_RULES
from kith.linking.analysis.levels import LEVELS
from kith.linking.analysis.model import Model, settings_for
from kith.linking.analysis.standardise import INPUT_COLUMNS, standardised
from kith.linking.runs.shipped import shipped_model

# What taught the shipped model: its comparisons and rules, and the county that was invented for it.
SETTINGS = "db235743f7af441a"
RECORDS = "43eb1e614cdec686"


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _settings() -> str:
    row = standardised(dict.fromkeys(INPUT_COLUMNS, ""), 0)
    rules = [SURE_RULES, SURE_RULES_FIND, TRAINING_RULES, repr(train_model.PLAN)]
    return _digest([settings_for(frozenset(row), "duckdb"), LEVELS, rules])


@pytest.fixture(scope="module")
def taught() -> Model:
    """Train once, on the whole county that the shipped model was taught by."""
    return train_model.train()


def test_what_taught_the_shipped_model_has_not_changed_since() -> None:
    advice = "run benchmarks/train_model.py, measure again, and ship the model that it makes"
    assert _digest(train_model.records()) == RECORDS, f"the county that teaches is another one: {advice}"
    assert _settings() == SETTINGS, f"the comparisons or the rules of training are others: {advice}"


def test_the_shipped_model_can_be_made_again(taught: Model) -> None:
    shipped = shipped_model()
    assert (taught.records, taught.frequencies) == (shipped.records, shipped.frequencies)
    assert taught.chance == pytest.approx(shipped.chance, rel=1e-6)
    assert taught.levels.keys() == shipped.levels.keys()
    for name, levels in taught.levels.items():
        for ours, theirs in zip(levels, shipped.levels[name], strict=True):
            assert ours == pytest.approx(theirs, rel=1e-6), name


def test_other_records_make_another_model(taught: Model) -> None:
    """A smaller county of another seed teaches much the same, never the very same: so the test above can fail."""
    plan = replace(train_model.PLAN, people=8_000, seed=train_model.PLAN.seed + 1)
    other = train_model.train(plan)
    assert other.version != taught.version
    assert other.levels["dob"][0] != pytest.approx(taught.levels["dob"][0], rel=1e-6)
    assert other.levels["surname"][0] == pytest.approx(taught.levels["surname"][0], rel=0.25)
