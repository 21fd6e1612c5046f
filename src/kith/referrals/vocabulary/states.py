"""How a referral goes: its states, the acts that move it, and the one table that says which act is allowed when."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from kith.work.vocabulary import TaskKind


class ReferralState(StrEnum):
    """How a referral stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ALLOCATED = "allocated"
    FIRST_CONTACT = "first_contact"
    COMPLETED = "completed"
    FEEDBACK_SENT = "feedback_sent"
    WITHDRAWN = "withdrawn"


class ReferralAct(StrEnum):
    """What the sender or the receiver does with a referral."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ANSWER = "answer"
    ACCEPT = "accept"
    DECLINE = "decline"
    ALLOCATE = "allocate"
    CONTACT = "contact"
    COMPLETE = "complete"
    TELL = "tell"
    WITHDRAW = "withdraw"


class ReferralSide(StrEnum):
    """Whose turn an act is: the sender's, the receiving agency's, or the worker's to whom it was allocated."""

    SENDER = "sender"
    RECEIVER = "receiver"
    WORKER = "worker"


_S, _A = ReferralState, ReferralAct
_OPEN_TO_DECISION = {_A.ASK: _S.ASKED, _A.ACCEPT: _S.ACCEPTED, _A.DECLINE: _S.DECLINED, _A.WITHDRAW: _S.WITHDRAWN}

TRANSITIONS: Final[Mapping[ReferralState, Mapping[ReferralAct, ReferralState]]] = MappingProxyType(
    {
        _S.DRAFT: {_A.SEND: _S.SENT, _A.WITHDRAW: _S.WITHDRAWN},
        _S.SENT: {_A.ACKNOWLEDGE: _S.ACKNOWLEDGED, _A.WITHDRAW: _S.WITHDRAWN},
        _S.ACKNOWLEDGED: _OPEN_TO_DECISION,
        _S.ASKED: {_A.ANSWER: _S.ANSWERED, _A.WITHDRAW: _S.WITHDRAWN},
        _S.ANSWERED: _OPEN_TO_DECISION,
        _S.ACCEPTED: {_A.ALLOCATE: _S.ALLOCATED, _A.WITHDRAW: _S.WITHDRAWN},
        _S.ALLOCATED: {_A.ALLOCATE: _S.ALLOCATED, _A.CONTACT: _S.FIRST_CONTACT, _A.WITHDRAW: _S.WITHDRAWN},
        _S.FIRST_CONTACT: {_A.COMPLETE: _S.COMPLETED, _A.WITHDRAW: _S.WITHDRAWN},
        _S.COMPLETED: {_A.TELL: _S.FEEDBACK_SENT},
        _S.DECLINED: {},
        _S.FEEDBACK_SENT: {},
        _S.WITHDRAWN: {},
    }
)

SIDES: Final[Mapping[ReferralAct, frozenset[ReferralSide]]] = MappingProxyType(
    {
        _A.SEND: frozenset({ReferralSide.SENDER}),
        _A.ANSWER: frozenset({ReferralSide.SENDER}),
        _A.WITHDRAW: frozenset({ReferralSide.SENDER}),
        _A.ACKNOWLEDGE: frozenset({ReferralSide.RECEIVER}),
        _A.ASK: frozenset({ReferralSide.RECEIVER}),
        _A.ACCEPT: frozenset({ReferralSide.RECEIVER}),
        _A.DECLINE: frozenset({ReferralSide.RECEIVER}),
        _A.ALLOCATE: frozenset({ReferralSide.RECEIVER}),
        _A.CONTACT: frozenset({ReferralSide.WORKER, ReferralSide.RECEIVER}),
        _A.COMPLETE: frozenset({ReferralSide.WORKER, ReferralSide.RECEIVER}),
        _A.TELL: frozenset({ReferralSide.WORKER, ReferralSide.RECEIVER}),
    }
)


class Waiting(NamedTuple):
    """What somebody has to do while a referral stands in a state; its clock is that of the kind of task."""

    kind: TaskKind
    side: ReferralSide


