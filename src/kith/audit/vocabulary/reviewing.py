"""The one table of what may happen to a statutory review, and the picture drawn from it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class StatutoryKind(StrEnum):
    """Which review the law asks for: the rapid one after a serious incident, or the practice review."""

    RAPID = "rapid"
    PRACTICE = "practice"


class ReviewState(StrEnum):
    """How a statutory review stands; the first ones are of a rapid review, the later ones of a practice review."""

    KNOWN = "known"
    NOTIFIED = "notified"
    MET = "met"
    DECIDED = "decided"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    COMMISSIONED = "commissioned"
    SCOPED = "scoped"
    REPORTED = "reported"
    WITHHOLDING = "withholding"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    CLOSED = "closed"


class ReviewStepKind(StrEnum):
    """What can happen to a statutory review; each is a row that stays."""

    OPEN = "open"
    NOTIFY = "notify"
    ASK = "ask"
    SAFEGUARD = "safeguard"
    MEET = "meet"
    DECIDE = "decide"
    SEND = "send"
    ANSWER = "answer"
    RECONSIDER = "reconsider"
    BEGIN_PRACTICE = "begin-practice"
    WITHDRAW = "withdraw"
    SCOPE = "scope"
    HEAR_FAMILY = "hear-family"
    HEAR_CHILD = "hear-child"
    REPORT = "report"
    PUBLISH = "publish"
    WITHHOLD = "withhold"
    AGREE_WITHHOLD = "agree-withhold"
    REFUSE_WITHHOLD = "refuse-withhold"
    LEARN = "learn"
    HAND_OVER = "hand-over"
    CLOSE = "close"


_S, _K = ReviewState, ReviewStepKind


def _staying(state: ReviewState, *steps: ReviewStepKind) -> dict[ReviewStepKind, ReviewState]:
    """Return steps that leave a review where it is."""
    return dict.fromkeys(steps, state)


_Table = Mapping[ReviewState | None, Mapping[ReviewStepKind, ReviewState]]
_GATHERING: Final = (_K.ASK, _K.SAFEGUARD, _K.HAND_OVER)
_HEARING: Final = (_K.ASK, _K.SCOPE, _K.HEAR_FAMILY, _K.HEAR_CHILD, _K.LEARN, _K.HAND_OVER)
_RAPID: Final[_Table] = MappingProxyType(
    {
        None: {_K.OPEN: _S.KNOWN},
        _S.KNOWN: {_K.NOTIFY: _S.NOTIFIED, **_staying(_S.KNOWN, *_GATHERING), _K.WITHDRAW: _S.WITHDRAWN},
        _S.NOTIFIED: {_K.MEET: _S.MET, **_staying(_S.NOTIFIED, *_GATHERING), _K.WITHDRAW: _S.WITHDRAWN},
        _S.MET: {
            _K.DECIDE: _S.DECIDED,
            **_staying(_S.MET, *_GATHERING, _K.MEET, _K.LEARN),
            _K.WITHDRAW: _S.WITHDRAWN,
        },
        _S.DECIDED: {
            _K.SEND: _S.SENT,
            **_staying(_S.DECIDED, _K.SAFEGUARD, _K.LEARN, _K.BEGIN_PRACTICE, _K.HAND_OVER),
        },
        _S.SENT: {
            _K.ANSWER: _S.ANSWERED,
            **_staying(_S.SENT, _K.SAFEGUARD, _K.LEARN, _K.BEGIN_PRACTICE, _K.HAND_OVER),
        },
        _S.ANSWERED: {
            _K.RECONSIDER: _S.MET,
            **_staying(_S.ANSWERED, _K.SAFEGUARD, _K.LEARN, _K.BEGIN_PRACTICE, _K.HAND_OVER),
            _K.CLOSE: _S.CLOSED,
        },
        _S.WITHDRAWN: {},
        _S.CLOSED: {},
    }
)
_PRACTICE: Final[_Table] = MappingProxyType(
    {
        None: {_K.OPEN: _S.COMMISSIONED},
        _S.COMMISSIONED: {_K.SCOPE: _S.SCOPED, **_staying(_S.COMMISSIONED, _K.ASK, _K.HAND_OVER)},
        _S.SCOPED: {_K.REPORT: _S.REPORTED, **_staying(_S.SCOPED, *_HEARING)},
        _S.REPORTED: {
            _K.PUBLISH: _S.PUBLISHED,
            _K.WITHHOLD: _S.WITHHOLDING,
            **_staying(_S.REPORTED, _K.HEAR_FAMILY, _K.HEAR_CHILD, _K.LEARN, _K.HAND_OVER),
        },
        _S.WITHHOLDING: {_K.AGREE_WITHHOLD: _S.UNPUBLISHED, _K.REFUSE_WITHHOLD: _S.REPORTED},
        _S.PUBLISHED: {**_staying(_S.PUBLISHED, _K.LEARN, _K.HAND_OVER), _K.CLOSE: _S.CLOSED},
        _S.UNPUBLISHED: {
            _K.PUBLISH: _S.PUBLISHED,
            **_staying(_S.UNPUBLISHED, _K.LEARN, _K.HAND_OVER),
            _K.CLOSE: _S.CLOSED,
        },
        _S.CLOSED: {},
    }
)
REVIEW_TRANSITIONS: Final[Mapping[StatutoryKind, _Table]] = MappingProxyType(
    {StatutoryKind.RAPID: _RAPID, StatutoryKind.PRACTICE: _PRACTICE}
)
"""By kind of review: from where, by which step, to where. None is a review that has not been opened."""

REVIEW_STATE_WORDS: Final[Mapping[ReviewState, str]] = MappingProxyType(
    {
        _S.KNOWN: "Not notified yet",
        _S.NOTIFIED: "Facts being gathered",
        _S.MET: "Met, not decided",
        _S.DECIDED: "Decided, not sent",
        _S.SENT: "With the panel",
        _S.ANSWERED: "Panel answered",
        _S.WITHDRAWN: "Withdrawn",
        _S.COMMISSIONED: "No terms yet",
        _S.SCOPED: "Under way",
        _S.REPORTED: "To be published",
        _S.WITHHOLDING: "Not publishing?",
        _S.PUBLISHED: "Published",
        _S.UNPUBLISHED: "Not published",
        _S.CLOSED: "Closed",
    }
)


def review_diagram(kind: StatutoryKind) -> str:
    """Return the states of one kind of review as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2"]
    for before, steps in REVIEW_TRANSITIONS[kind].items():
        lines += [f"    {before or '[*]'} --> {after}: {step}" for step, after in steps.items()]
    return "\n".join(lines)
