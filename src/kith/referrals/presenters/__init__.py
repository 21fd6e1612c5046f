"""What the pages of referrals show."""

from kith.referrals.presenters.listing import list_page, numbers_page, outcome_page, police_contact_page
from kith.referrals.presenters.openapi import description
from kith.referrals.presenters.page import around, identity, referral_page, safety
from kith.referrals.presenters.receipts import COLUMNS, known_event, receipt_line, receipt_rows, standing
from kith.referrals.presenters.services import service_choices

__all__ = [
    "COLUMNS",
    "around",
    "description",
    "identity",
    "known_event",
    "list_page",
    "numbers_page",
    "outcome_page",
    "police_contact_page",
    "receipt_line",
    "receipt_rows",
    "referral_page",
    "safety",
    "service_choices",
    "standing",
]
