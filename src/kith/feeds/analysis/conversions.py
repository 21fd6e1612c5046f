"""Turns agencies' text into canonical values: dates, moments, identifiers, sexes, ethnic groups."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from kith.common.identifiers import normalised_nhs_number, normalised_postcode, normalised_upn
from kith.common.standards.code_sets import code_set
from kith.feeds.analysis.declarations import NotKept, Row

_MONTHS = {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$", re.A)
_BRITISH = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?: 00:00(?::00)?)?$", re.A)
_CENSUS = re.compile(r"^(\d{4})-([A-Za-z]{3})-(\d{2})(?: \d{2}:\d{2}:\d{2})?$", re.A)
_postcode = lru_cache(maxsize=1 << 16)(normalised_postcode)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def iso_day(text: str) -> date | None:
    """Return the day of an ISO date or date-time, or None when there is no such day."""
    match = _ISO.match(text)
    return _day(match[1], match[2], match[3]) if match else None


def british_day(text: str) -> date | None:
    """Return the day of dd/mm/yyyy, or None when there is no such day."""
    match = _BRITISH.match(text)
    return _day(match[3], match[2], match[1]) if match else None


def census_day(text: str) -> date | None:
    """Return the day of `2026-Jan-19 00:00:00` or of an ISO date, or None when there is no such day."""
    match = _CENSUS.match(text)
    if not match:
        return iso_day(text)
    month = _MONTHS.get(match[2].lower())
    return _day(match[1], str(month), match[3]) if month else None


DAYS: dict[str, Callable[[str], date | None]] = {"iso": iso_day, "british": british_day, "census": census_day}


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def moment(text: str) -> datetime | None:
    """Return an ISO date-time without its zone, as the agency's own clock showed it, or None."""
    if not _ISO.match(text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def cleaned(text: str) -> str:
    """Return a text trimmed, with every run of white space (no-break spaces too) as one space."""
    return " ".join(text.split())


def upn_of(row: Row, column: str) -> str:
    """Return a pupil number of the right shape; another one is left out with a warning."""
    return _identifier(row, column, normalised_upn)


def nhs_number_of(row: Row, column: str) -> str:
    """Return an NHS number whose check digit is right; another one is left out with a warning."""
    return _identifier(row, column, normalised_nhs_number)


def postcode_of(row: Row, column: str) -> str:
    """Return a postcode in its usual form; what has not a postcode's shape is kept as written, with a warning."""
    text = row[column]
    found = _postcode(text) if text else ""
    if found is None:
        row.warn(column, "not the shape of a postcode")
        return text.upper()[:10]
    return found


def sex_of(row: Row, column: str) -> str:
    """Return M, F or U; every coding of the last ten years is understood."""
    text = row[column].upper()
    entry = code_set("sexes").get(text)
    if entry is None:
        if text:
            row.warn(column, f"code {text[:12]} unknown")
        return "U"
    if text in ("0", "1", "2", "9"):
        row.warn(column, "code of before 2025 (1, 2, 0, 9)")
    return entry["sex"]


def whole_of(row: Row, column: str, *, least: int, most: int) -> int | None:
    """Return a whole number (`7` or `7.0`), None where empty; raise NotKept outside its range."""
    text = row[column]
    if not text:
        return None
    found = re.fullmatch(r"(-?\d{1,9})(?:\.0*)?", text, re.A)
    if not found or not least <= int(found[1]) <= most:
        raise NotKept(column, text, f"not a whole number from {least} to {most}", f"Correct {column} and send again.")
    return int(found[1])


def flag_of(row: Row, column: str) -> bool | None:
    """Return a yes or no however the agency writes it; None where it does not say."""
    text = row[column].strip().lower()
    if text in ("1", "1.0", "y", "yes", "true", "t"):
        return True
    if text in ("0", "0.0", "n", "no", "false", "f"):
        return False
    if text:
        row.warn(column, "neither yes nor no")
    return None


def code_of(row: Row, column: str, name: str) -> str:
    """Return a code as written, in capitals; a code outside its set is kept, with a warning."""
    text = row[column].strip().upper()
    entry = code_set(name).get(text)
    if text and entry is None:
        row.warn(column, f"code {text[:12]} is not in {name}")
    elif entry is not None and entry.get("current", "1") == "0":
        row.warn(column, f"code {text[:12]} is superseded")
    return text


def _identifier(row: Row, column: str, normalise: Callable[[str], str | None]) -> str:
    text = row[column]
    if not text:
        return ""
    found = normalise(text)
    if found is None:
        row.warn(column, "not a valid number; left out")
        return ""
    return found
