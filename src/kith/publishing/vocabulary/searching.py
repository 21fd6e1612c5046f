"""The words of a search on the site, and what can be said of them without asking anybody; pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

MOST_WORDS: Final = 12
LONGEST: Final = 200  # characters of a search
ON_A_PAGE: Final = 10
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ALIKE: Final = 0.75
_SHORTEST: Final = 4  # letters of a word that may be misspelt


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One page that was found: `parts` are its words around what was looked for, each with whether it was that."""

    title: str
    address: str
    parts: Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search brought: the hits of one page of results, how many there are, and what was looked for instead."""

    hits: Sequence[Hit]
    count: int
    page: int
    instead: str = ""

    @property
    def before(self) -> int | None:
        """Return the number of the page of results before this one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        """Return the number of the next page of results."""
        return self.page + 1 if self.page * ON_A_PAGE < self.count else None


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, in their order; at most so many as a search may have."""
    return [word.casefold() for word in _WORD.findall(text[:LONGEST])][:MOST_WORDS]


def spelt_like(words: Sequence[str], known: Collection[str]) -> str:
    """Return the search as it may have been meant, by the words that the site has; nothing if no word is nearer."""
    meant = []
    for word in words:
        near = [] if word in known or len(word) < _SHORTEST else get_close_matches(word, known, n=1, cutoff=_ALIKE)
        meant.append(near[0] if near else word)
    return " ".join(meant) if meant != list(words) else ""


def says_all(text: str, words: Sequence[str]) -> bool:
    """Test whether each word, or a longer form of it, stands in a text."""
    said = {word.casefold() for word in _WORD.findall(text)}
    return all(any(one.startswith(word) for one in said) for word in words)
