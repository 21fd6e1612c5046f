"""Reads a referral that another system wrote: every field by its name, nothing guessed and nothing passed over."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from kith.referrals.vocabulary import (
    LONGEST_REFERENCE,
    NEEDS,
    Content,
    Imminence,
    Included,
    NotComplete,
    ReferralConsent,
    ReferralUrgency,
    ReferralVoice,
    RiskBasis,
    RiskGrade,
    RiskLine,
    RiskOf,
    RiskSaid,
    RiskTo,
    WeaponPart,
    Written,
    WrittenTo,
)

LONGEST_TEXT: Final = 8000
MOST_LINES: Final = {"risks": 20, "events": 200}
_NAME = 200
Reader = Callable[[Any], Any]


class _Wrong(ValueError):
    """A value that cannot be what its field asks for; the message says what it should be."""


def _text(longest: int) -> Reader:
    def read(value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise _Wrong("is text")
        if len(value) > longest:
            raise _Wrong(f"is text of at most {longest:,} characters")
        if "\x00" in value or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise _Wrong("holds something that is no letter")
        return value.strip()

    return read


def _yes_no(value: Any) -> bool:
    known = {"true": True, "yes": True, "false": False, "no": False, "": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in known:
        return known[value.strip().lower()]
    if value is None:
        return False
    raise _Wrong("is true or false")


def _yes_no_or_open(value: Any) -> bool | None:
    return None if value in (None, "") else _yes_no(value)


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        if not isinstance(value, str):
            raise ValueError
        return date.fromisoformat(value.strip())
    except ValueError:
        raise _Wrong("is a day, written as 2026-11-24") from None


def _need(value: Any) -> int | None:
    if value in (None, ""):
        return None
    known = {str(number): number for number in NEEDS}
    if isinstance(value, bool) or str(value).strip() not in known:
        raise _Wrong("is a whole number from 1 to 4")
    return known[str(value).strip()]


def _one_of(words: type[StrEnum], otherwise: Any = None) -> Reader:
    def read(value: Any) -> Any:
        if value in (None, "") and otherwise is not None:
            return otherwise
        if not isinstance(value, str) or value.strip() not in set(words):
            raise _Wrong(f"is one of: {', '.join(words)}")
        return words(value.strip())

    return read


def _some_of(words: type[StrEnum]) -> Reader:
    one = _one_of(words)

    def read(value: Any) -> tuple[Any, ...]:
        given = value.split(";") if isinstance(value, str) else value
        if not isinstance(given, list | tuple):
            raise _Wrong(f"is a list of: {', '.join(words)}")
        return tuple(one(each) for each in given)

    return read


def _id(value: Any) -> UUID | None:
    if value in (None, ""):
        return None
    try:
        if not isinstance(value, str):
            raise ValueError
        return UUID(value.strip())
    except ValueError:
        raise _Wrong("is the id that the address of its page holds") from None


_CONTENT: Final[dict[str, Reader]] = {field.name: _text(LONGEST_TEXT) for field in fields(Content)} | {
    "manager_told": _yes_no,
    "level_of_need": _need,
    "urgency": _one_of(ReferralUrgency, ""),
    "voice": _one_of(ReferralVoice, ""),
    "consent": _one_of(ReferralConsent, ""),
    "consented_on": _day,
    "parents_told": _yes_no_or_open,
}
_TO: Final[dict[str, Reader]] = {
    "to_agency": _text(_NAME),
    "outside_email": _text(_NAME),
    "service_id": _id,
    "service_name": _text(_NAME),
}
_STATEMENT: Final[dict[str, Reader]] = {
    "is_none_known": _yes_no,
    "checked_in": _text(LONGEST_TEXT),
    "checked_on": _day,
    "visit_safety": _text(LONGEST_TEXT),
}
_RISK: Final[dict[str, Reader]] = {field.name: _text(LONGEST_TEXT) for field in fields(RiskLine)} | {
    "of": _one_of(RiskOf),
    "to": _some_of(RiskTo),
    "grade": _one_of(RiskGrade),
    "imminence": _one_of(Imminence),
    "basis": _one_of(RiskBasis),
    "weapon": _one_of(WeaponPart, WeaponPart.NOT_KNOWN),
    "checked_on": _day,
    "incident_on": _day,
}
_EVENT: Final[dict[str, Reader]] = {
    "entry_ref": _text(_NAME),
    "is_included": _yes_no,
    "reason": _text(LONGEST_TEXT),
}
_ASKED: Final = ("of", "to", "grade", "imminence", "basis")
_WHOLE: Final[dict[str, Reader]] = {"reference": _text(LONGEST_REFERENCE), "person": _id} | _TO | _CONTENT | _STATEMENT


def read_written(given: Any) -> Written:
    """Return a written referral; what it leaves open is left to the rules of sending.

    Raises:
        NotComplete: a field is unknown or cannot be what it should be; each is named.
    """
    if not isinstance(given, Mapping):
        raise NotComplete({"referral": "A referral is an object with the fields of the description."})
    wrong: dict[str, str] = {}
    said = _read(_WHOLE, {name: value for name, value in given.items() if name not in MOST_LINES}, "", wrong)
    risks = [_read(_RISK, each, place, wrong, _ASKED) for place, each in _lines(given, "risks", wrong)]
    events = [_read(_EVENT, each, place, wrong, ("entry_ref",)) for place, each in _lines(given, "events", wrong)]
    refs = [each.get("entry_ref") for each in events]
    if len(set(refs)) < len(refs):
        wrong["events"] = "Name each known event once."
    if not said.get("reference"):
        wrong.setdefault("reference", "Give your system's own reference, so that no referral is sent twice.")
    if said.get("person") is None:
        wrong.setdefault("person", "Give the child's id: the one in the address of the child's page.")
    if wrong:
        raise NotComplete(wrong)
    return Written(
        reference=said["reference"],
        person=said["person"],
        to=WrittenTo(
            agency=said.get("to_agency", ""),
            email=said.get("outside_email", ""),
            service_id=said.get("service_id"),
            service_name=said.get("service_name", ""),
        ),
        content=Content(**{name: value for name, value in said.items() if name in _CONTENT}),
        risk=RiskSaid(
            **{name: value for name, value in said.items() if name in _STATEMENT},
            risks=tuple(RiskLine(**each) for each in risks),
            events=tuple(Included(**({"is_included": False} | each)) for each in events),
        ),
    )


def unfold(row: Mapping[str, str]) -> dict[str, Any]:
    """Return a line of a table as a referral: `risks.1.of` is the first risk's kind, an empty cell says nothing."""
    written: dict[str, Any] = {}
    for name, value in row.items():
        if value == "":
            continue
        kind, _, rest = name.partition(".")
        number, _, field = rest.partition(".")
        if not field or not isinstance(written.setdefault(kind, {}), dict):
            written[name] = value
            continue
        written[kind].setdefault(number, {})[field] = value
    return {
        name: [value[number] for number in sorted(value, key=_as_number)] if isinstance(value, dict) else value
        for name, value in written.items()
    }


