"""Finds the addresses of a story: ids, days and choices of the reader, never a word about the person."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from kith.chronology.analysis.periods import steps
from kith.chronology.presenters import words
from kith.chronology.vocabulary import Chronology, Period, Reading

PERIODS = {Period.EVERYTHING: "Everything", Period.THREE_YEARS: "Last three years", Period.YEAR: "Last year"}


@lru_cache(maxsize=64)
def person_address(public_id: UUID) -> str:
    """Return the address of a person's page; found once, as a picture leads there hundreds of times."""
    return reverse("chronology:person", args=[public_id])


@lru_cache(maxsize=64)
def entries_address(public_id: UUID) -> str:
    """Return what the addresses of a person's entries begin with; found once, as a story has hundreds."""
    return reverse("chronology:entry", args=[public_id, 0]).removesuffix("0/")


def address_of(reading: Reading, public_id: UUID, **other: int) -> str:
    """Return the address of the same reading with another page or an opened fold."""
    chosen: dict[str, str | int] = {}
    if reading.begins_on:
        chosen["from"] = reading.begins_on.isoformat()
    if reading.ends_on:
        chosen["to"] = reading.ends_on.isoformat()
    if reading.period is not Period.EVERYTHING and not chosen:
        chosen["period"] = reading.period.value
    if reading.agency_id is not None:
        chosen["agency"] = reading.agency_id
    query = urlencode(chosen | other)
    base = person_address(public_id)
    return f"{base}?{query}" if query else base


def pages(chronology: Chronology) -> dict[str, Any]:
    """Return the addresses of the pages before and after this one, of the whole reading, and of an opened fold."""
    reading, public_id = chronology.reading, chronology.header.public_id
    opened = {"opened": reading.opened} if reading.opened is not None else {}
    whole = address_of(reading, public_id)
    page, last = min(reading.page, chronology.page_count), chronology.page_count
    return {
        "number": page,
        "last": last,
        "newer": address_of(reading, public_id, **opened, page=page - 1) if page > 1 else "",
        "older": address_of(reading, public_id, **opened, page=page + 1) if page < last else "",
        "whole": whole,
        "opening": f"{whole}{'&' if '?' in whole else '?'}opened=",
    }


def zooms(chronology: Chronology) -> dict[str, Any]:
    """Return the periods that can be chosen, the chosen days, and the ways to just as many days before and after."""
    reading, public_id = chronology.reading, chronology.header.public_id
    named = bool(reading.begins_on or reading.ends_on)
    first, last = chronology.window
    earlier, later = steps(first, last, timezone.localdate(chronology.told_until))

    def address(period: Period = Period.EVERYTHING, days: tuple[date | None, date | None] = (None, None)) -> str:
        asked = replace(reading, period=period, begins_on=days[0], ends_on=days[1])
        return f"{address_of(asked, public_id)}#story"

    return {
        "periods": [
            (label, address(period), not named and period is reading.period) for period, label in PERIODS.items()
        ],
        "chosen": words.sentence(words.span(reading.begins_on, reading.ends_on)),
        "earlier": (address(days=earlier), words.span(*earlier)) if earlier else None,
        "later": (address(days=later), words.span(*later)) if later else None,
        "first": reading.begins_on.isoformat() if reading.begins_on else "",
        "last": reading.ends_on.isoformat() if reading.ends_on else "",
    }
