"""Counts what interventions cost and what came of them; small counts, and what would give them away, are hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from kith.common.suppression import Table, hide_small
from kith.support.vocabulary.interventions import InterventionOutcome

Cell = tuple[str, str]
ELSEWHERE = "Not known"


@dataclass(frozen=True, kw_only=True)
class Spend:
    """Children and pence by need and district; a sum shows only where its count of children does."""

    children: Table[str, str]
    pence: Table[str, str]


@dataclass(frozen=True, kw_only=True)
class WhatWorked:
    """Interventions by need and band of age, and by outcome."""

    counts: Table[Cell, str]


def count_spend(*, since: date, until: date) -> Spend:
    """Return what was agreed in a time, by need and by the district of the child's home today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT need, district, children, pence FROM support_spend(%s, %s)", [since, until])
        rows = cursor.fetchall()
    children = {(need, district or ELSEWHERE): int(count) for need, district, count, _ in rows}
    pence = {(need, district or ELSEWHERE): int(sum_) for need, district, _, sum_ in rows}
    shown = hide_small(children)
    return Spend(children=shown, pence=_where_shown(pence, shown))


def count_what_worked(*, since: date, until: date, bands: Sequence[int], names: Sequence[str]) -> WhatWorked:
    """Return what came of interventions that ended in a time, by need and age at the start."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT need, band, outcome, interventions FROM support_what_worked(%s, %s, %s::int[])",
            [since, until, list(bands)],
        )
        rows = cursor.fetchall()
    counts: dict[tuple[Cell, str], int] = {}
    for need, band, outcome, count in rows:
        line = (need, ELSEWHERE if band is None else names[band])
        for one in InterventionOutcome:
            counts.setdefault((line, one.value), 0)
        counts[line, outcome] = int(count)
    return WhatWorked(counts=hide_small(counts))


def _where_shown(pence: Mapping[Cell, int], shown: Table[str, str]) -> Table[str, str]:
    """Return the sums, hidden wherever the count of children is."""
    return Table(
        cells={cell: None if count is None else pence.get(cell, 0) for cell, count in shown.cells.items()},
        rows={
            row: None if count is None else sum(each for (need, _), each in pence.items() if need == row)
            for row, count in shown.rows.items()
        },
        columns={
            column: None if count is None else sum(each for (_, place), each in pence.items() if place == column)
            for column, count in shown.columns.items()
        },
        total=None if shown.total is None else sum(pence.values()),
    )
