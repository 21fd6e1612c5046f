"""Single slips of the pen: each changes one field of one record and says whether it did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from kith.common.standards import read_table
from kith.county.analysis.draws import NO_DAY, Chance, Ints, Texts
from kith.county.analysis.places import Addresses

_NEAR_KEYS = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_SOUNDS = (("ph", "f"), ("ck", "k"), ("ie", "y"), ("ee", "ea"), ("c", "k"), ("y", "ie"), ("f", "ph"), ("s", "z"))


@dataclass(kw_only=True)
class Identities:
    """People as one agency wrote them down, by record; `wrong` names the errors made."""

    person: Ints
    forename: Texts
    middle: Texts
    surname: Texts
    former_surname: Texts
    born: Ints
    sex: Texts
    ethnicity: Texts
    nhs_number: Texts
    upn: Texts
    line: Texts
    town: Texts
    postcode: Texts
    phone: Texts
    email: Texts
    wrong: Texts


@dataclass(frozen=True, kw_only=True)
class Relatives:
    """What an error may borrow, by record: a step-parent's surname, a relative's NHS number, other addresses."""

    step_surname: Texts
    nhs_number: Texts
    old_address: Ints  # -1 when there is none
    other_address: Ints
    places: Addresses


def typed_wrong(chance: Chance, text: str) -> str:
    """Return a word with one letter left out, doubled, swapped with the next, or hit beside."""
    if len(text) < 3:
        return text
    place = int(chance.integers(1, len(text) - 1))
    kind = int(chance.integers(4))
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    if kind == 2:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    near = _NEAR_KEYS.get(text[place].lower(), text[place])
    return text[:place] + near[int(chance.integers(len(near)))] + text[place + 1 :]


def heard_wrong(chance: Chance, text: str) -> str:
    """Return a word spelt as it sounds, or unchanged when it sounds as it is spelt."""
    fitting = [(old, new) for old, new in _SOUNDS if old in text[1:].lower()]
    if not fitting:
        return text
    old, new = fitting[int(chance.integers(len(fitting)))]
    return text[0] + text[1:].replace(old, new, 1)


def digits_wrong(chance: Chance, text: str) -> str:
    """Return a number with one digit changed."""
    place = int(chance.integers(len(text)))
    return text[:place] + str((int(text[place]) + int(chance.integers(1, 10))) % 10) + text[place + 1 :]


def swapped_day_and_month(day: int) -> int:
    """Return a birthday with day and month exchanged, or itself when that is no date."""
    when = np.datetime64(day, "D").item()
    if when.day > 12 or when.day == when.month:
        return day
    return int(np.datetime64(f"{when.year:04d}-{when.day:02d}-{when.month:02d}").astype(np.int64))


def _others(kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in read_table("nicknames"):
        if row["kind"] == kind:
            found.setdefault(row["name"], []).append(row["other"])
    return found


_NICKNAMES, _SPELLINGS = _others("nickname"), _others("spelling")
Change = Callable[[Chance, Identities, Relatives, int], bool]


def _set(column: Texts, record: int, value: str) -> bool:
    changed = bool(value) and column[record] != value
    if changed:
        column[record] = value
    return changed


def _from_list(lists: dict[str, list[str]]) -> Change:
    def change(chance: Chance, who: Identities, _: Relatives, record: int) -> bool:
        options = lists.get(str(who.forename[record]), [])
        return _set(who.forename, record, options[int(chance.integers(len(options)))] if options else "")

    return change


def _in_a_name(slip: Callable[[Chance, str], str]) -> Change:
    def change(chance: Chance, who: Identities, _: Relatives, record: int) -> bool:
        column = who.surname if chance.random() < 0.5 else who.forename
        return _set(column, record, slip(chance, str(column[record])))

    return change


def _swap_names(_: Chance, who: Identities, __: Relatives, record: int) -> bool:
    who.forename[record], who.surname[record] = who.surname[record], who.forename[record]
    return True


def _alias(chance: Chance, who: Identities, _: Relatives, record: int) -> bool:
    if who.middle[record] and chance.random() < 0.7:
        return _set(who.forename, record, str(who.middle[record]))
    return _set(who.surname, record, str(who.surname[int(chance.integers(len(who.surname)))]))


def _former(_: Chance, who: Identities, __: Relatives, record: int) -> bool:
    return _set(who.surname, record, str(who.former_surname[record]))


def _step(_: Chance, who: Identities, relatives: Relatives, record: int) -> bool:
    return _set(who.surname, record, str(relatives.step_surname[record]))


def _half(chance: Chance, who: Identities, _: Relatives, record: int) -> bool:
    halves = str(who.surname[record]).split("-")
    return len(halves) == 2 and len(halves[0]) > 2 and _set(who.surname, record, halves[int(chance.integers(2))])


def _born(change: Callable[[Chance, int], int]) -> Change:
    def apply(chance: Chance, who: Identities, _: Relatives, record: int) -> bool:
        before = int(who.born[record])
        who.born[record] = change(chance, before)
        return int(who.born[record]) != before

    return apply


def _another_birthday(chance: Chance, day: int) -> int:
    """Change one digit: the day by one or ten, the month by one, or the year by one or ten."""
    steps = (1, -1, 10, -10, 31, -31, 365, -365, 3652, -3652)
    return (
        day
        + steps[int(np.searchsorted(np.cumsum([0.2, 0.2, 0.12, 0.12, 0.08, 0.08, 0.08, 0.08, 0.02]), chance.random()))]
    )


def _new_year(_: Chance, day: int) -> int:
    return int(np.datetime64(day, "D").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64))


def _relatives_number(_: Chance, who: Identities, relatives: Relatives, record: int) -> bool:
    return bool(who.nhs_number[record]) and _set(who.nhs_number, record, str(relatives.nhs_number[record]))


def _mistyped_number(chance: Chance, who: Identities, _: Relatives, record: int) -> bool:
    number = str(who.nhs_number[record])
    return bool(number) and _set(who.nhs_number, record, digits_wrong(chance, number))


def _move(field: str) -> Change:
    def change(_: Chance, who: Identities, relatives: Relatives, record: int) -> bool:
        address = int(getattr(relatives, field)[record])
        if address >= 0:
            who.line[record] = relatives.places.line[address]
            who.postcode[record] = relatives.places.postcode[address]
            who.town[record] = relatives.places.town[address]
        return address >= 0

    return change


def _postcode_swapped(chance: Chance, who: Identities, _: Relatives, record: int) -> bool:
    code = str(who.postcode[record])
    place = len(code) - 2 - int(chance.integers(2))
    return place > 0 and _set(who.postcode, record, code[:place] + code[place + 1] + code[place] + code[place + 2 :])


def _empty(*columns: str) -> Change:
    def change(_: Chance, who: Identities, __: Relatives, record: int) -> bool:
        for column in columns:
            getattr(who, column)[record] = ""
        return True

    return change


CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "nickname": _from_list(_NICKNAMES),
        "spelling": _from_list(_SPELLINGS),
        "phonetic": _in_a_name(heard_wrong),
        "typo": _in_a_name(typed_wrong),
        "swapped_names": _swap_names,
        "alias": _alias,
        "former_surname": _former,
        "step_surname": _step,
        "half_surname": _half,
        "day_month": _born(lambda _, day: swapped_day_and_month(day)),
        "first_january": _born(_new_year),
        "birth_digit": _born(_another_birthday),
        "birth_missing": _born(lambda _, __: NO_DAY),
        "nhs_missing": _empty("nhs_number"),
        "nhs_relative": _relatives_number,
        "nhs_mistyped": _mistyped_number,
        "upn_missing": _empty("upn"),
        "old_address": _move("old_address"),
        "other_home": _move("other_address"),
        "postcode_missing": _empty("postcode"),
        "postcode_swapped": _postcode_swapped,
        "middle_missing": _empty("middle"),
        "former_missing": _empty("former_surname"),
        "contact_missing": _empty("phone", "email"),
    }
)
