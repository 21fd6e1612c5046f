"""The words of a chronology: entries as a reader sees them, lines, gaps, lanes, and what may be added by hand."""

from kith.chronology.vocabulary.adding import (
    ADDED_BY_HAND,
    DOCUMENT_WORDS,
    KITH,
    LARGEST_DOCUMENT,
    MEDIA_TYPES,
    DocumentKind,
    NewDocument,
    NewEntry,
    NotAdded,
    Told,
)
from kith.chronology.vocabulary.deliveries import Delivery
from kith.chronology.vocabulary.own import OwnPage, OwnPerson
from kith.chronology.vocabulary.reading import (
    LONGEST_FOLD,
    PERIOD_MONTHS,
    PURPOSE_WORDS,
    Chronology,
    Document,
    EntryPage,
    Header,
    Involved,
    Period,
    Reading,
    Relative,
    SchoolWeek,
)
from kith.chronology.vocabulary.story import Entry, Gap, Lane, Line
from kith.chronology.vocabulary.told import ToldEntry, ToldPerson

__all__ = [
    "ADDED_BY_HAND",
    "Chronology",
    "Delivery",
    "Document",
    "DOCUMENT_WORDS",
    "PURPOSE_WORDS",
    "DocumentKind",
    "Entry",
    "EntryPage",
    "Gap",
    "Header",
    "Involved",
    "KITH",
    "LARGEST_DOCUMENT",
    "LONGEST_FOLD",
    "Lane",
    "Line",
    "MEDIA_TYPES",
    "NewDocument",
    "NewEntry",
    "NotAdded",
    "OwnPage",
    "OwnPerson",
    "PERIOD_MONTHS",
    "Period",
    "Reading",
    "Relative",
    "SchoolWeek",
    "Told",
    "ToldEntry",
    "ToldPerson",
]
