"""The words of a plan: its goals and steps, who does what, what the family says to it, how it changes and ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID


class PlanState(StrEnum):
    """How a plan stands: being written, agreed, closed."""

    DRAFT = "draft"
    AGREED = "agreed"
    CLOSED = "closed"


class StepState(StrEnum):
    """How a step of a plan stands; late is worked out from its day."""

    OPEN = "open"
    STARTED = "started"
    CANNOT_YET = "cannot_yet"
    DONE = "done"
    DROPPED = "dropped"


PLAN_TRANSITIONS: Mapping[PlanState, frozenset[PlanState]] = MappingProxyType(
    {
        PlanState.DRAFT: frozenset({PlanState.AGREED, PlanState.CLOSED}),
        PlanState.AGREED: frozenset({PlanState.CLOSED}),
        PlanState.CLOSED: frozenset(),
    }
)
STEP_TRANSITIONS: Mapping[StepState, frozenset[StepState]] = MappingProxyType(
    {
        StepState.OPEN: frozenset({StepState.STARTED, StepState.CANNOT_YET, StepState.DONE, StepState.DROPPED}),
        StepState.STARTED: frozenset({StepState.CANNOT_YET, StepState.DONE, StepState.DROPPED}),
        StepState.CANNOT_YET: frozenset({StepState.CANNOT_YET, StepState.STARTED, StepState.DONE, StepState.DROPPED}),
        StepState.DONE: frozenset(),
        StepState.DROPPED: frozenset(),
    }
)
OPEN_STEPS = frozenset(state for state, to in STEP_TRANSITIONS.items() if to)
PLAN_WORDS: Mapping[PlanState, str] = MappingProxyType(
    {
        PlanState.DRAFT: "Being written",
        PlanState.AGREED: "Agreed",
        PlanState.CLOSED: "Closed",
    }
)
STEP_WORDS: Mapping[StepState, str] = MappingProxyType(
    {
        StepState.OPEN: "To do",
        StepState.STARTED: "Started",
        StepState.CANNOT_YET: "Cannot be done yet",
        StepState.DONE: "Done",
        StepState.DROPPED: "No longer needed",
    }
)


class StepActor(StrEnum):
    """Who does a step."""

    CHILD = "child"
    PARENT = "parent"
    WORKER = "worker"
    SERVICE = "service"


ACTOR_WORDS: Mapping[StepActor, str] = MappingProxyType(
    {
        StepActor.CHILD: "The child",
        StepActor.PARENT: "A parent or carer",
        StepActor.WORKER: "A worker",
        StepActor.SERVICE: "A service",
    }
)


class OtherPlan(StrEnum):
    """A plan that another law asks for; this plan refers to it and copies nothing."""

    IN_NEED = "in_need"
    PROTECTION = "protection"
    CARE = "care"
    EDUCATION_HEALTH = "education_health"
    YOUTH_JUSTICE = "youth_justice"


OTHER_PLAN_WORDS: Mapping[OtherPlan, str] = MappingProxyType(
    {
        OtherPlan.IN_NEED: "Child in need plan",
        OtherPlan.PROTECTION: "Child protection plan",
        OtherPlan.CARE: "Care plan of a looked-after child",
        OtherPlan.EDUCATION_HEALTH: "Education, health and care plan",
        OtherPlan.YOUTH_JUSTICE: "Youth justice plan",
    }
)


class FamilyMember(StrEnum):
    """Who of the family says whether they agree."""

    CHILD = "child"
    PARENT = "parent"


class FamilyAgrees(StrEnum):
    """What the child or a parent says to the plan."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_ASKED = "not_asked"


AGREES_WORDS: Mapping[FamilyAgrees, str] = MappingProxyType(
    {
        FamilyAgrees.YES: "Agrees",
        FamilyAgrees.PARTLY: "Agrees in part",
        FamilyAgrees.NO: "Does not agree",
        FamilyAgrees.NOT_ASKED: "Was not asked",
    }
)


class PlanOutcome(StrEnum):
    """How a plan ended."""

    REACHED = "reached"
    STEPPED_DOWN = "stepped_down"
    STEPPED_UP = "stepped_up"
    FAMILY_ENDED = "family_ended"
    MOVED_AWAY = "moved_away"
    ADULT = "adult"


PLAN_OUTCOME_WORDS: Mapping[PlanOutcome, str] = MappingProxyType(
    {
        PlanOutcome.REACHED: "The goals are reached",
        PlanOutcome.STEPPED_DOWN: "Less help is enough from now on",
        PlanOutcome.STEPPED_UP: "More help is needed: another plan takes over",
        PlanOutcome.FAMILY_ENDED: "The family ended it",
        PlanOutcome.MOVED_AWAY: "They moved to another area, which has been told",
        PlanOutcome.ADULT: "Adult services take over",
    }
)


class PlanPart(StrEnum):
    """A part of a plan with a version of its own, so that two people can write in two parts at once."""

    PLAN = "plan"
    GOAL = "goal"
    STEP = "step"
    REFERENCE = "reference"


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """What a plan is for, in the child's words first, who leads, and when it is looked at again."""

    child_goal: str
    lead_id: int | None
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewGoal:
    """One goal, and whose it is."""

    words: str
    whose: FamilyMember | None = None


@dataclass(frozen=True, kw_only=True)
class NewStep:
    """One step: what, who does it, who here sees that it happens, by when."""

    what: str
    actor: StepActor
    actor_says: str = ""
    owner_id: int | None
    due_on: date


@dataclass(frozen=True, kw_only=True)
class StepMove:
    """How a step stands from now on, with what shows it or why it cannot be."""

    to: StepState
    evidence: str = ""
    because: str = ""
    again_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewReference:
    """A plan that another agency holds: what kind, under which reference, since when."""

    kind: OtherPlan
    reference: str
    held_by: str
    since: date


@dataclass(frozen=True, kw_only=True)
class NewFamilyAnswer:
    """What the child or a parent says to the plan, and on which day."""

    who: FamilyMember
    agrees: FamilyAgrees
    role: str
    on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NewReview:
    """What a review found, and when the next one is."""

    held_on: date
    says: str
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewClosing:
    """How a plan ended, and why steps that are not done are left."""

    outcome: PlanOutcome
    says: str
    open_steps_because: str = ""


class PlanRefused(ValueError):
    """Something about a plan that cannot be done; the message says why and what to do."""


class PlanClash(ValueError):
    """Somebody else has changed this part since it was opened; both texts are kept and a person chooses."""

    def __init__(self, change_id: int, now_says: str, version: int) -> None:
        super().__init__(
            "Somebody else has changed this since you opened it. Nothing was overwritten: what stands now and what you "
            f"wrote are both kept, and the plan's page asks which should stand. It now says: {now_says}"
        )
        self.change_id = change_id
        self.now_says = now_says
        self.version = version


@dataclass(frozen=True, kw_only=True)
class KeptChange:
    """One change of one part as it was kept: which version it made, and the values it set."""

    part: UUID
    version: int
    after: Mapping[str, Any]


def diagram(transitions: Mapping[Any, frozenset[Any]]) -> str:
    """Return a table of transitions as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(transitions)).value}"]
    for state, becomes in transitions.items():
        lines += [f"    {state.value} --> {to.value}" for to in transitions if to in becomes]
        lines += [] if becomes else [f"    {state.value} --> [*]"]
    return "\n".join(lines)
