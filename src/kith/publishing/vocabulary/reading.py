"""How hard a text is to read: the age at which it can be read alone, and the sentences that are too long; pure.

The age is the automated readability index (Smith and Senter, Aerospace Medical Research Laboratories, 1967), which
counts letters, words and sentences and so is the same on every machine: 4.71 · letters per word + 0.5 · words per
sentence − 21.43 is a school year of the United States, whose first is six years of age.
"""

import re
from typing import Final

CHILD_AGE: Final = 9  # what a page for children may ask of its reader
MOST_WORDS: Final = 20  # in one sentence
_FIRST_YEAR: Final = 5
_SENTENCE: Final = re.compile(r"[^.!?]+")
_WORD: Final = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that hold a word."""
    return [part.strip() for part in _SENTENCE.findall(text) if _WORD.search(part)]


def reading_age(text: str) -> float:
    """Return the age in years at which a child can read a text alone; 0 for a text without a word."""
    sentences, words = sentences_of(text), _WORD.findall(text)
    if not words:
        return 0.0
    letters = sum(len(word) for word in words)
    year = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return max(0.0, year + _FIRST_YEAR)


def hard_sentences(text: str, *, most: int = MOST_WORDS) -> list[str]:
    """Return the sentences with more words than a child keeps in mind."""
    return [sentence for sentence in sentences_of(text) if len(_WORD.findall(sentence)) > most]
