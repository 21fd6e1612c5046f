"""The words of paths with milestones: before a birth, and on the way to adult services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class PathKind(StrEnum):
    """What a path leads to."""

    PREGNANCY = "pregnancy"
    TRANSITION = "transition"


class MilestoneState(StrEnum):
    """How a milestone stands; late is worked out from its days."""

    OPEN = "open"
    REACHED = "reached"
    NOT_NEEDED = "not_needed"


class PregnancyState(StrEnum):
    """How a pregnancy stands: the child is expected, born, lost, or held by another area."""

    EXPECTED = "expected"
    BORN = "born"
    LOST = "lost"
    MOVED = "moved"


class AdultAnswer(StrEnum):
    """What an adult service says to taking a young person on."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


MILESTONE_TRANSITIONS: Mapping[MilestoneState, frozenset[MilestoneState]] = MappingProxyType(
    {
        MilestoneState.OPEN: frozenset({MilestoneState.REACHED, MilestoneState.NOT_NEEDED}),
        MilestoneState.REACHED: frozenset(),
        MilestoneState.NOT_NEEDED: frozenset(),
    }
)
PREGNANCY_TRANSITIONS: Mapping[PregnancyState, frozenset[PregnancyState]] = MappingProxyType(
    {
        PregnancyState.EXPECTED: frozenset({PregnancyState.BORN, PregnancyState.LOST, PregnancyState.MOVED}),
        PregnancyState.BORN: frozenset(),
        PregnancyState.LOST: frozenset(),
        PregnancyState.MOVED: frozenset(),
    }
)
ADULT_TRANSITIONS: Mapping[AdultAnswer, frozenset[AdultAnswer]] = MappingProxyType(
    {
        AdultAnswer.NOT_ASKED: frozenset({AdultAnswer.ASKED}),
        AdultAnswer.ASKED: frozenset({AdultAnswer.AGREED, AdultAnswer.REFUSED}),
        AdultAnswer.AGREED: frozenset({AdultAnswer.REFUSED}),
        AdultAnswer.REFUSED: frozenset({AdultAnswer.ASKED}),
    }
)
MILESTONE_WORDS: Mapping[MilestoneState, str] = MappingProxyType(
    {
        MilestoneState.OPEN: "To come",
        MilestoneState.REACHED: "Reached",
        MilestoneState.NOT_NEEDED: "Not needed",
    }
)
PREGNANCY_WORDS: Mapping[PregnancyState, str] = MappingProxyType(
    {
        PregnancyState.EXPECTED: "Expected",
        PregnancyState.BORN: "Born",
        PregnancyState.LOST: "The pregnancy has ended",
        PregnancyState.MOVED: "Held by another area",
    }
)
ADULT_WORDS: Mapping[AdultAnswer, str] = MappingProxyType(
    {
        AdultAnswer.NOT_ASKED: "Not asked yet",
        AdultAnswer.ASKED: "Asked, not answered yet",
        AdultAnswer.AGREED: "Agreed",
        AdultAnswer.REFUSED: "Refused",
    }
)


@dataclass(frozen=True, kw_only=True)
class NewPregnancy:
    """A child who is expected: when, since when we know, who leads, and who the mother is where that is known here."""

    expected_on: date
    booked_on: date
    lead_id: int | None
    mother: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DueMilestone:
    """One milestone with the days that the book gives it for one child."""

    key: str
    due_on: date
    latest_on: date
    is_compressed: bool = False


@dataclass(frozen=True, kw_only=True)
class Reaching:
    """That a milestone is reached, with what shows it, or is not needed, with the reason."""

    to: MilestoneState
    on: date | None = None
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class NewBirthPlan:
    """What everybody must know when the child comes, by day or night."""

    hospital: str
    wishes: str
    with_her: str = ""
    safety: str = ""
    after_birth: str = ""
    going_home: str = ""
    whom_to_ring: str = ""


BIRTH_PLAN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "hospital": "Where the child is to be born",
        "wishes": "What the mother wishes",
        "with_her": "Who is with her",
        "safety": "What keeps them safe: who may not come, what staff must know",
        "after_birth": "After the birth: who holds the child, feeding, who is told",
        "going_home": "Going home: where to, and who must agree first",
        "whom_to_ring": "Whom to ring, by day and by night",
    }
)


class PathRefused(ValueError):
    """Something on a path that cannot be done; the message says why and what to do."""


class BirthPlanClash(ValueError):
    """Somebody else has written the birth plan since it was opened; both texts are kept."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "Somebody else has changed the birth plan since you opened it. Nothing was overwritten: both texts are "
            "kept and shown on the page. Open it again, bring them together, and save."
        )
        self.version = version
