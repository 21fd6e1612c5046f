"""The forms of access."""

from kith.access.forms.accounts import AgencyForm, CoverForm, PasswordForm, StaffForm, TeamForm, end_of_day
from kith.access.forms.agreements import AgreementForm
from kith.access.forms.deciding import AskForm, DecideForm, EndGrantForm, GlassForm, ReviewForm
from kith.access.forms.protecting import BlockForm, EndBlockForm, LiftForm, ShieldForm

__all__ = [
    "AgencyForm",
    "AgreementForm",
    "AskForm",
    "BlockForm",
    "CoverForm",
    "DecideForm",
    "EndBlockForm",
    "EndGrantForm",
    "GlassForm",
    "LiftForm",
    "PasswordForm",
    "ReviewForm",
    "ShieldForm",
    "StaffForm",
    "TeamForm",
    "end_of_day",
]
