"""Which words of a text may be names: by case, by place in the sentence and by the company they keep."""

import re
from collections.abc import Iterator, Sequence

from kith.common.disclosure.lexicon import Lexicon
from kith.common.disclosure.reading import Reading, Word
from kith.common.disclosure.vocabulary import SuspectKind

_BEGINS = re.compile(r"(?:^|[.!?:;•|\n\t\"(\[>*]|\s[-=~+]{1,3})[\s\"'(\[>*•-]*$")
_SHORTHAND = re.compile(r"\b(?:A&E|T/C|[wW]/[cCeE]|[nN]/[aA]|c/o|o/s|y/o|H/V|S/W|F/T|P/T|H/T|R/V|D/V|O/D)\b")
_ABBREVIATED = re.compile(r"\b(?:mrs?|ms|dr|st|rd|no|ref|sgt|prof|rev|approx|[a-z])\.\s*$", re.IGNORECASE)
_MODAL = {"will", "may", "can", "mark", "bill", "chase", "hope", "drew", "rose", "ray", "trace", "pat", "wade", "ken"}
_OWNERS = {
    "i",
    "he",
    "she",
    "they",
    "we",
    "it",
    "you",
    "who",
    "that",
    "this",
    "which",
    "there",
    "and",
    "or",
    "but",
    "not",
}
_DETERMINERS = {
    "a",
    "an",
    "the",
    "his",
    "her",
    "their",
    "my",
    "our",
    "your",
    "this",
    "that",
    "these",
    "those",
    "any",
    "no",
}
_DETERMINERS |= {"some", "every", "each", "another", "its", "of", "more", "less", "very", "in", "last", "next", "to"}
_SPEECH = {"to", "by", "from"}
_ADDRESSED = {
    "spoke",
    "speak",
    "speaking",
    "spoken",
    "talked",
    "talk",
    "talking",
    "said",
    "listened",
    "supported",
    "seen",
}
_WHERE = {"at", "on", "in", "to", "from", "near", "of", "outside", "by", "off", "behind", "opposite", "attends", "via"}
_PLAIN_BODIES = (
    _DETERMINERS | _WHERE | {"secondary", "primary", "high", "new", "special", "mainstream", "middle", "local"}
)
_PLAIN_BODIES |= {
    "junior",
    "infant",
    "old",
    "youth",
    "same",
    "previous",
    "current",
    "sixth",
    "front",
    "main",
    "back",
    "and",
}
_PLAIN_BODIES |= {
    "private",
    "busy",
    "children",
    "general",
    "side",
    "other",
    "quiet",
    "residential",
    "boxing",
    "football",
}
_PLAIN_BODIES |= {
    "for",
    "with",
    "after",
    "before",
    "state",
    "home",
    "open",
    "mental",
    "family",
    "whole",
    "both",
    "public",
}


def named(reading: Reading, words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[int, int, SuspectKind]]:
    """Give every word that may be a name or that no list knows; digits are left to the shapes."""
    flagged: set[int] = set()
    first = [_begins(reading.plain, word.start) for word in words]
    shorthand = {match.start() for match in _SHORTHAND.finditer(reading.plain)}
    shorthand |= {start + 2 for start in shorthand}
    for place, word in enumerate(words):
        if word.start in shorthand:
            continue
        kind = _kind(words, place, lexicon, begins=first[place], plain=reading.plain)
        if kind is not None:
            flagged.add(place)
            yield word.start, word.end, kind
    yield from _neighbours(reading.plain, words, lexicon, flagged)
    yield from _bodies(reading.plain, words, lexicon)


def _begins(plain: str, start: int) -> bool:
    """Test whether a word begins a sentence, a line, a cell or a quotation."""
    before = plain[max(0, start - 12) : start]
    if not _BEGINS.search(before) and start > 0 and before.strip():
        return False
    return not (before.rstrip().endswith(".") and _ABBREVIATED.search(before))


def _kind(words: Sequence[Word], place: int, lexicon: Lexicon, *, begins: bool, plain: str) -> SuspectKind | None:
    word = words[place]
    if any(mark.isdigit() for mark in word.text):
        return None
    if word.foreign:
        return SuspectKind.PERSON
    if word.text in lexicon.capitals or word.fold in {"a", "i"} or _contracted(word.fold):
        return None
    if word.fold not in lexicon.ordinary:
        return SuspectKind.PERSON if word.text[0].isupper() else SuspectKind.WORD
    name_word = word.fold in lexicon.given or word.fold in lexicon.proper
    if word.text.isupper() and len(word.text) > 1:
        return _shouted(words, place, lexicon, name_word=name_word)
    if word.text[0].isupper():
        return _capital(words, place, lexicon, begins=begins)
    if word.fold in lexicon.given and _acts_as_name(words, place, lexicon, begins=begins, plain=plain):
        return SuspectKind.PERSON
    return None


def _contracted(fold: str) -> bool:
    head, mark, tail = fold.partition("'")
    return bool(mark) and tail in {"t", "ll", "ve", "re", "d", "m"} and head in _CONTRACTED


_CONTRACTED = _OWNERS | {
    "don",
    "isn",
    "wasn",
    "didn",
    "doesn",
    "hasn",
    "hadn",
    "couldn",
    "wouldn",
    "shouldn",
    "won",
    "can",
}
_CONTRACTED |= {"aren", "weren", "haven", "ain", "mustn", "needn", "mightn", "shan", "what", "where", "how"}


