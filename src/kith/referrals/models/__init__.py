"""The tables of referrals: what is sent to whom, what it says, the risk it notes, its history, and links outside."""

from kith.referrals.models.content import ReferralContent, ReferralVersion
from kith.referrals.models.outside import OutsideLink
from kith.referrals.models.referral import Referral, ReferralStep
from kith.referrals.models.risk import KnownEvent, Risk, RiskClearance, RiskKind, RiskStatement

__all__ = [
    "KnownEvent",
    "OutsideLink",
    "Referral",
    "ReferralContent",
    "ReferralStep",
    "ReferralVersion",
    "Risk",
    "RiskClearance",
    "RiskKind",
    "RiskStatement",
]
