"""The words of an agency's tool: its twelve sections, the grades, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Section(StrEnum):
    """What an agency says about one case, part by part."""

    PROFILE = "profile"
    HISTORY = "history"
    RECOGNITION = "recognition"
    ASSESSMENT = "assessment"
    PLANNING = "planning"
    SHARING = "sharing"
    VOICE = "voice"
    DIVERSITY = "diversity"
    OVERSIGHT = "oversight"
    ESCALATION = "escalation"
    IMPACT = "impact"
    OVERALL = "overall"


SECTION_WORDS: Final[Mapping[Section, str]] = MappingProxyType(
    {
        Section.PROFILE: "Profile",
        Section.HISTORY: "Chronology and history",
        Section.RECOGNITION: "Recognition and referral",
        Section.ASSESSMENT: "Assessment",
        Section.PLANNING: "Planning and intervention",
        Section.SHARING: "Sharing information, and meetings",
        Section.VOICE: "The child's voice and lived experience",
        Section.DIVERSITY: "Diversity",
        Section.OVERSIGHT: "Management oversight and supervision",
        Section.ESCALATION: "Escalation",
        Section.IMPACT: "Impact and outcome",
        Section.OVERALL: "Overall",
    }
)
SECTION_ASKS: Final[Mapping[Section, str]] = MappingProxyType(
    {
        Section.PROFILE: "Who is this young person, and did your agency know what is said here?",
        Section.HISTORY: "Was the history known, and was it used?",
        Section.RECOGNITION: "Was the risk seen in time? Did each referral note it?",
        Section.ASSESSMENT: "Did it take in fathers, carers, the network of family and friends?",
        Section.PLANNING: "Was there a plan that says who does what by when, and was it carried out?",
        Section.SHARING: "Who was told what, and who came to the meetings?",
        Section.VOICE: "Was the young person heard, and what changed because of it?",
        Section.DIVERSITY: "Was the work right for this young person: origin, faith, language, disability, sex?",
        Section.OVERSIGHT: "What do supervision and management decisions show?",
        Section.ESCALATION: "Where agencies did not agree, was that taken further?",
        Section.IMPACT: "What is different for the young person, and how is that known?",
        Section.OVERALL: "Taken together, how good was the work of your agency in this case?",
    }
)


class Grade(StrEnum):
    """How good the work was; the last two are no judgement."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    NOT_APPLICABLE = "not_applicable"
    NOT_SEEN = "not_seen"


GRADE_WORDS: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.OUTSTANDING: "Outstanding",
        Grade.GOOD: "Good",
        Grade.REQUIRES_IMPROVEMENT: "Requires improvement",
        Grade.INADEQUATE: "Inadequate",
        Grade.NOT_APPLICABLE: "Not applicable",
        Grade.NOT_SEEN: "Not seen",
    }
)
GRADE_COLOURS: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.OUTSTANDING: "green",
        Grade.GOOD: "turquoise",
        Grade.REQUIRES_IMPROVEMENT: "yellow",
        Grade.INADEQUATE: "red",
        Grade.NOT_APPLICABLE: "grey",
        Grade.NOT_SEEN: "grey",
    }
)
JUDGED: Final = (Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
GOOD_OR_BETTER: Final = frozenset({Grade.OUTSTANDING, Grade.GOOD})


class ToolState(StrEnum):
    """Whether an agency has returned its tool for a case."""

    DRAFT = "draft"
    RETURNED = "returned"


@dataclass(frozen=True, kw_only=True)
class SectionAnswer:
    """What an agency says in one section, its grade and why."""

    evidence: str
    good_practice: str
    to_develop: str
    grade: Grade | None
    because: str
