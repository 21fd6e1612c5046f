"""The pages of learning."""

from kith.learning.views.briefings import briefing, briefings, send_back, withdraw
from kith.learning.views.gathering import gather
from kith.learning.views.keeping import keep_part, settle_part
from kith.learning.views.loop import loop
from kith.learning.views.releases import new_county_release, new_release, release, release_step, releases
from kith.learning.views.reviews import check, facts, new_review, review, revise

__all__ = [
    "briefing",
    "briefings",
    "check",
    "facts",
    "gather",
    "keep_part",
    "loop",
    "new_county_release",
    "new_release",
    "new_review",
    "release",
    "release_step",
    "releases",
    "review",
    "revise",
    "settle_part",
    "send_back",
    "withdraw",
]
