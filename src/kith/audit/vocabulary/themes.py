"""The words of a theme and its cohort: what is asked, which rule finds the cases, how they were chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

MOST_CASES: Final = 100  # an audit reads each case; whoever wants to know of more asks the analyst for numbers
LONGEST_DAYS: Final = 180  # how long an auditor may see the cases: no reason to see somebody is open-ended


class ThemeState(StrEnum):
    """How far an audit has come."""

    PLANNING = "planning"
    AUDITING = "auditing"
    CLOSED = "closed"


STATE_WORDS: Final[Mapping[ThemeState, str]] = MappingProxyType(
    {ThemeState.PLANNING: "Being planned", ThemeState.AUDITING: "Under way", ThemeState.CLOSED: "Closed"}
)


class ChosenBy(StrEnum):
    """How the cases of a cohort were chosen."""

    RULE = "rule"
    RANDOM = "random"
    TARGETED = "targeted"
    INSPECTOR = "inspector"


CHOSEN_WORDS: Final[Mapping[ChosenBy, str]] = MappingProxyType(
    {
        ChosenBy.RULE: "Everybody whom the rule finds",
        ChosenBy.RANDOM: "Drawn at random from those whom the rule finds",
        ChosenBy.TARGETED: "Chosen one by one, for a reason",
        ChosenBy.INSPECTOR: "Chosen by an inspector",
    }
)
BY_HAND: Final = frozenset({ChosenBy.TARGETED, ChosenBy.INSPECTOR})


class CohortRule(StrEnum):
    """What happened to the young people of a cohort, as a question to the chronology."""

    WEAPON = "weapon"
    VIOLENCE = "violence"
    EXPLOITATION = "exploitation"
    MISSING = "missing"
    PROTECTION = "protection"
    LOOKED_AFTER = "looked_after"
    SELF_HARM = "self_harm"
    CLOSED_REFERRALS = "closed_referrals"


@dataclass(frozen=True, kw_only=True)
class RuleMeaning:
    """What a rule looks for: any of the kinds, in any of the parts played, so many times in the period."""

    words: str
    kinds: tuple[str, ...]
    roles: tuple[str, ...] = ("subject",)
    least: int = 1


_DOERS: Final = ("subject", "suspect", "involved")
COHORT_RULES: Final[Mapping[CohortRule, RuleMeaning]] = MappingProxyType(
    {
        CohortRule.WEAPON: RuleMeaning(
            words="An incident of knife crime: a weapon found, carried or used",
            kinds=("police.weapon", "school.weapon"),
            roles=_DOERS,
        ),
        CohortRule.VIOLENCE: RuleMeaning(
            words="Suspected of a crime of violence", kinds=("police.violence_suspect",), roles=_DOERS
        ),
        CohortRule.EXPLOITATION: RuleMeaning(
            words="Found to be exploited, or at significant risk of it",
            kinds=(
                "care.factor_sexual_exploitation",
                "care.factor_criminal_exploitation",
                "care.factor_trafficking",
                "care.exploitation_significant",
                "care.national_referral",
            ),
            roles=("subject", "victim"),
        ),
        CohortRule.MISSING: RuleMeaning(
            words="Missing three times or more",
            kinds=("police.missing", "police.missing_long", "care.missing"),
            roles=("subject", "missing", "involved", "victim"),
            least=3,
        ),
        CohortRule.PROTECTION: RuleMeaning(words="Began a child protection plan", kinds=("care.protection_plan",)),
        CohortRule.LOOKED_AFTER: RuleMeaning(words="Became looked after", kinds=("care.looked_after",)),
        CohortRule.SELF_HARM: RuleMeaning(
            words="Brought to hospital for self-harm",
            kinds=("health.self_harm_attendance",),
            roles=("subject", "victim"),
        ),
        CohortRule.CLOSED_REFERRALS: RuleMeaning(
            words="Three referrals or more closed with no further action",
            kinds=("care.referral_no_action",),
            least=3,
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class NewTheme:
    """What an audit asks, over which period, against which standards, for which subgroup, until when it is read.

    One that follows another counts with the other's thresholds, unless `todays_thresholds` are asked for.
    """

    title: str
    question: str
    lines: tuple[str, ...]
    begins_on: date
    ends_on: date
    standards: str
    reads_until: date
    subgroup: UUID | None = None
    follows: UUID | None = None
    todays_thresholds: bool = False


@dataclass(frozen=True, kw_only=True)
class NewCohort:
    """How cases are chosen, and why so. `people` are the record's own numbers of people who are chosen one by one."""

    rule: CohortRule
    chosen_by: ChosenBy
    because: str
    begins_on: date
    ends_on: date
    wanted: int | None = None
    seed: str = ""
    people: tuple[UUID, ...] = ()


class AuditRefused(ValueError):
    """Something that an audit cannot do as it was asked; the message says why, and what to do instead."""
