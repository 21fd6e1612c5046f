"""What changes a chronology: telling it again, adding to it by hand, following people as they merge and split."""

from kith.chronology.services.adding import add_document, add_entry, end_entry, retract_entry
from kith.chronology.services.following import ChronologyFollower
from kith.chronology.services.recording import record_document, record_entry, record_retraction
from kith.chronology.services.telling import tell_chronology

__all__ = [
    "ChronologyFollower",
    "add_document",
    "add_entry",
    "end_entry",
    "record_document",
    "record_entry",
    "record_retraction",
    "retract_entry",
    "tell_chronology",
]
