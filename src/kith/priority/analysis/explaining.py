"""The arithmetic of the card: what each row is worth, sums that add up on the page, and what changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kith.priority.analysis.decay import thousandths
from kith.priority.vocabulary import MILLI, Contribution, Indicator, Per, Policy, Theme


class ChangeKind(StrEnum):
    """Why points are not what they were on the last list."""

    NEW = "new"
    FADED = "faded"
    GONE = "gone"
    CORRECTED = "corrected"
    POLICY = "policy"


@dataclass(frozen=True)
class Change:
    """One indicator that gives other points than on the last list, in thousandths, and why."""

    kind: ChangeKind
    indicator: str
    by: int
    entries: tuple[int, ...] = ()


def whole(milli: int) -> int:
    """Return whole points, halves rounded up."""
    return (milli + MILLI // 2) // MILLI


def whole_parts(parts: Sequence[int], total: int) -> list[int]:
    """Return each part in whole points so that together they make the rounded total (largest remainders)."""
    floors = [part // MILLI for part in parts]
    short = whole(total) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda n: (-(parts[n] % MILLI), n))
    for n in by_remainder[:short]:
        floors[n] += 1
    return floors


def row_worth(policy: Policy, indicator: Indicator, occurred_on: date, band: int, as_of: date) -> int:
    """Return what one entry is worth before the cap, in thousandths; entries of a count are worth nothing alone."""
    if indicator.per is Per.COUNT:
        return 0
    low, high = indicator.severity or (1, 1)
    age_weeks = (as_of - occurred_on).days // 7
    left = MILLI if indicator.decay == "none" else thousandths(age_weeks, policy.half_life_weeks[indicator.decay])
    return indicator.points * min(max(band, low), high) * left


def by_theme(policy: Policy, contributions: Iterable[Contribution]) -> dict[Theme, int]:
    """Return the thousandths of each theme, capped, the heaviest first."""
    sums: dict[Theme, int] = defaultdict(int)
    for each in contributions:
        sums[each.theme] += each.milli_points
    capped = {theme: min(worth, policy.theme_cap[theme] * MILLI) for theme, worth in sums.items()}
    return dict(sorted(capped.items(), key=lambda item: (-item[1], item[0])))


def breadth_bonus(policy: Policy, agencies: int) -> int:
    """Return the thousandths for every further agency that saw something."""
    return max(0, min(agencies - 1, policy.max_extra_agencies)) * policy.points_per_extra_agency * MILLI


def changes(
    before: Iterable[Contribution], now: Iterable[Contribution], *, retracted: Collection[int], same_policy: bool
) -> list[Change]:
    """Return what changed since the last list, the largest change first."""
    was, is_now = ({each.indicator: each for each in side} for side in (before, now))
    found = []
    for id in was.keys() | is_now.keys():
        old, new = was.get(id), is_now.get(id)
        by = (new.milli_points if new else 0) - (old.milli_points if old else 0)
        if by:
            old_ids, new_ids = set(old.entry_ids if old else ()), set(new.entry_ids if new else ())
            found.append(_change(id, by, old_ids, new_ids, retracted, same_policy))
    return sorted(found, key=lambda change: (-abs(change.by), change.indicator))


def _change(id: str, by: int, old: set[int], new: set[int], retracted: Collection[int], same_policy: bool) -> Change:
    if new - old:
        return Change(ChangeKind.NEW, id, by, tuple(sorted(new - old)))
    if (old - new) & set(retracted):
        return Change(ChangeKind.CORRECTED, id, by, tuple(sorted((old - new) & set(retracted))))
    if not same_policy:
        return Change(ChangeKind.POLICY, id, by)
    if old - new:
        return Change(ChangeKind.GONE, id, by, tuple(sorted(old - new)))
    if not old:
        return Change(ChangeKind.NEW if by > 0 else ChangeKind.GONE, id, by)
    return Change(ChangeKind.FADED, id, by)
