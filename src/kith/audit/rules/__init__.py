"""What can be done in an audit and by whom, and what the record of a cohort answers."""

from kith.audit.rules.checks import (
    check_answer,
    check_cohort,
    check_moderated,
    check_moderation,
    check_moved,
    check_returned,
    check_size,
    check_theme,
)
from kith.audit.rules.counting import answer_of, check_words, difference, finding_words, share_words, tally
from kith.audit.rules.facts import attendance_fell, facts_as_json, facts_from_json, facts_of, status_on
from kith.audit.rules.permissions import (
    AUDITS,
    READS_FINDINGS,
    may_audit_for,
    may_lead,
    may_read_findings,
    may_read_tool,
)
from kith.audit.rules.prefill import attendance_words, prefilled
from kith.audit.rules.thresholds import (
    ThresholdsError,
    question_words,
    thresholds_called,
    thresholds_differ,
    thresholds_on,
)

__all__ = [
    "AUDITS",
    "READS_FINDINGS",
    "ThresholdsError",
    "answer_of",
    "attendance_fell",
    "attendance_words",
    "check_answer",
    "check_cohort",
    "check_moderated",
    "check_moderation",
    "check_moved",
    "check_returned",
    "check_size",
    "check_theme",
    "check_words",
    "difference",
    "facts_as_json",
    "facts_from_json",
    "facts_of",
    "finding_words",
    "may_audit_for",
    "may_lead",
    "may_read_findings",
    "may_read_tool",
    "prefilled",
    "question_words",
    "share_words",
    "status_on",
    "tally",
    "thresholds_called",
    "thresholds_differ",
    "thresholds_on",
]
