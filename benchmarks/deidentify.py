"""Measures the de-identifier on 300 notes about nobody that no rule was tuned on, beside a plain list of names.

Run: python benchmarks/deidentify.py [SIDE | RECORDS.json NOTES.jsonl]. Without files it measures the notes of a side of
`written_notes`, "blind" unless named; with them those, a line with record, text and spans. One counts as found when
every letter and digit of it is in a span, but for small words inside a name, such as "the". The yardstick of the same
run replaces the record's names as they are spelled and what has the shape of an address, a date or a number: what an
office would do with a list and search-and-replace.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # as a script, this folder alone would be looked in

from benchmarks.written_notes import Given, Note, written_notes
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.rules.records import linked_record

NOTES, LEAST_FOUND, MOST_FALSE, MOST_MS, LONG = 300, 0.995, 8.0, 50.0, 100_000
# Of whom nothing may be left unflagged in any note.
GRAVE = {"child", "relative", "address", "school", "id"}
_WORD, _SMALL = re.compile(r"[^\W_]+"), {"the", "of", "in", "on", "at", "and"}
Spans = list[tuple[int, int]]
_SHAPES = re.compile(
    r"[\w.+-]+@[\w.-]+|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b[A-Z]{1,2}\d{1,2} \d[A-Z]{2}\b"
    r"|\b0\d{4} \d{6}\b|\b\d{3} \d{3} \d{4}\b|\b[A-Z]\d{12}\b|\b[A-Z]{2}\d{2} [A-Z]{3}\b"
)


@dataclass
class Tally:
    """What was found in a set of notes."""

    found: int = 0
    all: int = 0
    false_words: int = 0
    words: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    origins: dict[str, list[int]] = field(default_factory=dict)
    grave_notes: int = 0

    @property
    def share(self) -> float:
        """Return the share of identifiers that were found."""
        return self.found / self.all if self.all else 1.0


def main(files: list[str]) -> int:
    """Print each figure of both and return 1 when one misses its target."""
    side = files.pop() if len(files) == 1 else "blind"
    notes = list(_given(Path(files[0]), Path(files[1]))) if files else list(written_notes(side, NOTES))
    ours, plain = measured(notes, _kith), measured(notes, _plain)
    print(f"{len(notes)} notes, {ours.words:,} words, {ours.all:,} identifiers")
    print(f"{'':34}{'Kith':>10}{'yardstick':>12}{'ratio':>10}")
    _row("identifiers replaced or flagged", ours.share, plain.share)
    _row("identifiers missed", ours.all - ours.found, plain.all - plain.found)
    _row("notes with somebody left unflagged", ours.grave_notes, plain.grave_notes)
    _row("false flags per 100 words", _false(ours), _false(plain))
    pace, plain_pace = _pace(notes, _kith), _pace(notes, _plain)
    _row("processor ms for 500 words", pace, plain_pace)
    print("missed:", dict(ours.missed) or "nothing", "| by origin:", _by_origin(ours))
    half, whole = _long(notes[0], LONG // 2), _long(notes[0], LONG)
    print(f"a note of {LONG:,} words: {whole:.1f} s, {whole / half:.2f} times one of half its length (2 is linear)")
    reached = (
        ours.share >= (1.0 if files else LEAST_FOUND)
        and ours.grave_notes == 0
        and _false(ours) <= MOST_FALSE
        and pace <= MOST_MS
        and whole / half <= 3
    )
    print("every figure was reached" if reached else "a figure was MISSED")
    return 0 if reached else 1


def measured(notes: list[Note], treats: Callable[[dict[str, Any], str], Spans]) -> Tally:
    """Return what a way of treating notes finds in them, and what it flags besides."""
    tally = Tally()
    for note in notes:
        spans = treats(note.record, note.text)
        held = {place for start, end in spans for place in range(start, end)}
        known = {place for given in note.given for place in range(given.start, given.end)}
        grave = False
        for given in note.given:
            left = [at for at in _telling(note.text, given) if at not in held]
            origin = tally.origins.setdefault(note.origin, [0, 0])
            origin[1] += 1
            tally.all += 1
            if left:
                tally.missed[f"{given.who}, {note.style}"] += 1
                grave = grave or given.who in GRAVE
            else:
                tally.found += 1
                origin[0] += 1
        tally.grave_notes += grave
        tally.words += len(note.text.split())
        tally.false_words += sum(
            len(note.text[start:end].split()) for start, end in spans if not known & set(range(start, end))
        )
    return tally


def _telling(text: str, given: Given) -> Iterator[int]:
    """Give the places of the letters and digits that tell: those of small words inside a name do not."""
    for word in _WORD.finditer(text, given.start, given.end):
        if word[0].lower() not in _SMALL:
            yield from range(*word.span())


def _kith(record: dict[str, Any], text: str) -> Spans:
    done = Deidentifier(linked_record(record), "benchmark").deidentify(text)
    return [(span.start, span.end) for span in done.spans]


def _plain(record: dict[str, Any], text: str) -> Spans:
    names = [name for one in record["people"] for name in (one["name"], *one["name"].split(), *one["also_known_as"])]
    names += [*record["organisations"], *record["places"], *record["identifiers"]]
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    spans = [match.span() for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE)]
    return spans + [match.span() for match in _SHAPES.finditer(text)]


def _given(records: Path, notes: Path) -> Iterator[Note]:
    """Give the notes of a file of JSON lines; whom a piece tells of is not in it, so every kind is grave."""
    known = json.loads(records.read_text(encoding="utf-8"))
    for line in notes.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        given = [Given(span["start"], span["end"], span["kind"], "child") for span in entry["spans"]]
        yield Note(entry["text"], known[entry["record"]], given, entry["record"], "file")


def _long(note: Note, count: int) -> float:
    """Return the seconds for a note repeated to this many words."""
    once = note.text + "\n"
    text = once * (count // len(once.split()) + 1)
    treats = Deidentifier(linked_record(note.record), "benchmark")
    began = process_time()
    treats.deidentify(text)
    return process_time() - began


def _row(what: str, ours: float, plain: float) -> None:
    ratio = f"{ours / plain:10.2f}" if plain else f"{'–':>10}"
    print(f"{what:34}{ours:10.4g}{plain:12.4g}{ratio}")


def _false(tally: Tally) -> float:
    return 100 * tally.false_words / tally.words


def _pace(notes: list[Note], treats: Callable[[dict[str, Any], str], Spans]) -> float:
    """Return the mean milliseconds to learn a record and treat a text of 500 words, over up to forty notes."""
    some = notes[:: max(1, len(notes) // 40)]
    began = process_time()
    words = 0
    for note in some:
        once = note.text + "\n"
        text = once * (500 // len(once.split()) + 1)
        words += len(text.split())
        treats(note.record, text)
    return 1000 * (process_time() - began) * 500 / words


def _by_origin(tally: Tally) -> str:
    return ", ".join(f"{name} {found / whole:.3f}" for name, (found, whole) in sorted(tally.origins.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
