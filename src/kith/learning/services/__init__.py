"""What changes a briefing or a release: writing, checking, approving by others, handing over, taking back."""

from kith.learning.services.briefing_approving import approve_briefing, send_briefing_back
from kith.learning.services.briefing_checking import check_briefing, confirm_pieces
from kith.learning.services.briefing_facts import keep_facts
from kith.learning.services.briefing_following import BriefingFollower
from kith.learning.services.briefing_gathering import gather_cases
from kith.learning.services.briefing_handing import hand_over_briefings, withdraw_briefing, withdraw_gone_briefings
from kith.learning.services.briefing_keeping import keep_part, settle_part
from kith.learning.services.briefing_writing import answer_findings, revise_briefing, save_parts, start_review
from kith.learning.services.county_releases import propose_county_release
from kith.learning.services.release_handing import hand_over_releases
from kith.learning.services.releases import approve_release, decline_release, propose_release, withdraw_release
from kith.learning.services.releases_following import ReleasesFollower
from kith.learning.services.treating import KnownAround, KnownPerson, TreatedPiece, Treater

__all__ = [
    "BriefingFollower",
    "KnownAround",
    "KnownPerson",
    "ReleasesFollower",
    "TreatedPiece",
    "Treater",
    "answer_findings",
    "approve_briefing",
    "approve_release",
    "check_briefing",
    "confirm_pieces",
    "decline_release",
    "gather_cases",
    "hand_over_briefings",
    "hand_over_releases",
    "keep_facts",
    "keep_part",
    "propose_county_release",
    "propose_release",
    "revise_briefing",
    "save_parts",
    "send_briefing_back",
    "settle_part",
    "start_review",
    "withdraw_briefing",
    "withdraw_gone_briefings",
    "withdraw_release",
]
