"""Turns the de-identifier round: whoever a text is about stays in it, and everybody else is replaced or asked about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kith.common.disclosure import SuspectKind
from kith.common.disclosure.company import Company
from kith.common.disclosure.lexicon import lexicon
from kith.common.disclosure.reading import read, words
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.rules.mentions import initials, mentions
from kith.learning.rules.names import Names
from kith.learning.vocabulary import Deidentified, LinkedPerson, LinkedRecord, SpanAction, TextSpan

_SUBJECT = 0  # the place of whoever the text is about among the people of the record
_STANDS = {
    SuspectKind.DATE,
    SuspectKind.AGE,
}  # when something happened, and how old one was, is the subject's own story
_WHOLE = {SuspectKind.IDENTIFIER, SuspectKind.CONTACT}
_KNOWN_DATE = "a known date"  # how the de-identifier says one of the record's own dates


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """Somebody other than the subject: what they are called, the words that stand for them, and on what ground."""

    names: tuple[str, ...]
    says: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class KnownAround:
    """What is known of whoever texts are about, and of everybody beside them.

    `own` are names of agencies, whose words may stay, and `own_addresses` the subject's; whoever is named in one, as in
    the care of somebody, may not. `own_marks` are the subject's numbers and contacts, which may stay as a whole.
    `identifiers`, `places` and `dates` (ISO 8601) are of others alone, and are replaced on `ground`.
    """

    subject: tuple[str, ...]
    others: tuple[KnownPerson, ...]
    own: tuple[str, ...] = ()
    own_addresses: tuple[str, ...] = ()
    own_marks: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    ground: str = ""


@dataclass(frozen=True, slots=True)
class TreatedPiece:
    """A piece of a text as it was given, and what stands for it; None when a person must decide."""

    start: int
    end: int
    kind: SuspectKind
    says: str | None
    ground: str


@dataclass
class Treater:
    """Knows one subject and everybody around them; treats every text that is about the subject."""

    around: KnownAround
    _deidentifier: Deidentifier = field(init=False)
    _own: frozenset[str] = field(init=False)
    _exact: frozenset[str] = field(init=False)
    _marks: frozenset[str] = field(init=False)
    _places: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Learn the names.

        Raises:
            WordListDamaged: the word lists are missing or changed; no text may then be treated.
        """
        people = [self.around.subject, *(one.names for one in self.around.others)]
        record = LinkedRecord(
            people=tuple(LinkedPerson(names[0], names[1:]) for names in people if names),
            places=self.around.places,
            dates=self.around.dates,
            identifiers=self.around.identifiers,
        )
        self._deidentifier = Deidentifier(record, "subject")
        others = {key for names in people[1:] for key in _keys(names)}
        self._exact = frozenset(_keys(self.around.subject))
        addresses = frozenset(_keys(self.around.own_addresses))
        addresses -= {key for text in self.around.own_addresses for key in self._named_in(text)}
        self._own = ((frozenset(_keys(self.around.own)) | addresses) - others) | self._exact
        self._places = frozenset(_closed(place) for place in self.around.places) - {""}
        self._marks = frozenset(_closed(mark) for mark in self.around.own_marks) - {""}

    def treat(self, text: str) -> tuple[TreatedPiece, ...]:
        """Return every piece that somebody else could be told from, in order and apart.

        What the subject's own record explains stays; what is certainly somebody else's is replaced; anything that
        neither is certain of is for a person to decide.
        """
        found = self._deidentifier.deidentify(text)
        if not found.spans:
            return ()
        holders = list(_holders(text, self._deidentifier.names))
        return tuple(piece for span in found.spans if (piece := self._judged(text, span, found, holders)) is not None)

    def _judged(
        self, text: str, span: TextSpan, found: Deidentified, holders: list[tuple[int, int, frozenset[int]]]
    ) -> TreatedPiece | None:
        given = text[span.start : span.end]
        says = found.text[span.text_start : span.text_end]
        if span.kind in _STANDS:
            if span.action is SpanAction.REPLACED and says == _KNOWN_DATE:
                return TreatedPiece(span.start, span.end, span.kind, "a date of birth", self.around.ground)
            return None
        ask = TreatedPiece(span.start, span.end, span.kind, None, "")
        people = frozenset().union(*(who for start, end, who in holders if start < span.end and span.start < end))
        if span.kind is SuspectKind.PERSON and people:
            return self._of_people(ask, given, people, span.action)
        if self._is_own(given, span.kind):
            return None
        if span.action is SpanAction.TO_CONFIRM:
            return ask
        return TreatedPiece(span.start, span.end, span.kind, says, self.around.ground)

    def _of_people(
        self, ask: TreatedPiece, given: str, people: frozenset[int], action: SpanAction
    ) -> TreatedPiece | None:
        """Return what becomes of a mention of somebody of the record; one that may be two people's is asked about."""
        if people == {_SUBJECT}:
            # A slip of the pen, a form of address, an initial beside it: perhaps it is somebody else after all.
            return None if _all_in(given, self._exact) else ask
        if _SUBJECT in people or action is SpanAction.TO_CONFIRM:
            return ask
        others = [self.around.others[place - 1] for place in sorted(people)]
        told = {one.says for one in others}
        says = told.pop() if len(told) == 1 else "somebody else"
        says += "'s" if given.lower().endswith(("'s", "’s")) else ""
        return TreatedPiece(ask.start, ask.end, ask.kind, says, others[0].ground)

    def _is_own(self, given: str, kind: SuspectKind) -> bool:
        """Test whether a piece is the subject's own: a number or a contact as a whole, other words each by itself."""
        closed = _closed(given)
        if closed in self._marks or kind in _WHOLE:
            return closed in self._marks
        return _all_in(given, self._own) and not any(place in closed for place in self._places)

    def _named_in(self, text: str) -> Iterator[str]:
        """Give the words of whoever may be named in an address."""
        for span in self._deidentifier.deidentify(text).spans:
            if span.kind is SuspectKind.PERSON:
                yield from _keys((text[span.start : span.end],))


def _holders(text: str, names: Names) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Give where the people of the record are mentioned, in the text as it was given, and who each may be."""
    reading = read(text)
    company = Company(reading.plain, words(reading), lexicon())
    for start, end, known in initials(company, names):
        yield *reading.span(start, end), known.people()
    for mention in mentions(company, names):
        start, end = company.words[mention.first].start, company.words[mention.last].end
        yield *reading.span(start, end), mention.people


def _keys(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        whole = [word.key for word in words(read(text.lower()))]
        yield from whole
        yield "".join(whole)


def _closed(text: str) -> str:
    return "".join(word.key for word in words(read(text.lower())))


def _all_in(given: str, known: frozenset[str]) -> bool:
    """Test whether every word of a piece, or the piece written as one, is known."""
    keys = [word.key for word in words(read(given.lower()))]
    return bool(keys) and (all(key in known for key in keys) or "".join(keys) in known)
