"""The pages of audits."""

from kith.audit.views.cases import case, cases, moderate, return_tool, section
from kith.audit.views.findings import action, agree, difference, findings, judge, recommend
from kith.audit.views.questions import answer, drop_question, new_question
from kith.audit.views.reviews import (
    agree_learning,
    door,
    facts,
    learning,
    new_review,
    renew,
    return_facts,
    review,
    reviews,
    step,
)
from kith.audit.views.themes import ask_agency, choose, do, moderation, new_theme, theme, themes

__all__ = [
    "agree_learning",
    "door",
    "facts",
    "learning",
    "new_review",
    "renew",
    "return_facts",
    "review",
    "reviews",
    "step",
    "action",
    "agree",
    "answer",
    "ask_agency",
    "case",
    "cases",
    "choose",
    "difference",
    "do",
    "drop_question",
    "findings",
    "judge",
    "moderate",
    "moderation",
    "new_question",
    "new_theme",
    "recommend",
    "return_tool",
    "section",
    "theme",
    "themes",
]
