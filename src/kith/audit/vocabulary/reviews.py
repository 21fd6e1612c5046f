"""The words of statutory reviews: serious incidents, rapid reviews, practice reviews, and what may happen to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from kith.audit.vocabulary.reviewing import (
    REVIEW_STATE_WORDS,
    REVIEW_TRANSITIONS,
    ReviewState,
    ReviewStepKind,
    StatutoryKind,
    review_diagram,
)

KIND_OF_REVIEW_WORDS: Final[Mapping[StatutoryKind, str]] = MappingProxyType(
    {
        StatutoryKind.RAPID: "Rapid review",
        StatutoryKind.PRACTICE: "Local child safeguarding practice review",
    }
)


class IncidentKind(StrEnum):
    """What happened to the child in a serious incident."""

    DEATH = "death"
    SERIOUS_HARM = "serious_harm"


INCIDENT_WORDS: Final[Mapping[IncidentKind, str]] = MappingProxyType(
    {IncidentKind.DEATH: "A child died", IncidentKind.SERIOUS_HARM: "A child was seriously harmed"}
)


class Suspicion(StrEnum):
    """Whether abuse or neglect is known or suspected; without either there is nothing to notify."""

    KNOWN = "known"
    SUSPECTED = "suspected"


SUSPICION_WORDS: Final[Mapping[Suspicion, str]] = MappingProxyType(
    {
        Suspicion.KNOWN: "Abuse or neglect is known",
        Suspicion.SUSPECTED: "Abuse or neglect is suspected",
    }
)


class ReviewDecision(StrEnum):
    """What a rapid review decided."""

    NO_FURTHER = "no_further"
    PRACTICE_REVIEW = "practice_review"
    OTHER_LEARNING = "other_learning"


DECISION_WORDS: Final[Mapping[ReviewDecision, str]] = MappingProxyType(
    {
        ReviewDecision.NO_FURTHER: "No further review",
        ReviewDecision.PRACTICE_REVIEW: "A local child safeguarding practice review",
        ReviewDecision.OTHER_LEARNING: "Other learning, without a review",
    }
)


class PanelAnswer(StrEnum):
    """What the national panel answered to a rapid review."""

    AGREES = "agrees"
    ASKS_TO_THINK_AGAIN = "asks_to_think_again"
    NATIONAL_REVIEW = "national_review"


ANSWER_WORDS: Final[Mapping[PanelAnswer, str]] = MappingProxyType(
    {
        PanelAnswer.AGREES: "It agrees with the decision",
        PanelAnswer.ASKS_TO_THINK_AGAIN: "It asks to think again",
        PanelAnswer.NATIONAL_REVIEW: "It holds a national review",
    }
)


@dataclass(frozen=True, kw_only=True)
class ReviewClocks:
    """One version of how long a review may take: working days, and months until a practice review is published."""

    version: str
    valid_from: date
    valid_to: date | None
    notify_days: int
    rapid_days: int
    facts_days: int
    practice_months: int


@dataclass(frozen=True, kw_only=True)
class NewIncident:
    """A serious incident as it became known."""

    kind: IncidentKind
    suspicion: Suspicion
    happened_on: date
    known_on: date
    what: str


@dataclass(frozen=True, kw_only=True)
class NewReview:
    """A review as it is opened: about whom, who decides, why, and the incident where it is a rapid one."""

    person: UUID
    decides_id: int
    because: str = ""
    decided_on: date | None = None
    incident: NewIncident | None = None


@dataclass(frozen=True, kw_only=True)
class NewStep:
    """What happens to a review: which step, on which day, in what words, and what only some steps need."""

    kind: ReviewStepKind
    on: date
    says: str = ""
    decision: ReviewDecision | None = None
    answer: PanelAnswer | None = None
    contact_id: int | None = None
    due_on: date | None = None
    decides_id: int | None = None
    lead_id: int | None = None
    reviewer: str = ""
    recommends: str = ""
    item: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewCount:
    """How many reviews of one year there are of one sort; it names nobody."""

    year: int
    what: str
    total: int


__all__ = [
    "ANSWER_WORDS",
    "DECISION_WORDS",
    "INCIDENT_WORDS",
    "KIND_OF_REVIEW_WORDS",
    "REVIEW_STATE_WORDS",
    "REVIEW_TRANSITIONS",
    "SUSPICION_WORDS",
    "IncidentKind",
    "NewIncident",
    "NewReview",
    "NewStep",
    "PanelAnswer",
    "ReviewClocks",
    "ReviewCount",
    "ReviewDecision",
    "ReviewState",
    "ReviewStepKind",
    "StatutoryKind",
    "Suspicion",
    "review_diagram",
]
