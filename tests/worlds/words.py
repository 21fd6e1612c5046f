"""Reads a page as its words, and tells whether it says a short name: chance may spell three letters in a token."""

import re
from html import unescape
from typing import Any


def words(response: Any) -> str:
    """Return the words of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def mentions(text: str | bytes, word: str) -> bool:
    """Return whether the word stands in the text on its own, in capitals or not (between letters it is chance)."""
    read = text.decode() if isinstance(text, bytes) else text
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", read, re.IGNORECASE) is not None