WAITING: Final[Mapping[ReferralState, Waiting]] = MappingProxyType(
    {
        _S.SENT: Waiting(TaskKind.REFERRAL_ACKNOWLEDGE, ReferralSide.RECEIVER),
        _S.ACKNOWLEDGED: Waiting(TaskKind.REFERRAL_DECIDE, ReferralSide.RECEIVER),
        _S.ANSWERED: Waiting(TaskKind.REFERRAL_DECIDE, ReferralSide.RECEIVER),
        _S.ASKED: Waiting(TaskKind.REFERRAL_QUESTION, ReferralSide.SENDER),
        _S.ACCEPTED: Waiting(TaskKind.REFERRAL_ALLOCATE, ReferralSide.RECEIVER),
        _S.ALLOCATED: Waiting(TaskKind.REFERRAL_FIRST_CONTACT, ReferralSide.WORKER),
        _S.COMPLETED: Waiting(TaskKind.REFERRAL_FEEDBACK, ReferralSide.WORKER),
    }
)

ENDED: Final = frozenset({_S.DECLINED, _S.WITHDRAWN, _S.COMPLETED, _S.FEEDBACK_SENT})
"""From these states on, nobody is shown the child because of this referral, but to tell what came of it."""

CARRIED_BY_PANEL: Final = frozenset({_S.ACCEPTED, _S.ALLOCATED, _S.FIRST_CONTACT, _S.COMPLETED})
"""While a referral to the panel stands here, its case carries it on, and the decision completes it."""
DONE_BY_PANEL: Final = frozenset({_A.ALLOCATE, _A.CONTACT, _A.COMPLETE, _A.TELL})

STATE_WORDS: Final[Mapping[ReferralState, str]] = MappingProxyType(
    {
        _S.DRAFT: "Draft",
        _S.SENT: "Sent, not acknowledged yet",
        _S.ACKNOWLEDGED: "Acknowledged",
        _S.ASKED: "The receiver has asked a question",
        _S.ANSWERED: "Question answered",
        _S.ACCEPTED: "Accepted",
        _S.DECLINED: "Declined",
        _S.ALLOCATED: "Allocated to a worker",
        _S.FIRST_CONTACT: "First contact made",
        _S.COMPLETED: "Completed",
        _S.FEEDBACK_SENT: "Completed, and the sender told",
        _S.WITHDRAWN: "Withdrawn",
    }
)

ACT_WORDS: Final[Mapping[ReferralAct, str]] = MappingProxyType(
    {
        _A.SEND: "Send",
        _A.ACKNOWLEDGE: "Acknowledge",
        _A.ASK: "Ask the sender a question",
        _A.ANSWER: "Answer the question",
        _A.ACCEPT: "Accept",
        _A.DECLINE: "Decline, with the reason",
        _A.ALLOCATE: "Allocate to a worker",
        _A.CONTACT: "First contact has been made",
        _A.COMPLETE: "Complete, with the outcome",
        _A.TELL: "Tell the sender what became of it",
        _A.WITHDRAW: "Withdraw",
    }
)


class DeclinedBecause(StrEnum):
    """Why a referral was declined; the words beside it say more."""

    BELOW_THRESHOLD = "below_threshold"
    ABOVE_THRESHOLD = "above_threshold"
    OTHER_SERVICE = "other_service"
    OUT_OF_AREA = "out_of_area"
    AGE = "age"
    NO_CAPACITY = "no_capacity"
    NOT_ENOUGH_KNOWN = "not_enough_known"
    NO_CONSENT = "no_consent"
    OPEN_ALREADY = "open_already"


DECLINED_WORDS: Final[Mapping[DeclinedBecause, str]] = MappingProxyType(
    {
        DeclinedBecause.BELOW_THRESHOLD: "The need is below what this service is for",
        DeclinedBecause.ABOVE_THRESHOLD: "The need is above what this service is for",
        DeclinedBecause.OTHER_SERVICE: "Another service fits better",
        DeclinedBecause.OUT_OF_AREA: "The child lives outside the area served",
        DeclinedBecause.AGE: "The child is not of the age served",
        DeclinedBecause.NO_CAPACITY: "There is no place now",
        DeclinedBecause.NOT_ENOUGH_KNOWN: "Too little is said to decide, and the question was not answered",
        DeclinedBecause.NO_CONSENT: "Consent is needed and was not given",
        DeclinedBecause.OPEN_ALREADY: "The child is open to this service already",
    }
)
