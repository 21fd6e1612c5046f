"""The forms of learning."""

from kith.learning.forms.briefings import ApproveForm, BecauseForm
from kith.learning.forms.gathering import GatherForm
from kith.learning.forms.releases import CountyReleaseForm, ReleaseForm, ReleaseReasonForm
from kith.learning.forms.reviews import FactsForm, GiveForm, KeepForm, PartsForm, StartForm

__all__ = [
    "ApproveForm",
    "BecauseForm",
    "CountyReleaseForm",
    "FactsForm",
    "GatherForm",
    "GiveForm",
    "KeepForm",
    "PartsForm",
    "ReleaseForm",
    "ReleaseReasonForm",
    "StartForm",
]
