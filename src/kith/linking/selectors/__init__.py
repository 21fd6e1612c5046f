"""What linking reads for every other app."""

from kith.linking.selectors.records import Belonging, OpenedRecords, open_records
from kith.linking.selectors.reviews import ReviewQueue, list_reviews, open_review
from kith.linking.selectors.search import list_found
from kith.linking.selectors.waiting import ReviewsWaiting

__all__ = [
    "Belonging",
    "OpenedRecords",
    "ReviewQueue",
    "ReviewsWaiting",
    "list_found",
    "list_reviews",
    "open_records",
    "open_review",
]
