"""Links a set of person records: train or take a model, score, guard, and make groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kith.linking.analysis.clustering import cluster
from kith.linking.analysis.components import FAMILY_AT, REVIEW_AT, Constraints, Edge
from kith.linking.analysis.guards import Guarded, guard_pairs, twins_seen
from kith.linking.analysis.model import Model
from kith.linking.analysis.standardise import Row, standardised
from kith.linking.runs.scoring import Scored, score_pairs, train_model
from kith.linking.runs.shipped import shipped_model
from kith.linking.vocabulary import Membership, Pair, ReviewKind

Say = Callable[[str], None]


@dataclass(frozen=True)
class Linked:
    """The outcome: one membership per record, the scored pairs with the guards' flags, and the model used."""

    rows: Sequence[Row]
    memberships: Sequence[Membership]
    scored: Scored
    guarded: Guarded
    model: Model
    same: Sequence[tuple[int, int]] = ()  # what people judged to be one, to be checked against the outcome
    twins_expected: bool = True

    @property
    def start_weight(self) -> float:
        """Return the weight from which every pair of these records started."""
        return self.model.among(len(self.rows)).start_weight

    def pairs(self, least: float = REVIEW_AT) -> list[Pair]:
        """Return the pairs of at least this weight, and those a guard asks about, with parts and flag."""
        wanted = (self.scored.weights >= least) | self.guarded.asks()
        return [self.pair(int(index)) for index in np.flatnonzero(wanted)]

    def pair(self, index: int) -> Pair:
        """Return one scored pair by its position."""
        scored = self.scored
        parts = {
            name: (int(scored.gammas[name][index]), float(scored.parts[name][index])) for name in sorted(scored.parts)
        }
        kinds = [kind for kind, flags in self.guarded.flags.items() if flags[index]]
        return Pair(
            a=int(scored.a[index]),
            b=int(scored.b[index]),
            weight=float(scored.weights[index]),
            parts=parts,
            flag=kinds[0] if kinds else None,
        )


@dataclass(frozen=True)
class Choice:
    """How to link: a model already made, what people decided, and whether twins are expected (None: look)."""

    model: Model | None = None
    rules: Constraints = field(default_factory=Constraints)
    expect_twins: bool | None = None


def link_records(database: Any, records: Sequence[Mapping[str, str]], choice: Choice, say: Say) -> Linked:
    """Return where each record belongs; records must be in the order of (source, record_id).

    `database` is Splink's handle of an open engine. The same records and model always give the same result.
    """
    say("standardising")
    rows = [standardised(record, number) for number, record in enumerate(records)]
    model = choice.model or train_model(database, rows, say) or shipped_model()
    say("comparing pairs")
    scored = score_pairs(database, rows, model.among(len(rows)))
    say("looking for twins, siblings and borrowed numbers")
    expected = twins_seen(rows, choice.rules.one_per) if choice.expect_twins is None else choice.expect_twins
    guarded = guard_pairs(scored.gammas, twins_expected=expected)
    say("making groups")
    rules = replace(choice.rules, join_at=FAMILY_AT, alone_at=FAMILY_AT) if expected else choice.rules
    memberships = cluster([str(row["source"]) for row in rows], _edges(scored, guarded), rules)
    return Linked(rows, memberships, scored, guarded, model, list(choice.rules.same), expected)


def _edges(scored: Scored, guarded: Guarded) -> list[Edge]:
    guards = (guarded.apart(), guarded.only_alone, guarded.doubted(), guarded.asks())
    columns = (scored.a, scored.b, scored.weights, *guards)
    return [Edge(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


def flags_of(guarded: Guarded, index: int) -> list[ReviewKind]:
    """Return the guards that flag one scored pair."""
    return [kind for kind, flags in guarded.flags.items() if flags[index]]
