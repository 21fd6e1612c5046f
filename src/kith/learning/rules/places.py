"""Knows the schools, homes and places of a linked record by whatever is left of their names in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from kith.common.disclosure import SuspectKind
from kith.common.disclosure.company import Company
from kith.common.disclosure.lexicon import Lexicon
from kith.common.disclosure.reading import Word, read, words
from kith.learning.rules.names import key_of

# "St" is a street here and a saint there: both are read as one word, so that they are the same on both sides.
_SHORT = {
    "rd": "road",
    "st": "street",
    "ln": "lane",
    "ave": "avenue",
    "cres": "crescent",
    "ct": "court",
    "sq": "square",
}
_SHORT |= {"gdns": "gardens", "terr": "terrace", "saint": "street", "pl": "place", "dr": "drive", "sch": "school"}
_SAYS = (
    (
        {"school", "academy", "college", "primary", "infants", "infant", "juniors", "junior", "nursery", "secondary"},
        "a school",
    ),
    ({"hospital", "infirmary", "clinic", "surgery", "ward", "practice"}, "a health service"),
    ({"hmp", "yoi", "prison", "jail"}, "a prison"),
    ({"court"}, "a court"),
    ({"house", "home", "lodge", "hostel"}, "a home"),
)

_HOUSE = re.compile(r"\d{1,4}[a-zA-Z]?")


@dataclass
class Places:
    """The organisations and places of one record, by the words of their names and of what is left of them."""

    phrases: dict[str, list[tuple[tuple[str, ...], str, SuspectKind]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _near: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, organisations: Iterable[str], places: Iterable[str], lexicon: Lexicon) -> "Places":
        """Return what is known of a record's organisations and places."""
        made = cls()
        for kind, entries in ((SuspectKind.ORGANISATION, list(organisations)), (SuspectKind.PLACE, list(places))):
            for entry in entries:
                for phrase in _left_of(tuple(_keys(words(read(entry)))), lexicon):
                    says = says_of(" ".join(phrase), kind, entries)
                    made.phrases[phrase[0]].append((phrase, says, kind))
        for known in made.phrases.values():
            known.sort(key=lambda one: -len(one[0]))
        return made

    def at(self, written: Sequence[Word], place: int) -> tuple[tuple[str, ...], str, SuspectKind] | None:
        """Return the words of a place or organisation of the record that begins here, and what stands for it."""
        first = self._first(_keys(written[place : place + 1])[0])
        for phrase, says, kind in self.phrases.get(first or "", ()):
            here = _keys(written[place : place + len(phrase)])
            if len(here) == len(phrase) and all(_same(one, other) for one, other in zip(here, phrase, strict=True)):
                return phrase, says, kind
        return None

    def _first(self, key: str) -> str | None:
        if key in self.phrases:
            return key
        if key not in self._near:
            self._near[key] = next((known for known in self.phrases if _same(key, known)), None)
        return self._near[key]


def says_of(entry: str, kind: SuspectKind, others: Iterable[str] = ()) -> str:
    """Return the words that stand for an organisation or a place: a school, a home, an address, a street, a place."""
    keys = _keys(words(read(entry)))
    if kind is SuspectKind.PLACE:
        if any(mark.isdigit() for key in keys for mark in key):
            return "an address" if any(len(key) > 3 and key.isalpha() for key in keys) else "a postcode"
        streets = {
            "street",
            "road",
            "lane",
            "avenue",
            "close",
            "drive",
            "crescent",
            "terrace",
            "gardens",
            "grove",
            "row",
        }
        return "a street" if len(keys) > 1 and keys[-1] in streets else "a place"
    for candidate in (entry, *(other for other in others if set(keys) <= set(_keys(words(read(other)))))):
        named = set(_keys(words(read(candidate))))
        for ends, says in _SAYS:
            if named & ends:
                return says
    return "an organisation"


def _keys(written: Iterable[Word]) -> list[str]:
    """Return the words of a name as they are compared: short forms written out, no apostrophe, no possessive."""
    keys = [key_of(word.text.lower().replace("'s", "s")) for word in written]
    return [_SHORT.get(key, key) for key in keys]


def _same(one: str, other: str) -> bool:
    """Test whether two words of a name are the same but for a slip, a plural or a possessive."""
    if one == other or one.rstrip("s") == other.rstrip("s") != "":
        return True
    if one.isdigit() or other.isdigit() or min(len(one), len(other)) < 5:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _left_of(keys: tuple[str, ...], lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """Give a name and what people leave of it: without its number, without what kind of place it is, its rare words."""
    while keys:
        yield keys
        ends = keys
        while len(ends) > 1 and _is_kind(ends[-1], lexicon):
            ends = ends[:-1]
            if any(key not in lexicon.ordinary and key.isalpha() for key in ends):
                yield ends
        if not any(mark.isdigit() for mark in keys[0]) and keys[0] not in {"flat", "unit", "room", "the", "plot"}:
            break
        keys = keys[1:]
    for key in keys:
        if len(key) >= 4 and key.isalpha() and key not in lexicon.ordinary:
            yield (key,)


def _is_kind(key: str, lexicon: Lexicon) -> bool:
    """Test whether a word says what kind of place or body something is, and so is left out."""
    return key in lexicon.place or key in lexicon.organisation or key in lexicon.body or key in {"of", "e", "c"}


def places_in(company: Company, places: Places) -> Iterator[tuple[int, int, str, SuspectKind]]:
    """Give each mention of a place or organisation of the record: its first and last word and what stands for it."""
    place = 0
    while place < len(company.words):
        found = places.at(company.words, place)
        if found is None:
            place += 1
            continue
        phrase, says, kind = found
        first, last = place, place + len(phrase) - 1
        while first and says in {"a street", "an address"} and _is_number(company, first):
            first, says = first - 1, "an address"
        while last + 1 < len(company.words) and _ends_name(company, last + 1):
            last += 1
            says = says_of(company.words[last].text, kind) if says in {"a place", "an organisation"} else says
        owned = company.words[last].text.lower().endswith("'s") and not phrase[-1].endswith("s")
        yield first, last, f"{says}'s" if owned else says, kind
        place = last + 1


def _is_number(company: Company, first: int) -> bool:
    before = company.words[first - 1].text
    year = first > 1 and len(before) == 4 and company.words[first - 2].fold in company.lexicon.month
    return bool(_HOUSE.fullmatch(before)) and not year and company.gap(first).strip(", ") == ""


def _ends_name(company: Company, place: int) -> bool:
    lexicon, fold = company.lexicon, company.words[place].fold
    return company.gap(place) in {" ", "-"} and (fold in lexicon.place or fold in lexicon.organisation)
