"""What each feed is expected to bring: how often a file comes, and which kinds of entry its files can make.

Reviewed by the data steward with each agreement; a test holds the kinds against the adapters, mappings and code sets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_CARE_RETURN = "care.placement care.placement_moved care.legal_status care.looked_after care.missing care.review"
_IN_NEED = (
    "care.assessment care.conference care.in_need_plan care.protection_plan care.referral care.referral_no_action "
    "care.section47"
)
_FACTORS = " ".join(
    f"care.factor_{found}"
    for found in (
        "abuse child_substance criminal_exploitation domestic_abuse gangs missing neglect other parent_mental_health "
        "parent_substance self_harm sexual_exploitation trafficking"
    ).split()
)


@dataclass(frozen=True, kw_only=True)
class DeclaredFeed:
    """One feed as its agreement has it: in words, the days from file to file, days of grace, and the kinds it makes."""

    says: str
    every_days: int
    grace_days: int
    kinds: frozenset[str]


def _feed(says: str, every_days: int, grace_days: int, kinds: str = "") -> DeclaredFeed:
    return DeclaredFeed(says=says, every_days=every_days, grace_days=grace_days, kinds=frozenset(kinds.split()))


DECLARED_FEEDS: Mapping[str, DeclaredFeed] = MappingProxyType(
    {
        "attendance": _feed("School attendance", 1, 3),  # daily, but none comes over a weekend
        "suspensions": _feed(
            "Suspensions and exclusions",
            7,
            3,
            "school.suspended school.excluded school.lunchtime_exclusion school.weapon",
        ),
        "school_census": _feed(
            "School census",
            122,  # termly
            31,
            "school.enrolled school.sen_support school.ehcp school.suspended school.excluded "
            "school.lunchtime_exclusion school.weapon",
        ),
        "ssd": _feed(
            "Children's social care records",
            7,
            3,
            f"{_CARE_RETURN} {_IN_NEED} {_FACTORS} care.contact care.convicted care.early_help care.leaver "
            "care.open_episode care.return_interview_not_done care.sdq care.visit school.ehcp",
        ),
        "cin_census": _feed("Children in need census", 365, 92, f"{_IN_NEED} {_FACTORS} care.open_episode care.review"),
        "ssda903": _feed("Looked-after children return", 365, 92, _CARE_RETURN),
        "police_register": _feed(
            "Police register",
            7,
            3,
            "police.anti_social_behaviour police.arrested police.contact police.domestic_abuse police.family_violence "
            "police.found_at_risk police.intelligence police.missing police.missing_long police.other_suspect "
            "police.sexual_victim police.stop_search police.violence_suspect police.violence_victim police.weapon "
            "police.witness",
        ),
        "youth_justice_register": _feed(
            "Youth justice register",
            31,
            7,
            "justice.assessment justice.breach justice.contact justice.disposal justice.intervention justice.order",
        ),
        "emergency_register": _feed(
            "Emergency department register",
            7,
            3,
            "health.assault_attendance health.mental_health_crisis health.not_brought health.other_attendance "
            "health.self_harm_attendance health.substance_concern",
        ),
    }
)


def feeds_of(kind: str) -> tuple[str, ...]:
    """Return the feeds whose files can make entries of a kind, in words; none when no agency sends it."""
    return tuple(feed.says for feed in DECLARED_FEEDS.values() if kind in feed.kinds)
