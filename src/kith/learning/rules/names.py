"""Knows the people of a linked record by whatever they are called in a text: names, nicknames, initials, slips."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from rapidfuzz.distance import OSA

from kith.common.disclosure.lexicon import Lexicon
from kith.common.disclosure.reading import Word, read, words
from kith.common.names import folded
from kith.common.standards import read_table
from kith.learning.vocabulary import LinkedPerson


class Part(Enum):
    """Which part of somebody's name a word is."""

    GIVEN = "given"
    MIDDLE = "middle"
    SURNAME = "surname"
    OTHER = "other"


Holder = tuple[int, Part]  # the place of a person in the record, and the part of their name


@dataclass(frozen=True, slots=True)
class Known:
    """Whose name a word may be; `slip` when it is only like a name."""

    holders: frozenset[Holder]
    slip: bool = False

    def people(self) -> frozenset[int]:
        """Return the people of the record whose name it may be."""
        return frozenset(person for person, _ in self.holders)


@dataclass
class Names:
    """The people of one record, by every key under which a word of a text is looked up."""

    people: Sequence[LinkedPerson]
    lexicon: Lexicon
    keys: dict[str, set[Holder]] = field(default_factory=lambda: defaultdict(set))
    phrases: dict[str, dict[tuple[str, ...], set[Holder]]] = field(default_factory=dict)
    initials: dict[str, set[Holder]] = field(default_factory=lambda: defaultdict(set))
    _seen: dict[tuple[str, bool], Known | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, person in enumerate(self.people):
            self._learn(place, person)

    def of(self, word: Word) -> Known | None:
        """Return whose name a word may be, or None; a small ordinary word counts only as it is spelled."""
        capital = word.text[0].isupper()
        asked = (word.fold, capital)
        if asked not in self._seen:
            self._seen[asked] = self._look_up(word.key, word, capital=capital)
        found = self._seen[asked]
        if found is None and word.text.isupper() and word.text in self.initials:
            return Known(frozenset(self.initials[word.text]))
        return found

    def joined(self, first: Word, second: Word) -> Known | None:
        """Return whose one name two words are together, such as a name written as two."""
        if not (first.text[0].isalpha() and second.text[0].isalpha()):
            return None
        if first.fold in self.lexicon.ordinary and second.fold in self.lexicon.ordinary and not first.text[0].isupper():
            return None
        key = first.key + second.key
        return self._like(key) if len(key) >= 6 else None

    def initialled(self, letters: str) -> Known | None:
        """Return whose initials these letters are."""
        holders = self.initials.get(letters.upper()) or self.keys.get(letters.lower())
        return Known(frozenset(holders)) if holders else None

    def surname_holders(self, letter: str, people: Iterable[int]) -> frozenset[int]:
        """Return those of these people whose forename begins with a letter."""
        begins = {
            person
            for key, holders in self.keys.items()
            for person, part in holders
            if part is Part.GIVEN and key[:1] == letter.lower()
        }
        return frozenset(begins & set(people))

    def _learn(self, place: int, person: LinkedPerson) -> None:
        parts = _parts(person.name, self.lexicon)
        for number, part in enumerate(parts):
            kind = Part.SURNAME if number == len(parts) - 1 and (number or len(parts) == 1) else Part.MIDDLE
            self._learn_part(part, (place, Part.GIVEN if number == 0 and len(parts) > 1 else kind))
        for other in person.also_known_as:
            called = _parts(other, self.lexicon)
            same = len(called) > 1 and called[0] == parts[0]
            title = called[0][0] in self.lexicon.title
            for number, part in enumerate(called):
                ordinary = len(called) > 1 and all(word in self.lexicon.ordinary for word in part)
                if not ordinary and not (same and number == 0):
                    self._learn_part(part, (place, Part.SURNAME if number and not title else Part.OTHER))
            self._learn_phrase(tuple(word for part in called for word in part), (place, Part.OTHER))
        if len(parts) > 1:
            heads = [part[0][0] for part in parts]
            whole = [word[0] for part in parts for word in part]
            for letters in {heads[0] + heads[-1], "".join(heads), "".join(whole)}:
                self.initials[letters.upper()].add((place, Part.OTHER))

    def _learn_part(self, part: tuple[str, ...], holder: Holder) -> None:
        for word in {*part, "".join(part)}:
            if len(word) > 1:
                self.keys[word].add(holder)
        if len(part) > 1:
            self._learn_phrase(part, holder)
        if holder[1] in {Part.GIVEN, Part.MIDDLE}:
            for other in _also(part[0]) | _also("".join(part)):
                self.keys[other].add((holder[0], Part.OTHER))

    def _learn_phrase(self, phrase: tuple[str, ...], holder: Holder) -> None:
        self.phrases.setdefault(phrase[0], {}).setdefault(phrase, set()).add(holder)

    def _look_up(self, key: str, word: Word, *, capital: bool) -> Known | None:
        if key in self.keys:
            return Known(frozenset(self.keys[key]))
        ordinary = word.fold in self.lexicon.ordinary
        if len(key) < 3 or (ordinary and not capital) or word.fold in self.lexicon.function:
            return None
        if not ordinary:
            for known, holders in self.keys.items():
                if len(known) >= 4 and known in key:
                    return Known(frozenset(holders), slip=True)
        return self._like(key) or (self._short_for(key) if not ordinary or len(key) == 3 else None)

    def _like(self, key: str) -> Known | None:
        """Return whose name a slip of the keyboard made of this: one slip in four letters or more, two in seven."""
        near: set[Holder] = set()
        for known, holders in self.keys.items():
            shorter = min(len(known), len(key))
            allowed = 2 if shorter >= 7 else 1 if shorter >= 4 else 0
            if known == key or (allowed and OSA.distance(known, key, score_cutoff=allowed) <= allowed):
                near |= holders
        return Known(frozenset(near), slip=True) if near else None

    def _short_for(self, key: str) -> Known | None:
        """Return whose forename begins with this, or with this less a fond ending."""
        near: set[Holder] = set()
        for stem in {key, key.removesuffix("s"), key.removesuffix("y"), key.removesuffix("ie")}:
            for known, holders in self.keys.items():
                if len(stem) >= 3 and len(known) > len(stem) and known.startswith(stem):
                    near |= {(person, Part.OTHER) for person, part in holders if part is not Part.SURNAME}
        return Known(frozenset(near), slip=True) if near else None


def key_of(fold: str) -> str:
    """Return the letters and digits of a folded word."""
    return "".join(mark for mark in fold if mark.isalnum())


def _parts(name: str, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """Return the parts of a name without forms of address, each as its folded words: a hyphenated part has two."""
    parts = [tuple(key_of(word.text.lower()) for word in words(read(part))) for part in name.replace(",", " ").split()]
    kept = [part for part in parts if part and not (part[0] in lexicon.address and part[0] not in lexicon.kin)]
    return kept or [part for part in parts if part]


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Return for each forename its short and familiar forms and other spellings, both ways."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table("nicknames"):
        name, other = folded(row["name"]), folded(row["other"])
        found[name].add(other)
        found[other].add(name)
    return {name: frozenset(others) for name, others in found.items()}


def _also(name: str) -> frozenset[str]:
    return frozenset(key_of(other) for other in _nicknames().get(name, frozenset()) if len(other) > 1)


def phrases_at(names: Names, written: Sequence[Word], place: int) -> Iterator[tuple[int, frozenset[Holder]]]:
    """Give each name of several words that begins at a word: how many words it has, and whose it is."""
    for phrase, holders in names.phrases.get(written[place].key, {}).items():
        if tuple(word.key for word in written[place : place + len(phrase)]) == phrase:
            yield len(phrase), frozenset(holders)
