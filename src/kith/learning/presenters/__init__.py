"""Shows what learning keeps: drafts, briefings, and releases with what the checker says of them."""

from kith.learning.presenters.briefings import briefing_page, briefings_page
from kith.learning.presenters.loop import loop_page
from kith.learning.presenters.releases import fault_words, release_page, releases_page
from kith.learning.presenters.reviews import check_page, facts_page, review_page

__all__ = [
    "briefing_page",
    "briefings_page",
    "check_page",
    "facts_page",
    "fault_words",
    "loop_page",
    "release_page",
    "releases_page",
    "review_page",
]
