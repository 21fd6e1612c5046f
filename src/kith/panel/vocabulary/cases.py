"""The words of a case before the panel: what may happen to it, and what its status then is."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """How a case stands: worked out from the steps that have happened, never set by hand."""

    PROPOSED = "proposed"
    NOMINATED = "nominated"
    CANDIDATE = "candidate"
    SET_ASIDE = "set_aside"
    REFERRED = "referred"
    ASKED_MORE = "asked_more"
    SENT_ELSEWHERE = "sent_elsewhere"
    ACCEPTED = "accepted"
    RESEARCHED = "researched"
    LISTED = "listed"
    HELD = "held"
    CLOSED = "closed"


class StepKind(StrEnum):
    """What can happen to a case; each is a row that stays."""

    PROPOSE = "propose"
    NOMINATE = "nominate"
    SECOND = "second"
    SET_ASIDE = "set_aside"
    EXPIRE = "expire"
    REFER = "refer"
    ASK_MORE = "ask_more"
    TELL_MORE = "tell_more"
    SEND_ELSEWHERE = "send_elsewhere"
    ACCEPT = "accept"
    ASK_RESEARCH = "ask_research"
    LIST = "list"
    DECIDE = "decide"
    PUT_OFF = "put_off"
    WITHDRAW = "withdraw"
    CARRY_ON = "carry_on"
    LET_GO = "let_go"
    CLOSE = "close"


# Somebody whom the panel does not hold can be put forward, or answered for, at any time.
_NEW: Mapping[StepKind, Status] = MappingProxyType(
    {
        StepKind.PROPOSE: Status.PROPOSED,
        StepKind.NOMINATE: Status.NOMINATED,
        StepKind.REFER: Status.REFERRED,
    }
)
# Whoever referred may take the referral back; the case stands until the panel says whether it carries on without.
_WITHDRAWN = (StepKind.WITHDRAW, StepKind.CARRY_ON)
_BEFORE_A_MEETING: Mapping[StepKind, Status] = MappingProxyType(
    {
        StepKind.ASK_RESEARCH: Status.RESEARCHED,
        StepKind.LIST: Status.LISTED,
        StepKind.LET_GO: Status.SET_ASIDE,
    }
)
TRANSITIONS: Mapping[Status | None, Mapping[StepKind, Status]] = MappingProxyType(
    {
        None: _NEW,
        Status.PROPOSED: {
            StepKind.SET_ASIDE: Status.SET_ASIDE,
            StepKind.NOMINATE: Status.NOMINATED,
            StepKind.REFER: Status.REFERRED,
            StepKind.EXPIRE: Status.SET_ASIDE,
        },
        Status.NOMINATED: {
            StepKind.SECOND: Status.CANDIDATE,
            StepKind.SET_ASIDE: Status.SET_ASIDE,
            StepKind.EXPIRE: Status.SET_ASIDE,
        },
        Status.CANDIDATE: {
            StepKind.REFER: Status.REFERRED,
            StepKind.SET_ASIDE: Status.SET_ASIDE,
            StepKind.EXPIRE: Status.SET_ASIDE,
        },
        Status.SET_ASIDE: _NEW,
        Status.REFERRED: {
            StepKind.ASK_MORE: Status.ASKED_MORE,
            StepKind.SEND_ELSEWHERE: Status.SENT_ELSEWHERE,
            StepKind.ACCEPT: Status.ACCEPTED,
        },
        Status.ASKED_MORE: {StepKind.TELL_MORE: Status.REFERRED, StepKind.SEND_ELSEWHERE: Status.SENT_ELSEWHERE},
        Status.SENT_ELSEWHERE: _NEW,
        Status.ACCEPTED: {**_BEFORE_A_MEETING, **dict.fromkeys(_WITHDRAWN, Status.ACCEPTED)},
        Status.RESEARCHED: {**_BEFORE_A_MEETING, **dict.fromkeys(_WITHDRAWN, Status.RESEARCHED)},
        Status.LISTED: {
            StepKind.ASK_RESEARCH: Status.LISTED,
            StepKind.DECIDE: Status.HELD,
            StepKind.PUT_OFF: Status.ACCEPTED,
            **dict.fromkeys(_WITHDRAWN, Status.LISTED),
        },
        Status.HELD: {
            StepKind.ASK_RESEARCH: Status.HELD,
            StepKind.LIST: Status.LISTED,
            StepKind.CLOSE: Status.CLOSED,
            **dict.fromkeys(_WITHDRAWN, Status.HELD),
        },
        Status.CLOSED: _NEW,
    }
)
"""From where, by which step, to where. None is a person of whom the panel has never heard."""

STATUS_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.PROPOSED: "Not for the panel, says one agency; waiting for a second",
        Status.NOMINATED: "Nominated, waiting for a second agency",
        Status.CANDIDATE: "Candidate, waiting for its referral",
        Status.SET_ASIDE: "Set aside, with the reason",
        Status.REFERRED: "Referred, waiting for triage",
        Status.ASKED_MORE: "Waiting for more information",
        Status.SENT_ELSEWHERE: "Sent another way",
        Status.ACCEPTED: "Accepted, waiting for a meeting",
        Status.RESEARCHED: "Agencies are asked what they know",
        Status.LISTED: "On the agenda",
        Status.HELD: "Held by the panel",
        Status.CLOSED: "Closed",
    }
)
STEP_WORDS: Mapping[StepKind, str] = MappingProxyType(
    {
        StepKind.PROPOSE: "Proposed: not for the panel now",
        StepKind.NOMINATE: "Nominated",
        StepKind.SECOND: "Seconded by another agency",
        StepKind.SET_ASIDE: "Set aside",
        StepKind.EXPIRE: "Nomination ran out",
        StepKind.REFER: "Referred to the panel",
        StepKind.ASK_MORE: "More information asked for",
        StepKind.TELL_MORE: "More information given",
        StepKind.SEND_ELSEWHERE: "Sent another way",
        StepKind.ACCEPT: "Accepted at triage",
        StepKind.ASK_RESEARCH: "Agencies asked what they know",
        StepKind.LIST: "Put on the agenda",
        StepKind.DECIDE: "Decided",
        StepKind.PUT_OFF: "Put off to a later meeting",
        StepKind.WITHDRAW: "Its referral was withdrawn",
        StepKind.CARRY_ON: "Carried on without a referral",
        StepKind.LET_GO: "Let go, for its referral was withdrawn",
        StepKind.CLOSE: "Closed",
    }
)
ASK_WORDS: Mapping[StepKind, str] = MappingProxyType(
    {
        StepKind.NOMINATE: "Nominate for the panel",
        StepKind.PROPOSE: "Not for the panel now: say why",
        StepKind.SECOND: "Agree, for another agency",
        StepKind.SET_ASIDE: "Answer: not now",
        StepKind.REFER: "Refer to the panel",
        StepKind.ASK_MORE: "Ask for more",
        StepKind.TELL_MORE: "Tell more",
        StepKind.SEND_ELSEWHERE: "Send another way",
        StepKind.ACCEPT: "Accept",
        StepKind.ASK_RESEARCH: "Ask agencies what they know",
        StepKind.LIST: "Put on an agenda",
        StepKind.CARRY_ON: "Carry on without the referral",
        StepKind.LET_GO: "Let go: the referral was withdrawn",
        StepKind.CLOSE: "Close the case",
    }
)
"""The steps that a page of their own asks for; the others happen in a meeting or by themselves."""


class SetAside(StrEnum):
    """Why somebody on the list is not taken to the panel; each answer is kept with its reason."""

    DEFER = "defer"
    DECLINE = "decline"
    ALREADY_HELD = "already_held"
    WRONG_PERSON = "wrong_person"
    WRONG_RECORD = "wrong_record"


SET_ASIDE_WORDS: Mapping[SetAside, str] = MappingProxyType(
    {
        SetAside.DEFER: "Later: look again on a day",
        SetAside.DECLINE: "No: the panel is not what helps",
        SetAside.ALREADY_HELD: "Already held: somebody is working with them and knows of this",
        SetAside.WRONG_PERSON: "Wrong person: records of two people are mixed up",
        SetAside.WRONG_RECORD: "Wrong record: something that is told did not happen like this",
    }
)


class OtherRoute(StrEnum):
    """Where a referral belongs that is not for this panel."""

    EARLY_HELP = "early_help"
    FRONT_DOOR = "front_door"
    DOMESTIC_ABUSE = "domestic_abuse"
    PREVENT = "prevent"
    ADULTS = "adults"
    OFFENDERS = "offenders"
    OTHER_AREA = "other_area"


OTHER_ROUTE_WORDS: Mapping[OtherRoute, str] = MappingProxyType(
    {
        OtherRoute.EARLY_HELP: "Early help",
        OtherRoute.FRONT_DOOR: "The front door of children's social care",
        OtherRoute.DOMESTIC_ABUSE: "The domestic-abuse conference",
        OtherRoute.PREVENT: "Prevent",
        OtherRoute.ADULTS: "Adult services",
        OtherRoute.OFFENDERS: "The arrangements for dangerous offenders",
        OtherRoute.OTHER_AREA: "The panel of another area",
    }
)


class StepRefused(ValueError):
    """A step that cannot happen now; the message says how the case stands and what can happen instead."""


def status_after(steps: Iterable[StepKind]) -> Status | None:
    """Return the status that a row of steps leads to; None when nothing has happened.

    Raises:
        StepRefused: one of the steps was not possible where it happened.
    """
    status: Status | None = None
    for step in steps:
        status = next_status(status, step)
    return status


_SAYS_OF_WITHDRAWAL = frozenset(
    {StepKind.WITHDRAW, StepKind.CARRY_ON, StepKind.LET_GO, StepKind.ACCEPT, StepKind.CLOSE}
)


def is_unasked(newest_first: Iterable[StepKind]) -> bool:
    """Test whether a case's referral was withdrawn and the panel has not said yet whether it carries on."""
    return next((kind for kind in newest_first if kind in _SAYS_OF_WITHDRAWAL), None) is StepKind.WITHDRAW


def next_status(status: Status | None, step: StepKind) -> Status:
    """Return the status after one more step.

    Raises:
        StepRefused: the step is not possible from here.
    """
    found = TRANSITIONS[status].get(step)
    if found is None:
        stands = STATUS_WORDS[status].lower() if status else "not before the panel yet"
        can = ", ".join(STEP_WORDS[each].lower() for each in TRANSITIONS[status])
        raise StepRefused(f"This cannot be done now: the case is {stands}. What can happen next: {can}.")
    return found


def diagram() -> str:
    """Return the transitions as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2"]
    for status, steps in TRANSITIONS.items():
        lines += [f"    {status.value if status else '[*]'} --> {to.value}: {step.value}" for step, to in steps.items()]
    return "\n".join(lines)
