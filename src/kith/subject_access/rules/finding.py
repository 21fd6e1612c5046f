"""Looks for everybody else in what is about to leave; written apart from what replaces them, so that it checks it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kith.common.disclosure.lexicon import lexicon
from kith.subject_access.vocabulary import Known

_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # soft hyphens and other marks without a width
_BROKEN: Final = re.compile(r"(?<=\w)[-‐‑]\s*\n\s*(?=\w)")  # a word parted at the end of a line
_WORD: Final = re.compile(r"[^\W_]+")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\s./()-]{1,3}(?=\d)")
_SHORTEST_NAME: Final = 3
_SHORTEST_NUMBER: Final = 8  # digits; a shorter one is found as a word of its own
_SHORTEST_MARK: Final = 4


@dataclass(frozen=True)
class Search:
    """What to look for: words that stand alone, words in a row, and numbers however their digits are spaced."""

    words: frozenset[str]
    rows: dict[str, tuple[tuple[str, ...], ...]]  # by their first word
    numbers: tuple[str, ...]
    passages: dict[str, tuple[tuple[str, ...], ...]]  # of the subject: what stands in one is no hit

    def count_in(self, text: str) -> int:
        """Return how many different names, numbers and addresses a text holds; nothing says which.

        Read as its lines stand, and with every word that a hyphen parts at the end of a line as one.
        """
        return len(self._hits(_plain(text)) | self._hits(_plain(_BROKEN.sub("", text))))

    def _hits(self, plain: str) -> set[object]:
        found = self._without_passages(_WORD.findall(plain))
        hits: set[object] = {word for word in found if word in self.words}
        for place, word in enumerate(found):
            hits |= {row for row in self.rows.get(word, ()) if tuple(found[place : place + len(row)]) == row}
        close = _BETWEEN_DIGITS.sub("", plain)
        return hits | {number for number in self.numbers if number in close}

    def _without_passages(self, found: list[str]) -> list[str]:
        """Return words without the passages that are the subject's own; a mark stands where one was."""
        out, place = [], 0
        while place < len(found):
            rows = self.passages.get(found[place], ())
            whole = next((row for row in rows if tuple(found[place : place + len(row)]) == row), None)
            out.append(found[place] if whole is None else "")
            place += 1 if whole is None else len(whole)
        return out


def search_for(known: Known) -> Search:
    """Return what to look for so that nobody else can be found.

    A name that is also an ordinary word, or a word of the subject's own names, is looked for only beside the other
    parts of the same name: alone it would tell nothing, and would be found in any text.
    """
    own = {word for text in known.own for word in _words(text)}
    own_numbers = {_digits(text) for text in known.passages}
    passages = {tuple(_words(text)) for text in (*known.passages, *known.own)} - {()}
    names = [_words(name) for name in known.names]
    marks = [_words(mark) for mark in known.marks if tuple(_words(mark)) not in passages]
    rows: dict[str, set[tuple[str, ...]]] = {}
    for parts in (*names, *marks):
        row = tuple(parts)
        if len(row) > 1 and row not in passages and not set(row) <= own:
            rows.setdefault(row[0], set()).add(row)
    numbers = {_digits(mark) for mark in known.marks} - own_numbers
    whole = Search(
        words=frozenset(),
        rows=_sorted(rows),
        numbers=tuple(sorted(number for number in numbers if len(number) >= _SHORTEST_NUMBER)),
        passages={},
    )
    # An address in the care of somebody is no passage of the subject's own; one in a street of their name is.
    own_passages = (row for row in passages if len(row) > 1 and not whole.count_in(" ".join(row)))
    telling = frozenset(_telling_names(names) | _telling_marks(marks)) - own
    return replace(whole, words=telling, passages=_sorted(_by_first(own_passages)))


def _telling_names(names: Iterable[Sequence[str]]) -> set[str]:
    """Return the parts of names that tell somebody when they stand alone."""
    known = lexicon()
    common = known.ordinary | known.month | known.weekday | known.title | known.function
    return {part for parts in names for part in parts if len(part) >= _SHORTEST_NAME and part not in common}


def _telling_marks(marks: Iterable[Sequence[str]]) -> set[str]:
    """Return the numbers and codes, of one word or two, that tell somebody when they stand alone, written as one."""
    closed = {"".join(parts) for parts in marks if len(parts) <= 2}
    return {mark for mark in closed if len(mark) >= _SHORTEST_MARK and any(letter.isdigit() for letter in mark)}


def _by_first(found: Iterable[tuple[str, ...]]) -> dict[str, set[tuple[str, ...]]]:
    rows: dict[str, set[tuple[str, ...]]] = {}
    for row in found:
        rows.setdefault(row[0], set()).add(row)
    return rows


def _sorted(rows: dict[str, set[tuple[str, ...]]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return rows by their first word, the longest first."""
    return {first: tuple(sorted(found, key=lambda row: (-len(row), row))) for first, found in rows.items()}


def _plain(text: str) -> str:
    seen = _UNSEEN.sub("", text)
    apart = unicodedata.normalize("NFKD", seen.casefold().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text))


def _digits(text: str) -> str:
    """Return a number without what parts its digits, or nothing when the text holds letters."""
    bare = re.sub(r"[\s./()+-]", "", text)
    return bare if bare.isdigit() else ""
