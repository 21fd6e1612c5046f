"""Who may do what with a referral, what must be said before it is sent, and which kinds of event it must not omit."""

from kith.referrals.rules.acting import answers_for_agency, can_act, may_act, sides_of
from kith.referrals.rules.completeness import missing_before_sending
from kith.referrals.rules.diagram import draw_states
from kith.referrals.rules.files import read_referrals
from kith.referrals.rules.kinds import KindList, load_kind_lists
from kith.referrals.rules.written import read_written

__all__ = [
    "answers_for_agency",
    "KindList",
    "can_act",
    "draw_states",
    "load_kind_lists",
    "may_act",
    "missing_before_sending",
    "read_referrals",
    "read_written",
    "sides_of",
]