def _as_number(text: str) -> tuple[int, str]:
    return (int(text) if text.isascii() and text.isdigit() else 0, text)


def _lines(given: Mapping[Any, Any], name: str, wrong: dict[str, str]) -> Iterable[tuple[str, Any]]:
    found = given.get(name) or []
    if not isinstance(found, list) or len(found) > MOST_LINES[name]:
        wrong[name] = f"Write {name} as a list of at most {MOST_LINES[name]}."
        return []
    return [(f"{name}.{number}.", each) for number, each in enumerate(found, start=1)]


def _read(
    readers: Mapping[str, Reader], given: Any, place: str, wrong: dict[str, str], asked: Iterable[str] = ()
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if not isinstance(given, Mapping):
        wrong[place.rstrip(".")] = "This is an object with fields of its own."
        return said
    for name, value in given.items():
        if name not in readers:
            # The name is said, never the value; it is cut short, for it may be anything.
            known = f"{place}{str(name)[:40]}"
            wrong[known] = f"“{known}” is no field of a referral. The description lists all that are known."
            continue
        try:
            said[name] = readers[name](value)
        except _Wrong as fault:
            wrong[f"{place}{name}"] = f"“{name}” {fault}."
    for name in asked:
        if name not in said:
            wrong.setdefault(f"{place}{name}", f"“{name}” is missing.")
    return said
