"""Reads the thresholds of findings from reviewed files, and says the built-in questions with their numbers."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from kith.audit.vocabulary import HANGS_ON, QUESTION_WORDS, THRESHOLD_WORDS, Question, QuestionWords, Thresholds
from kith.common.versions import in_force, read_versions, told_apart, version_called

FOLDER = Path(__file__).resolve().parent.parent / "thresholds"
# The least and the most that each number can sensibly be: a slip of the hand is refused, a review is not.
_BETWEEN: Final[Mapping[str, tuple[int, int]]] = {
    "attendance_weeks": (4, 39),
    "attendance_least_half_days": (1, 390),
    "attendance_fell_points": (1, 100),
    "attendance_out_percent": (1, 100),
    "exclusions_often": (1, 50),
    "police_much": (1, 500),
    "police_early_age": (5, 17),
    "police_early_over": (1, 1000),
    "agencies_many": (2, 20),
}
_WORDS: Final = "none one two three four five six seven eight nine ten eleven twelve".split()


class ThresholdsError(ValueError):
    """Thresholds that cannot be used as they are; the message names the file and what is wrong."""


def thresholds_on(day: date) -> Thresholds:
    """Return the thresholds in force on a day; before the first ones, the first.

    Raises:
        ThresholdsError: a file cannot be used, or there is none.
    """
    return in_force(_load(FOLDER), day)


def thresholds_called(version: str) -> Thresholds:
    """Return one version of the thresholds, also when another is in force by now.

    Raises:
        ThresholdsError: there is no such version: a file that audits were counted with has been taken away.
    """
    return version_called(
        _load(FOLDER),
        version,
        refused=ThresholdsError,
        says=f"The thresholds {version} are not among the files of audit/thresholds, and audits were counted with "
        "them. Put the file back; a change is a new file.",
    )


@cache
def _load(folder: Path) -> tuple[Thresholds, ...]:
    found = read_versions(folder, _read, refused=ThresholdsError, called="Thresholds")
    return told_apart(
        found,
        refused=ThresholdsError,
        says="There must be a file of thresholds, and no two may have one version's name.",
    )


def _read(path: Path) -> Thresholds:
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    values = {f"{table}_{name}": value for table in found for name, value in _table(found[table]).items()}
    if wrong := sorted(set(values) ^ set(_BETWEEN)):
        raise ThresholdsError(f"{path.name} lacks or misspells {', '.join(wrong)}.")
    for name, (least, most) in _BETWEEN.items():
        if type(values[name]) is not int or not least <= values[name] <= most:
            raise ThresholdsError(f"{path.name}: {name} must be a whole number from {least} to {most}.")
    version, source, valid_from = (found.get(name) for name in ("version", "source", "valid_from"))
    if not (isinstance(version, str) and version and isinstance(source, str) and source and type(valid_from) is date):
        raise ThresholdsError(f"{path.name} must say its version, its source, and from when it holds (valid_from).")
    return Thresholds(version=version, source=source, valid_from=valid_from, valid_to=found.get("valid_to"), **values)


def _table(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}


def question_words(question: Question, thresholds: Thresholds) -> QuestionWords:
    """Return how a question is asked and answered, with the numbers of these thresholds in it."""
    numbers = {
        "fell": number_words(thresholds.attendance_fell_points),
        "excluded": _times(thresholds.exclusions_often),
        "police": number_words(thresholds.police_much),
        "early_over": str(thresholds.police_early_over),
        "early_age": str(thresholds.police_early_age),
        "agencies": number_words(thresholds.agencies_many),
    }
    words = QUESTION_WORDS[question]
    return QuestionWords(asks=words.asks.format_map(numbers), says=words.says.format_map(numbers), of=words.of)


def thresholds_differ(question: Question, before: Thresholds, after: Thresholds) -> str:
    """Return what two audits counted a question with, where that is not the same; nothing where it is."""
    moved = [name for name in HANGS_ON.get(question, ()) if getattr(before, name) != getattr(after, name)]
    return "; ".join(
        f"{THRESHOLD_WORDS[name]}: {getattr(before, name)} then, {getattr(after, name)} now" for name in moved
    )


def number_words(number: int) -> str:
    """Return a number as it stands in a sentence: in letters up to twelve."""
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number_words(number)} times")
