"""Turns addresses, as people write and type them, into keys of a house and of a postcode."""

import re

from kith.common.identifiers import normalised_postcode
from kith.common.names import folded

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w])(\d{1,4})\s?([a-z]?)\b", re.IGNORECASE)
_NOT_A_HOME = re.compile(r"^(ZZ99|NF1)")  # the health service's codes for no fixed abode and not known


def postcode_key(text: str) -> str:
    """Return the postcode that a text is or holds, without its space; empty when there is none."""
    found = _POSTCODE.search(text)
    code = normalised_postcode(found[0] if found else text)
    return "" if code is None or _NOT_A_HOME.match(code) else code.replace(" ", "")


def house_key(address: str) -> str:
    """Return the last house number before the street with the street's first word; two words when it has a name.

    A flat's number comes before the house's: "Flat 2, 14 Mill Lane" is number 14.
    """
    number, words = _house_and_street(address)
    if not number:
        return " ".join(words[:2]) if len(words) > 1 else ""
    return f"{number} {words[0]}" if words else ""


def street_key(address: str) -> str:
    """Return the house number with the street's first word and the initial of its second; empty without all three.

    Whatever "Lane", "Ln" or "La" is short for begins alike.
    """
    number, words = _house_and_street(address)
    return f"{number} {words[0]} {words[1][0]}" if number and len(words) > 1 else ""


def _house_and_street(address: str) -> tuple[str, list[str]]:
    line = _POSTCODE.sub(" ", address)
    numbers = list(_NUMBER.finditer(line))
    if not numbers:
        return "", folded(line).split()
    last = numbers[-1]
    return f"{last[1]}{last[2].lower()}", folded(line[last.end() :]).split()
