"""Finds what in a text may say who it is about, without knowing who that is.

In: any text, however it was typed, pasted or scanned.
Out: the pieces that a person must look at before the text may be published; an error when the word lists are damaged.
"""

from kith.common.disclosure.finding import suspects
from kith.common.disclosure.vocabulary import Suspect, SuspectKind, WordListDamaged

__all__ = ["Suspect", "SuspectKind", "WordListDamaged", "suspects"]
