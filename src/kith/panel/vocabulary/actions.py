"""The words of an action that the panel agrees, of closing a case, and of what disrupts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class ActionState(StrEnum):
    """How an action stands; late is worked out from its day."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"


ACTION_TRANSITIONS: Mapping[ActionState, frozenset[ActionState]] = MappingProxyType(
    {
        ActionState.NOT_STARTED: frozenset({ActionState.IN_PROGRESS, ActionState.DONE, ActionState.NOT_POSSIBLE}),
        ActionState.IN_PROGRESS: frozenset({ActionState.DONE, ActionState.NOT_POSSIBLE}),
        ActionState.DONE: frozenset(),
        ActionState.NOT_POSSIBLE: frozenset(),
    }
)
ACTION_WORDS: Mapping[ActionState, str] = MappingProxyType(
    {
        ActionState.NOT_STARTED: "Not started",
        ActionState.IN_PROGRESS: "In progress",
        ActionState.DONE: "Done",
        ActionState.NOT_POSSIBLE: "Not possible",
    }
)


class ClosureTest(StrEnum):
    """What must be true, and shown, before the panel lets go."""

    RISK_REDUCED = "risk_reduced"
    CHILD_TOLD = "child_told"
    STEP_DOWN = "step_down"
    REFER_AGAIN = "refer_again"


CLOSURE_WORDS: Mapping[ClosureTest, str] = MappingProxyType(
    {
        ClosureTest.RISK_REDUCED: "What shows that the risk is less?",
        ClosureTest.CHILD_TOLD: "Who told the child, when, and what did the child say?",
        ClosureTest.STEP_DOWN: "Who holds the child from now on?",
        ClosureTest.REFER_AGAIN: "What would bring the child back here?",
    }
)


class Disruption(StrEnum):
    """What is done about a place, a group, a vehicle or somebody who exploits; chosen, so that nobody is named."""

    PATROL = "patrol"
    LICENSING = "licensing"
    WARNING_NOTICE = "warning_notice"
    DETACHED_WORK = "detached_work"
    SCHOOL_ROUTE = "school_route"
    INVESTIGATION = "investigation"
    NOTHING_NOW = "nothing_now"


DISRUPTION_WORDS: Mapping[Disruption, str] = MappingProxyType(
    {
        Disruption.PATROL: "Patrols at the times that matter",
        Disruption.LICENSING: "Licensing, trading standards or the landlord act",
        Disruption.WARNING_NOTICE: "A child abduction warning notice, or an order",
        Disruption.DETACHED_WORK: "Detached youth work",
        Disruption.SCHOOL_ROUTE: "Safer routes to and from school",
        Disruption.INVESTIGATION: "A police investigation",
        Disruption.NOTHING_NOW: "Nothing now: looked at again at the next meeting",
    }
)


@dataclass(frozen=True, kw_only=True)
class NewAction:
    """An action: what for, what, who and by when. Without an owner it is refused."""

    need: str
    what: str
    owner_id: int | None
    due_on: date
    evidence_wanted: str = ""


class ActionRefused(ValueError):
    """An action, a closure or a change of one that is refused; the message says why and what to do."""


class Stale(ValueError):
    """The text was changed by somebody else since it was opened; nothing was overwritten."""

    def __init__(self, now_says: str) -> None:
        super().__init__(
            f"Somebody else has changed this since you opened it. It now says: {now_says} "
            "Nothing was overwritten: open it again if more is to be said."
        )
        self.now_says = now_says
