"""Who may change the directory, when a service is open, what an Open Referral entry must hold."""

from kith.partnership.rules.books import Book, BookError, Need, book_on, load_books
from kith.partnership.rules.parts import (
    check_part,
    from_json,
    holds_on,
    overlaps,
    terms_to_review,
    to_json,
    would_circle,
)
from kith.partnership.rules.permissions import (
    KEEPERS_OF_STRUCTURE,
    TELLERS,
    may_edit_service,
    may_keep_structure,
    may_name_provider,
    may_tell,
)
from kith.partnership.rules.places import address_of, hours_of, town_of
from kith.partnership.rules.standing import (
    check_capacity,
    check_edit,
    check_status_change,
    is_open,
    status_on,
    takes_age,
    takes_area,
)
from kith.partnership.rules.telling import check_decision, differences, fingerprint, says_something

__all__ = [
    "KEEPERS_OF_STRUCTURE",
    "TELLERS",
    "address_of",
    "check_decision",
    "differences",
    "fingerprint",
    "hours_of",
    "may_tell",
    "says_something",
    "town_of",
    "check_part",
    "from_json",
    "holds_on",
    "may_keep_structure",
    "overlaps",
    "terms_to_review",
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
