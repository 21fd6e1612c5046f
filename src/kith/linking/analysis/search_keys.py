"""Turns who a person is into the keys that a search can meet by plain equality.

Most keys join two facts (a surname's letters with a forename's first), so that one key leads to few people. Letters
left out one at a time make any single slip meet: the name with its slip and the name without it share a remainder.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from kith.common.identifiers import normalised_nhs_number, normalised_upn
from kith.common.names import folded
from kith.linking.analysis.nicknames import roots_of
from kith.linking.analysis.phonetics import sound
from kith.linking.analysis.search_places import house_key, postcode_key, street_key

COMPARED = 6  # letters from the front; one slip further back leaves these as they are
_MOST_FORMS = 8  # of one person's forenames, and of their surnames


class Kind(IntEnum):
    """What a key is made of; kinds with the same tens speak of the same fact and do not add up."""

    SURNAME_NEAR = 11  # the first letters of the surname but one, and the forename's initial
    SURNAME_BORN = 12  # the sound of the surname, and the day of birth
    FORENAME_NEAR = 21  # the first letters of the forename but one, and the surname's initial
    FORENAME_BORN = 22  # the sound of the forename, and the day of birth
    NAMES = 31  # forename and surname as they are
    NICKNAME = 32  # what the forename is short for, and the surname
    SOUNDS = 33  # how both names sound, in either order
    BORN = 41  # the day of birth
    INITIALS_BORN = 42  # both initials in either order, and the day of birth
    YEAR = 43  # the sound of the surname, and the year of birth
    NHS_NUMBER = 51
    UPN = 61
    POSTCODE = 71
    HOUSE = 72  # the number of the house and the first word of the street
    NAME_HOUSE = 73  # the sound of a forename or a surname, and the house: for whoever goes by another name
    NAME_POSTCODE = 74  # the same, and the postcode
    HOME = 75  # the house and the postcode: one door
    STREET = 76  # the house, and the initial of the street's second word: Mill Lane and Mill Close apart


Key = tuple[Kind, str]


@dataclass(frozen=True, kw_only=True)
class SearchProfile:
    """What a person is known by; `other_names` are whole names, or surnames when of one word.

    `addresses` are pairs of address and postcode; a protected address must never be among them. `said` holds the names
    of each record there ever was: forename, middle names, surname, former surname, known as.
    """

    forename: str = ""
    surname: str = ""
    known_as: str = ""
    other_names: Collection[str] = ()
    born_on: date | None = None
    nhs_number: str = ""
    upn: str = ""
    addresses: Collection[tuple[str, str]] = field(default=())
    said: Collection[tuple[str, ...]] = ()


def keys_of_profile(profile: SearchProfile) -> set[Key]:
    """Return every key by which a person can be found."""
    forenames, surnames = _forms(profile)
    keys = set(_name_keys(forenames, surnames))
    if profile.born_on:
        keys |= _birth_keys(forenames, surnames, profile.born_on)
    for kind, number in (
        (Kind.NHS_NUMBER, normalised_nhs_number(profile.nhs_number)),
        (Kind.UPN, normalised_upn(profile.upn)),
    ):
        if number:
            keys.add((kind, number))
    for address, postcode in profile.addresses:
        keys |= set(place_keys(forenames, surnames, address, postcode_key(postcode)))
    return {(kind, key[:80]) for kind, key in keys if key}


def place_keys(forenames: list[str], surnames: list[str], address: str, postcode: str) -> Iterable[Key]:
    """Return the keys of one home: by itself, and with the sound of each name that goes with it."""
    house = house_key(address)
    yield Kind.HOUSE, house
    yield Kind.STREET, street_key(address)
    yield Kind.POSTCODE, postcode
    if house and postcode:
        yield Kind.HOME, joined(house, postcode)
    names = {root for forename in forenames for root in roots_of(forename)} | set(surnames)
    for code in sorted({sound(name) for name in names} - {""}):
        if house:
            yield Kind.NAME_HOUSE, joined(code, house)
        if postcode:
            yield Kind.NAME_POSTCODE, joined(code, postcode)


def remainders(name: str) -> set[str]:
    """Return the front of a name, and the front with each of its letters left out once."""
    front = name[:COMPARED]
    return {front, *(front[:place] + front[place + 1 :] for place in range(len(front)))} - {""}


def initials_of(forename: str) -> set[str]:
    """Return the initials of whatever a forename is short for."""
    return {root[:1] for root in roots_of(forename)}


def joined(left: str, right: str) -> str:
    """Return one key of two facts."""
    return f"{left}|{right}"


def either_way(left: str, right: str) -> str:
    """Return one key of two facts that people write in either order."""
    return "+".join(sorted((left, right)))


def day_text(day: date) -> str:
    """Return a day as keys hold it."""
    return day.strftime("%Y%m%d")


def forename_forms(words: list[str]) -> list[str]:
    """Return the forms of forenames: the first, all as one name, then each of the others."""
    return _distinct([*words[:1], "".join(words), *words[1:]])


def surname_forms(words: list[str]) -> list[str]:
    """Return the forms of a surname of one or more words: the whole, then each word that can stand alone."""
    return _distinct(["".join(words), *(word for word in words if len(word) > 2)])


def _forms(profile: SearchProfile) -> tuple[list[str], list[str]]:
    given, known = folded(profile.forename).split(), folded(profile.known_as).split()
    forenames = [*given[:1], *known[:1], *forename_forms(given)]
    last_names = surname_forms(folded(profile.surname).split())
    for other in profile.other_names:
        words = folded(other).split()
        forenames += words[:1] if len(words) > 1 else []
        last_names += surname_forms(words[1:] or words)
    for forename, middle, surname, former, known_as in profile.said:
        known = folded(known_as).split()
        forenames += [*forename_forms(folded(forename).split())[:1], *known[:1], *folded(middle).split()[:1]]
        # What somebody is known by is a nickname to one agency and a preferred surname to another.
        last_names += [form for name in (surname, former) for form in surname_forms(folded(name).split())]
        last_names += surname_forms(known)
    return _distinct(forenames)[:_MOST_FORMS] or [""], _distinct(last_names)[:_MOST_FORMS] or [""]


def _distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def _name_keys(forenames: list[str], surnames: list[str]) -> Iterable[Key]:
    initials = set[str]().union(*map(initials_of, forenames))
    for surname in surnames:
        yield from ((Kind.SURNAME_NEAR, joined(rest, i)) for rest in remainders(surname) for i in initials)
        for forename in forenames:
            yield Kind.NAMES, joined(forename, surname)
            yield Kind.SOUNDS, either_way(sound(forename), sound(surname))
            yield from ((Kind.NICKNAME, joined(root, surname)) for root in roots_of(forename))
    for initial in {surname[:1] for surname in surnames}:
        for forename in forenames:
            yield from ((Kind.FORENAME_NEAR, joined(rest, initial)) for rest in remainders(forename))


def _birth_keys(forenames: list[str], surnames: list[str], born_on: date) -> set[Key]:
    day = day_text(born_on)
    keys = {(Kind.BORN, day)}
    for surname in surnames:
        keys |= {(Kind.SURNAME_BORN, joined(sound(surname), day)), (Kind.YEAR, joined(sound(surname), day[:4]))}
        keys |= {(Kind.INITIALS_BORN, joined(either_way(f[:1], surname[:1]), day)) for f in forenames}
    return keys | {(Kind.FORENAME_BORN, joined(sound(root), day)) for f in forenames for root in roots_of(f)}
