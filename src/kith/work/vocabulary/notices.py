"""What a line in somebody's inbox tells them, in fixed words that name nobody."""

from enum import StrEnum
from typing import Final


class NoticeKind(StrEnum):
    """What a line in somebody's inbox tells them."""

    TASK_GIVEN = "task_given"
    TASK_DUE_SOON = "task_due_soon"
    TASK_OVERDUE = "task_overdue"
    TASK_ESCALATED = "task_escalated"
    TASK_ANSWERED = "task_answered"
    REFERRAL_MOVED = "referral_moved"
    DECISION_MADE = "decision_made"
    DISAGREEMENT_MOVED = "disagreement_moved"
    PERSON_ADDED = "person_added"
    PERSON_NOT_ADDED = "person_not_added"
    REQUEST_GRANTED = "request_granted"
    REQUEST_REFUSED = "request_refused"
    GLASS_OPENED = "glass_opened"
    GLASS_REVIEWED = "glass_reviewed"
    ACCESS_ENDED = "access_ended"
    CORRECTION_ANSWERED = "correction_answered"
    REVIEW_NAMES_YOU = "review_names_you"


NOTICES: Final[dict[NoticeKind, str]] = {
    NoticeKind.TASK_GIVEN: "A new task is yours.",
    NoticeKind.TASK_DUE_SOON: "A task of yours is due soon.",
    NoticeKind.TASK_OVERDUE: "A task of yours is overdue.",
    NoticeKind.TASK_ESCALATED: "A task of a colleague is overdue and has come to you.",
    NoticeKind.TASK_ANSWERED: "A task that you gave has been answered.",
    NoticeKind.REFERRAL_MOVED: "A referral that you sent has moved on. Open it under Referrals.",
    NoticeKind.DECISION_MADE: "The panel has decided about somebody you work with. Read it under Panel, above.",
    NoticeKind.DISAGREEMENT_MOVED: "A disagreement that you raised went a stage higher. Open it under Panel, above.",
    NoticeKind.PERSON_ADDED: "A person whom you added is in the record. Search for them to open their page.",
    NoticeKind.PERSON_NOT_ADDED: "A person whom you added could not be kept. Ask your data steward why.",
    NoticeKind.REQUEST_GRANTED: "Your manager has granted what you asked to see. It is under My people.",
    NoticeKind.REQUEST_REFUSED: "Your manager has refused what you asked to see. Ask them why.",
    NoticeKind.GLASS_OPENED: "A colleague opened a record in an emergency. Somebody of another team reviews it.",
    NoticeKind.GLASS_REVIEWED: "An emergency look of yours or of a colleague has been reviewed.",
    NoticeKind.ACCESS_ENDED: "A manager has ended what you were granted to see.",
    NoticeKind.CORRECTION_ANSWERED: "What you said is wrong on a card has been answered. Open that card to read how.",
    NoticeKind.REVIEW_NAMES_YOU: "A statutory review names you: you lead it or decide it. Open it under Audits.",
}
