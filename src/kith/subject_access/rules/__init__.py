"""Who may, when it can be done, by when, and what becomes of every row; and whether somebody else is still found."""

from kith.subject_access.rules.answering import Decided, Numbering, answer_of, mark_of, rendered
from kith.subject_access.rules.books import ground_book, table_book
from kith.subject_access.rules.clocks import can_extend, check_received, due_day
from kith.subject_access.rules.finding import Search, search_for
from kith.subject_access.rules.permissions import may_answer, may_approve, may_change, may_take_away
from kith.subject_access.rules.states import can, diagram, next_state

__all__ = [
    "Decided",
    "Numbering",
    "Search",
    "answer_of",
    "can",
    "can_extend",
    "check_received",
    "diagram",
    "due_day",
    "ground_book",
    "mark_of",
    "may_answer",
    "may_approve",
    "may_change",
    "may_take_away",
    "next_state",
    "rendered",
    "search_for",
    "table_book",
]
