"""The words of a professional disagreement about a child: its stages, what may happen at each, how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class DisagreementStatus(StrEnum):
    """At which stage a disagreement stands, or how it ended; the stages climb in this order."""

    PRACTITIONERS = "practitioners"
    MANAGERS = "managers"
    LEADS = "leads"
    SENIORS = "seniors"
    EXECUTIVE = "executive"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


STAGES: tuple[DisagreementStatus, ...] = tuple(DisagreementStatus)[:5]


class DisagreementAct(StrEnum):
    """What can happen to a disagreement; each is a row that stays."""

    RAISE = "raise"
    ANSWER = "answer"
    PROPOSE = "propose"
    ESCALATE = "escalate"
    CLOCK = "clock"
    AGREE = "agree"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


_A, _S = DisagreementAct, DisagreementStatus


def _stage(here: DisagreementStatus, above: DisagreementStatus) -> Mapping[DisagreementAct, DisagreementStatus]:
    return MappingProxyType(
        {
            _A.ANSWER: here,
            _A.PROPOSE: here,
            _A.ESCALATE: above,
            _A.CLOCK: above,
            _A.AGREE: _S.RESOLVED,
            _A.WITHDRAW: _S.WITHDRAWN,
        }
    )


DISAGREEMENT_TRANSITIONS: Mapping[DisagreementStatus | None, Mapping[DisagreementAct, DisagreementStatus]] = (
    MappingProxyType(
        {
            None: MappingProxyType({_A.RAISE: _S.PRACTITIONERS}),
            _S.PRACTITIONERS: _stage(_S.PRACTITIONERS, _S.MANAGERS),
            _S.MANAGERS: _stage(_S.MANAGERS, _S.LEADS),
            _S.LEADS: _stage(_S.LEADS, _S.SENIORS),
            _S.SENIORS: _stage(_S.SENIORS, _S.EXECUTIVE),
            _S.EXECUTIVE: MappingProxyType(
                {_A.ANSWER: _S.EXECUTIVE, _A.DECIDE: _S.RESOLVED, _A.WITHDRAW: _S.WITHDRAWN}
            ),
            _S.RESOLVED: MappingProxyType({}),
            _S.WITHDRAWN: MappingProxyType({}),
        }
    )
)
"""From where, by which act, to where. None is a disagreement that nobody has raised yet."""

DISAGREEMENT_WORDS: Mapping[DisagreementStatus, str] = MappingProxyType(
    {
        _S.PRACTITIONERS: "Between the practitioners",
        _S.MANAGERS: "With their managers",
        _S.LEADS: "With the safeguarding leads",
        _S.SENIORS: "With senior leaders",
        _S.EXECUTIVE: "With the partnership's executive",
        _S.RESOLVED: "Resolved",
        _S.WITHDRAWN: "Withdrawn",
    }
)
ACT_WORDS: Mapping[DisagreementAct, str] = MappingProxyType(
    {
        _A.RAISE: "Raised",
        _A.ANSWER: "Answered",
        _A.PROPOSE: "A way out was proposed",
        _A.ESCALATE: "Taken to the next stage",
        _A.CLOCK: "Taken to the next stage by the clock",
        _A.AGREE: "The other side agreed",
        _A.DECIDE: "Decided by the executive",
        _A.WITHDRAW: "Withdrawn",
    }
)


class DisagreementTopic(StrEnum):
    """What agencies disagree about."""

    THRESHOLD = "threshold"
    RESPONSE = "response"
    PLAN = "plan"
    SHARING = "sharing"
    CLOSURE = "closure"
    PANEL_DECISION = "panel_decision"
    OTHER = "other"


TOPIC_WORDS: Mapping[DisagreementTopic, str] = MappingProxyType(
    {
        DisagreementTopic.THRESHOLD: "Whether the child meets a threshold",
        DisagreementTopic.RESPONSE: "What was done, or how soon",
        DisagreementTopic.PLAN: "The plan, or who does what in it",
        DisagreementTopic.SHARING: "What is shared, and with whom",
        DisagreementTopic.CLOSURE: "Closing, or stepping down",
        DisagreementTopic.PANEL_DECISION: "A decision of the panel",
        DisagreementTopic.OTHER: "Something else",
    }
)


class DisagreementOutcome(StrEnum):
    """What a disagreement led to."""

    PLAN_CHANGED = "plan_changed"
    DECISION_CHANGED = "decision_changed"
    SOMETHING_ELSE = "something_else"
    STANDS = "stands"


DISAGREEMENT_OUTCOMES: Mapping[DisagreementOutcome, str] = MappingProxyType(
    {
        DisagreementOutcome.PLAN_CHANGED: "The plan was changed",
        DisagreementOutcome.DECISION_CHANGED: "The decision was changed",
        DisagreementOutcome.SOMETHING_ELSE: "Something else was agreed",
        DisagreementOutcome.STANDS: "What was done stands, and why is understood",
    }
)


class DisagreementRefused(ValueError):
    """Something that a disagreement cannot take now; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class NewDisagreement:
    """A disagreement as somebody raises it; `voice` is what the child says of it, where that is known."""

    other_agency_id: int | None
    topic: DisagreementTopic
    what: str
    wanted: str
    child_safe: str
    voice: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says at a stage, and what keeps the child safe meanwhile."""

    says: str
    child_safe: str
    outcome: DisagreementOutcome | None = None
    dissent: str = ""
    dissenting_agency_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StageRule:
    """Who answers at one stage, and within how many working days."""

    working_days: int
    roles: frozenset[str]
    for_all: bool  # one answer for the partnership, in place of one by each agency


def next_stage(status: DisagreementStatus | None, act: DisagreementAct) -> DisagreementStatus:
    """Return where a disagreement stands after one more act.

    Raises:
        DisagreementRefused: the act is not possible from here.
    """
    found = DISAGREEMENT_TRANSITIONS[status].get(act)
    if found is None:
        stands = DISAGREEMENT_WORDS[status].lower() if status else "not raised yet"
        raise DisagreementRefused(f"This cannot be done now: the disagreement is {stands}. Open its page again.")
    return found


def disagreement_diagram() -> str:
    """Return the transitions as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2"]
    for status, acts in DISAGREEMENT_TRANSITIONS.items():
        lines += [f"    {status.value if status else '[*]'} --> {to.value}: {act.value}" for act, to in acts.items()]
    return "\n".join(lines)
