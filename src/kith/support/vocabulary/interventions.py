"""The words of interventions: how one stands, how it ends, what came of it, and why something is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class InterventionState(StrEnum):
    """How an intervention stands; the last three are ways in which it has ended."""

    PLANNED = "planned"
    STARTED = "started"
    COMPLETED = "completed"
    STOPPED_EARLY = "stopped_early"
    DECLINED = "declined"


INTERVENTION_WORDS: Mapping[InterventionState, str] = MappingProxyType(
    {
        InterventionState.PLANNED: "Planned",
        InterventionState.STARTED: "Started",
        InterventionState.COMPLETED: "Ended: completed",
        InterventionState.STOPPED_EARLY: "Ended: stopped early",
        InterventionState.DECLINED: "Ended: declined",
    }
)
ENDED = frozenset({InterventionState.COMPLETED, InterventionState.STOPPED_EARLY, InterventionState.DECLINED})
INTERVENTION_TRANSITIONS: Mapping[InterventionState, frozenset[InterventionState]] = MappingProxyType(
    {
        InterventionState.PLANNED: frozenset(
            {InterventionState.STARTED, InterventionState.STOPPED_EARLY, InterventionState.DECLINED}
        ),
        InterventionState.STARTED: ENDED,
        InterventionState.COMPLETED: frozenset(),
        InterventionState.STOPPED_EARLY: frozenset(),
        InterventionState.DECLINED: frozenset(),
    }
)


class InterventionOutcome(StrEnum):
    """What came of an intervention, against its goal."""

    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"
    NOT_KNOWN = "not_known"


INTERVENTION_OUTCOME_WORDS: Mapping[InterventionOutcome, str] = MappingProxyType(
    {
        InterventionOutcome.ACHIEVED: "The goal was reached",
        InterventionOutcome.PARTLY: "The goal was reached in part",
        InterventionOutcome.NOT_ACHIEVED: "The goal was not reached",
        InterventionOutcome.NOT_KNOWN: "Not known",
    }
)


class AgreedIn(StrEnum):
    """Where an intervention was agreed."""

    PLAN = "plan"
    PANEL = "panel"
    REFERRAL = "referral"


AGREED_IN_WORDS: Mapping[AgreedIn, str] = MappingProxyType(
    {
        AgreedIn.PLAN: "In the child's plan",
        AgreedIn.PANEL: "At the panel",
        AgreedIn.REFERRAL: "Through a referral",
    }
)


def intervention_diagram() -> str:
    """Return the transitions of an intervention as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", *(f"    {one} : {words}" for one, words in INTERVENTION_WORDS.items())]
    lines += [
        f"    {before} --> {after}"
        for before in InterventionState
        for after in InterventionState
        if after in INTERVENTION_TRANSITIONS[before]
    ]
    return "\n".join(lines)


@dataclass(frozen=True, kw_only=True)
class NewIntervention:
    """What is agreed for a child: which need, by which service, for what goal, how much of it, what it costs."""

    need: str
    service_id: int
    funding: str
    cost_pence: int
    agreed_in: AgreedIn
    source_ref: str
    goal: str
    planned_sessions: int
    starts_on: date
    ends_on: date
    worker_id: int | None = None  # of the provider; whoever agrees it where nobody is named


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How an intervention ends, on which day, and why."""

    to: InterventionState
    on: date
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """How many sessions were offered and how many attended, counted from the beginning."""

    offered: int
    attended: int


@dataclass(frozen=True, kw_only=True)
class NewInterventionOutcome:
    """What came of an intervention, in words, and what the child says of it."""

    outcome: InterventionOutcome
    on: date
    words: str
    childs_view: str


class InterventionRefused(ValueError):
    """An intervention, or a change of one, that is refused; the message says why and what to do."""


class InterventionStale(ValueError):
    """The intervention was changed by somebody else since it was opened; nothing was overwritten."""

    def __init__(self, theirs: str) -> None:
        super().__init__(
            "Somebody else has changed this intervention since you opened it. Nothing was overwritten, and what you "
            f"typed is still below. It now says: {theirs}"
        )
        self.theirs = theirs
