"""The words of tasks, their states and clocks, notices and mail. None of them can hold a word about a child."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class TaskKind(StrEnum):
    """What somebody is asked to do; the wording is fixed, so that a task says nothing about a child."""

    ACTION = "action"
    LINK_REVIEW = "link_review"
    HELD_ROWS = "held_rows"
    ACCESS_REQUEST = "access_request"
    GLASS_REVIEW = "glass_review"
    AGREEMENT_ENDING = "agreement_ending"
    FEED_LATE = "feed_late"
    CORRECTION = "correction"
    CORRECTION_PASSED = "correction_passed"
    REFERRAL_ACKNOWLEDGE = "referral_acknowledge"
    REFERRAL_DECIDE = "referral_decide"
    REFERRAL_ALLOCATE = "referral_allocate"
    REFERRAL_FIRST_CONTACT = "referral_first_contact"
    REFERRAL_QUESTION = "referral_question"
    REFERRAL_FEEDBACK = "referral_feedback"
    RISK_CLEARANCE = "risk_clearance"
    PANEL_NOMINATION = "panel_nomination"
    PANEL_TRIAGE = "panel_triage"
    PANEL_RESEARCH = "panel_research"
    PANEL_MINUTES = "panel_minutes"
    PANEL_REVIEW = "panel_review"
    PANEL_WITHDRAWN = "panel_withdrawn"
    DISAGREEMENT = "disagreement"
    PLAN_STEP = "plan_step"
    PLAN_REVIEW = "plan_review"
    VOICE_DUE = "voice_due"
    MILESTONE = "milestone"
    INTERVENTION_OUTCOME = "intervention_outcome"
    TERMS_REVIEW = "terms_review"
    FEEDBACK = "feedback"
    FEEDBACK_URGENT = "feedback_urgent"
    AUDIT_TOOL = "audit_tool"
    AUDIT_ACTION = "audit_action"
    REVIEW_NOTIFY = "review_notify"
    REVIEW_FACTS = "review_facts"
    REVIEW_DECIDE = "review_decide"
    REVIEW_SEND = "review_send"
    REVIEW_PUBLISH = "review_publish"
    SECTION_11 = "section_11"
    SUBJECT_REQUEST = "subject_request"
    SUBJECT_APPROVAL = "subject_approval"


TITLES: Final[dict[TaskKind, str]] = {
    TaskKind.ACTION: "Carry out an action agreed for somebody you work with",
    TaskKind.LINK_REVIEW: "Decide whether two records are one person",
    TaskKind.HELD_ROWS: "Put right the rows that a file left held",
    TaskKind.ACCESS_REQUEST: "Answer a colleague who asks to see a record",
    TaskKind.GLASS_REVIEW: "Review an emergency look",
    TaskKind.AGREEMENT_ENDING: "Renew a sharing agreement before it ends",
    TaskKind.FEED_LATE: "Send a file that is late",
    TaskKind.CORRECTION: "Take up what somebody says is wrong on a card",
    TaskKind.CORRECTION_PASSED: "Put right what somebody says is wrong in what your agency told",
    TaskKind.REFERRAL_ACKNOWLEDGE: "Acknowledge a referral that has come in",
    TaskKind.REFERRAL_DECIDE: "Accept or decline a referral, or ask",
    TaskKind.REFERRAL_ALLOCATE: "Allocate a referral that was accepted",
    TaskKind.REFERRAL_FIRST_CONTACT: "Make first contact after a referral",
    TaskKind.REFERRAL_QUESTION: "Answer a question about a referral that you sent",
    TaskKind.REFERRAL_FEEDBACK: "Tell whoever referred what became of it",
    TaskKind.RISK_CLEARANCE: "Ring a colleague before they send a referral",
    TaskKind.PANEL_NOMINATION: "Answer a nomination for the panel as the second agency",
    TaskKind.PANEL_TRIAGE: "Triage a referral to the panel",
    TaskKind.PANEL_RESEARCH: "Return what your agency knows before the panel meets",
    TaskKind.PANEL_MINUTES: "Approve the minutes of the panel",
    TaskKind.PANEL_REVIEW: "Review somebody whom the panel holds",
    TaskKind.PANEL_WITHDRAWN: "Say whether the panel carries on without a referral that was withdrawn",
    TaskKind.DISAGREEMENT: "Answer a professional disagreement at your stage",
    TaskKind.PLAN_STEP: "Carry out a step of a plan",
    TaskKind.PLAN_REVIEW: "Review a plan",
    TaskKind.VOICE_DUE: "Seek the wishes and feelings of a child you work with",
    TaskKind.MILESTONE: "Reach a milestone before a birth or a move to adult services",
    TaskKind.INTERVENTION_OUTCOME: "Say what came of an intervention",
    TaskKind.TERMS_REVIEW: "Have a group review its terms of reference",
    TaskKind.FEEDBACK: "Read and answer what somebody wrote on the public site",
    TaskKind.FEEDBACK_URGENT: "Read now what somebody wrote on the public site: a child may be at risk",
    TaskKind.AUDIT_TOOL: "Return your agency's tools for an audit",
    TaskKind.AUDIT_ACTION: "Carry out an action from an audit, and show what was done",
    TaskKind.REVIEW_NOTIFY: "Notify the national panel of a serious incident",
    TaskKind.REVIEW_FACTS: "Return what your agency knows for a statutory review",
    TaskKind.REVIEW_DECIDE: "Decide about a statutory review that names you",
    TaskKind.REVIEW_SEND: "Send a rapid review to the national panel",
    TaskKind.REVIEW_PUBLISH: "Publish a child safeguarding practice review",
    TaskKind.SECTION_11: "Return your agency's section 11 self-assessment",
    TaskKind.SUBJECT_REQUEST: "Answer somebody who asks for their own record",
    TaskKind.SUBJECT_APPROVAL: "Check, as the second person, what leaves of somebody's own record",
}


# Closed by what was asked itself, where it is done: nobody says of these that they are done.
BY_ACT: Final[frozenset[TaskKind]] = frozenset(
    {
        *(TaskKind.ACCESS_REQUEST, TaskKind.GLASS_REVIEW, TaskKind.CORRECTION),
        *(TaskKind.FEEDBACK, TaskKind.FEEDBACK_URGENT),
        *(TaskKind.REVIEW_NOTIFY, TaskKind.REVIEW_FACTS, TaskKind.REVIEW_DECIDE, TaskKind.REVIEW_SEND),
        *(TaskKind.REVIEW_PUBLISH, TaskKind.SECTION_11),
    }
)
# Of these, who may decide follows from who was asked, so that no other takes them either.
NOBODY_ELSES: Final[frozenset[TaskKind]] = frozenset({TaskKind.ACCESS_REQUEST, TaskKind.GLASS_REVIEW})
# Told by a mail at once, whatever mail there was today.
AT_ONCE: Final[frozenset[TaskKind]] = frozenset(
    {TaskKind.ACCESS_REQUEST, TaskKind.GLASS_REVIEW, TaskKind.FEEDBACK_URGENT}
)


class TaskState(StrEnum):
    """How a task stands; only an open one has a clock running."""

    OPEN = "open"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"
    MOVED = "moved"


TRANSITIONS: Final[dict[TaskState, frozenset[TaskState]]] = {
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.NOT_POSSIBLE, TaskState.MOVED}),
    TaskState.DONE: frozenset(),
    TaskState.NOT_POSSIBLE: frozenset(),
    TaskState.MOVED: frozenset(),
}


class NotPossibleBecause(StrEnum):
    """Why a task cannot be done. A closed list: free words would end in a mail or a report with a child in them."""

    CHANGED = "changed"
    DECLINED = "declined"
    MOVED_AWAY = "moved_away"
    NO_CAPACITY = "no_capacity"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"


REASONS: Final[dict[NotPossibleBecause, str]] = {
    NotPossibleBecause.CHANGED: "Circumstances have changed and it no longer helps",
    NotPossibleBecause.DECLINED: "The family or young person does not want it",
    NotPossibleBecause.MOVED_AWAY: "They have moved to another area, which has been told",
    NotPossibleBecause.NO_CAPACITY: "The service has no place or no staff for it",
    NotPossibleBecause.NOT_OURS: "It is another agency's to do",
    NotPossibleBecause.DUPLICATE: "Another task already asks for it",
}


class EscalationTo(StrEnum):
    """Who is told when a clock runs on."""

    OWNER = "owner"
    MANAGER = "manager"
    AGENCY_CONTACT = "agency_contact"
    PANEL_CHAIR = "panel_chair"


class MailKind(StrEnum):
    """Which mail it is; each has a template whose only values are numbers, days and the address of this site."""

    ITEM = "item"
    URGENT = "urgent"
    DIGEST = "digest"
    ACCOUNT = "account"  # written by the sign-in pages: invitations, passwords, second factors


class MailState(StrEnum):
    """How a mail stands in the outbox."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"  # the local outbox: shown on a page, handed to nobody


