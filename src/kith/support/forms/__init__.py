"""Forms of support; each field says what it wants and what is missing."""

from kith.support.forms.paths import (
    AdultAnswerForm,
    AlertForm,
    BirthForm,
    BirthPlanForm,
    DayAndWordsForm,
    EndForm,
    ExpectedForm,
    MilestoneForm,
    MotherForm,
    OwnerForm,
    PregnancyForm,
    TransitionForm,
)
from kith.support.forms.plans import (
    ClosingForm,
    FamilyAnswerForm,
    GoalForm,
    PlanForm,
    ReferenceForm,
    ReviewForm,
    SeenForm,
    StepForm,
    StepMoveForm,
)
from kith.support.forms.voice import TellingBackForm, VoiceForm

__all__ = [
    "AdultAnswerForm",
    "AlertForm",
    "BirthForm",
    "BirthPlanForm",
    "DayAndWordsForm",
    "EndForm",
    "ExpectedForm",
    "MilestoneForm",
    "MotherForm",
    "OwnerForm",
    "PregnancyForm",
    "TransitionForm",
    "ClosingForm",
    "FamilyAnswerForm",
    "GoalForm",
    "PlanForm",
    "ReferenceForm",
    "ReviewForm",
    "SeenForm",
    "StepForm",
    "StepMoveForm",
    "TellingBackForm",
    "VoiceForm",
]
