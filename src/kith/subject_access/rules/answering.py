"""Makes the answer of the reviewed rows: one content for PDF and JSON, each replacement numbered, with its ground."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final

from kith.subject_access.models import GatheredRow, Gathering, Piece, SubjectRequest
from kith.subject_access.rules.books import ground_book
from kith.subject_access.vocabulary import AGAIN, Ground, PieceChoice, RequestRefused, RowFate, Told

_STORY: Final = "chronology_"
_HEAD: Final = "chronology_entry"  # what was said of an entry comes after it
_LAST: Final = date.max


@dataclass(frozen=True)
class Decided:
    """What people decided about pieces: by the mark of the text and where the piece begins, what stands there."""

    choices: Mapping[tuple[str, int], tuple[str, str, str]]

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> "Decided":
        """Return the decisions of these pieces."""
        return cls({(one.text_mark, one.start): (one.choice, one.says, one.ground) for one in pieces})


@dataclass
class Numbering:
    """The replacements of one answer in the order in which they stand; a draft has no numbers, and says what waits."""

    kept: list[tuple[str, str]] = field(default_factory=list)
    is_draft: bool = False

    def note(self, says: str, ground: str) -> str:
        """Return the words of one replacement with its number."""
        self.kept.append((says, ground))
        return f"[{says}]" if self.is_draft else f"[{says}, note {len(self.kept)}]"


def mark_of(text: str) -> str:
    """Return the mark of a text, by which what was decided about its pieces is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def rendered(told: Told, decided: Decided, numbers: Numbering | None = None) -> str:
    """Return a field as it leaves: everybody else replaced.

    Raises:
        RequestRefused: a piece of it has not been decided yet.
    """
    numbers = numbers or Numbering()
    if told.instead is not None:
        return numbers.note(*told.instead)
    out, at, mark = [], 0, mark_of(told.given)
    for start, end, _, says, ground in told.pieces:
        stands, why = says, ground
        if stands is None:
            choice, stands, why = decided.choices.get((mark, start), ("", "", ""))
            if choice == PieceChoice.KEEP:
                continue
            if choice != PieceChoice.REPLACE and numbers.is_draft:
                out += [told.given[at:start], "[to be decided]"]
                at = end
                continue
            if choice != PieceChoice.REPLACE:
                raise RequestRefused("A piece of a text has not been decided yet, so nothing can leave.")
        out += [told.given[at:start], numbers.note(stands, why)]
        at = end
    return "".join([*out, told.given[at:]])


def answer_of(
    request: SubjectRequest, gathering: Gathering, rows: Sequence[GatheredRow], decided: Decided, *, made_on: date
) -> dict[str, Any]:
    """Return the whole answer as plain values: the account of every row, the story by year, each source, the looks.

    Raises:
        RequestRefused: a row or a piece has not been decided yet, or the rows are not all there.
    """
    if len(rows) != gathering.rows_in:
        raise RequestRefused("Some rows of what was gathered are missing. Gather the record again.")
    if any(row.fate == RowFate.TO_CHOOSE for row in rows):
        raise RequestRefused("A row has not been decided yet, so nothing can leave.")
    numbers = Numbering()
    told = [row for row in rows if row.fate == RowFate.TOLD]
    story = [row for row in told if row.table.startswith(_STORY)]
    rest = [row for row in told if not row.table.startswith(_STORY)]
    years, parts = _by_year(story, decided, numbers), _by_heading(rest, decided, numbers)
    return {
        "name": gathering.name,
        "reference": str(request.public_id)[:8],
        "asked_on": _day(request.received_on),
        "made_on": _day(made_on),
        "days": f"{_day(request.from_on)} to {_day(request.until_on)}" if request.from_on and request.until_on else "",
        "book": ground_book().version,
        "account": _account(rows, numbers),
        "years": years,
        "parts": parts,
        "looks": gathering.looks,
        "replacements": [
            {"number": place, "stands": says, "ground": _name(ground_book().grounds[ground])}
            for place, (says, ground) in enumerate(numbers.kept, start=1)
        ],
    }


def _account(rows: Sequence[GatheredRow], numbers: Numbering) -> dict[str, Any]:
    left = Counter(row.ground for row in rows if row.fate == RowFate.WITHHELD)
    replaced = Counter(ground for _, ground in numbers.kept)
    told = sum(row.fate == RowFate.TOLD for row in rows)
    used = [one for key, one in ground_book().grounds.items() if left[key] or replaced[key]]
    return {
        "rows": len(rows),
        "told": told,
        "left_out": len(rows) - told,
        "again": left[AGAIN],
        "replaced": len(numbers.kept),
        "grounds": [_ground(one, left[one.key], replaced[one.key]) for one in used],
    }


def _name(one: Ground) -> str:
    return f"{one.name} ({one.law})"


def _ground(one: Ground, rows: int, pieces: int) -> dict[str, Any]:
    return {"name": one.name, "law": one.law, "says": one.says, "rows": rows, "pieces": pieces}


def _by_year(rows: Sequence[GatheredRow], decided: Decided, numbers: Numbering) -> list[dict[str, Any]]:
    """Return the story year by year; what was said of one entry stands with it."""
    by_day = sorted(
        rows,
        key=lambda row: (row.happened_on or _LAST, row.together or f"~{row.place:09}", row.table != _HEAD, row.place),
    )
    found = []
    for year, of_year in groupby(by_day, key=lambda row: row.happened_on.year if row.happened_on else None):
        entries = []
        for _, together in groupby(of_year, key=lambda row: row.together or f"~{row.place}"):
            entries.append(_entry(list(together), decided, numbers))
        found.append({"year": str(year) if year else "Without a day", "entries": entries})
    return found


def _by_heading(rows: Sequence[GatheredRow], decided: Decided, numbers: Numbering) -> list[dict[str, Any]]:
    order = {heading: place for place, heading in enumerate(dict.fromkeys(row.heading for row in rows))}
    by_heading = sorted(rows, key=lambda row: (order[row.heading], row.happened_on or _LAST, row.place))
    return [
        {"heading": heading, "entries": [_entry([row], decided, numbers) for row in of_heading]}
        for heading, of_heading in groupby(by_heading, key=lambda row: row.heading)
    ]


def _entry(rows: Sequence[GatheredRow], decided: Decided, numbers: Numbering) -> dict[str, Any]:
    first = rows[0]
    lines = []
    for row in rows:
        for kept in row.fields:
            told = Told.of(kept)
            lines.append([told.label, rendered(told, decided, numbers)])
    return {
        "on": _day(first.happened_on) if first.happened_on else "",
        "heading": first.heading,
        "source": first.source,
        "lines": lines,
    }


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
