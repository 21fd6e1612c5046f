"""What learning does: releases figures by two people, takes them back, and hands them to the public site."""

from kith.learning.services.release_handing import hand_over_releases
from kith.learning.services.releases import approve_release, decline_release, propose_release, withdraw_release
from kith.learning.services.releases_following import ReleasesFollower

__all__ = [
    "ReleasesFollower",
    "approve_release",
    "decline_release",
    "hand_over_releases",
    "propose_release",
    "withdraw_release",
]
