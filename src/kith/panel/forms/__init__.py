"""The forms of the panel."""

from kith.panel.forms.cases import ClosureForm, ElsewhereForm, RatingForm, ReturnForm, SetAsideForm, StepForm
from kith.panel.forms.meetings import ActionChangeForm, ActionForm, BecauseForm, DecisionForm, ListForm, MeetingForm

__all__ = [
    "ActionChangeForm",
    "ActionForm",
    "BecauseForm",
    "ClosureForm",
    "DecisionForm",
    "ElsewhereForm",
    "ListForm",
    "MeetingForm",
    "RatingForm",
    "ReturnForm",
    "SetAsideForm",
    "StepForm",
]
