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
    line = _POSTCODE.sub(" ", address)
    numbers = list(_NUMBER.finditer(line))
    if not numbers:
        words = folded(line).split()
        return " ".join(words[:2]) if len(words) > 1 else ""
    last = numbers[-1]
    words = folded(line[last.end() :]).split()
    return f"{last[1]}{last[2].lower()} {words[0]}" if words else ""
