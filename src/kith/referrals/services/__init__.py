"""What changes a referral: drafting, sending through the gate, every answer to it, and the link for those outside."""

from kith.referrals.services.answering import take_step
from kith.referrals.services.clearing import clear_risk
from kith.referrals.services.drafting import save_referral, start_referral
from kith.referrals.services.following import ReferralsFollower
from kith.referrals.services.importing import import_file, import_referrals
from kith.referrals.services.kinds import copy_risk_kinds
from kith.referrals.services.outside import follow_link, read_link, renew_link
from kith.referrals.services.reporting import report_outcome
from kith.referrals.services.sending import send_referral
from kith.referrals.services.steps import NewStep

__all__ = [
    "NewStep",
    "ReferralsFollower",
    "clear_risk",
    "copy_risk_kinds",
    "follow_link",
    "import_file",
    "import_referrals",
    "read_link",
    "renew_link",
    "report_outcome",
    "save_referral",
    "send_referral",
    "start_referral",
    "take_step",
]
