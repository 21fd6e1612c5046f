"""Says a date, an age, an address or a number so that it fits many: season and year, a band of ages, "an address"."""

import re
from datetime import date

from kith.common.disclosure import SuspectKind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH = re.compile(
    r"(\d{1,2})\s*(?:st|nd|rd|th)?[\s-]*(?:of\s)?([a-z]{3,9})\.?[\s,-]*'?(\d{4}|\d{2})?\b", re.IGNORECASE
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,9})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s*'?(\d{4}))?", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"\b([a-z]{3,9})\.?[\s-]*(?:of\s)?'?((?:19|20)\d\d|\d\d)\b", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)")
_COARSE_ALREADY = re.compile(r"spring|summer|autumn|winter|early|mid|late|term", re.IGNORECASE)
_NUMBERS = {
    word: place
    for place, word in enumerate(
        "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_BANDS = (
    (5, "under five"), (10, "five to nine"), (13, "ten to twelve"), (16, "thirteen to fifteen"),
    (18, "sixteen or seventeen"), (150, "eighteen or over"),
)  # fmt: skip
_BAND_FOLLOWS = re.compile(r"\s(?:to|or)\b|-(?:to|or)-")
_BAND_BEFORE = re.compile(r"(?:\b(?:to|or|under)[ -])$")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)
_STREET = re.compile(
    r"(?:flat\s\w+,?\s)?\d+\w?.*\b(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|crescent|cres|terrace|court|ct"
    r"|place|pl|square|sq|gardens|gdns|grove|hill|row|walk|rise|mews|parade|green|park|view|house|flats|estate|cottages?"
    r"|lodge|heights)\b",
    re.IGNORECASE | re.DOTALL,
)
_PLATE = re.compile(r"[A-Z]{2}\d{2}\s?[A-Z]{3}", re.IGNORECASE)


def coarse(kind: SuspectKind, text: str, *, before: str = "", after: str = "") -> str | None:
    """Return the words that stand for a piece of plain text, or None when a person must decide.

    `before` and `after` are what stands around it: a band or a season that is coarse already stays as it is.
    """
    match kind:
        case SuspectKind.DATE:
            return coarse_date(text)
        case SuspectKind.AGE:
            return coarse_age(text) if not (_BAND_FOLLOWS.match(after) or _BAND_BEFORE.search(before)) else None
        case SuspectKind.PLACE:
            if _POSTCODE.fullmatch(text.strip()):
                return "a postcode"
            return "an address" if _STREET.match(text) else None
        case SuspectKind.CONTACT:
            return _contact(text)
        case SuspectKind.IDENTIFIER:
            return _identifier(text)
    return None


def season_of(day: date) -> str:
    """Return the season and year of a day; a winter is named by both its years, so that no winter has two names."""
    if day.month in {12, 1, 2}:
        first = day.year if day.month == 12 else day.year - 1
        return f"winter {first} to {first + 1}"
    return f"{_season(day.month)} {day.year}"


def age_band(years: int) -> str:
    """Return the band of ages that an age in whole years is in; bands keep the order of ages."""
    return next(says for below, says in _BANDS if years < below)


def band_ages(years: int) -> tuple[int, int]:
    """Return the first and the last age, in whole years, of the band that an age is in."""
    ends = [below for below, _ in _BANDS]
    place = next(place for place, below in enumerate(ends) if years < below)
    return (ends[place - 1] if place else 0), ends[place] - 1


def date_in(text: str) -> date | None:
    """Return the day that a text names in full, day first as Britain writes, or None."""
    found = _ISO.search(text)
    if found:
        return _day(found[1], int(found[2]), found[3])
    found = _NUMERIC.search(text)
    if found:
        return _day(found[3], int(found[2]), found[1])
    found = _DAY_MONTH.search(text)
    if found and found[3] and _month(found[2]):
        return _day(found[3], _month(found[2]), found[1])
    found = _MONTH_DAY.search(text)
    if found and found[3] and _month(found[1]):
        return _day(found[3], _month(found[1]), found[2])
    return None


def coarse_date(text: str) -> str | None:
    """Return the season and year of a date, the season of a day without a year, or None when neither can be read."""
    if _COARSE_ALREADY.search(text):
        return None
    day = date_in(text)
    if day is not None:
        return season_of(day)
    found = _MONTH_YEAR.search(text)
    if found and _month(found[1]) and (len(found[2]) == 4 or "'" in text):
        return season_of(date(_year(found[2]), _month(found[1]), 1))
    found = _DAY_MONTH.search(text)
    month = _month(found[2]) if found else 0
    found = None if month else _MONTH_DAY.search(text)
    month = month or (_month(found[1]) if found else 0)
    return f"the {_season(month)}" if month else None


def coarse_age(text: str) -> str | None:
    """Return an age as its band, in the form in which it was written."""
    low = text.lower()
    if "birthday" in low:
        return "birthday"
    years = _years(low)
    if years is None:
        return None
    band = age_band(years)
    if low.startswith("("):
        return f"(aged {band})"
    if "year-old" in low or "yr-old" in low:
        return f"{band.replace(' ', '-')}-year-old"
    lead = re.match(r"(age of|turn(?:s|ed|ing)|just|nearly|almost)\s", low)
    return f"{lead[1]} {band}" if lead else f"aged {band}"


def _years(low: str) -> int | None:
    digits = re.search(r"\d{1,3}", low)
    words = [_NUMBERS[word] for word in re.findall(r"[a-z]+", low) if word in _NUMBERS]
    count = int(digits[0]) if digits else words[0] if words else None
    if count is None or count >= 150:
        return None
    if re.search(r"month|week|day", low):
        return count // 12 if "month" in low else 0
    return count


def _contact(text: str) -> str | None:
    if "@" in text:
        return "an account name" if text.startswith("@") else "an e-mail address"
    if any(mark.isdigit() for mark in text) and not re.search(r"[a-z]{3}", text, re.IGNORECASE):
        return "a phone number"
    return "a phone number" if " " in text or ("-" in text and "." not in text) else "a web address"


def _identifier(text: str) -> str | None:
    if _PLATE.fullmatch(text.strip()):
        return "a number plate"
    return "an identifier" if sum(mark.isdigit() for mark in text) >= 5 else None


def _season(month: int) -> str:
    return ("winter", "spring", "summer", "autumn")[month % 12 // 3]


def _month(word: str) -> int:
    low = word.lower()[:3]
    return _MONTHS.index(low) + 1 if low in _MONTHS else 0


def _year(text: str) -> int:
    """Return a year of four digits; of two, those up to 49 are of this century."""
    year = int(text)
    return year if year > 99 else year + (2000 if year < 50 else 1900)


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(_year(year), month, int(day))
    except ValueError:
        return None
