"""Lays a story out in lanes, one per agency; how many marks a picture can take is the picture's own affair."""

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter

from kith.access.vocabulary import Sector
from kith.chronology.vocabulary import Entry, Lane
from kith.feeds.vocabulary import EVENT_KINDS

_ORDER = tuple(Sector)
_STATES = frozenset(kind.code for kind in EVENT_KINDS.values() if kind.is_state)


def lanes(entries: Iterable[Entry]) -> list[Lane]:
    """Return one lane per agency, in the order of sectors; every entry is in exactly one of them, oldest first."""
    told: dict[int, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=attrgetter("occurred_on", "entry_id")):
        told[entry.agency_id or 0].append(entry)
    return sorted(map(_lane, told.values()), key=lambda lane: (_ORDER.index(lane.sector), lane.label, lane.agency_id))


def _lane(entries: list[Entry]) -> Lane:
    return Lane(
        label=entries[0].agency,
        agency_id=entries[0].agency_id or 0,
        sector=min((Sector(word) for word in {entry.sector for entry in entries}), key=_ORDER.index),
        events=tuple(entry for entry in entries if entry.kind not in _STATES),
        states=tuple(entry for entry in entries if entry.kind in _STATES),
    )
