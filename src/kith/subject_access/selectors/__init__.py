"""What subject access reads: the register, one request, what is to be decided in it, the copy."""

from kith.subject_access.selectors.opening import Opened, opened, person_of
from kith.subject_access.selectors.register import RegisterRow, list_requests, who_may_approve
from kith.subject_access.selectors.reviewing import (
    PAGE,
    PieceGroup,
    PiecesPage,
    RequestPage,
    ReviewPage,
    RowGroup,
    RowsPage,
    name_for_request,
    name_of,
    open_answer,
    open_pieces,
    open_request,
    open_review,
    open_row,
    same_pieces,
    same_rows,
)

__all__ = [
    "Opened",
    "PAGE",
    "PieceGroup",
    "PiecesPage",
    "RegisterRow",
    "RequestPage",
    "ReviewPage",
    "RowGroup",
    "RowsPage",
    "list_requests",
    "name_for_request",
    "name_of",
    "open_answer",
    "open_pieces",
    "open_request",
    "open_review",
    "open_row",
    "opened",
    "person_of",
    "same_pieces",
    "same_rows",
    "who_may_approve",
]
