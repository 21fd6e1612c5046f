"""The shape of a policy file: which words each section takes, and of what kind they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of value: how to say it, and how to know it."""

    says: str
    test: Callable[[Any], bool]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) and each for each in value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_whole, value)) and value[0] <= value[1]


def _is_steps(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_pair_of_any_order, value))


def _is_pair_of_any_order(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_whole, value))


def _is_whole_table(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(_is_whole(each) and each > 0 for each in value.values())


def _is_table_of(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(map(test, value.values()))


TEXT = Kind("a sentence in quotation marks", lambda value: isinstance(value, str) and bool(value.strip()))
WHOLE = Kind("a whole number of 0 or more", lambda value: _is_whole(value) and value >= 0)
POSITIVE = Kind("a whole number of 1 or more", lambda value: _is_whole(value) and value >= 1)
DAY = Kind("a date such as 2027-06-01, without quotation marks", lambda value: type(value) is date)
WORDS = Kind('a list such as ["one", "two"], not empty', _is_words)
PAIR = Kind("two whole numbers, the smaller first, such as [3, 8]", _is_pair)
STEPS = Kind("a list of pairs such as [[8, 4], [15, 8]]", _is_steps)
WHOLES = Kind("a table of whole numbers of 1 or more", _is_whole_table)
SENTENCES = Kind("a table of sentences in quotation marks", _is_table_of(TEXT.test))
ROLES = Kind('a table of lists such as "police.weapon" = ["suspect"]', _is_table_of(_is_words))


@dataclass(frozen=True)
class Section:
    """The words that one section must have, and those it may have."""

    required: Mapping[str, Kind]
    optional: Mapping[str, Kind]


SECTIONS: Mapping[str, Section] = {
    "policy": Section({"version": TEXT, "effective": DAY, "approved_by": WORDS, "ages": PAIR}, {}),
    "seats": Section(
        dict.fromkeys(("panel", "random_from", "random_to", "floor"), POSITIVE)
        | dict.fromkeys(("quiet", "blind", "random"), WHOLE)
        | {"draw_key": TEXT},
        {},
    ),
    "breadth": Section({"points_per_extra_agency": WHOLE, "max_extra": WHOLE}, {}),
    "feeds": Section({"expected_of_every_child": WORDS}, {}),
    "attendance": Section(
        dict.fromkeys(
            ("recent_weeks", "earlier_weeks", "recent_sessions", "earlier_sessions", "calendar_weeks"), POSITIVE
        ),
        {},
    ),
    "critical": Section({"known_within_days": POSITIVE, "occurred_within_days": POSITIVE, "events": ROLES}, {}),
    "grip": Section(
        {"plans": WORDS, "contacts": WORDS, "reviews": WORDS, "contact_days": POSITIVE, "review_days": POSITIVE}, {}
    ),
}
INDICATOR = Section(
    {
        "says": TEXT,
        "theme": TEXT,
        "sector": TEXT,
        "per": TEXT,
        "points": POSITIVE,
        "cap": POSITIVE,
        "gateway": WORDS,
        "on_missing_feed": TEXT,
        "why": TEXT,
        "owner": TEXT,
        "review_by": DAY,
    },
    {
        "events": WORDS,
        "roles": WORDS,
        "lookback_weeks": POSITIVE,
        "decay": TEXT,
        "severity": PAIR,
        "at_least": POSITIVE,
        "before_age": POSITIVE,
        "from_age": POSITIVE,
        "steps": STEPS,
        "zero_because": TEXT,
    },
)
TRIGGER = Section(
    {"says": TEXT, "sector": TEXT},
    {"events": WORDS, "roles": WORDS, "at_least": POSITIVE, "within_weeks": POSITIVE, "absent_percent": POSITIVE},
)


def shape_faults(place: str, found: Any, section: Section) -> list[str]:
    """Return what is missing, unknown or of the wrong kind in one section, in words."""
    if not isinstance(found, dict):
        return [f"{place} is missing. Add a section [{place}]."]
    faults = [
        f"{place}: `{word}` is missing. Write {kind.says}."
        for word, kind in section.required.items()
        if word not in found
    ]
    known = {**section.required, **section.optional}
    for word, value in found.items():
        if word not in known:
            faults.append(f"{place}: `{word}` is not known here. Known are {', '.join(sorted(known))}.")
        elif not known[word].test(value):
            faults.append(f"{place}: `{word}` is {value!r}. Write {known[word].says}.")
    return faults
