"""What changes the panel's record: nominating, triage, research, meetings, minutes, decisions, actions, closing."""

from kith.panel.services.acting import agree_action, change_action
from kith.panel.services.closing import close_case
from kith.panel.services.deciding import decide_item, put_off
from kith.panel.services.disagreeing import Turn, act_in_disagreement, raise_disagreement
from kith.panel.services.disagreement_keeping import escalate_disagreements, keep_lesson, name_answerer
from kith.panel.services.following import PanelFollower
from kith.panel.services.linking import link_person, relink_person, unlink_person
from kith.panel.services.meeting import (
    approve_minutes,
    declare_conflict,
    end_meeting,
    list_case,
    open_meeting,
    plan_meeting,
    promise_confidentiality,
)
from kith.panel.services.minuting import settle_clash, write_minute
from kith.panel.services.nominating import (
    expire_nominations,
    nominate_person,
    propose_answer,
    second_nomination,
    set_aside,
)
from kith.panel.services.packing import ask_packs
from kith.panel.services.reading import mark_read, read_agenda
from kith.panel.services.researching import ask_research, return_research
from kith.panel.services.subject_items import (
    agree_subject_action,
    change_subject_action,
    decide_subject,
    list_subject,
    settle_subject_clash,
    write_subject_minute,
)
from kith.panel.services.subjects import (
    add_subject,
    close_subject,
    describe_subject,
    share_subject,
    take_back_share,
)
from kith.panel.services.taking_in import PanelReferrals, take_in_referral
from kith.panel.services.triaging import accept_case, ask_more, rate_case, refer_person, send_elsewhere, tell_more
from kith.panel.services.withdrawing import carry_on, let_go

__all__ = [
    "PanelFollower",
    "PanelReferrals",
    "Turn",
    "accept_case",
    "act_in_disagreement",
    "add_subject",
    "agree_action",
    "agree_subject_action",
    "approve_minutes",
    "ask_more",
    "ask_packs",
    "ask_research",
    "carry_on",
    "change_action",
    "change_subject_action",
    "close_case",
    "close_subject",
    "decide_item",
    "decide_subject",
    "declare_conflict",
    "describe_subject",
    "end_meeting",
    "escalate_disagreements",
    "expire_nominations",
    "keep_lesson",
    "let_go",
    "link_person",
    "list_case",
    "mark_read",
    "list_subject",
    "name_answerer",
    "nominate_person",
    "open_meeting",
    "plan_meeting",
    "propose_answer",
    "promise_confidentiality",
    "put_off",
    "raise_disagreement",
    "rate_case",
    "read_agenda",
    "refer_person",
    "relink_person",
    "return_research",
    "second_nomination",
    "send_elsewhere",
    "set_aside",
    "settle_clash",
    "settle_subject_clash",
    "take_back_share",
    "take_in_referral",
    "share_subject",
    "tell_more",
    "unlink_person",
    "write_minute",
    "write_subject_minute",
]
