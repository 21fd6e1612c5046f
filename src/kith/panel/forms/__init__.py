"""The forms of the panel."""

from kith.panel.forms.cases import ClosureForm, ElsewhereForm, RatingForm, ReturnForm, SetAsideForm, StepForm
from kith.panel.forms.disagreements import ActForm, AnswererForm, DisagreementForm, LessonForm
from kith.panel.forms.meetings import ActionChangeForm, ActionForm, BecauseForm, DecisionForm, ListForm, MeetingForm

__all__ = [
    "ActForm",
    "ActionChangeForm",
    "ActionForm",
    "AnswererForm",
    "BecauseForm",
    "ClosureForm",
    "DecisionForm",
    "DisagreementForm",
    "ElsewhereForm",
    "LessonForm",
    "ListForm",
    "MeetingForm",
    "RatingForm",
    "ReturnForm",
    "SetAsideForm",
    "StepForm",
]
