"""Reads what a reader of the Open Referral API asks for: the filters of the UK profile, each checked, none guessed."""

import math
import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from kith.partnership.vocabulary import ApiSearch, Misasked, Near

_LONGEST: Final = 200
_FURTHEST_KM: Final = 500.0
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME: Final = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?$")
_EARTH_KM: Final = 6371.0088  # mean radius; a sphere is right to half a per cent


def read_search(asked: Mapping[str, str]) -> ApiSearch:
    """Return what is looked for.

    Raises:
        Misasked: a filter cannot be read; the message says what to write.
    """
    return ApiSearch(
        words=_clean(asked, "search"),
        taxonomy_term_id=_id(asked, "taxonomy_term_id", "/taxonomy_terms"),
        taxonomy_id=_id(asked, "taxonomy_id", "/taxonomies"),
        minimum_age=_age(asked, "minimum_age"),
        maximum_age=_age(asked, "maximum_age"),
        postcode=_clean(asked, "postcode"),
        day=_day(asked),
        start_time=_time(asked, "start_time"),
        end_time=_time(asked, "end_time"),
        near=_near(asked),
    )


def read_whole(asked: Mapping[str, str], name: str, otherwise: int) -> int:
    """Return a whole number from 1 up, such as the number of a page.

    Raises:
        Misasked: it is none.
    """
    text = asked.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:10]) <= 1_000_000_000:
        raise Misasked(f"{name} is a whole number from 1 up.")
    return int(text[:10])


def km_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the kilometres between two points of latitude and longitude, along a sphere."""
    north, south = math.radians(here[0]), math.radians(there[0])
    across, along = south - north, math.radians(there[1] - here[1])
    half = math.sin(across / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(along / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def point_of(latitude: object, longitude: object) -> tuple[float, float] | None:
    """Return a published place as a point, or None where it is no place on earth."""
    numbers = []
    for value, most in ((latitude, 90), (longitude, 180)):
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            number = float(value)
        except ValueError:
            return None
        if not -most <= number <= most:  # not for NaN either
            return None
        numbers.append(number)
    return numbers[0], numbers[1]


def _clean(asked: Mapping[str, str], name: str) -> str:
    text = asked.get(name, "")
    if "\x00" in text:
        raise Misasked("A search holds letters and numbers.")
    return text[:_LONGEST]


def _id(asked: Mapping[str, str], name: str, where: str) -> str:
    text = asked.get(name, "").strip()
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        raise Misasked(f"{name} is an id in the form of a UUID: {where} lists them.") from None


def _age(asked: Mapping[str, str], name: str) -> float | None:
    return _number(asked, name, 0, 150, f"{name} is a number of years between 0 and 150.")


def _number(asked: Mapping[str, str], name: str, least: float, most: float, says: str) -> float | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        raise Misasked(says)
    return number


def _day(asked: Mapping[str, str]) -> str:
    text = asked.get("day", "").strip().lower()
    if not text:
        return ""
    if text in _NAMES:
        return _DAYS[_NAMES.index(text)]
    if text.upper() not in _DAYS:
        raise Misasked(f"day is a day of the week: {', '.join(_DAYS)}, or its English name.")
    return text.upper()


def _time(asked: Mapping[str, str], name: str) -> str:
    text = asked.get(name, "").strip()
    if text and not _TIME.match(text):
        raise Misasked(f"{name} is a time of day, written as 09:30.")
    return text[:5]


def _near(asked: Mapping[str, str]) -> Near | None:
    latitude = _number(asked, "latitude", -90, 90, "latitude is a number of degrees between -90 and 90.")
    longitude = _number(asked, "longitude", -180, 180, "longitude is a number of degrees between -180 and 180.")
    metres = _number(
        asked, "proximity", 0, _FURTHEST_KM * 1000, f"proximity is a number of metres up to {_FURTHEST_KM * 1000:.0f}."
    )
    km = _number(asked, "km", 0, _FURTHEST_KM, f"km is a number of kilometres up to {_FURTHEST_KM:.0f}.")
    within = km if metres is None else metres / 1000
    if latitude is None and longitude is None and within is None:
        return None
    if latitude is None or longitude is None or within is None:
        raise Misasked(
            "Nearness needs three things: latitude, longitude, and proximity in metres or km in kilometres. "
            "A postcode is no point here: this directory knows no map of postcodes."
        )
    return Near(latitude=latitude, longitude=longitude, km=within)
