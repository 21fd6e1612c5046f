"""Whether a page says a short name: chance may spell three letters in a token, but never as a word on its own."""

import re


def mentions(text: str | bytes, word: str) -> bool:
    """Return whether the word stands in the text on its own, in capitals or not (between letters it is chance)."""
    read = text.decode() if isinstance(text, bytes) else text
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", read, re.IGNORECASE) is not None
