"""The words of a request for somebody's own record: who asks, how far it is, what may happen next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class AskedBy(StrEnum):
    """Who asks for a record."""

    THEMSELF = "themself"
    PARENT = "parent"
    SOMEBODY = "somebody"


ASKED_BY_WORDS: Final[Mapping[AskedBy, str]] = MappingProxyType(
    {
        AskedBy.THEMSELF: "The person themself",
        AskedBy.PARENT: "Somebody with parental responsibility, on the child's behalf",
        AskedBy.SOMEBODY: "Somebody with their authority, such as a solicitor or an advocate",
    }
)


class IdentityCheck(StrEnum):
    """How it was made sure that whoever asks is who they say."""

    WORKER = "worker"
    DOCUMENT = "document"
    VIDEO = "video"
    AUTHORITY = "authority"


IDENTITY_WORDS: Final[Mapping[IdentityCheck, str]] = MappingProxyType(
    {
        IdentityCheck.WORKER: "A worker who knows them met them and says so",
        IdentityCheck.DOCUMENT: "A document with a photograph, seen by us",
        IdentityCheck.VIDEO: "A video call with a document with a photograph",
        IdentityCheck.AUTHORITY: "A signed authority, and the person confirmed it to us",
    }
)


class RequestState(StrEnum):
    """How far a request has come."""

    RECEIVED = "received"
    IDENTITY_CHECKED = "identity_checked"
    GATHERED = "gathered"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RELEASED = "released"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_WORDS: Final[Mapping[RequestState, str]] = MappingProxyType(
    {
        RequestState.RECEIVED: "Received",
        RequestState.IDENTITY_CHECKED: "Identity checked",
        RequestState.GATHERED: "Gathered, being reviewed",
        RequestState.REVIEWED: "Reviewed, waiting for the second person",
        RequestState.APPROVED: "Approved, the files are being made and checked",
        RequestState.RELEASED: "Released",
        RequestState.REFUSED: "Refused",
        RequestState.WITHDRAWN: "Withdrawn",
    }
)


class RequestAct(StrEnum):
    """What can happen to a request; each is a step that stays."""

    CHECK_IDENTITY = "check_identity"
    GATHER = "gather"
    SCATTER = "scatter"
    FINISH_REVIEW = "finish_review"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    BLOCK = "block"
    RELEASE = "release"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


ACT_WORDS: Final[Mapping[RequestAct, str]] = MappingProxyType(
    {
        RequestAct.CHECK_IDENTITY: "Identity checked",
        RequestAct.GATHER: "Record gathered",
        RequestAct.SCATTER: "What was gathered no longer holds: the record is of other people now",
        RequestAct.FINISH_REVIEW: "Review finished, second person asked",
        RequestAct.SEND_BACK: "Sent back by the second person",
        RequestAct.APPROVE: "Approved by the second person",
        RequestAct.BLOCK: "Not released: somebody else was still found in the files",
        RequestAct.RELEASE: "Files made, checked and released",
        RequestAct.REFUSE: "Refused",
        RequestAct.WITHDRAW: "Withdrawn",
    }
)

_ENDS: Mapping[RequestAct, RequestState] = {
    RequestAct.REFUSE: RequestState.REFUSED,
    RequestAct.WITHDRAW: RequestState.WITHDRAWN,
}
_GATHERED: Mapping[RequestAct, RequestState] = {RequestAct.SCATTER: RequestState.IDENTITY_CHECKED}
TRANSITIONS: Final[Mapping[RequestState, Mapping[RequestAct, RequestState]]] = MappingProxyType(
    {
        RequestState.RECEIVED: {RequestAct.CHECK_IDENTITY: RequestState.IDENTITY_CHECKED, **_ENDS},
        RequestState.IDENTITY_CHECKED: {RequestAct.GATHER: RequestState.GATHERED, **_ENDS},
        RequestState.GATHERED: {
            RequestAct.GATHER: RequestState.GATHERED,
            RequestAct.FINISH_REVIEW: RequestState.REVIEWED,
            **_GATHERED,
            **_ENDS,
        },
        RequestState.REVIEWED: {
            RequestAct.SEND_BACK: RequestState.GATHERED,
            RequestAct.APPROVE: RequestState.APPROVED,
            **_GATHERED,
            **_ENDS,
        },
        RequestState.APPROVED: {
            RequestAct.RELEASE: RequestState.RELEASED,
            RequestAct.BLOCK: RequestState.GATHERED,
            **_GATHERED,
        },
        RequestState.RELEASED: {},
        RequestState.REFUSED: {},
        RequestState.WITHDRAWN: {},
    }
)
"""From where, by which act, to where."""

ENDED: Final = frozenset({RequestState.RELEASED, RequestState.REFUSED, RequestState.WITHDRAWN})


class RefusedBecause(StrEnum):
    """Why a request is refused; a closed list, so that no reason holds a word about a child."""

    NOT_KNOWN = "not_known"
    NO_AUTHORITY = "no_authority"
    NOT_THEIR_WISH = "not_their_wish"
    UNFOUNDED = "unfounded"
    EXCESSIVE = "excessive"


REFUSED_WORDS: Final[Mapping[RefusedBecause, str]] = MappingProxyType(
    {
        RefusedBecause.NOT_KNOWN: "We could not make sure that whoever asks is who they say",
        RefusedBecause.NO_AUTHORITY: "Whoever asks may not ask for this person",
        RefusedBecause.NOT_THEIR_WISH: "The child understands and does not want it, or it is not in their interest",
        RefusedBecause.UNFOUNDED: "The request is manifestly unfounded (UK GDPR Art 12(5))",
        RefusedBecause.EXCESSIVE: "The request is manifestly excessive (UK GDPR Art 12(5))",
    }
)


class ExtendedBecause(StrEnum):
    """Why a request takes two months more (UK GDPR Art 12(3))."""

    COMPLEX = "complex"
    MANY = "many"


EXTENDED_WORDS: Final[Mapping[ExtendedBecause, str]] = MappingProxyType(
    {
        ExtendedBecause.COMPLEX: "The request is complex",
        ExtendedBecause.MANY: "The same person has made several requests",
    }
)


class RequestJob(StrEnum):
    """What the worker does, or could not do, for a request now."""

    NOTHING = ""
    GATHERING = "gathering"
    MAKING = "making"
    BLOCKED = "blocked"
    FAILED = "failed"


class RequestRefused(ValueError):
    """What somebody wants to do with a request cannot be done now; the message says what to do instead."""


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """A request as it came in; without days it asks for everything."""

    asked_by: AskedBy
    asker_name: str
    authority: str
    received_on: date
    from_on: date | None = None
    until_on: date | None = None
