"""Scores pairs with Splink on whichever engine is open, and trains the model where the records suffice."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import Linker, block_on

from kith.linking.analysis.blocking import (
    SURE_RULES,
    SURE_RULES_FIND,
    TRAINING_RULES,
    affordable,
    exact_chances,
    having,
    pairs_made_by,
)
from kith.linking.analysis.comparisons import COMPARISONS
from kith.linking.analysis.guards import Guarded, guard_pairs
from kith.linking.analysis.levels import top_of
from kith.linking.analysis.model import (
    FREQUENCY_COLUMNS,
    Model,
    frequencies_of,
    learnt,
    make_model,
    settings_for,
    settings_of,
)
from kith.linking.analysis.standardise import Row

ENOUGH_RECORDS = 1_000  # below this the records cannot teach the model anything reliable
ENOUGH_SURE_PAIRS = 100
LEAST_FILLED = 0.01  # a column that fewer records have would only be learnt wrong
LOWEST_KEPT = -12.0  # below this weight a pair only costs memory, unless it shares a number
_SEED = 20
_RANDOM_PAIRS = 400_000  # the rare levels are counted exactly beside the sample (`exact_chances`)
Say = Callable[[str], None]

_TEXTS = pa.list_(pa.string())
_KINDS = {
    "unique_id": pa.int64(),
    "forename_roots": _TEXTS,
    "given_names": _TEXTS,
    "surname_parts": _TEXTS,
    "surname_codes": _TEXTS,
}


def as_table(rows: Sequence[Row]) -> pa.Table:
    """Return standardised rows as an Arrow table."""
    return pa.table({name: pa.array([row[name] for row in rows], _KINDS.get(name, pa.string())) for name in rows[0]})


def filled_columns(rows: Sequence[Row], share: float = 0.0) -> frozenset[str]:
    """Return the columns that two records, and at least this share of all, have."""
    least = max(2, share * len(rows))
    return frozenset(name for name in rows[0] if sum(row[name] is not None for row in rows) >= least)


def train_model(database: Any, rows: Sequence[Row], say: Say) -> Model | None:
    """Return a model trained on these records, or None where they are too few to learn from.

    `database` is Splink's own handle of DuckDB or Spark. Nothing here sees a label.
    """
    if len(rows) < ENOUGH_RECORDS:
        return None
    columns = filled_columns(rows, LEAST_FILLED)
    start = settings_for(columns, database.sql_dialect.sql_dialect_str)
    frequencies = {name: frequencies_of(str(row[name] or "") for row in rows) for name in FREQUENCY_COLUMNS}
    linker = _linker(database, rows, start, frequencies)
    sure = having(SURE_RULES, columns)
    if not sure or pairs_made_by(rows, sure[0]) < ENOUGH_SURE_PAIRS:
        return None
    say("learning how often records match")
    linker.training.estimate_probability_two_random_records_match([block_on(*rule) for rule in sure], SURE_RULES_FIND)
    say("learning chance agreement")
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED, num_chunks=1)
    for rule in having(TRAINING_RULES, columns):
        say(f"learning from pairs with the same {' and '.join(rule)}")
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*rule), estimate_without_term_frequencies=True
            )
        except ValueError:
            # Splink stops where a level is never seen among one rule's matches; the other rules teach enough.
            say(f"nothing learnt from pairs with the same {' and '.join(rule)}")
    trained = linker.misc.save_model_to_json()
    return make_model(
        len(rows),
        float(f"{trained['probability_two_random_records_match']:.9g}"),
        learnt(trained, start, exact_chances(rows)),
        frequencies,
    )


@dataclass(frozen=True)
class Scored:
    """The pairs worth a thought: record numbers, weight, and level and weight of each comparison."""

    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    gammas: Mapping[str, npt.NDArray[np.int64]]
    parts: Mapping[str, npt.NDArray[np.float64]]


_NOTHING = Scored(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), {}, {})


def score_pairs(database: Any, rows: Sequence[Row], model: Model) -> Scored:
    """Return every pair that a blocking rule brings together and that weighs at least `LOWEST_KEPT`."""
    dialect = database.sql_dialect.sql_dialect_str
    settings = settings_of(model, filled_columns(rows), dialect, affordable(rows))
    if not settings["comparisons"] or not settings["blocking_rules_to_generate_predictions"]:
        return _NOTHING
    linker = _linker(database, rows, settings, model.frequencies)
    found = linker.inference.predict(warning_mode="never")
    return _scored(linker, found, LOWEST_KEPT)


def _scored(linker: Linker, found: Any, least: float | None) -> Scored:
    there = {column.unquote().name for column in found.columns}
    names = [one.name for one in COMPARISONS if f"gamma_{one.name}" in there]
    table = _wanted(linker, found, sorted(filter(_is_wanted, there)), least)
    parts = {name: _number(table, f"mw_{name}") for name in names}
    for name in set(names) & set(FREQUENCY_COLUMNS):
        parts[name] = parts[name] + _number(table, f"mw_tf_adj_{name}")
    return Scored(
        table["unique_id_l"].to_numpy(),
        table["unique_id_r"].to_numpy(),
        _number(table, "match_weight"),
        {name: table[f"gamma_{name}"].to_numpy().astype(np.int64) for name in names},
        parts,
    )


def score_two(
    database: Any, rows: Sequence[Row], model: Model, pair: tuple[int, int], *, twins_expected: bool
) -> tuple[Scored, Guarded]:
    """Return the score of one pair, whether or not a blocking rule brings it together, and the guards' opinion.

    `twins_expected` must be what the run itself went by, so that no guard is named that was not set.
    """
    dialect = database.sql_dialect.sql_dialect_str
    settings = settings_of(model, frozenset(rows[0]), dialect)
    settings["blocking_rules_to_generate_predictions"] = [{"blocking_rule": "1=1"}]
    linker = _linker(database, [rows[number] for number in pair], settings, model.frequencies)
    scored = _scored(linker, linker.inference.predict(warning_mode="never"), None)
    return scored, guard_pairs(scored.gammas, twins_expected=twins_expected)


def _linker(
    database: Any, rows: Sequence[Row], settings: Mapping[str, Any], frequencies: Mapping[str, Mapping[str, float]]
) -> Linker:
    """Return a linker over these rows, with the frozen frequency of every name among them.

    A name that was never seen counts as the rarest that was.
    """
    linker = Linker(_registered(database, as_table(rows)), dict(settings), log_level=logging.ERROR)
    for name in FREQUENCY_COLUMNS:
        frozen = frequencies.get(name, {})
        least = min(frozen.values(), default=1.0)
        seen = sorted({str(row[name]) for row in rows if row[name] is not None})
        table = pa.table({name: pa.array(seen, pa.string()), f"tf_{name}": [frozen.get(one, least) for one in seen]})
        linker.table_management.register_term_frequency_lookup(_registered(database, table), name)
    return linker


def _registered(database: Any, table: pa.Table) -> Any:
    session = getattr(database, "spark", None)
    return database.register(table if session is None else session.createDataFrame(table))


def _is_wanted(column: str) -> bool:
    return column.startswith(("gamma_", "mw_", "unique_id_")) or column == "match_weight"


def _wanted(linker: Linker, found: Any, columns: Sequence[str], least: float | None) -> pa.Table:
    # Splink hands back every compared column of both records; only a third of it is needed, and of the pairs that
    # speak against one person only those that share a number and so must be looked at.
    numbers = [f"gamma_{name} = {top_of(name)}" for name in ("nhs_number", "upn") if f"gamma_{name}" in columns]
    kept = "" if least is None else " where " + " or ".join([f"match_weight >= {least}", *numbers])
    query = f"select {', '.join(columns)} from {found.physical_name}{kept}"  # noqa: S608 -- Splink's own names
    chosen = linker.misc.query_sql(query, output_type="splink_df")  # type: ignore[no-untyped-call]  # Splink has no types here
    table = chosen.as_pyarrow_table()
    chosen.drop_table_from_database_and_remove_from_cache()
    found.drop_table_from_database_and_remove_from_cache()
    return table.sort_by([("unique_id_l", "ascending"), ("unique_id_r", "ascending")])


def _number(table: pa.Table, column: str) -> npt.NDArray[np.float64]:
    return np.asarray(table[column].to_numpy(), dtype=np.float64)
