"""What schools record: suspensions and permanent exclusions."""

from dataclasses import dataclass

import numpy as np

from kith.county.analysis.calendar import school_days, school_year_of
from kith.county.analysis.draws import Chance, Flags, Ints, Singles, Texts, choose, day_number, draw_cells, stream
from kith.county.analysis.lives import Lives
from kith.county.vocabulary import RATES, Plan

# Census reasons; half is persistent disruption (DfE 2023/24), weapons and prohibited items 1.5 % in one county.
_REASONS = ("DB", "PP", "VA", "PA", "VP", "OW", "BU", "RA", "LG", "DS", "SM", "DA", "DM", "TH", "MT", "PH")
_REASON_SHARES = (
    0.49,
    0.13,
    0.16,
    0.06,
    0.05,
    0.015,
    0.01,
    0.015,
    0.005,
    0.002,
    0.008,
    0.03,
    0.015,
    0.005,
    0.003,
    0.002,
)
_PERM_SHARES = (0.38, 0.15, 0.09, 0.13, 0.05, 0.08, 0.01, 0.01, 0.0, 0.0, 0.01, 0.06, 0.02, 0.005, 0.003, 0.002)
_LENGTHS = (1, 2, 4, 6, 8, 10)
_LENGTH_SHARES = (0.12, 0.38, 0.26, 0.12, 0.05, 0.07)


@dataclass(frozen=True, kw_only=True)
class Sanctions:
    """Suspensions and exclusions by column; `day` is the first day, `known` when the council was told."""

    child: Ints
    day: Ints
    known: Ints
    sessions: Ints
    category: Texts
    reason: Texts
    second_reason: Texts


def all_school_days(plan: Plan) -> Ints:
    """Return every school day of the files' span."""
    first, last = plan.first_day, plan.last_day
    days = np.concatenate([school_days(y) for y in range(school_year_of(first), school_year_of(last) + 1)])
    found: Ints = days[(days >= day_number(first)) & (days <= day_number(last))]
    return found


def draw_sanctions(plan: Plan, lives: Lives, weight: Singles, taught: Flags) -> Sanctions:
    """Return the sanctions of the files' span, by day: as many as the published rates say."""
    chance = stream(plan.seed, "sanctions")
    years = float((taught & lives.in_span(0.0, 19.0)).sum()) / 52.0
    open_days = all_school_days(plan)
    weight = weight * _weeks_open(lives, open_days)[:, None]
    suspended = _sanctions(chance, lives, draw_cells(chance, weight, RATES.suspensions * years), open_days, "SUSP")
    heavy = weight * np.exp(0.4 * lives.pull) * (lives.age > 8)
    excluded = _sanctions(chance, lives, draw_cells(chance, heavy, RATES.exclusions * years), open_days, "PERM")
    lunch = _sanctions(chance, lives, draw_cells(chance, weight, 0.002 * years), open_days, "LNCH")
    columns = [np.concatenate(parts) for parts in zip(suspended, excluded, lunch, strict=True)]
    order = np.lexsort((columns[0], columns[1]))
    child, day, known, sessions, category, reason, second = (column[order] for column in columns)
    return Sanctions(
        child=child, day=day, known=known, sessions=sessions, category=category, reason=reason, second_reason=second
    )


def _weeks_open(lives: Lives, open_days: Ints) -> Singles:
    counts = np.searchsorted(open_days, lives.monday + 7) - np.searchsorted(open_days, lives.monday)
    return (counts / 5.0).astype(np.float32)


def _sanctions(
    chance: Chance, lives: Lives, cells: tuple[Ints, Ints], open_days: Ints, category: str
) -> list[np.typing.NDArray[np.generic]]:
    weeks, child = cells
    count = len(weeks)
    first = np.searchsorted(open_days, lives.monday[weeks])
    last = np.searchsorted(open_days, lives.monday[weeks] + 7)
    day = open_days[first + (chance.random(count) * (last - first)).astype(np.int64)]
    late = chance.random(count) < 0.06  # a school's backlog, sent at the end of the half term
    known = day + chance.integers(0, 4, count) + late * chance.integers(15, 60, count)
    shares = _PERM_SHARES if category == "PERM" else _REASON_SHARES
    reason = choose(chance, _REASONS, shares, count)
    second = choose(chance, ("", "VA", "DB", "PP"), (0.78, 0.09, 0.08, 0.05), count)
    second[second == reason] = ""
    sessions = choose(chance, _LENGTHS, _LENGTH_SHARES, count).astype(np.int64)
    sessions[:] = {"PERM": 10, "LNCH": 1}.get(category, 0) or sessions
    named = np.empty(count, object)
    named[:] = category
    return [child, day, known, sessions, named, reason, second]


def school_year_names(plan: Plan) -> list[int]:
    """Return the school years that the files' span touches."""
    return list(range(school_year_of(plan.first_day), school_year_of(plan.last_day) + 1))