def _shouted(words: Sequence[Word], place: int, lexicon: Lexicon, *, name_word: bool) -> SuspectKind | None:
    """Judge a word in capitals: in a line of capitals it is read as if it were small."""
    near = [*words[max(0, place - 2) : place], *words[place + 1 : place + 3]]
    loud = sum(1 for other in near if other.text.isupper() and len(other.text) > 1)
    if not name_word:
        return None
    if words[place].fold in lexicon.given:
        quiet = (
            words[place].fold in _MODAL
            and loud >= 2
            and not _acts_as_name(words, place, lexicon, begins=False, plain="")
        )
        return None if quiet else SuspectKind.PERSON
    return SuspectKind.PERSON if loud < 2 else None


def _capital(words: Sequence[Word], place: int, lexicon: Lexicon, *, begins: bool) -> SuspectKind | None:
    """Judge an ordinary word with a capital: in the middle of a sentence it is a name, at its head it may be."""
    word = words[place]
    if not begins:
        return SuspectKind.DATE if word.fold in lexicon.months - lexicon.given else SuspectKind.PERSON
    after = words[place + 1] if place + 1 < len(words) else None
    if word.fold in lexicon.given:
        if word.fold in _MODAL and after is not None and after.fold in _OWNERS | _DETERMINERS:
            return None
        return SuspectKind.PERSON
    if word.fold in lexicon.proper - _OWNERS and after is not None and after.fold in lexicon.speaks:
        return SuspectKind.PERSON
    return None


def _acts_as_name(words: Sequence[Word], place: int, lexicon: Lexicon, *, begins: bool, plain: str) -> bool:
    """Test whether a small word that is also a forename stands where only a person can."""
    word = words[place]
    before = words[place - 1].fold if place else ""
    after = words[place + 1].fold if place + 1 < len(words) else ""
    if before in lexicon.titles - {"big", "st", "little", "saint", "coach"} or before in lexicon.kin - {"with"}:
        return word.fold not in _MODAL or after in lexicon.speaks or not after
    if before in _SPEECH and place > 1 and words[place - 2].fold in _ADDRESSED:
        return True
    if before == "with":
        return True
    if after in lexicon.speaks and before not in (_DETERMINERS | _OWNERS) - {"that", "and", "but"}:
        return begins or word.fold not in _MODAL or before == "that"
    return word.text.lower().endswith("'s") and before not in _DETERMINERS and word.fold not in lexicon.weekdays


def _neighbours(
    plain: str, words: Sequence[Word], lexicon: Lexicon, flagged: set[int]
) -> Iterator[tuple[int, int, SuspectKind]]:
    """Give the capitals, initials, titles and tails that belong to a name already found."""
    for place in sorted(flagged):
        yield from _leftwards(plain, words, lexicon, place)
        after = words[place + 1] if place + 1 < len(words) else None
        if after is None or plain[words[place].end : after.start] not in {" ", "-"}:
            continue
        if after.fold in lexicon.places and words[place].text[0].isupper():
            yield words[place].start, after.end, SuspectKind.PLACE
        elif after.fold in lexicon.organisations and words[place].text[0].isupper():
            yield words[place].start, after.end, SuspectKind.ORGANISATION


def _leftwards(
    plain: str, words: Sequence[Word], lexicon: Lexicon, place: int
) -> Iterator[tuple[int, int, SuspectKind]]:
    """Give the title before a name, or the capital name-word that begins the sentence before it."""
    before = words[place - 1] if place else None
    if before is None or plain[before.end : words[place].start].strip(" .,") or before.end == words[place].start:
        return
    if "\n" in plain[before.end : words[place].start]:
        return
    numbered = before.text.isdigit() and place > 1
    title = words[place - 2] if numbered else before
    if title.fold in lexicon.titles and (numbered or "," not in plain[before.end : words[place].start]):
        yield title.start, words[place].end, SuspectKind.PERSON
    elif before.text[0].isupper() and before.fold in lexicon.given | lexicon.proper and words[place].text[0].isupper():
        yield before.start, words[place].end, SuspectKind.PERSON


def _bodies(plain: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[int, int, SuspectKind]]:
    """Give streets, places and bodies in small letters: a preposition, one or two words, and what they are."""
    for place, word in enumerate(words):
        street = word.fold in _STREETS
        if place < 2 or not (street or word.fold in lexicon.organisations):
            continue
        head = words[place - 1]
        if head.fold in _PLAIN_BODIES or plain[head.end : word.start] not in {" ", "-"} or head.text.isdigit():
            continue
        start = place - 1
        if words[start - 1].fold not in _WHERE and start >= 1:
            start -= 1
        if start >= 1 and words[start - 1].fold in _WHERE and words[start].fold not in _PLAIN_BODIES:
            yield words[start].start, word.end, SuspectKind.PLACE if street else SuspectKind.ORGANISATION


_STREETS = {"street", "road", "rd", "lane", "avenue", "ave", "crescent", "terrace", "gardens", "grove", "mews", "close"}
_STREETS |= {"estate", "park", "station", "bridge", "hill", "cottages", "quay"}
