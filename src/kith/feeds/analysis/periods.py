"""Finds out which period a whole return is about: from what a person declares, from the file, or from its days."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_YEARS: Final = re.compile(r"(?<!\d)(20\d\d)[-_/](?:20)?(\d\d)(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_TERM: Final = re.compile(
    r"(?<!\d)(20\d\d)[-_ ]?(autumn|spring|summer)|(autumn|spring|summer)[-_ ]?(20\d\d)(?!\d)", re.I
)
_APRIL: Final = 4


@dataclass(frozen=True, kw_only=True)
class Period:
    """One period of a return: its name, how it was found, and its first day where only the file's days tell it."""

    name: str = ""
    found: str = ""
    since: date | None = None


UNKNOWN: Final = Period()


def period_in(text: str, counts: str) -> str:
    """Return the period that a text names (`2025-26`, `2024 autumn`), empty where it names none.

    `counts` is `collection` or `term`. A collection named by one year is that which ends on 31 March of it.
    """
    if counts == "term":
        term = _TERM.search(text)
        return f"{term[1] or term[4]} {(term[2] or term[3]).lower()}" if term else ""
    years = _YEARS.search(text)
    if years and (int(years[1]) + 1) % 100 == int(years[2]):
        return f"{years[1]}-{years[2]}"
    year = _YEAR.search(text)
    return _collection(int(year[1]) - 1) if year else ""


def period_on(day: date) -> Period:
    """Return the collection year that a day lies in, as found from the newest day of a file."""
    first = day.year - (day.month < _APRIL)
    return Period(name=_collection(first), found="the newest day in the file", since=date(first, _APRIL, 1))


def _collection(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02d}"
