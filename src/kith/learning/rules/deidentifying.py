"""Takes out of a text whoever and whatever its linked record knows, and holds back whatever else may tell."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kith.common.disclosure import SuspectKind
from kith.common.disclosure.company import Company
from kith.common.disclosure.finding import found_in
from kith.common.disclosure.lexicon import lexicon
from kith.common.disclosure.reading import Reading, Word, read, words
from kith.common.disclosure.shapes import shaped
from kith.learning.rules.coarse import coarse, date_in
from kith.learning.rules.edits import Edit, Edits
from kith.learning.rules.mentions import Mention, initials, is_worth_asking, mentions, title_before
from kith.learning.rules.names import Names, Part
from kith.learning.rules.places import Places, places_in
from kith.learning.rules.pseudonyms import FORENAMES, SURNAMES, pseudonyms
from kith.learning.vocabulary import Deidentified, LinkedRecord, SpanAction, TextSpan

Piece = tuple[SuspectKind, int, int]
_SOMEWHERE = {SuspectKind.PLACE, SuspectKind.ORGANISATION}
_BY_SHAPE = {SuspectKind.CONTACT, SuspectKind.IDENTIFIER}
_TRIM = " \t\r\n.,;:!?()[]{}\"'<>|-–/&"


@dataclass
class Deidentifier:
    """Knows one record; the same people, in every text that it is given, keep the same pseudonyms.

    `key` decides which pseudonyms: keep it with the briefing when a later text must agree with an earlier one. No name
    of `in_use` becomes a pseudonym while others are left: of a child of the same audit, of another briefing.
    """

    record: LinkedRecord
    key: str
    in_use: Container[str] = frozenset()
    names: Names = field(init=False)
    _forenames: dict[str, str] = field(init=False)
    _surnames: dict[str, str] = field(init=False)
    _known_places: Places = field(init=False)
    _known_numbers: list[re.Pattern[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Learn the names of the record and give each its pseudonym.

        Raises:
            WordListDamaged: the word lists are missing or changed; no text may then be treated.
        """
        self.names = Names(self.record.people, lexicon())
        real = list(self.names.keys)
        surnames = sorted(
            {key for key, holders in self.names.keys.items() if Part.SURNAME in {part for _, part in holders}}
        )
        people = [str(place) for place in range(len(self.record.people))]
        self._forenames = pseudonyms(people, self._free(FORENAMES), real, self.key)
        self._known_places = Places.of(self.record.organisations, self.record.places, self.names.lexicon)
        self._known_numbers = [_however_spaced(number) for number in self.record.identifiers if _letters(number)]
        self._surnames = pseudonyms(surnames, self._free(SURNAMES), real, self.key)

    def deidentify(self, text: str) -> Deidentified:
        """Return the text with what the record knows replaced and every other suspicious piece to be confirmed.

        Spans are in order and apart; what is outside them is as it was given. Time grows with the text's length.
        """
        reading = read(text)
        company = Company(reading.plain, words(reading), lexicon())  # asked each time: damaged lists stop every text
        edits = Edits()
        found = [(kind, start, end) for start, end, kind in found_in(company)]
        self._typed([one for one in found if one[0] in _BY_SHAPE], reading, edits)
        self._places(company, edits)
        self._people(company, edits)
        self._numbers(reading, edits)
        self._typed(found, reading, edits)
        _hold_back(found, company, edits)
        return _written(text, reading, edits.kept)

    def _free(self, pool: Sequence[str]) -> Sequence[str]:
        """Return the names of a pool that nobody could take for a name of the record."""
        unlike = [name for name in pool if not any(self.names.of(word) for word in _read(name))]
        return [name for name in unlike if name not in self.in_use] or unlike or pool

    @property
    def called(self) -> str:
        """Return the pseudonym of the first person of the record: whoever the text is about."""
        return self.calls(0)

    def calls(self, place: int) -> str:
        """Return the pseudonym of one person of the record, by their place in it."""
        return self._forenames[str(place)]

    def _numbers(self, reading: Reading, edits: Edits) -> None:
        """Replace the record's identifiers, however their digits are spaced, and its dates."""
        for pattern in self._known_numbers:
            for match in pattern.finditer(reading.plain):
                named = not any(mark.isdigit() for mark in match[0])
                edits.add(match.start(), match.end(), SuspectKind.IDENTIFIER, "a name" if named else "an identifier")

    def _typed(self, found: Iterable[Piece], reading: Reading, edits: Edits) -> None:
        """Replace what its shape explains: dates, ages, addresses, numbers."""
        born = {date_in(one) for one in self.record.dates} - {None}
        for one, start, end in _apart(found, reading.plain, edits):
            plain = reading.plain[start:end]
            if one is SuspectKind.DATE and date_in(plain) in born:
                edits.add(start, end, one, "a known date")
                continue
            if one is SuspectKind.PLACE and not plain[0].isdigit() and not plain.lower().startswith("flat"):
                continue
            says = coarse(
                one, plain, before=reading.plain[max(0, start - 8) : start], after=reading.plain[end : end + 8]
            )
            if says is not None:
                begin, phrase = _with_preposition(reading.plain, start, says, one)
                edits.add(begin, end, one, phrase)

    def _places(self, company: Company, edits: Edits) -> None:
        for first, last, says, kind in places_in(company, self._known_places):
            start, end = company.words[first].start, company.words[last].end
            if not (
                company.plain[max(0, start - 4) : start].lower() == "the " and edits.add(start - 4, end, kind, says)
            ):
                edits.claim(company.plain, start, Edit(start, end, kind, says))

    def _people(self, company: Company, edits: Edits) -> None:
        for start, end, known in initials(company, self.names):
            edits.add(start, end, SuspectKind.PERSON, self._forenames[str(min(known.people()))])
        for mention in mentions(company, self.names):
            start, end = self._extent(company, mention)
            if not mention.certain:
                if is_worth_asking(company, mention):
                    edits.add(start, end, SuspectKind.PERSON, None)
                continue
            edit = Edit(start, end, SuspectKind.PERSON, self._pseudonym(company, mention))
            short = self._pseudonym(company, mention, titled=False)
            edits.claim(company.plain, company.words[mention.first].start, edit, short)

    def _extent(self, company: Company, mention: Mention) -> tuple[int, int]:
        """Return where a mention begins and ends: with its form of address and the initials before a surname."""
        first = mention.first
        while first and len(company.words[first - 1].text) == 1 and company.words[first - 1].text.isalpha():
            if company.gap(first) not in {" ", ". ", "."} or company.words[first - 1].text in {"I", "a"}:
                break
            first -= 1
        return company.words[title_before(company, first)].start, company.words[mention.last].end

    def _pseudonym(self, company: Company, mention: Mention, *, titled: bool = True) -> str:
        """Return what somebody is called instead: the same parts of their name that the text gave."""
        written = company.words[mention.first : mention.last + 1]
        people = mention.people
        initial = company.words[mention.first - 1] if mention.first else None
        if initial is not None and len(initial.text) == 1 and Part.SURNAME in mention.parts:
            people = self.names.surname_holders(initial.text, people) or people
        person = min(people)
        surname = next((self._surnames[key] for key in (word.key for word in written) if key in self._surnames), None)
        if surname is None and Part.SURNAME in mention.parts:
            surname = next(iter(self._surnames_of(person)), None)
        family = surname is not None and mention.parts == {Part.SURNAME}
        called = surname if family and surname else self._forenames[str(person)]
        if surname is not None and not family and len(written) > 1:
            called = f"{called} {surname}"
        before = title_before(company, mention.first)
        heads = [
            word.text for word in company.words[before : mention.first] if len(word.text) > 1 and word.text.isalpha()
        ]
        owned = "'s" if written[-1].text.lower().endswith("'s") else ""
        return " ".join([*(heads if titled else []), called]) + owned

    def _surnames_of(self, person: int) -> Iterable[str]:
        for key, holders in self.names.keys.items():
            if (person, Part.SURNAME) in holders:
                yield self._surnames[key]


