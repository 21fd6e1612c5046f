"""Who may change the directory, when a service is open, what an Open Referral entry must hold."""

from kith.partnership.rules.books import Book, BookError, Need, book_on, load_books
from kith.partnership.rules.parts import check_part, from_json, holds_on, overlaps, to_json, would_circle
from kith.partnership.rules.permissions import (
    KEEPERS_OF_STRUCTURE,
    may_edit_service,
    may_keep_structure,
    may_name_provider,
)
from kith.partnership.rules.standing import (
    check_capacity,
    check_edit,
    check_status_change,
    is_open,
    status_on,
    takes_age,
    takes_area,
)

__all__ = [
    "KEEPERS_OF_STRUCTURE",
    "check_part",
    "from_json",
    "holds_on",
    "may_keep_structure",
    "overlaps",
    "to_json",
    "would_circle",
    "Book",
    "BookError",
    "Need",
    "book_on",
    "check_capacity",
    "check_edit",
    "check_status_change",
    "is_open",
    "load_books",
    "may_edit_service",
    "may_name_provider",
    "status_on",
    "takes_age",
    "takes_area",
]
