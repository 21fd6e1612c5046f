"""The school year: which days are school days, which year group a child is in."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.county.analysis.draws import Ints, day_number

_TERMS = (  # month and day between which a half term's school days lie; the year is counted from September
    (0, (9, 3), (10, 23)),
    (0, (11, 2), (12, 18)),
    (1, (1, 5), (2, 13)),
    (1, (2, 23), (3, 27)),
    (1, (4, 13), (5, 22)),
    (1, (6, 1), (7, 21)),
)


def school_year_of(day: date) -> int:
    """Return the calendar year in which the school year of a day began."""
    return day.year if day.month >= 9 else day.year - 1


def school_days(year: int) -> Ints:
    """Return the day numbers on which the schools are open in the school year that begins in a September."""
    days: list[int] = []
    for offset, first, last in _TERMS:
        begin, end = date(year + offset, *first), date(year + offset, *last)
        span = (begin + timedelta(days=count) for count in range((end - begin).days + 1))
        days += [day_number(day) for day in span if day.weekday() < 5 and not _early_may(day)]
    return np.array(days, np.int64)


def _early_may(day: date) -> bool:
    return day.month == 5 and day.day <= 7 and day.weekday() == 0


def census_days(first: date, last: date) -> list[tuple[str, date]]:
    """Return name and day of each census: the third Thursday of January and May, the first of October."""
    found = []
    for year in range(first.year, last.year + 1):
        for term, month, week in (("spring", 1, 3), ("summer", 5, 3), ("autumn", 10, 1)):
            opening = date(year, month, 1)
            day = opening + timedelta(days=(3 - opening.weekday()) % 7 + 7 * (week - 1))
            if first <= day <= last:
                found.append((f"{year}_{term}", day))
    return found


def cohort_of(born: NDArray[Any]) -> Ints:
    """Return the school year in which children start reception: the September after the fourth birthday."""
    months = born.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)  # months since 1970
    return (months + 4) // 12 + 1970 + 4  # born September to August start together


def year_group(cohort: NDArray[Any], school_year: int) -> Ints:
    """Return national curriculum years; 0 is reception, below it too young, above 11 past school."""
    return (school_year - cohort).astype(np.int64)


def september(year: int) -> int:
    """Return the day number of the first of September."""
    return day_number(date(year, 9, 1))
