"""The canonical words of the feeds: what every agency's file is turned into."""

from kith.feeds.vocabulary.declared import DECLARED_FEEDS, DeclaredFeed, feeds_of
from kith.feeds.vocabulary.kinds import EVENT_KINDS, EventKind
from kith.feeds.vocabulary.records import (
    SAME_STORY,
    Basis,
    Canonical,
    Declared,
    Disposition,
    EventRecord,
    FileRefused,
    HeldRow,
    InvolvementRecord,
    Miscounted,
    NotAReturn,
    ParticipantRole,
    PersonRecord,
    PupilWeek,
    Receipt,
    TieRecord,
)

__all__ = [
    "Basis",
    "Canonical",
    "DECLARED_FEEDS",
    "DeclaredFeed",
    "Declared",
    "Disposition",
    "EVENT_KINDS",
    "EventKind",
    "EventRecord",
    "FileRefused",
    "HeldRow",
    "InvolvementRecord",
    "Miscounted",
    "NotAReturn",
    "ParticipantRole",
    "PersonRecord",
    "PupilWeek",
    "Receipt",
    "SAME_STORY",
    "TieRecord",
    "feeds_of",
]
