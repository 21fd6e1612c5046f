"""What feeds does for every other app: takes in what is typed by hand, hands out and forgets what agencies said."""

from kith.feeds.services.by_hand import TypedPerson, close_hand_record, keep_hand_record
from kith.feeds.services.describing import Described, describe_source_people, others_beside
from kith.feeds.services.purging import Forgotten, export_source_people, forget_source_people

__all__ = [
    "Described",
    "Forgotten",
    "TypedPerson",
    "close_hand_record",
    "describe_source_people",
    "export_source_people",
    "forget_source_people",
    "keep_hand_record",
    "others_beside",
]
