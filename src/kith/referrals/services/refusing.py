"""Turns what the database says at the gate into words for the sender; nothing of what it found goes along."""

from django.db import DatabaseError

from kith.referrals.vocabulary import (
    INCOMPLETE,
    KNOWN_ELSEWHERE,
    LEFT_OUT,
    EventLeftOut,
    NotComplete,
    NotReferred,
    RingFirst,
)

_CHANGED = (
    "The referral was not changed: something of it is no longer as it was when the page was drawn. "
    "Open it again and look through it; what was saved is still there."
)
_INSUFFICIENT = "42501"


def refusal_of(error: DatabaseError) -> Exception:
    """Return the refusal that a database error stands for, or the error itself when it is none of ours."""
    code = getattr(error.__cause__, "sqlstate", "")
    if code == KNOWN_ELSEWHERE:
        return RingFirst()
    if code == LEFT_OUT:
        return EventLeftOut()
    if code == INCOMPLETE:
        return NotComplete({"is_none_known": "The statement of risk is not complete. Look through it again."})
    if code == _INSUFFICIENT:
        return NotReferred(_CHANGED)
    return error
