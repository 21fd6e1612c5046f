"""Working days of England: Monday to Friday without the bank holidays."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent.parent / "clocks" / "bank_holidays.toml"
_MONDAY = 0


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in one year."""
    easter = _easter_sunday(year)
    days = {
        _moved_off_weekend(date(year, 1, 1), frozenset()),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    christmas = _moved_off_weekend(date(year, 12, 25), frozenset({date(year, 12, 26)}))
    boxing = _moved_off_weekend(date(year, 12, 26), frozenset({christmas}))
    proclaimed = _proclaimed()
    days |= {christmas, boxing, *(day for day in proclaimed["added"] if day.year == year)}
    for change in proclaimed["moved"]:
        if change["year"] == year:
            days = (days - {change["from"]}) | {change["to"]}
    return frozenset(days)


def is_working_day(day: date) -> bool:
    """Test whether people are at work on a day."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the day so many working days later, or earlier when the count is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def _monday_from(day: date) -> date:
    return day + timedelta(days=(_MONDAY - day.weekday()) % 7)


def _moved_off_weekend(day: date, taken: frozenset[date]) -> date:
    """Return the day itself, or the next weekday that is no other holiday when it falls on a weekend."""
    if day.weekday() < 5 and day not in taken:
        return day
    while day.weekday() >= 5 or day in taken:
        day += timedelta(days=1)
    return day


@cache
def _proclaimed() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _easter_sunday(year: int) -> date:
    """Return Easter Sunday by the Gregorian reckoning (golden number, epact, Sunday letter)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, _ = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
