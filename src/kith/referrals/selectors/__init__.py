"""What may be read of referrals: one, a viewer's own, the numbers of the county, and who answers for an agency."""

from kith.referrals.selectors.among import sent_among
from kith.referrals.selectors.contacts import (
    colleagues_at,
    find_outside_colleague,
    find_receiving_agency,
    police_has_contact,
    police_phones,
    receivers_for,
    receivers_of,
    receiving_agencies,
    risk_leads,
    stand_ins,
    waiting_for_police,
)
from kith.referrals.selectors.directory import find_service, fits_of, services_for, why_not
from kith.referrals.selectors.listing import count_by_quarter, list_for_panel, list_referrals
from kith.referrals.selectors.opening import (
    find_row,
    open_for_clearance,
    open_known_risks,
    open_print,
    open_referral,
    readable_referrals,
)
from kith.referrals.selectors.outcomes import list_outcomes, open_outcome
from kith.referrals.selectors.waiting import SentReferralsWaiting

__all__ = [
    "SentReferralsWaiting",
    "colleagues_at",
    "count_by_quarter",
    "find_outside_colleague",
    "find_receiving_agency",
    "find_row",
    "find_service",
    "fits_of",
    "list_for_panel",
    "list_outcomes",
    "list_referrals",
    "open_for_clearance",
    "open_known_risks",
    "open_outcome",
    "open_print",
    "open_referral",
    "police_has_contact",
    "police_phones",
    "readable_referrals",
    "receivers_for",
    "receivers_of",
    "receiving_agencies",
    "risk_leads",
    "sent_among",
    "services_for",
    "why_not",
    "stand_ins",
    "waiting_for_police",
]