def _apart(found: Iterable[Piece], plain: str, edits: Edits) -> Iterator[Piece]:
    """Give the pieces that nothing has replaced; of one that is replaced in part, what the rest has the shape of."""
    for kind, start, end in found:
        if not any(True for _ in edits.within(start, end)):
            yield kind, start, end
            continue
        for left, right in list(edits.left_of(start, end)):
            for first, last, shape in sorted(shaped(plain[left:right]), key=lambda one: one[0] - one[1]):
                if not any(True for _ in edits.within(left + first, left + last)):
                    yield shape, left + first, left + last


@cache
def _read(name: str) -> tuple[Word, ...]:
    return tuple(words(read(name)))


def _letters(number: str) -> list[str]:
    return [mark for mark in read(number).plain if mark.isalnum()]


def _however_spaced(number: str) -> re.Pattern[str]:
    """Return what finds an identifier with or without spaces, dots, dashes and slashes inside."""
    marks = r"[\s./-]{0,2}".join(re.escape(mark) for mark in _letters(number))
    return re.compile(rf"(?<!\w){marks}(?!\w)", re.IGNORECASE)


def _hold_back(found: Iterable[Piece], company: Company, edits: Edits) -> None:
    """Have a person confirm every suspicious piece that nothing has replaced."""
    for kind, start, end in found:
        untouched = not any(True for _ in edits.within(start, end))
        for left, right in list(edits.left_of(start, end)):
            piece = company.plain[left:right]
            first, last = left + len(piece) - len(piece.lstrip(_TRIM)), right - len(piece) + len(piece.rstrip(_TRIM))
            if first < last and (untouched or _tells(company.plain[first:last], company, ends=kind not in _SOMEWHERE)):
                edits.add(first, last, kind, None)
            elif untouched and first >= last:
                edits.add(left, right, kind, None)


