"""What may be read of audits: themes, cases for those whom an audit asked, findings for everybody who follows them."""

from kith.audit.selectors.cases import CasePage, facts_among, looking_at, looking_over, open_case, open_cases
from kith.audit.selectors.choosing import (
    agencies_of,
    earlier_themes,
    subgroups,
    who_may_audit,
    who_may_lead,
    who_may_own,
)
from kith.audit.selectors.findings import actions_of, difference_of, find_action, findings_of, noting_by_quarter
from kith.audit.selectors.learned import learned_from_events
from kith.audit.selectors.packing import ChosenCase, InspectionPack, open_pack
from kith.audit.selectors.questions import puts_to, questions_of, tallies_of_own, unanswered_in
from kith.audit.selectors.reviews import (
    ListedReview,
    ReviewPage,
    count_out_of_sight,
    count_reviews,
    door_of,
    find_recommendation,
    learning_points,
    list_reviews,
    looking_at_review,
    open_review,
)
from kith.audit.selectors.section11 import (
    ReturnPage,
    agencies_in,
    earlier_rounds,
    find_return,
    find_round,
    matrix_of,
    meetings_of,
    rounds_for,
)
from kith.audit.selectors.telling import facts_now
from kith.audit.selectors.themes import asked_of, cohorts_of, count_found, find_theme, moderations_of, themes_for

__all__ = [
    "ReturnPage",
    "agencies_in",
    "earlier_rounds",
    "find_round",
    "matrix_of",
    "meetings_of",
    "find_return",
    "rounds_for",
    "ListedReview",
    "ReviewPage",
    "count_out_of_sight",
    "count_reviews",
    "door_of",
    "find_recommendation",
    "learning_points",
    "list_reviews",
    "looking_at_review",
    "open_review",
    "CasePage",
    "ChosenCase",
    "InspectionPack",
    "actions_of",
    "agencies_of",
    "asked_of",
    "cohorts_of",
    "count_found",
    "difference_of",
    "earlier_themes",
    "facts_among",
    "facts_now",
    "find_action",
    "find_theme",
    "findings_of",
    "learned_from_events",
    "looking_at",
    "looking_over",
    "moderations_of",
    "noting_by_quarter",
    "open_case",
    "open_cases",
    "open_pack",
    "puts_to",
    "questions_of",
    "subgroups",
    "tallies_of_own",
    "themes_for",
    "unanswered_in",
    "who_may_audit",
    "who_may_lead",
    "who_may_own",
]
