"""Finds the quiet times of a story: nothing recorded is worth seeing, and is not the same as nothing happened."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from kith.chronology.vocabulary import Entry, Gap, Line

FEWEST_MONTHS = 6
_SHORTEST = timedelta(days=180)  # six calendar months have at least 181 days


def gaps(entries: Sequence[Entry], today: date) -> list[Gap]:
    """Return the gaps of at least six months between entries and up to today, newest first.

    A retracted entry fills no gap; a state fills one on the day it begins and on the day it ends only, because a
    running state is not something that anybody wrote down.
    """
    days = {entry.occurred_on for entry in entries if not entry.retracted}
    days |= {entry.ended_on for entry in entries if not entry.retracted and entry.ended_on}
    ordered = sorted(day for day in days if day <= today)
    if not ordered:
        return []
    found = [_gap(left, right) for left, right in pairwise(ordered) if right - left >= _SHORTEST]
    if today - ordered[-1] >= _SHORTEST:
        found.append(_gap(ordered[-1], today, is_open=True))
    return [gap for gap in reversed(found) if gap.months >= FEWEST_MONTHS]


def _gap(begins_on: date, ends_on: date, *, is_open: bool = False) -> Gap:
    return Gap(begins_on=begins_on, ends_on=ends_on, months=whole_months(begins_on, ends_on), is_open=is_open)


def whole_months(begins_on: date, ends_on: date) -> int:
    """Return the whole calendar months between two days."""
    months = (ends_on.year - begins_on.year) * 12 + ends_on.month - begins_on.month
    return months - (ends_on.day < begins_on.day)


def with_gaps(lines: Sequence[Line], found: Sequence[Gap]) -> list[Line | Gap]:
    """Return lines and gaps in one order, newest first; a gap stands above the line it follows in time."""
    merged: list[Line | Gap] = []
    waiting = list(found)
    for line in lines:
        while waiting and waiting[0].begins_on >= line.latest.occurred_on:
            merged.append(waiting.pop(0))
        merged.append(line)
    return merged + waiting
