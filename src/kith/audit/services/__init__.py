"""What changes an audit: planning, choosing cases, drafting, answering, moderating, counting, what is done of it."""

from kith.audit.services.answering import answer_section, return_tool
from kith.audit.services.choosing import fix_cohort
from kith.audit.services.drafting import draft_tools
from kith.audit.services.finding import (
    accept_evidence,
    agree_audit_action,
    agree_learning_action,
    count_findings,
    recommend,
    send_back,
    show_evidence,
)
from kith.audit.services.following import AuditFollower
from kith.audit.services.learned import take_learned
from kith.audit.services.moderating import hold_moderation, moderate_grade
from kith.audit.services.planning import ask_agency, close_theme, plan_theme
from kith.audit.services.questioning import add_question, answer_question, drop_question
from kith.audit.services.reviewing import answer_facts, renew_reviews, return_facts, start_review
from kith.audit.services.section11 import (
    ask_return,
    challenge_grade,
    close_round,
    hold_challenge,
    open_round,
    recommend_standard,
    return_assessment,
    say_standard,
)
from kith.audit.services.stepping import take_step

__all__ = [
    "ask_return",
    "challenge_grade",
    "close_round",
    "hold_challenge",
    "open_round",
    "recommend_standard",
    "return_assessment",
    "say_standard",
    "agree_learning_action",
    "answer_facts",
    "renew_reviews",
    "return_facts",
    "start_review",
    "take_step",
    "AuditFollower",
    "accept_evidence",
    "add_question",
    "agree_audit_action",
    "answer_question",
    "answer_section",
    "ask_agency",
    "close_theme",
    "count_findings",
    "draft_tools",
    "drop_question",
    "fix_cohort",
    "hold_moderation",
    "moderate_grade",
    "plan_theme",
    "recommend",
    "return_tool",
    "send_back",
    "show_evidence",
    "take_learned",
]
