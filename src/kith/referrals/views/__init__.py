"""The pages of referrals: lists, one referral, its draft, the check before sending, the link for those outside."""

from kith.referrals.views.answering import clearance, one, outside, print_out, renew
from kith.referrals.views.drafting import check, edit, start
from kith.referrals.views.listing import mine, numbers, outcome, police_contact

__all__ = [
    "check",
    "clearance",
    "edit",
    "mine",
    "numbers",
    "one",
    "outcome",
    "outside",
    "police_contact",
    "print_out",
    "renew",
    "start",
]
