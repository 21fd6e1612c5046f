"""Dates of birth as agencies write them, in one form, with the slips that people make in them."""

import re
from functools import lru_cache

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$")
_BRITISH = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: .*)?$")
_WORDS = re.compile(r"^(?:(\d{4})[- ]([a-z]{3})[a-z]*[- ](\d{1,2})|(\d{1,2})[- ]([a-z]{3})[a-z]*[- ](\d{4}))(?: .*)?$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\.0)?$")
_PLACEHOLDERS = {"19000101", "18000101", "99991231", "19010101"}


@lru_cache(maxsize=200_000)
def dob_digits(text: str) -> str:
    """Return a date of birth as eight digits, year first, or an empty string.

    Accepts ISO, British (day first), with the month as a word, and eight digits. A date that does not
    exist (30 February) is kept as digits: a slip of the pen still tells people apart. Placeholders
    such as 1 January 1900 are dropped, for a missing date must never count as agreement.
    """
    plain = text.strip().casefold()
    if match := _ISO.match(plain) or _SOLID.match(plain):
        year, month, day = match[1], match[2], match[3]
    elif match := _BRITISH.match(plain):
        day, month, year = match[1], match[2], match[3]
    elif match := _WORDS.match(plain):
        year, day = match[1] or match[6], match[3] or match[4]
        month = str(_MONTHS.get(match[2] or match[5], 0))
    else:
        return ""
    digits = f"{year}{int(month):02d}{int(day):02d}"
    return "" if digits in _PLACEHOLDERS else digits


def dob_without_order(digits: str) -> str:
    """Return the key that a date shares with itself when day and month change places."""
    return digits[:4] + "".join(sorted((digits[4:6], digits[6:8]))) if digits else ""
