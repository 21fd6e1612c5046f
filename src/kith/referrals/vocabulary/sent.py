"""What is counted of a referral that was sent."""

from datetime import date
from typing import NamedTuple


class SentReferral(NamedTuple):
    """One referral that was sent: when, to whom, and whether it notes a risk."""

    sent_on: date
    to: str
    notes_risk: bool
