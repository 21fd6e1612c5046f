"""Writes what a release says: each number in words, and the figures and the table that the site shows."""

from collections.abc import Sequence
from typing import Any

from kith.common.suppression import SMALLEST_SHOWN
from kith.learning.rules.releasing import Kept
from kith.learning.vocabulary import SILENT, TELLING_WORDS, Telling, Told


def number_words(one: Kept, whole: int | None = None) -> str:
    """Return a number as it is told: "4 of 8", "5 to 9", "fewer than 5", "held back"."""
    if one.telling in SILENT:
        return TELLING_WORDS[one.telling].lower()
    if one.telling is Telling.BAND:
        return f"fewer than {SMALLEST_SHOWN}" if one.lowest == 0 else f"{one.lowest} to {one.highest}"
    return f"{one.lowest} of {whole}" if whole is not None else f"{one.lowest}"


def wholes(kept: Sequence[Kept]) -> dict[str | None, int | None]:
    """Return by question of how many it is told, None where that is not told exactly; under None, the cohort's."""
    exact = {(one.told, one.question): one.lowest for one in kept if one.telling is Telling.EXACT}
    apart = {one.question for one in kept if one.told is Told.KNOWN}
    cohort = exact.get((Told.COHORT, None))
    asked = [one.question for one in kept if one.told is Told.FINDING]
    return {None: cohort} | {
        question: exact.get((Told.KNOWN, question)) if question in apart else cohort for question in asked
    }


def sentence(one: Kept, whole: int | None) -> str:
    """Return a statement as a sentence about young people; a number held back says so."""
    number = number_words(one, whole)
    if one.told is Told.COUNTY:
        return f"{_label(one)}: {number}."
    if one.told is Told.COHORT:
        return f"Young people in the cohort: {number}."
    if one.told is Told.PARENT:
        return f"Found by the rule in the period: {number}."
    if one.told is Told.KNOWN:
        return f"Known of: {number}."
    if one.telling in SILENT:
        return f"{_label(one)}: {number}."
    return f"{number[0].upper()}{number[1:]} {one.says}."


def message_text(title: str, kept: Sequence[Kept]) -> dict[str, Any]:
    """Return what the site is handed: exact shares as figures, and a table with None for what is not told exactly."""
    of = wholes(kept)
    findings = [one for one in kept if one.told is Told.FINDING]
    figures = [
        {"key": _label(one), "n": one.lowest, "of": whole}
        for one in findings
        if one.telling is Telling.EXACT and (whole := of[one.question])
    ]
    shown = [*findings, *(one for one in kept if one.told in (Told.COHORT, Told.PARENT))]
    rows = [
        [_row(one), one.lowest if one.telling is Telling.EXACT else None]
        for one in shown
        if one.telling is not Telling.UNTOLD
    ]
    table = {"key": "findings", "title": title, "heading": "Of how many", "unit": "young people", "of": None}
    return {"figures": figures, "tables": [table | {"rows": rows}]}


def _row(one: Kept) -> str:
    band = f" ({number_words(one)})" if one.telling is Telling.BAND else ""
    return f"{_label(one)}{band}"


def _label(one: Kept) -> str:
    if one.told is Told.COHORT:
        return "Young people in the cohort"
    if one.told is Told.PARENT:
        return "Found by the rule in the period"
    return one.says[:1].upper() + one.says[1:]
