"""The tables of feeds: files and their receipts, and what their rows say, as each agency said it."""

from kith.feeds.models.files import HeldRow, KeptRow, Reference, SourceFile
from kith.feeds.models.hand import HandRecord
from kith.feeds.models.purges import PurgedPerson
from kith.feeds.models.records import (
    EventParticipant,
    EventRecord,
    Involvement,
    PersonRecord,
    PupilWeek,
    SourcePerson,
    TieRecord,
)

__all__ = [
    "EventParticipant",
    "EventRecord",
    "HandRecord",
    "HeldRow",
    "Involvement",
    "KeptRow",
    "PersonRecord",
    "PupilWeek",
    "PurgedPerson",
    "Reference",
    "SourceFile",
    "SourcePerson",
    "TieRecord",
]
