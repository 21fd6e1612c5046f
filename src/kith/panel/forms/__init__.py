"""The forms of the panel."""

from kith.panel.forms.cases import ClosureForm, ElsewhereForm, RatingForm, ReturnForm, SetAsideForm, StepForm
from kith.panel.forms.disagreements import ActForm, AnswererForm, DisagreementForm, LessonForm
from kith.panel.forms.meetings import ActionChangeForm, ActionForm, BecauseForm, DecisionForm, ListForm, MeetingForm
from kith.panel.forms.subjects import (
    DisruptionForm,
    LinkForm,
    ListSubjectForm,
    ReasonForm,
    ShareForm,
    SubjectForm,
    WordsForm,
)

__all__ = [
    "ActForm",
    "ActionChangeForm",
    "ActionForm",
    "AnswererForm",
    "BecauseForm",
    "ClosureForm",
    "DecisionForm",
    "DisagreementForm",
    "DisruptionForm",
    "ElsewhereForm",
    "LessonForm",
    "LinkForm",
    "ListForm",
    "ListSubjectForm",
    "MeetingForm",
    "RatingForm",
    "ReasonForm",
    "ReturnForm",
    "SetAsideForm",
    "ShareForm",
    "StepForm",
    "SubjectForm",
    "WordsForm",
]
