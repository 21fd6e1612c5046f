"""Words that learning shares: for texts about nobody, and for what counts may be told."""

from kith.learning.vocabulary.conjunction import (
    ENOUGH,
    LEVELS,
    MOST_TOLD,
    Alike,
    AlikeWithout,
    FactKind,
    FactLevel,
    FactUnclear,
    KeptFact,
    Suggestion,
)
from kith.learning.vocabulary.deidentifying import (
    Deidentified,
    LinkedPerson,
    LinkedRecord,
    RecordUnlinked,
    SpanAction,
    TextSpan,
)
from kith.learning.vocabulary.releasing import Statement, WorkedOut

__all__ = [
    "Alike",
    "AlikeWithout",
    "Deidentified",
    "ENOUGH",
    "FactKind",
    "FactLevel",
    "FactUnclear",
    "KeptFact",
    "LEVELS",
    "LinkedPerson",
    "LinkedRecord",
    "MOST_TOLD",
    "RecordUnlinked",
    "SpanAction",
    "Statement",
    "Suggestion",
    "TextSpan",
    "WorkedOut",
]
