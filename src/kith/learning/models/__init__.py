"""What learning keeps: a case as somebody writes about it, words that others approve, and what was released of whom."""

from kith.learning.models.briefings import Briefing, BriefingApproval, BriefingFinding, BriefingMessage
from kith.learning.models.releases import Release, ReleasedChild, ReleasedStatement
from kith.learning.models.reviews import CaseReview, ConfirmedSpan, KeptChoice, ReviewPart, TextBeside

__all__ = [
    "Briefing",
    "BriefingApproval",
    "BriefingFinding",
    "BriefingMessage",
    "CaseReview",
    "ConfirmedSpan",
    "KeptChoice",
    "Release",
    "ReleasedChild",
    "ReleasedStatement",
    "ReviewPart",
    "TextBeside",
]
