"""The pages of subject access."""

from kith.subject_access.views.requests import (
    do,
    extend,
    finish,
    identity,
    letter,
    new,
    one,
    refuse,
    register,
    take,
)
from kith.subject_access.views.reviewing import pieces, review, row

__all__ = [
    "do",
    "extend",
    "finish",
    "identity",
    "letter",
    "new",
    "one",
    "pieces",
    "refuse",
    "register",
    "review",
    "row",
    "take",
]
