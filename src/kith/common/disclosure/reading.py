"""A text as a person would read it, with the way back to where each letter was given."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters of other scripts that look like a Latin letter. Unicode's list of confusable characters (UTS 39) has them all;
# these are the ones drawn alike in the usual typefaces.
_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТХІЅЈУаеорсухіѕјԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρυικ‘’ʼ′`´＇“”‐‑‒–—−",
    "ABEKMHOPCTXISJYaeopcyxisjdqwlABEZHIKMNOPTYXoavpuik'''''''\"\"------",
)
_KEPT_LETTERS = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe"}
_KEPT_LETTERS |= {"Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i", "ŋ": "n", "Ŋ": "N", "ə": "e", "Ə": "E"}
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text in plain letters: no accents, no invisible characters; `origins[i]` is where letter i was given."""

    given: str
    plain: str
    origins: range | list[int]
    foreign: frozenset[int]  # places in `plain` whose letter is of another script than Latin

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the plain text stands in the text as it was given."""
        first, last = self.origins[start], self.origins[end - 1] + 1
        while last < len(self.given) and not _plain(self.given[last]) and _sticks(self.given[last]):
            last += 1
        return first, last


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the plain text.

    `fold` is what it is looked up by: lower case, without a possessive; `key` is what is left of that of letters and
    digits alone.
    """

    start: int
    end: int
    text: str
    fold: str
    key: str
    foreign: bool


def read(text: str) -> Reading:
    """Return the text in plain letters. Its length may differ; its spans lead back."""
    if text.isascii() and not any(mark in text for mark in "`\0"):
        return Reading(text, text, range(len(text)), frozenset())
    plain: list[str] = []
    origins: list[int] = []
    foreign: set[int] = set()
    for place, mark in enumerate(text):
        for letter in _plain(mark):
            if letter.isalpha() and not mark.isascii() and (not letter.isascii() or _is_foreign(mark)):
                foreign.add(len(plain))
            plain.append(letter)
            origins.append(place)
    return Reading(text, "".join(plain), origins, frozenset(foreign))


def words(reading: Reading) -> list[Word]:
    """Return the words of a text in their order: letters and digits, with apostrophes inside."""
    found = []
    for match in _WORD.finditer(reading.plain):
        start, end = match.span()
        text = match[0]
        foreign = bool(reading.foreign) and any(place in reading.foreign for place in range(start, end))
        low = fold(text)
        found.append(Word(start, end, text, low, low.replace("'", ""), foreign))
    return found


def fold(word: str) -> str:
    """Return the word by which a word of plain text is looked up: lower case, its possessive gone."""
    low = word.lower()
    return low[:-2] if low.endswith("'s") and len(low) > 2 else low


@lru_cache(maxsize=4096)
def _plain(mark: str) -> str:
    """Return a character in plain letters: nothing for one that cannot be seen."""
    if mark in _KEPT_LETTERS:
        return _KEPT_LETTERS[mark]
    category = unicodedata.category(mark)
    if category in {"Cf", "Mn", "Me", "Cs", "Co"} or (category == "Cc" and mark not in "\t\n\r\v\f"):
        return ""
    if category in {"Zs", "Zl", "Zp"}:
        return "\n" if category != "Zs" else " "
    spread = unicodedata.normalize("NFKD", mark.translate(_LOOK_ALIKES))
    return "".join(
        letter for letter in spread.translate(_LOOK_ALIKES) if unicodedata.category(letter) not in {"Mn", "Me", "Cf"}
    )


@lru_cache(maxsize=4096)
def _is_foreign(mark: str) -> bool:
    """Test whether a letter that was read as Latin is one of another script. Full-width Latin is Latin."""
    name = unicodedata.name(mark, "")
    return "LATIN" not in name and not name.startswith(
        ("MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "CIRCLED", "SQUARED")
    )


def _sticks(mark: str) -> bool:
    return unicodedata.category(mark) in {"Mn", "Me", "Cf"}
