"""The company a word keeps: whether it stands where only a name can, or where any noun may."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kith.common.disclosure.lexicon import Lexicon
from kith.common.disclosure.reading import Word

_BEGINS = re.compile(r"(?:[.!?:;•|\n\t\"(\[>*]|\s[-=~+]{1,3})[\s\"'(\[>*•-]*$")
_ABBREVIATED = re.compile(r"\b(?:mrs?|ms|dr|st|rd|no|ref|sgt|prof|rev|approx|[a-z])\.\s*$", re.IGNORECASE)

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_CLAUSE = {"", "that", "and", "but", "because", "when", "while", "if", "as", "so", "then"}  # a subject may follow
_JOINING = {"and", "for", "by"}
_NOT_BEFORE_WORDS = {"big", "st", "saint", "coach"}
_HELPING = {"will", "would", "can", "could", "may", "might", "should"}
_HOUSEHOLD = {"family", "household", "brothers", "sisters"}


@dataclass(frozen=True)
class Company:
    """The words of one text, each with what stands before and after it."""

    plain: str
    words: Sequence[Word]
    lexicon: Lexicon

    @cached_property
    def caseless(self) -> frozenset[int]:
        """Return the places of words in paragraphs without capitals, or with nothing else: case tells nothing there."""
        found: set[int] = set()
        paragraph: list[int] = []
        for place in range(len(self.words) + 1):
            if place == len(self.words) or _PARAGRAPH.search(self.gap(place)):
                if self._is_caseless(paragraph):
                    found.update(paragraph)
                paragraph = []
            paragraph.append(place)
        return frozenset(found)

    def _is_caseless(self, paragraph: Sequence[int]) -> bool:
        texts = [self.words[place].text for place in paragraph]
        texts = [text for text in texts if len(text) > 1 and text.isalpha()]
        loud = sum(1 for text in texts if text.isupper())
        return len(texts) >= 3 and (loud >= 0.9 * len(texts) or not any(text[0].isupper() for text in texts))

    def before(self, place: int) -> str:
        """Return the word before in the same sentence, folded, or nothing."""
        return self.words[place - 1].fold if place and not self.begins(place) else ""

    def after(self, place: int) -> str:
        """Return the word after, folded, or nothing."""
        return self.words[place + 1].fold if place + 1 < len(self.words) else ""

    def gap(self, place: int) -> str:
        """Return what stands between a word and the one before it."""
        return self.plain[self.words[place - 1].end : self.words[place].start] if place else ""

    def begins(self, place: int) -> bool:
        """Test whether a word begins a sentence, a line, a cell or a quotation."""
        start = self.words[place].start
        before = self.plain[max(0, start - 12) : start]
        if start <= 12 and not before.strip(" \t\r\n-*>•|=~+\"'(["):
            return True
        if not _BEGINS.search(before):
            return False
        return not (before.rstrip().endswith(".") and _ABBREVIATED.search(before))

    def loud(self, place: int) -> bool:
        """Test whether a word in capitals stands among others in capitals."""
        near = [*self.words[max(0, place - 3) : place], *self.words[place + 1 : place + 4]]
        return sum(1 for word in near if word.text.isupper() and len(word.text) > 1) >= min(3, len(near))

    def signs(self, place: int) -> bool:
        """Test for the initials of whoever spoke: two or three capitals at the head of a line, then a colon."""
        word = self.words[place]
        if not (word.text.isupper() and 2 <= len(word.text) <= 3 and self.plain[word.end : word.end + 1] == ":"):
            return False
        line = self.plain[max(0, word.start - 6) : word.start].rpartition("\n")[2]
        return not line.strip(" |>*-") and word.text not in {
            "RE",
            "FW",
            "FWD",
            "CC",
            "BCC",
            "PS",
            "NB",
            "DOB",
            "NHS",
            "UPN",
        }

    def asks(self, place: int) -> bool:
        """Test whether a word such as Will or May begins a question or a wish."""
        fold = self.words[place].fold
        after = self.after(place)
        asked = after in self.lexicon.owner or after in self.lexicon.determiner or after in {"that", "be"}
        return fold in self.lexicon.modal and asked

    def is_surname_at_head(self, place: int) -> bool:
        """Test whether a word with a capital at the head of a sentence is a surname by what follows."""
        fold = self.words[place].fold
        if fold not in self.lexicon.proper or fold in self.lexicon.function:
            return False
        return self.after(place) in self.lexicon.speaks or self.after(place) in _HOUSEHOLD

    def is_bare_noun(self, place: int) -> bool:
        """Test whether no word before makes this one an ordinary noun."""
        before = self.before(place)
        return before not in self.lexicon.determiner and before not in self.lexicon.around

    def acts_as_name(self, place: int) -> bool:
        """Test whether a small word that is also a forename stands where only a person can."""
        fold = self.words[place].fold
        if fold not in self.lexicon.given:
            return place in self.caseless and fold in self.lexicon.proper and self.names_somebody(place)
        if self._certainly_named(place) or self._has_surname(place):
            return True
        if place in self.caseless and self.names_somebody(place):
            return True
        if fold in self.lexicon.modal or fold in self.lexicon.busy:
            return False
        before = self.before(place)
        return self.is_bare_noun(place) and before not in self.lexicon.owner and before not in self.lexicon.auxiliary

    def names_somebody(self, place: int) -> bool:
        """Test whether a word that is also a name could be one where case says nothing: no word before claims it."""
        lexicon, fold, before = self.lexicon, self.words[place].fold, self.before(place)
        if any(fold in part for part in (lexicon.function, lexicon.speaks, lexicon.common, lexicon.kin, lexicon.modal)):
            return False
        return not any(before in part for part in (lexicon.determiner, lexicon.owner, lexicon.auxiliary))

    def may_be_called(self, place: int) -> bool:
        """Test whether a word could be what somebody is called: no word that holds a sentence together, no verb."""
        lexicon, fold = self.lexicon, self.words[place].fold
        held = (lexicon.function, lexicon.speaks, lexicon.where, lexicon.kin, lexicon.body)
        return not any(fold in part for part in held) and not fold.endswith(("ed", "ing", "ly"))

    def is_surname_small(self, place: int) -> bool:
        """Test whether a small word stands behind a form of address, or before "family"."""
        return self.before(place) in self.lexicon.address or self.after(place) in _HOUSEHOLD

    def _has_surname(self, place: int) -> bool:
        """Test whether a surname that is a word follows: two words that are both names, and nothing that owns them."""
        lexicon, after = self.lexicon, self.after(place)
        if after not in lexicon.names or after in lexicon.speaks or after in lexicon.function:
            return False
        return self.gap(place + 1) == " " and self.is_bare_noun(place) and self.words[place].fold not in lexicon.modal

    def _certainly_named(self, place: int) -> bool:
        """Test whether the neighbours say for certain that this is somebody."""
        lexicon, word, before = self.lexicon, self.words[place], self.before(place)
        owns = word.text.lower().endswith("'s")
        if before == "to":
            return place > 1 and self.words[place - 2].fold in lexicon.addressed
        if before == "after":
            return place > 1 and self.words[place - 2].fold.startswith("look")
        if before in lexicon.determiner or before in lexicon.owner or before in lexicon.auxiliary:
            return False
        if before in lexicon.kin or before in lexicon.toward or before in lexicon.title - _NOT_BEFORE_WORDS:
            return word.fold not in lexicon.modal or before not in _JOINING or self._person_follows(place)
        if before in _CLAUSE:
            return self._person_follows(place) or owns
        if self.gap(place).strip() == "," and self.words[place - 1].fold in lexicon.names:
            return True
        return owns and before not in lexicon.around

    def _person_follows(self, place: int) -> bool:
        """Test whether what follows is what a person does, or a comma or bracket behind somebody's name."""
        word, after = self.words[place], self.after(place)
        if after in self.lexicon.speaks:
            return True
        if word.fold in self.lexicon.modal:
            return word.fold == after == "will"
        if after.endswith(("ed", "s")) and after not in self.lexicon.function and self.begins(place):
            return True
        return after in _HELPING or self.plain[word.end : word.end + 1] in {",", "("}

    def heads_place(self, place: int) -> bool:
        """Test whether a word can be the name of a place or body that an ordinary word ends."""
        if place < 0 or self.words[place].text.isdigit():
            return False
        fold = self.words[place].fold
        return not any(fold in part for part in (self.lexicon.function, self.lexicon.common, self.lexicon.where))

    def is_where(self, place: int) -> bool:
        """Test whether a word says that a place follows."""
        return place >= 0 and self.words[place].fold in self.lexicon.where
