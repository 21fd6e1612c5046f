"""What may be read of a chronology: one person's story for a viewer, and the county's for the ranking."""

from kith.chronology.selectors.deliveries import feed_deliveries
from kith.chronology.selectors.files import bytes_of
from kith.chronology.selectors.opening import (
    open_chronology,
    open_document,
    open_entry,
    open_for_adding,
    open_header,
    open_print,
)
from kith.chronology.selectors.own import list_own_people
from kith.chronology.selectors.ranking import (
    entries_for_ranking,
    feed_states,
    leads_for_ranking,
    people_for_ranking,
    weeks_for_ranking,
)
from kith.chronology.selectors.told import told_of
from kith.chronology.selectors.waiting import LateFilesWaiting

__all__ = [
    "LateFilesWaiting",
    "bytes_of",
    "entries_for_ranking",
    "feed_states",
    "leads_for_ranking",
    "feed_deliveries",
    "list_own_people",
    "open_chronology",
    "open_document",
    "open_entry",
    "open_for_adding",
    "open_header",
    "open_print",
    "people_for_ranking",
    "told_of",
    "weeks_for_ranking",
]
