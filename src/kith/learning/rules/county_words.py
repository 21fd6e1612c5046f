"""Writes what a release of the county's figures hands to the site: a table for each question, and one of the wholes."""

from collections.abc import Sequence
from typing import Any

from kith.learning.rules.county import part_words, period_words
from kith.learning.rules.release_words import number_words
from kith.learning.rules.releasing import Kept
from kith.learning.vocabulary import Telling
from kith.learning.vocabulary.county import HEADINGS, Breakdown, CountyBook, Period


def county_text(kept: Sequence[Kept], *, book: CountyBook, breakdown: Breakdown, period: Period) -> dict[str, Any]:
    """Return the text of the message: shares as figures; tables with None for what is not told exactly."""
    said = [one for one in kept if one.telling is not Telling.UNTOLD]
    wholes = [one for one in said if not one.part]
    units = list(dict.fromkeys(_unit(one, book) for one in wholes))
    tables = [
        {
            "key": f"all {unit}",
            "title": f"The county, {period_words(period)}: {unit}",
            "heading": HEADINGS[Breakdown.WHOLE],
            "unit": unit,
            "of": None,
            "rows": [_row(_says(one, book), one) for one in wholes if _unit(one, book) == unit],
        }
        for unit in units
    ]
    for whole in wholes:
        parts = [one for one in said if one.part and one.question == whole.question]
        if parts:
            tables.append(
                {
                    "key": str(whole.question),
                    "title": whole.says,
                    "heading": HEADINGS[breakdown],
                    "unit": _unit(whole, book),
                    "of": None,
                    "rows": [_row(part_words(one.part), one) for one in parts],
                }
            )
    return {"figures": _shares(wholes), "tables": tables}


def _shares(wholes: Sequence[Kept]) -> list[dict[str, Any]]:
    """Return of how many something is so, where both numbers are told exactly."""
    exact = {one.question: one for one in wholes if one.telling is Telling.EXACT}
    return [
        {"key": one.says, "n": one.lowest, "of": exact[one.family].lowest}
        for key, one in exact.items()
        if key != one.family and one.family in exact and exact[one.family].lowest
    ]


def _row(name: str, one: Kept) -> list[Any]:
    band = f" ({number_words(one)})" if one.telling is Telling.BAND else ""
    return [f"{name}{band}", one.lowest if one.telling is Telling.EXACT else None]


def _says(one: Kept, book: CountyBook) -> str:
    return book.question(one.question or "").says


def _unit(one: Kept, book: CountyBook) -> str:
    return book.question(one.question or "").unit
