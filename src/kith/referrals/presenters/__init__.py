"""What the pages of referrals show."""

from kith.referrals.presenters.listing import list_page, numbers_page
from kith.referrals.presenters.page import around, identity, referral_page, safety
from kith.referrals.presenters.services import service_choices

__all__ = ["around", "identity", "list_page", "numbers_page", "referral_page", "safety", "service_choices"]
