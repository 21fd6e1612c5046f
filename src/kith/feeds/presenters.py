"""Says what the pages of receipts show, in words and pages."""

from collections.abc import Sequence
from typing import Any

from kith.feeds.selectors import PAGE, ShownReceipt
from kith.feeds.vocabulary import Receipt

_NAMES = {"ssd": "Standard Safeguarding Dataset", "ssda903": "SSDA903", "cin_census": "CIN census"}


def feed_words(spec: str) -> str:
    """Return what a file is in words: its feed, and which table of it where a feed has several."""
    feed, _, table = spec.partition("/")
    name = _NAMES.get(feed, feed.replace("_", " ").capitalize())
    part = table.removeprefix(f"{feed}_").replace("_", " ")
    return name if table in {"", feed, "census"} else f"{name}: {part}"


def receipts_page(receipts: Sequence[Receipt], page: int, total: int) -> dict[str, Any]:
    """Return what the page of all receipts needs."""
    rows = [{"receipt": one, "feed": feed_words(one.feed)} for one in receipts]
    return {"rows": rows, "total": total, **file_pages(page, total)}


def file_pages(page: int, total: int) -> dict[str, int | None]:
    """Return the numbers of the page before and the page after, None where there is none."""
    return {"page": page, "before": page - 1 if page > 1 else None, "after": page + 1 if page * PAGE < total else None}


def receipt_page(shown: ShownReceipt, page: int) -> dict[str, Any]:
    """Return what the page of one receipt needs: the sum first, then the columns, warnings and held rows."""
    receipt = shown.receipt
    return {
        "shown": shown,
        "receipt": receipt,
        "feed": feed_words(receipt.feed),
        "sum": [("kept", receipt.kept), ("held", receipt.held), ("duplicate", receipt.duplicate)],
        "unknown_columns": receipt.notes.get("unknown_columns", []),
        "missing_columns": receipt.notes.get("missing_columns", []),
        "remarks": receipt.notes.get("remarks", []),
        "period_found": receipt.notes.get("period_found", ""),
        "warnings": list(receipt.notes.get("warnings", {}).items()),
        **file_pages(page, receipt.held),
    }
