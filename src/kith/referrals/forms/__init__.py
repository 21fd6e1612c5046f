"""The forms of referrals: the draft with its risks and known events, each step, and the police lead's word."""

from kith.referrals.forms.draft import (
    MOST_RISKS,
    EventForm,
    ReferralForm,
    RiskForm,
    initial_of,
    initial_of_event,
    initial_of_risk,
)
from kith.referrals.forms.steps import ClearanceForm, StepForm

__all__ = [
    "MOST_RISKS",
    "ClearanceForm",
    "EventForm",
    "ReferralForm",
    "RiskForm",
    "StepForm",
    "initial_of",
    "initial_of_event",
    "initial_of_risk",
]