class NotYours(PermissionError):
    """Somebody changes a task that is neither theirs nor their team's."""

    def __init__(self) -> None:
        super().__init__("This task is not yours to change. Its owner or their manager can.")


class AlreadyClosed(ValueError):
    """A task is closed a second time."""

    def __init__(self, state: TaskState) -> None:
        super().__init__(f"This task is closed ({state.value.replace('_', ' ')}). Open a new one if more is to do.")


class ClosesByItself(ValueError):
    """Somebody says of a task that it is done, or gives it away, which only the act itself closes."""

    def __init__(self) -> None:
        super().__init__("This task closes when you decide, answer or review, on the page that it opens. Do it there.")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a clock: so many working days after the due day (negative: before), somebody is told."""

    after_working_days: int
    to: EscalationTo


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How long one kind of task may take, and who hears when it takes longer."""

    kind: TaskKind
    due_working_days: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class ClockBook:
    """One version of all clocks, in force between two days."""

    version: str
    valid_from: date
    valid_to: date | None
    clocks: dict[TaskKind, Clock]


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """What is asked of whom. `link` is the page where it is done; the due day comes from the clock unless given.

    A link to a page of the person is kept without the person; `words` say what is needed, and are kept apart.
    """

    kind: TaskKind
    owner_id: int
    link: str
    subject: str
    subject_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One task as its owner sees it."""

    public_id: UUID
    kind: TaskKind
    link: str
    due_on: date
    owner_name: str
    is_own: bool
    made_at: datetime
    closes_by_itself: bool = False
    can_move: bool = True


@dataclass(frozen=True, kw_only=True)
class TaskAbout:
    """What a task says to those whose it is: what is needed, and the random number of whom it is about."""

    words: str
    person: UUID | None
