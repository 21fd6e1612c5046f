"""What may be read for learning: how many children facts fit, drafts inside a look, words to approve, releases."""

from kith.learning.selectors.briefing_checks import open_check
from kith.learning.selectors.briefing_facts import FactOffered, FactsOffered, open_facts
from kith.learning.selectors.briefing_versions import Version, on_site, versions_of
from kith.learning.selectors.briefings import (
    BriefingsWaiting,
    ListedReview,
    OpenReview,
    approvals_of,
    briefings_checked,
    find_briefing,
    findings_answered,
    list_reviews,
    looking_at_review,
    looking_to_write,
)
from kith.learning.selectors.conjunction import count_alike, facts_to_keep
from kith.learning.selectors.loop import FindingLoop, Loop, loop_of
from kith.learning.selectors.releases import (
    ReleasesWaiting,
    counted_together,
    find_release,
    found_by_rule,
    label_of,
    open_release,
    registers_for,
    releases_for,
    statements_of,
)
from kith.learning.selectors.teaching import BriefingsTeach

__all__ = [
    "BriefingsTeach",
    "BriefingsWaiting",
    "FactOffered",
    "FactsOffered",
    "FindingLoop",
    "ListedReview",
    "Loop",
    "OpenReview",
    "Version",
    "approvals_of",
    "briefings_checked",
    "ReleasesWaiting",
    "count_alike",
    "counted_together",
    "facts_to_keep",
    "find_briefing",
    "find_release",
    "findings_answered",
    "found_by_rule",
    "label_of",
    "list_reviews",
    "looking_at_review",
    "looking_to_write",
    "loop_of",
    "on_site",
    "open_check",
    "open_facts",
    "open_release",
    "registers_for",
    "releases_for",
    "statements_of",
    "versions_of",
]
