"""What support keeps: the child's voice, the plan, paths with milestones."""

from kith.support.models.interventions import Intervention, InterventionChange, InterventionText
from kith.support.models.paths import BirthPlan, Milestone, Path, PathChange, Pregnancy, Transition
from kith.support.models.plans import FamilyAnswer, Goal, Plan, PlanChange, PlanReference, PlanReview, PlanStep
from kith.support.models.voice import TellingBack, VoiceDue, VoiceEntry

__all__ = [
    "Intervention",
    "InterventionChange",
    "InterventionText",
    "BirthPlan",
    "Milestone",
    "Path",
    "PathChange",
    "Pregnancy",
    "Transition",
    "FamilyAnswer",
    "Goal",
    "Plan",
    "PlanChange",
    "PlanReference",
    "PlanReview",
    "PlanStep",
    "TellingBack",
    "VoiceDue",
    "VoiceEntry",
]
