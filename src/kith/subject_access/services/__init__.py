"""What changes a request for somebody's own record, from taking it in to removing the copy when its time is over."""

from kith.subject_access.services.approving import (
    approve_request,
    block_answer,
    expire_answers,
    keep_answer,
    send_back,
)
from kith.subject_access.services.following import SubjectAccessFollower
from kith.subject_access.services.gathering import SortedRow, ask_gathering, fail_job, forget_gathered, keep_gathering
from kith.subject_access.services.registering import (
    check_identity,
    extend_request,
    refuse_request,
    register_request,
    withdraw_request,
)
from kith.subject_access.services.reviewing import decide_pieces, decide_row, finish_review

__all__ = [
    "SortedRow",
    "SubjectAccessFollower",
    "approve_request",
    "ask_gathering",
    "block_answer",
    "check_identity",
    "decide_pieces",
    "decide_row",
    "expire_answers",
    "extend_request",
    "fail_job",
    "finish_review",
    "forget_gathered",
    "keep_answer",
    "keep_gathering",
    "refuse_request",
    "register_request",
    "send_back",
    "withdraw_request",
]
