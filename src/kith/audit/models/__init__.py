"""What audits keep: themes, questions and cohorts, cases with their tools and grades, findings and what is done."""

from kith.audit.models.cases import AgencyTool, AuditCase, CaseRecord, CohortMember, ModeratedGrade, ToolSection
from kith.audit.models.findings import AuditAction, Finding, Recommendation
from kith.audit.models.learned import LearnedFromEvents
from kith.audit.models.questions import CaseAnswer, OwnQuestion
from kith.audit.models.reviews import (
    LearningPoint,
    PracticeReview,
    ReviewAgency,
    ReviewStep,
    SeriousIncident,
    StatutoryReview,
)
from kith.audit.models.section11 import (
    ChallengedGrade,
    ChallengeMeeting,
    ChallengeSeat,
    Section11Answer,
    Section11Return,
    Section11Round,
)
from kith.audit.models.themes import AskedAgency, AuditTheme, Cohort, Moderation, ModerationSeat

__all__ = [
    "ChallengeMeeting",
    "ChallengeSeat",
    "ChallengedGrade",
    "Section11Answer",
    "Section11Return",
    "Section11Round",
    "LearningPoint",
    "PracticeReview",
    "ReviewAgency",
    "ReviewStep",
    "SeriousIncident",
    "StatutoryReview",
    "AgencyTool",
    "AskedAgency",
    "AuditAction",
    "AuditCase",
    "AuditTheme",
    "CaseAnswer",
    "CaseRecord",
    "Cohort",
    "CohortMember",
    "Finding",
    "LearnedFromEvents",
    "ModeratedGrade",
    "Moderation",
    "ModerationSeat",
    "OwnQuestion",
    "Recommendation",
    "ToolSection",
]
