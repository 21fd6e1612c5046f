"""What may be read of the feeds: receipts, held rows, how fresh each feed is."""

from kith.feeds.selectors.freshness import Freshness, feed_freshness
from kith.feeds.selectors.receipts import (
    PAGE,
    ShownReceipt,
    is_loaded,
    list_receipts,
    open_receipt,
    receipt_of,
)
from kith.feeds.selectors.waiting import HeldRowsWaiting

__all__ = [
    "PAGE",
    "Freshness",
    "HeldRowsWaiting",
    "ShownReceipt",
    "feed_freshness",
    "is_loaded",
    "list_receipts",
    "open_receipt",
    "receipt_of",
]
