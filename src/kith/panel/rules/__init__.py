"""Who may, when can, and what the panel's book says: pure."""

from kith.panel.rules.books import Book, BookError, book_on, load_books
from kith.panel.rules.closing import check_action, check_change, check_closure, stands
from kith.panel.rules.considering import LastStep, considered_words
from kith.panel.rules.disagreements import check_lesson, check_new, check_said, may_take, quarter_of, roles_at
from kith.panel.rules.meetings import check_decision, check_opening, check_state, missing_sectors
from kith.panel.rules.permissions import may_decide, may_nominate, may_return_research, may_run
from kith.panel.rules.rating import check_rating, computed_level
from kith.panel.rules.subjects import check_link, check_reason, check_subject, is_police

__all__ = [
    "Book",
    "BookError",
    "LastStep",
    "book_on",
    "check_action",
    "check_change",
    "check_closure",
    "check_decision",
    "check_lesson",
    "check_link",
    "check_new",
    "check_opening",
    "check_rating",
    "check_reason",
    "check_said",
    "check_state",
    "check_subject",
    "computed_level",
    "considered_words",
    "is_police",
    "load_books",
    "may_decide",
    "may_nominate",
    "may_return_research",
    "may_run",
    "may_take",
    "missing_sectors",
    "quarter_of",
    "roles_at",
    "stands",
]
