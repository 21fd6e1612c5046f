"""Folds repeats of one kind into one line, so that a hundred police contacts read as one line with ages."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter

from kith.chronology.vocabulary import Entry, Line
from kith.feeds.vocabulary import EVENT_KINDS
from kith.shell.vocabulary import Severity, severity_of

# Repeats chain while each follows within 90 days: a calendar month would cut one bad fortnight in
# two, and a window from the first event would cut a long pattern into arbitrary pieces.
WINDOW = timedelta(days=90)
FEWEST = 3  # two lines read as quickly as one that must be opened
_ALWAYS_ALONE = frozenset({"care.voice", "care.note"})
_GRAVE_FROM = next(band for band in range(9) if severity_of(band) is not Severity.LOW)
_BY_DAY = attrgetter("occurred_on", "entry_id")
_MAY_FOLD = frozenset(kind.code for kind in EVENT_KINDS.values() if not kind.is_state) - _ALWAYS_ALONE


def lines(entries: Sequence[Entry]) -> list[Line]:
    """Return lines, newest first: every entry is in exactly one line.

    `entries` may come in any order. Never folded: a retracted entry, one of medium or high severity, a state, a note,
    and the child's own words.
    """
    ordered = sorted(entries, key=_BY_DAY, reverse=True)
    runs: dict[str, list[Entry]] = {}
    finished: list[list[Entry]] = []
    for entry in ordered:
        if not may_fold(entry):
            finished.append([entry])
            continue
        run = runs.get(entry.group_key)
        if run is not None and run[-1].occurred_on - entry.occurred_on <= WINDOW:
            run.append(entry)
            continue
        runs[entry.group_key] = fresh = [entry]
        finished.append(fresh)
    parts = [part for run in finished for part in _parts(run)]
    parts.sort(key=_newest_first, reverse=True)
    return [Line(tuple(part)) for part in parts]


def may_fold(entry: Entry) -> bool:
    """Test whether an entry may disappear behind a folded line."""
    return entry.band < _GRAVE_FROM and not entry.retracted and entry.kind in _MAY_FOLD


def ages(line: Line) -> list[tuple[int | None, int]]:
    """Return how many entries of a line fall on each age, youngest first, unknown age last."""
    counted = Counter(entry.age for entry in line.entries)
    return sorted(counted.items(), key=lambda item: (item[0] is None, item[0] or 0))


def _newest_first(part: list[Entry]) -> tuple[date, int]:
    return part[0].occurred_on, part[0].entry_id


def _parts(run: list[Entry]) -> list[list[Entry]]:
    return [run] if len(run) >= FEWEST or len(run) == 1 else [[entry] for entry in run]
