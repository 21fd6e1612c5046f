"""What joins reading and storing: one file received, the workbench made again."""

from kith.feeds.runs.by_hand import Taken, take_hand_record
from kith.feeds.runs.faults import database_stopped, in_words
from kith.feeds.runs.mappings import own_mappings
from kith.feeds.runs.ordering import in_loading_order
from kith.feeds.runs.parts import rebuild_workbench, reconcile_workbench, write_waiting_parts
from kith.feeds.runs.receiving import receive_file

__all__ = [
    "Taken",
    "database_stopped",
    "in_loading_order",
    "in_words",
    "own_mappings",
    "rebuild_workbench",
    "receive_file",
    "reconcile_workbench",
    "take_hand_record",
    "write_waiting_parts",
]
