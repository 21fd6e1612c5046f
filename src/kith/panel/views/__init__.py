"""The pages of the panel."""

from kith.panel.views.cases import act, agree, case, change_action, rate, research
from kith.panel.views.disagreements import (
    answerers,
    disagree_act,
    disagreement,
    disagreements,
    learn,
    print_disagreement,
    raise_one,
)
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
from kith.panel.views.subject_items import decide_subject, subject_item, subject_minute
from kith.panel.views.subjects import link, links, new_subject, subject, subject_act, subject_action, subjects, unlink

__all__ = [
    "act",
    "agree",
    "answerers",
    "board",
    "case",
    "change_action",
    "conflict",
    "decide",
    "decision",
    "decide_subject",
    "disagree_act",
    "disagreement",
    "disagreements",
    "item",
    "learn",
    "link",
    "links",
    "measures",
    "meeting",
    "meeting_act",
    "minute",
    "new_meeting",
    "new_subject",
    "pack",
    "print_pack",
    "print_disagreement",
    "put_off",
    "raise_one",
    "rate",
    "referrals",
    "research",
    "settle",
    "take_in",
    "subject",
    "subject_act",
    "subject_action",
    "subject_item",
    "subject_minute",
    "subjects",
    "unlink",
]
