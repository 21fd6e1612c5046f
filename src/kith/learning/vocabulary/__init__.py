"""Words that learning shares: for texts about nobody, and for what counts may be told."""

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
    "Deidentified",
    "LinkedPerson",
    "LinkedRecord",
    "RecordUnlinked",
    "SpanAction",
    "Statement",
    "TextSpan",
    "WorkedOut",
]
