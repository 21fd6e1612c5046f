"""The model as a value: what training learnt, kept within reviewed limits, named by its hash.

The comparisons and their levels are code (`comparisons.py`); a model holds only how often each level is seen,
so the same model serves DuckDB and Spark, and says so when the code has moved on without it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import Any

from splink import SettingsCreator

from kith.linking.analysis.blocking import Rule, rules_for
from kith.linking.analysis.comparisons import COMPARISONS, Comparison, as_splink
from kith.linking.analysis.levels import LEVELS

FREQUENCY_COLUMNS = ("forename", "surname")
CHANCE_OF_A_MATCH = 0.00005  # of any two records of a county before anything is compared
HIGHEST_CHANCE = 0.001  # in a handful of records too, two of them are seldom one person
# No single comparison may decide alone, and no training may make a rare slip unforgivable.
HIGHEST_WEIGHT, LOWEST_WEIGHT = 18.0, -10.0
_SMALLEST = 1e-9

Level = tuple[float, float]  # m and u


@dataclass(frozen=True)
class Model:
    """What was learnt, from how many records, and the hash of it all.

    `chance` is how often two of these records are one person, `levels` m and u of each level, `frequencies` the
    frozen shares of names.
    """

    records: int
    chance: float
    levels: Mapping[str, Sequence[Level]]
    frequencies: Mapping[str, Mapping[str, float]]
    version: str

    @property
    def start_weight(self) -> float:
        """Return the weight from which every pair starts: how rare it is that two records are one person."""
        return log2(self.chance / (1 - self.chance))

    def among(self, records: int) -> "Model":
        """Return the model for another number of records: twice as many make a match of any two half as likely."""
        chance = min(max(self.chance * self.records / max(records, 1), _SMALLEST), HIGHEST_CHANCE)
        return replace(self, chance=chance, records=records) if records != self.records else self


def make_model(
    records: int,
    chance: float,
    levels: Mapping[str, Sequence[Sequence[float]]],
    frequencies: Mapping[str, Mapping[str, float]],
) -> Model:
    """Return the model of these values; its version is the hash of them and of the words of the levels.

    Raises:
        ValueError: the values are of other comparisons or levels than the code has now.
    """
    strange = [name for name, values in levels.items() if len(values) != len(LEVELS.get(name, ()))]
    if strange:
        raise ValueError(f"the model was made for other levels of {', '.join(strange)}")
    plain = {name: [(float(m), float(u)) for m, u in values] for name, values in levels.items()}
    content = [int(records), float(chance), plain, frequencies, LEVELS]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return Model(int(records), float(chance), plain, frequencies, hashlib.sha256(text.encode()).hexdigest()[:16])


def comparisons_for(columns: frozenset[str]) -> list[Comparison]:
    """Return the comparisons whose column is there; a place needs an address or a postcode."""
    return [
        comparison
        for comparison in COMPARISONS
        if comparison.column in columns or (comparison.name == "place" and "postcode" in columns)
    ]


def settings_for(columns: frozenset[str], dialect: str, wide: Sequence[Rule] = ()) -> dict[str, Any]:
    """Return untrained settings, with the starting values of every level, in one engine's dialect."""
    creator = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[as_splink(comparison) for comparison in comparisons_for(columns)],
        blocking_rules_to_generate_predictions=[*rules_for(columns, wide)],
        probability_two_random_records_match=CHANCE_OF_A_MATCH,
        # A level that true pairs never show falls by orders of magnitude each round, down to where Splink stops
        # with an error; ten rounds are enough for all others.
        max_iterations=10,
        em_convergence=0.001,
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,  # the levels come with them
    )
    return dict(creator.create_settings_dict(dialect))


def settings_of(model: Model, columns: frozenset[str], dialect: str, wide: Sequence[Rule] = ()) -> dict[str, Any]:
    """Return the settings by which a model scores records that have these columns."""
    settings = settings_for(columns, dialect, wide)
    settings["probability_two_random_records_match"] = model.chance
    kept = [found for found in settings["comparisons"] if found["output_column_name"] in model.levels]
    for comparison in kept:
        for level, (m, u) in zip(_levels(comparison), model.levels[comparison["output_column_name"]], strict=True):
            level["m_probability"], level["u_probability"] = m, u
    return settings | {"comparisons": kept}


def learnt(trained: Mapping[str, Any], start: Mapping[str, Any], exact: Mapping[str, float]) -> dict[str, list[Level]]:
    """Return m and u of every level of trained settings, within the limits.

    `exact` holds the chance of exact agreement where it was counted: a sample hardly sees what is rare.
    A level that the records never showed keeps its starting value; m and u of each comparison add up to one.
    """
    chance = float(trained["probability_two_random_records_match"])
    found = {}
    for comparison, first in zip(trained["comparisons"], start["comparisons"], strict=True):
        pairs = list(zip(_levels(comparison), _levels(first), strict=True))
        ms = _shares(_value(level, before, "m_probability") for level, before in pairs)
        name = comparison["output_column_name"]
        us = [_value(level, before, "u_probability") for level, before in pairs]
        us = _shares([max(exact.get(name, us[0]), _SMALLEST), *us[1:]])
        levels = [_within_limits(m, _without_matches(u, m, chance)) for m, u in zip(ms, us, strict=True)]
        # Some agreement is never worse than none, however few pairs showed it.
        least = levels[-1][0] / levels[-1][1]
        found[name] = [(_as_kept(max(m, min(u * least, 1.0))), _as_kept(u)) for m, u in levels]
    return found


def _as_kept(value: float) -> float:
    """Return a share as a model keeps it.

    Two runs on two cores add the same numbers up in another order and differ in the sixteenth digit; nine digits are
    far more than the records can teach, and the same records then make the same model with the same version.
    """
    return float(f"{value:.9g}")


def _levels(comparison: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]


def _shares(values: Iterable[float]) -> list[float]:
    found = list(values)
    return [value / sum(found) for value in found]


def _within_limits(m: float, u: float) -> Level:
    return min(max(m, u * 2.0**LOWEST_WEIGHT), u * 2.0**HIGHEST_WEIGHT), u


def _without_matches(u: float, m: float, chance: float) -> float:
    """Return u without the matches among the random pairs that it was counted on.

    In a small file they are most of the pairs that share an address or a number: without this correction
    ten thousand records would say that one address in ten thousand is shared by chance.
    """
    return max(u - chance * m, u / 64, _SMALLEST)


def _value(level: Mapping[str, Any], before: Mapping[str, Any], kind: str) -> float:
    found = level.get(kind)  # a number, or Splink's words for a level that was never seen
    return max(float(found) if isinstance(found, int | float) and found > 0 else float(before[kind]), _SMALLEST)


def frequencies_of(values: Iterable[str | None], keep: int = 5_000) -> dict[str, float]:
    """Return how often each value is seen among the known ones, the most frequent `keep` of them."""
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:keep]
    return {value: round(count / total, 9) for value, count in ordered}