def _tells(left: str, company: Company, *, ends: bool) -> bool:
    """Test whether what is left beside a replaced piece tells anything: not a form of address, nor a small word.

    With `ends` neither does what ends the name of a place; of a place's own name it is a part.
    """
    known = company.lexicon
    for word in words(read(left)):
        plain = word.fold in known.title or word.fold in known.function or word.fold in {"s", "family"}
        # A word such as Wells ends a place, and is as well somebody's surname.
        ends = word.fold in known.place | known.organisation and not (
            word.text[0].isupper() and word.fold in known.names
        )
        if not plain and not ends:
            return True
    return False


def _with_preposition(plain: str, start: int, says: str, kind: SuspectKind) -> tuple[int, str]:
    """Return a date with the preposition that its coarse form needs: on a day, but in a season."""
    if kind is SuspectKind.DATE and plain[max(0, start - 3) : start].lower() == "on ":
        return start - 3, f"{'In' if plain[start - 3] == 'O' else 'in'} {says}"
    return start, says


def _written(text: str, reading: Reading, edits: list[Edit]) -> Deidentified:
    """Return the text that comes out, with each span in both texts."""
    out: list[str] = []
    spans: list[TextSpan] = []
    at = length = 0
    for edit in edits:
        start, end = reading.span(edit.start, edit.end)
        says = text[start:end] if edit.says is None else edit.says
        out += [text[at:start], says]
        length += start - at
        action = SpanAction.TO_CONFIRM if edit.says is None else SpanAction.REPLACED
        spans.append(TextSpan(start, end, edit.kind, action, length, length + len(says)))
        length += len(says)
        at = end
    out.append(text[at:])
    return Deidentified("".join(out), tuple(spans))
