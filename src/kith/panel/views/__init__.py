"""The pages of the panel."""

from kith.panel.views.cases import act, agree, case, change_action, rate, research
from kith.panel.views.meetings import (
    board,
    conflict,
    decide,
    item,
    measures,
    meeting,
    meeting_act,
    minute,
    new_meeting,
    pack,
    print_pack,
    put_off,
    settle,
)

__all__ = [
    "act",
    "agree",
    "board",
    "case",
    "change_action",
    "conflict",
    "decide",
    "item",
    "measures",
    "meeting",
    "meeting_act",
    "minute",
    "new_meeting",
    "pack",
    "print_pack",
    "put_off",
    "rate",
    "research",
    "settle",
]
