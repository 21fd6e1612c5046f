"""The pages of the panel."""

from kith.panel.views.cases import act, agree, case, change_action, rate, research
from kith.panel.views.incoming import referrals, take_in
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
from kith.panel.views.reading import decision

__all__ = [
    "act",
    "agree",
    "board",
    "case",
    "change_action",
    "conflict",
    "decide",
    "decision",
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
    "referrals",
    "research",
    "settle",
    "take_in",
]
