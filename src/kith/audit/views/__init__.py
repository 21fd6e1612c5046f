"""The pages of audits."""

from kith.audit.views.cases import case, cases, moderate, return_tool, section
from kith.audit.views.findings import action, agree, difference, findings, judge, recommend
from kith.audit.views.themes import ask_agency, choose, do, moderation, new_theme, theme, themes

__all__ = [
    "action",
    "agree",
    "ask_agency",
    "case",
    "cases",
    "choose",
    "difference",
    "do",
    "findings",
    "judge",
    "moderate",
    "moderation",
    "new_theme",
    "recommend",
    "return_tool",
    "section",
    "theme",
    "themes",
]
