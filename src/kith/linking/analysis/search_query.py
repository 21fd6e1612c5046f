"""Turns what somebody typed into weighted keys: what they wrote, and the slips they may have made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_lowercase

from kith.common.identifiers import normalised_nhs_number, normalised_upn
from kith.common.names import folded
from kith.linking.analysis.nicknames import roots_of
from kith.linking.analysis.phonetics import sound
from kith.linking.analysis.search_keys import (
    COMPARED,
    Key,
    Kind,
    day_text,
    either_way,
    forename_forms,
    initials_of,
    joined,
    place_keys,
    remainders,
    surname_forms,
)
from kith.linking.analysis.search_places import postcode_key
from kith.linking.vocabulary import SearchTerms

_EXACT = {
    Kind.SURNAME_NEAR: 8,
    Kind.SURNAME_BORN: 12,  # above two right names with another birthday: surnames change, birthdays do not
    Kind.FORENAME_NEAR: 6,
    Kind.FORENAME_BORN: 12,
    Kind.NAMES: 5,
    Kind.NICKNAME: 5,
    Kind.SOUNDS: 3,
    Kind.BORN: 13,
    Kind.INITIALS_BORN: 13,
    Kind.YEAR: 4,
    Kind.NHS_NUMBER: 40,
    Kind.UPN: 40,
    Kind.POSTCODE: 7,
    Kind.HOUSE: 9,
    Kind.NAME_HOUSE: 16,  # one name and the house say more than both names alone
    Kind.NAME_POSTCODE: 13,
    Kind.HOME: 20,
    Kind.STREET: 10,
}
_SLIP = {Kind.SURNAME_NEAR: 6, Kind.FORENAME_NEAR: 4, Kind.INITIALS_BORN: 9, Kind.FORENAME_BORN: 7, Kind.NHS_NUMBER: 25}
_SWAPPED_NAMES = 4
_SWAPPED = {Kind.SURNAME_NEAR: 6, Kind.FORENAME_NEAR: 5}
_MOST_READINGS = 4  # of a typed forename, and of a typed surname
_NEARBY_DAYS = (1, 10, 31, 365)  # a day, a decade of days, a month or a year too early or too late
WeightedKey = tuple[Kind, str, int]


@dataclass(frozen=True, kw_only=True)
class _Name:
    """A typed name, read in the ways it can be meant; `alone` when it is one word and could be either name."""

    forenames: list[str]
    surnames: list[str]
    alone: bool

    def initials(self) -> list[str]:
        """Return the first letters of the forenames, and of what they are short for."""
        return sorted({name[0] for name in self.forenames}.union(*map(initials_of, self.forenames)))


def keys_of_query(terms: SearchTerms) -> list[WeightedKey]:
    """Return the keys to look up, each once with its best weight."""
    name = _read_name(terms.name)
    best: dict[Key, int] = {}
    for kind, key, weight in (
        *_names(name),
        *_births(name, terms.born_on),
        *_numbers(terms),
        *_places(name, terms.address),
    ):
        if key:
            best[kind, key[:80]] = max(weight, best.get((kind, key[:80]), 0))
    return [(kind, key, weight) for (kind, key), weight in best.items()]


def _read_name(typed: str) -> _Name:
    before, comma, after = typed.partition(",")
    if comma:
        first, last = folded(after).split(), folded(before).split()
        forenames = forename_forms(first)
    else:
        words = [word for word in map(folded, typed.split()) if word]
        first, last = (words[:1], words[1:]) if len(words) > 1 else ([], words)
        # What stands in the middle is a second forename or a part of the surname: nobody says which.
        forenames = forename_forms(" ".join([*first, *last[:-1]]).split()) if first else []
        last = " ".join(last).split()
    return _Name(
        forenames=forenames[:_MOST_READINGS], surnames=surname_forms(last)[:_MOST_READINGS], alone=not (first and last)
    )


def _names(name: _Name) -> Iterator[WeightedKey]:
    if name.alone:
        yield from _alone(name.surnames or name.forenames)
        return
    for surname in name.surnames:
        for initial in name.initials():
            yield from _near(Kind.SURNAME_NEAR, surname, initial)
        for forename in name.forenames:
            yield from _both(forename, surname)
    for initial in sorted({surname[0] for surname in name.surnames}):
        for forename in name.forenames:
            yield from _near(Kind.FORENAME_NEAR, forename, initial)
    yield from _swapped(name)


def _swapped(name: _Name) -> Iterator[WeightedKey]:
    """Read the surname as the forename and the other way round, for which nothing but the fronts need agree."""
    for forename in name.forenames:
        for surname in name.surnames:
            yield Kind.SURNAME_NEAR, joined(forename[:COMPARED], surname[0]), _SWAPPED[Kind.SURNAME_NEAR]
            yield Kind.FORENAME_NEAR, joined(surname[:COMPARED], forename[0]), _SWAPPED[Kind.FORENAME_NEAR]


def _both(forename: str, surname: str) -> Iterator[WeightedKey]:
    yield Kind.NAMES, joined(forename, surname), _EXACT[Kind.NAMES]
    yield Kind.NAMES, joined(surname, forename), _SWAPPED_NAMES
    for root in (forename, *roots_of(forename)):
        yield Kind.NICKNAME, joined(root, surname), _EXACT[Kind.NICKNAME]
        yield Kind.SOUNDS, either_way(sound(root), sound(surname)), _EXACT[Kind.SOUNDS]


def _alone(names: list[str]) -> Iterator[WeightedKey]:
    """One word may be either name, and every initial of the other has to be tried."""
    for name in names:
        for initial in ascii_lowercase:
            yield from _near(Kind.SURNAME_NEAR, name, initial, whole=9)
            yield from _near(Kind.FORENAME_NEAR, name, initial, whole=8)


def _near(kind: Kind, name: str, initial: str, whole: int = 0) -> Iterator[WeightedKey]:
    rests = remainders(name)
    front = max(rests, key=len)
    for rest in sorted(rests):
        yield kind, joined(rest, initial), (whole or _EXACT[kind]) if rest == front else _SLIP[kind]


def _births(name: _Name, born_on: date | None) -> Iterator[WeightedKey]:
    if born_on is None:
        return
    day = day_text(born_on)
    yield Kind.BORN, day, _EXACT[Kind.BORN]
    last_names, first_names = (
        (name.surnames, name.forenames) if not name.alone else (name.surnames + name.forenames,) * 2
    )
    for surname in last_names:
        yield Kind.SURNAME_BORN, joined(sound(surname), day), _EXACT[Kind.SURNAME_BORN]
        yield Kind.YEAR, joined(sound(surname), day[:4]), _EXACT[Kind.YEAR]
    for forename in first_names:
        for root in roots_of(forename):
            yield Kind.FORENAME_BORN, joined(sound(root), day), _EXACT[Kind.FORENAME_BORN]
    pairs = {either_way(initial, surname[0]) for initial in name.initials() for surname in name.surnames}
    for other in sorted(days_meant_by(born_on)):
        for pair in sorted(pairs):
            yield Kind.INITIALS_BORN, joined(pair, day_text(other)), _SLIP[Kind.INITIALS_BORN]
        for code in sorted({sound(root) for forename in first_names for root in roots_of(forename)}):
            yield Kind.FORENAME_BORN, joined(code, day_text(other)), _SLIP[Kind.FORENAME_BORN]


def days_meant_by(day: date) -> set[date]:
    """Return the other days that one slip turns into this one: a digit, two digits swapped, day and month swapped."""
    text = day_text(day)
    written = {text[:4] + text[6:] + text[4:6]}
    for place in range(2, 8):
        written |= {text[:place] + digit + text[place + 1 :] for digit in "0123456789"}
        written.add(text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :])
    found = {day + timedelta(days=step * sign) for step in _NEARBY_DAYS for sign in (1, -1) if 1800 < day.year < 9000}
    for digits in written:
        try:
            found.add(date(int(digits[:4]), int(digits[4:6]), int(digits[6:])))
        except ValueError:
            continue
    return found - {day}


def _numbers(terms: SearchTerms) -> Iterator[WeightedKey]:
    typed = terms.nhs_number
    number = normalised_nhs_number(typed)
    if number:
        yield Kind.NHS_NUMBER, number, _EXACT[Kind.NHS_NUMBER]
    else:
        yield from ((Kind.NHS_NUMBER, other, _SLIP[Kind.NHS_NUMBER]) for other in sorted(_numbers_meant_by(typed)))
    upn = normalised_upn(typed)
    if upn:
        yield Kind.UPN, upn, _EXACT[Kind.UPN]


def _numbers_meant_by(typed: str) -> set[str]:
    """Return the valid NHS numbers one digit away from one that fails its check digit."""
    digits = re.sub(r"[\s-]", "", typed)
    if not digits.isdecimal() or len(digits) != 10:
        return set()
    near = {digits[:i] + d + digits[i + 1 :] for i in range(10) for d in "0123456789"}
    near |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(9)}
    return {number for number in near if normalised_nhs_number(number)}


def _places(name: _Name, address: str) -> Iterator[WeightedKey]:
    for kind, key in place_keys(name.forenames, name.surnames, address, postcode_key(address)):
        yield kind, key, _EXACT[kind]
