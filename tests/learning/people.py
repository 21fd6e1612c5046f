"""One invented record, and the ways in which its names are written down."""

import unicodedata
from typing import Any

RECORD: dict[str, Any] = {
    "people": [
        {"name": "Żaneta Marie Wolanska-Field", "also_known_as": ["Zan", "Z-Dot"]},
        {"name": "Dorota Wolanska", "also_known_as": ["Dorothy Field"]},
        {"name": "Hope Abernathy", "also_known_as": []},
        {"name": "Will Field", "also_known_as": ["Big Will"]},
        {"name": "Mrs Quillinan", "also_known_as": []},
    ],
    "organisations": ["Thistledown Community School", "Thistledown", "St Wenna's"],
    "places": ["12b Cobbler's Row", "Cobbler's Row", "Nether Pelham", "ZQ4 7XB"],
    "dates": ["2006-05-09"],
    "identifiers": ["999 000 1234", "Z123456789012", "Biscuit"],
}
# Names of the record that are no ordinary words: none may be in what comes out.
NEVER = ("Żaneta", "Wolanska", "Dorota", "Abernathy", "Quillinan", "Thistledown", "Pelham", "Cobbler's Row")


def plainly(text: str) -> str:
    """Return a text as somebody compares it who looks for a name: no accents, no case, nothing invisible."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in spread if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf")
