"""Finds where a text mentions the people of a linked record, each run of words that is one mention of somebody."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kith.common.disclosure.company import Company
from kith.common.disclosure.reading import Word
from kith.learning.rules.names import Known, Names, Part, phrases_at

_DOTTED = re.compile(r"\b(?:[A-Za-z]\.\s?){1,4}[A-Za-z]\b\.?")
_JOINS = re.compile(r"[ \t]{1,3}|-|'|[ \t]?\r?\n[ \t]?|,[ \t]{1,2}|\.[ \t]?")
_TIME = {
    "in",
    "since",
    "until",
    "during",
    "by",
    "of",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "for",
    "the",
    "every",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: its words, whose it may be, and whether that is certain enough to replace it."""

    first: int
    last: int
    people: frozenset[int]
    parts: frozenset[Part]
    certain: bool


def mentions(company: Company, names: Names) -> Iterator[Mention]:
    """Give every mention of somebody of the record, in order and apart; runs of one person's names are one mention."""
    words = company.words
    place = 0
    while place < len(words):
        known, count = _at(company, names, place)
        if known is None:
            place += 1
            continue
        people, parts = known.people(), {part for _, part in known.holders}
        sure = [_is_certain(company, place, known)]
        last = place + count - 1
        while last + 1 < len(words) and _JOINS.fullmatch(company.gap(last + 1)):
            follows, more = _at(company, names, last + 1)
            if follows is None or not (people & follows.people()) or not _continues(company, last + 1, parts, follows):
                break
            people &= follows.people()
            parts |= {part for _, part in follows.holders}
            sure.append(_is_certain(company, last + 1, follows))
            last += more
        yield Mention(place, last, people, frozenset(parts), any(sure))
        place = last + 1


def initials(company: Company, names: Names) -> Iterator[tuple[int, int, Known]]:
    """Give initials written with dots, as places in the plain text."""
    for match in _DOTTED.finditer(company.plain):
        known = names.initialled("".join(mark for mark in match[0] if mark.isalpha()))
        if known is not None:
            yield match.start(), match.end(), known


def _at(company: Company, names: Names, place: int) -> tuple[Known | None, int]:
    """Return whose name begins at a word and over how many words it goes, the longest first."""
    words = company.words
    longest = max(phrases_at(names, words, place), default=None, key=lambda found: found[0])
    if longest is not None and _unbroken(company, place, longest[0]):
        return Known(longest[1]), longest[0]
    known = names.of(words[place])
    if known is not None and not known.slip:
        return known, 1
    if place + 1 < len(words) and company.gap(place + 1) in {" ", "-"}:
        both = names.joined(words[place], words[place + 1])
        if both is not None and names.of(words[place + 1]) is None:
            return both, 2
    return known, 1


def _unbroken(company: Company, place: int, count: int) -> bool:
    return all(company.gap(step) in {" ", "-", "", "'", "  "} for step in range(place + 1, place + count))


def _continues(company: Company, place: int, parts: set[Part], follows: Known) -> bool:
    """Test whether a name goes on: after a comma or a line's end only a forename after a surname, or the other way."""
    gap = company.gap(place)
    if "," not in gap and "\n" not in gap and "." not in gap:
        capitals = [company.words[step].text[0].isupper() for step in (place - 1, place)]
        return capitals[0] == capitals[1] or not (_is_word(company, place) or _is_word(company, place - 1))
    more = {part for _, part in follows.holders}
    return parts == {Part.SURNAME} and bool(more - {Part.SURNAME}) and "." not in gap


def _is_word(company: Company, place: int) -> bool:
    return company.words[place].fold in company.lexicon.ordinary


def _is_certain(company: Company, place: int, known: Known) -> bool:
    """Test whether a name may be replaced at once; a name that is also a word is, where it stands as a name."""
    word = company.words[place]
    if (word.fold in company.lexicon.month or word.fold in company.lexicon.weekday) and company.before(place) in _TIME:
        return False
    if not _is_word(company, place):
        return True
    if known.slip:
        return False
    if word.text.isupper() and len(word.text) > 1 and not company.loud(place):
        return True
    if word.text[0].isupper() and not (word.text.isupper() and len(word.text) > 1):
        return not company.asks(place)
    return company.acts_as_name(place) or company.is_surname_small(place)


def is_worth_asking(company: Company, mention: Mention) -> bool:
    """Test whether a small word that is also a name of the record could be that name where it stands."""
    if mention.last > mention.first:
        return True
    word: Word = company.words[mention.first]
    if word.fold not in company.lexicon.function:
        return True
    before = company.before(mention.first)
    held = (company.lexicon.owner, company.lexicon.determiner, company.lexicon.auxiliary)
    return word.text[0].isupper() or not any(before in part for part in held)


def title_before(company: Company, place: int) -> int:
    """Return the place of the form of address before a name, its number with it; without one, the name's own place."""
    words: Sequence[Word] = company.words
    start = place
    while start and company.gap(start).strip(" .") == "" and "\n" not in company.gap(start):
        before = words[start - 1]
        if before.text.isdigit() and start > 1 and words[start - 2].fold in company.lexicon.title:
            start -= 2
        elif before.fold == "the" and start == place:
            return start - 1
        elif before.fold in company.lexicon.title and (
            "." not in company.gap(start) or before.fold in company.lexicon.address
        ):
            start -= 1
        else:
            break
    return start
