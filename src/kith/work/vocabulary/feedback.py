"""The words of feedback: what somebody wrote on the public site, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from kith.access.vocabulary import Role

# Who reads what children and families write, the first who is there: each may see a child, and none of them publishes.
RECEIVERS: Final = (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR, Role.IG_LEAD)
FEEDBACK: Final = "work.feedback"  # the subject of its task and of its trace
KEPT_AFTER_ANSWER: Final = timedelta(days=90)


class FeedbackOutcome(StrEnum):
    """What whoever read it did with what somebody wrote."""

    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    KEPT = "kept"
    NOTHING = "nothing"


OUTCOMES: Final[dict[FeedbackOutcome, str]] = {
    FeedbackOutcome.PASSED_ON: "Somebody may be at risk: I rang the front door or the police, or made a referral",
    FeedbackOutcome.ANSWERED: "I answered, in the way that they said is safe",
    FeedbackOutcome.KEPT: "No answer was wanted: it goes to what we learn",
    FeedbackOutcome.NOTHING: "It is nobody's words: a test or an advertisement",
}


@dataclass(frozen=True, kw_only=True)
class NewFeedback:
    """What somebody wrote, as it came from the public site: the choices in the words of the form.

    `number` is its own, so that taking it twice is taking it once; `says_danger` is what they ticked.
    """

    number: UUID
    who: str
    about: str
    words: str
    danger: str
    says_danger: bool
    age_band: str
    wants_answer: bool
    reach: str
    looks_automatic: bool
    sent_at: datetime


@dataclass(frozen=True, kw_only=True)
class FeedbackRow:
    """One piece of feedback in a list: that it is there, never what it says."""

    number: UUID
    who: str
    about: str
    is_urgent: bool
    looks_automatic: bool
    sent_at: datetime
    outcome: FeedbackOutcome | None


@dataclass(frozen=True, kw_only=True)
class FeedbackAsRead:
    """One piece of feedback opened: its words, and what has been done about it."""

    row: FeedbackRow
    words: str
    danger: str
    age_band: str
    wants_answer: bool
    reach: str
    done: str
    answered_at: datetime | None
    emptied_at: datetime | None


class NobodyReceives(LookupError):
    """Nobody holds a role that reads feedback, so it stays sealed where it is."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody holds a role that reads what children write: panel coordinator, panel chair or "
            "information-governance lead. It stays sealed on the public site; give somebody one of these roles."
        )


class FeedbackNotYours(PermissionError):
    """Somebody says what became of feedback that is not theirs to read, or that has been answered."""

    def __init__(self) -> None:
        super().__init__("Somebody has said already what became of this, or it is not yours. Open it again to see.")
