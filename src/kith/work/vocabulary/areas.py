"""The parts of one's work, and what an app above says waits for somebody besides their tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

from kith.access.vocabulary import Viewer
from kith.work.vocabulary.tasks import TaskKind


class WorkArea(StrEnum):
    """What part of one's work something belongs to; the page of one's own work is narrowed by it."""

    ACCESS = "access"
    RECORDS = "records"
    REFERRALS = "referrals"
    PANEL = "panel"
    PLANS = "plans"
    PARTNERSHIP = "partnership"
    AUDITS = "audits"


AREAS: Final[dict[WorkArea, str]] = {
    WorkArea.ACCESS: "Requests to see",
    WorkArea.RECORDS: "Files and records",
    WorkArea.REFERRALS: "Referrals",
    WorkArea.PANEL: "Panel",
    WorkArea.PLANS: "Plans, voice and actions",
    WorkArea.PARTNERSHIP: "The partnership itself",
    WorkArea.AUDITS: "Audits",
}
_K = TaskKind
AREA_OF: Final[dict[TaskKind, WorkArea]] = {
    kind: area
    for area, kinds in {
        WorkArea.ACCESS: (_K.ACCESS_REQUEST, _K.GLASS_REVIEW, _K.SUBJECT_REQUEST, _K.SUBJECT_APPROVAL),
        WorkArea.RECORDS: (
            *(_K.LINK_REVIEW, _K.HELD_ROWS, _K.AGREEMENT_ENDING, _K.FEED_LATE, _K.CORRECTION),
            _K.CORRECTION_PASSED,
        ),
        WorkArea.REFERRALS: (
            *(_K.REFERRAL_ACKNOWLEDGE, _K.REFERRAL_DECIDE, _K.REFERRAL_ALLOCATE, _K.REFERRAL_FIRST_CONTACT),
            *(_K.REFERRAL_QUESTION, _K.REFERRAL_FEEDBACK, _K.RISK_CLEARANCE),
        ),
        WorkArea.PANEL: (
            *(_K.PANEL_NOMINATION, _K.PANEL_TRIAGE, _K.PANEL_RESEARCH, _K.PANEL_MINUTES, _K.PANEL_REVIEW),
            *(_K.PANEL_WITHDRAWN, _K.DISAGREEMENT),
        ),
        WorkArea.PLANS: (
            *(_K.ACTION, _K.PLAN_STEP, _K.PLAN_REVIEW, _K.VOICE_DUE, _K.MILESTONE, _K.INTERVENTION_OUTCOME),
            *(_K.FEEDBACK, _K.FEEDBACK_URGENT),
        ),
        WorkArea.PARTNERSHIP: (_K.TERMS_REVIEW,),
        WorkArea.AUDITS: (
            *(_K.AUDIT_TOOL, _K.AUDIT_ACTION),
            *(_K.REVIEW_NOTIFY, _K.REVIEW_FACTS, _K.REVIEW_DECIDE, _K.REVIEW_SEND, _K.REVIEW_PUBLISH, _K.SECTION_11),
        ),
    }.items()
    for kind in kinds
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something besides a task that waits for somebody: what, where, and by when if there is a day; it names nobody."""

    area: WorkArea
    title: str
    link: str
    due_on: date | None = None


class WorkSource(Protocol):
    """An app above that says what else waits for somebody; `settings.KITH_WORK_SOURCES` names them.

    A source asks the database a fixed number of questions, however much waits.
    """

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return what waits for a viewer now."""
        ...
