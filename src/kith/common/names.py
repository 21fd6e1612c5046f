"""Names folded so that they sort and compare alike on a server without ICU."""

import re
import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


def folded(text: str | None) -> str:
    """Return lower-case ASCII letters and single spaces: accents, hyphens and apostrophes gone."""
    plain = unicodedata.normalize("NFKD", (text or "").casefold().translate(_LETTERS))
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.sub(r"[^a-z ]", "", re.sub(r"[-\s]+", " ", letters)).split())


def sort_key(surname: str | None, forename: str | None) -> str:
    """Return the stored key by which people are listed: surname first, folded."""
    return f"{folded(surname)}, {folded(forename)}"
