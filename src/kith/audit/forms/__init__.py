"""The forms of audits."""

from kith.audit.forms.cases import ModerateForm, SectionForm
from kith.audit.forms.findings import ActForm, EvidenceForm, SayForm
from kith.audit.forms.questions import CaseSaysForm, QuestionForm
from kith.audit.forms.reviews import FactsForm, PracticeReviewForm, RapidReviewForm, StepForm
from kith.audit.forms.section11 import (
    AskReturnForm,
    ChallengeForm,
    RoundForm,
    StandardForm,
)
from kith.audit.forms.themes import AskForm, CohortForm, ModerationForm, ThemeForm

__all__ = [
    "AskReturnForm",
    "ChallengeForm",
    "RoundForm",
    "StandardForm",
    "FactsForm",
    "PracticeReviewForm",
    "RapidReviewForm",
    "StepForm",
    "ActForm",
    "AskForm",
    "CaseSaysForm",
    "CohortForm",
    "EvidenceForm",
    "ModerateForm",
    "ModerationForm",
    "QuestionForm",
    "SayForm",
    "SectionForm",
    "ThemeForm",
]
