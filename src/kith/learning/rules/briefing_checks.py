"""Checks the words of a briefing: replaces what the record knows, and finds what nobody has settled yet; pure.

The words that came out are read a second time. Whatever is found there outside what is settled is open, so that what
is approved and handed over is judged by exactly the words that a reader gets.
"""

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from kith.common.disclosure import SuspectKind
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.vocabulary import Deidentified, SpanAction, TextSpan
from kith.learning.vocabulary.briefings import CheckedText, Doubtful, Replacement, Settled

_AROUND: Final = 60
_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n")
# What a record knows by name or number; a date or an age in words is nobody's alone.
_NAMES: Final = {SuspectKind.PERSON, SuspectKind.PLACE, SuspectKind.ORGANISATION, SuspectKind.IDENTIFIER}


def check_text(knows: Deidentifier, typed: str, confirmed: Container[str], *, where: str) -> CheckedText:
    """Return a text as it would be read, with what was replaced and what a person must still look at.

    `confirmed` are the keys of pieces that somebody has confirmed; `where` keeps equal pieces of two parts apart.

    Raises:
        WordListDamaged: the word lists are missing or changed; nothing may be published.
    """
    first = knows.deidentify(typed)
    by_rule = [span for span in first.spans if span.action is SpanAction.REPLACED]
    rules = [_settled(span, by_rule=True) for span in by_rule]
    asked = [(span.kind, span.text_start, span.text_end, False) for span in first.to_confirm]
    seen = [_settled(span, by_rule=span.action is SpanAction.REPLACED) for span in first.spans]
    asked += _found_again(knows, first.text, seen)
    paragraphs = _Paragraphs(first.text, where)
    doubts = [paragraphs.doubt(*piece) for piece in sorted(asked, key=lambda piece: piece[1:3])]
    kept = tuple(one for one in doubts if one.key in confirmed and not one.is_known)
    settled = [*rules, *(Settled(start=one.start, end=one.end, by_rule=False) for one in kept)]
    return CheckedText(
        words=first.text,
        settled=tuple(sorted(settled, key=lambda one: one.start)),
        replaced=_replacements(first, typed, by_rule),
        to_confirm=tuple(one for one in doubts if one not in kept),
        confirmed=kept,
    )


def unsettled(knows: Deidentifier, words: str, settled: Sequence[Settled]) -> list[Doubtful]:
    """Return what in words that are to be published nobody has settled, by the record as it is now.

    A piece that a person confirmed and that the record has come to know since is unsettled again.

    Raises:
        WordListDamaged: the word lists are missing or changed; nothing may be published.
    """
    paragraphs = _Paragraphs(words, "")
    return [paragraphs.doubt(*piece) for piece in _found_again(knows, words, settled)]


def names_in(knows: Deidentifier, words: str, settled: Sequence[Settled]) -> list[Doubtful]:
    """Return the names, places and numbers of the record in published words, as the record is now."""
    return [one for one in unsettled(knows, words, settled) if one.is_known]


def fingerprint(told: Mapping[str, Any]) -> str:
    """Return by which exactly these words, facts and numbers are known again."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _found_again(
    knows: Deidentifier, words: str, settled: Sequence[Settled]
) -> Iterator[tuple[SuspectKind, int, int, bool]]:
    """Give what the detector finds in the words that came out and that is not settled.

    What the record knows by name is settled by a rule alone: nobody confirms a name of the record away.
    """
    rules = [one for one in settled if one.by_rule]
    again = knows.deidentify(words)
    for span in again.spans:
        if span.action is SpanAction.TO_CONFIRM:
            if not _touches(span, settled):
                yield span.kind, span.start, span.end, False
        elif again.text[span.text_start : span.text_end] != words[span.start : span.end]:
            is_name = span.kind in _NAMES
            if not _lies_in(span, rules if is_name else settled):
                yield span.kind, span.start, span.end, is_name


def _settled(span: TextSpan, *, by_rule: bool) -> Settled:
    return Settled(start=span.text_start, end=span.text_end, by_rule=by_rule)


def _touches(span: TextSpan, settled: Sequence[Settled]) -> bool:
    place = bisect_right(settled, span.start, key=lambda one: one.start)
    before = place and settled[place - 1].end > span.start
    return bool(before or (place < len(settled) and settled[place].start < span.end))


def _lies_in(span: TextSpan, settled: Sequence[Settled]) -> bool:
    place = bisect_right(settled, span.start, key=lambda one: one.start)
    return bool(place and settled[place - 1].end >= span.end)


def _replacements(first: Deidentified, typed: str, spans: Iterable[TextSpan]) -> tuple[Replacement, ...]:
    """Return each thing that was replaced once, in the order in which it was first typed."""
    pairs = ((typed[span.start : span.end], first.text[span.text_start : span.text_end], span.kind) for span in spans)
    return tuple(Replacement(typed=was, says=says, kind=kind) for was, says, kind in dict.fromkeys(pairs))


class _Paragraphs:
    """The paragraphs of one text, each hashed once, so that many doubts in one cost no more than one."""

    def __init__(self, words: str, where: str) -> None:
        self._words, self._where = words, where
        ends = [match.end() for match in _PARAGRAPH.finditer(words)]
        self._starts = [0, *ends]
        self._hashes: dict[int, str] = {}

    def doubt(self, kind: SuspectKind, start: int, end: int, is_known: bool) -> Doubtful:
        """Return a piece with its key and what stands around it."""
        text = self._words[start:end]
        named = "\x1f".join((self._where, text, self._hash(start)))
        return Doubtful(
            key=hashlib.sha256(named.encode()).hexdigest()[:32],
            kind=kind,
            start=start,
            end=end,
            text=text,
            before=self._words[max(0, start - _AROUND) : start],
            after=self._words[end : end + _AROUND],
            is_known=is_known,
        )

    def _hash(self, start: int) -> str:
        place = bisect_right(self._starts, start) - 1
        if place not in self._hashes:
            until = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._words)
            around = self._words[self._starts[place] : until]
            self._hashes[place] = hashlib.sha256(around.encode()).hexdigest()
        return self._hashes[place]
