"""Puts together what the shapes and the words have found."""

from collections.abc import Iterable

from kith.common.disclosure.company import Company
from kith.common.disclosure.lexicon import lexicon
from kith.common.disclosure.naming import named
from kith.common.disclosure.reading import read, words
from kith.common.disclosure.shapes import shaped
from kith.common.disclosure.vocabulary import Suspect, SuspectKind

Piece = tuple[int, int, SuspectKind]
_JOINS = {"", " ", "-", ".", "'", "  ", "' ", " '", "/"}
_PLACE_JOINS = {" on ", " of ", " of the ", " on the ", " in ", " under "}
_NAME_JOINS = {" of ", " of the ", " in ", " and ", " & "}
# Where pieces overlap, the kind that comes first here names the whole.
_RANK = {
    kind: place
    for place, kind in enumerate(
        (
            SuspectKind.CONTACT,
            SuspectKind.PLACE,
            SuspectKind.ORGANISATION,
            SuspectKind.DATE,
            SuspectKind.AGE,
            SuspectKind.IDENTIFIER,
            SuspectKind.PERSON,
            SuspectKind.NUMBER,
            SuspectKind.WORD,
        )
    )
}
_PLACES = {SuspectKind.PLACE, SuspectKind.ORGANISATION}
_NAMES = {SuspectKind.PERSON, SuspectKind.PLACE, SuspectKind.ORGANISATION}


def suspects(text: str) -> list[Suspect]:
    """Return the pieces of a text that may say who it is about, in their order and apart from one another.

    Suspicious are names and every word that is not in the list of ordinary words, dates, ages, every digit,
    identifiers, addresses on the net and on the ground, and letters of other scripts. Accents, invisible characters
    and letters that only look Latin hide nothing; `start` and `end` count the characters of the text as given.
    Any text is accepted, in time that grows with its length.

    Raises:
        WordListDamaged: the word lists are missing or changed; nothing may then be published.
    """
    known = lexicon()
    reading = read(text)
    found = []
    for start, end, kind in found_in(Company(reading.plain, words(reading), known)):
        first, last = reading.span(start, end)
        found.append(Suspect(first, last, kind, text[first:last]))
    return found


def found_in(company: Company) -> list[Piece]:
    """Return the suspicious pieces of a text that has been read, by their places in its plain letters."""
    plain = company.plain
    pieces = [*(_trimmed(plain, piece) for piece in shaped(plain)), *named(company)]
    return [(_with_article(plain, start, kind), end, kind) for start, end, kind in _joined(plain, _united(pieces))]


def _trimmed(plain: str, piece: Piece) -> Piece:
    """Return a piece without the spaces at its ends; a date also without a full stop."""
    start, end, kind = piece
    text = plain[start:end]
    tail = " .\t\n\r" if kind is SuspectKind.DATE else None
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip(tail)), kind


def _united(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with those that overlap made one."""
    united: list[Piece] = []
    for start, end, kind in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if united and start < united[-1][1]:
            before = united[-1]
            united[-1] = (before[0], max(before[1], end), min(before[2], kind, key=_RANK.__getitem__))
        else:
            united.append((start, end, kind))
    return united


def _with_article(plain: str, start: int, kind: SuspectKind) -> int:
    """Return where a place or a body begins with its article, which is part of its name."""
    named = kind in _PLACES or (kind is SuspectKind.PERSON and plain[start].isupper())
    return start - 4 if named and plain[max(0, start - 5) : start].lower().lstrip() == "the " else start


def _side_by_side(plain: str, before: Piece, start: int, kind: SuspectKind) -> bool:
    """Test whether two names are one: nothing stands between them, or what a place's own name has in its middle."""
    gap = plain[before[1] : start]
    if gap == ". ":
        return before[1] > 0 and not plain[max(0, before[1] - 2) : before[1] - 1].strip()  # an initial before it
    if gap in _JOINS:
        return True
    place = kind in _PLACES or before[2] in _PLACES or (gap in _NAME_JOINS and plain[start].isupper())
    return (gap in _PLACE_JOINS or gap in _NAME_JOINS) and place


def _joined(plain: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with names that stand side by side made one name."""
    joined: list[Piece] = []
    for start, end, kind in pieces:
        if joined and kind in _NAMES and joined[-1][2] in _NAMES and _side_by_side(plain, joined[-1], start, kind):
            before = joined[-1]
            joined[-1] = (before[0], end, min(before[2], kind, key=_RANK.__getitem__))
        else:
            joined.append((start, end, kind))
    return joined
