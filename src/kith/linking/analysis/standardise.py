"""Turns a person record as an agency wrote it into the columns that the model compares."""

import re
from collections.abc import Mapping
from functools import lru_cache

from kith.common.identifiers import normalised_nhs_number, normalised_postcode, normalised_upn
from kith.common.names import folded
from kith.linking.analysis.dob import dob_digits, dob_without_order
from kith.linking.analysis.nicknames import roots_of
from kith.linking.analysis.phonetics import sound

INPUT_COLUMNS = (
    "source", "record_id", "forename", "middle_names", "surname", "former_surname", "dob", "sex", "address", "town",
    "postcode", "nhs_number", "upn", "other_id", "phone", "email",
)  # fmt: skip

# What agencies type when they do not know; none of it may ever count as agreement.
_UNKNOWN = frozenset(
    "unknown notknown unk na none null nil notgiven notstated refused anon anonymous test noname nfa tbc "
    "nofixedabode nofixedaddress noaddress declined withheld nan baby".split()
)
_HOUSE = re.compile(r"^\D*?(\d+)\s*([a-z]?)\b")
_SEXES = {"m": "M", "male": "M", "1": "M", "f": "F", "female": "F", "2": "F"}
_EMPTY_POSTCODE = re.compile(r"^ZZ99|^NF1")  # the health service's codes for no fixed abode and not known

Row = dict[str, int | str | list[str] | None]


def standardised(record: Mapping[str, str], number: int) -> Row:
    """Return the columns of one record; what is missing is None, never an empty string.

    `number` becomes the record's id in the model: numbers must follow (source, record_id), so that the
    same input gives the same pairs whatever the order of its rows.
    """
    text = {column: (record.get(column) or "").strip() for column in INPUT_COLUMNS}
    row: Row = {"unique_id": number, "source": text["source"]}
    row |= _names(text["forename"], text["middle_names"], text["surname"], text["former_surname"])
    digits = dob_digits(text["dob"])
    row |= {
        "dob": digits or None,
        "dob_key": dob_without_order(digits) or None,
        "birth_year": digits[:4] or None,
        "sex": _SEXES.get(text["sex"].casefold()),
    }
    row |= _place(text["address"], text["town"], text["postcode"])
    return row | _identifiers(text)


def _names(forename: str, middle: str, surname: str, former: str) -> Row:
    first, *others = _known(folded(forename)).split() or [""]
    others += [name for name in folded(middle).split() if _known(name)]
    last, past = _known(folded(surname)), _known(folded(former))
    joined, roots = last.replace(" ", ""), roots_of(first)
    parts = {joined, past.replace(" ", ""), *(part for part in f"{last} {past}".split() if len(part) > 2)} - {""}
    codes = sorted({sound(part) for part in parts} - {""})
    both = sorted((sound(first), sound(joined)))
    return {
        "forename": first or None,
        "forename_roots": sorted(roots) if first else None,
        "forename_code": sound(roots[0]) or None,
        "given_names": sorted({first, *others} - {""}) or None,
        "middle": others[0] if others else None,
        "surname": joined or None,
        "surname_parts": sorted(parts) or None,
        "surname_code": sound(joined) or None,
        "surname_codes": codes or None,
        "names_code": "+".join(both) if all(both) else None,
    }


def _place(address: str, town: str, postcode: str) -> Row:
    plain = _plain_address(address)
    house = _HOUSE.match(plain)
    street = plain[house.end() :].strip() if house else plain
    code = _postcode(postcode)
    words = street.split()
    return {
        "address": plain.replace(" ", "") or None,
        "house": house[1] + house[2] if house else None,
        "street": street.replace(" ", "") or None,
        "street_code": sound(words[0]) or None if words else None,
        "town": _known(folded(town)).replace(" ", "") or None,
        "postcode": code or None,
        "postcode_key": "".join(sorted(code)) or None,
    }


def _identifiers(text: Mapping[str, str]) -> Row:
    phone = re.sub(r"\D", "", text["phone"])[-10:]
    return {
        "nhs_number": normalised_nhs_number(text["nhs_number"]),
        "upn": normalised_upn(text["upn"]),
        "other_id": re.sub(r"[^A-Z0-9]", "", text["other_id"].upper()) or None,
        "phone": phone if len(phone) == 10 and len(set(phone)) > 2 else None,
        "email": text["email"].casefold() if "@" in text["email"] else None,
    }


def _known(name: str) -> str:
    return "" if name.replace(" ", "") in _UNKNOWN else name


@lru_cache(maxsize=100_000)
def _plain_address(address: str) -> str:
    plain = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[,;/\-\s]+", " ", address.casefold())).strip()
    return "" if plain.replace(" ", "") in _UNKNOWN else plain


@lru_cache(maxsize=100_000)
def _postcode(text: str) -> str:
    code = (normalised_postcode(text) or re.sub(r"[^A-Z0-9]", "", text.upper())).replace(" ", "")
    return "" if _EMPTY_POSTCODE.match(code) or code.casefold() in _UNKNOWN else code
