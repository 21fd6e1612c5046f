"""What the steps of a rapid review do: notify, meet, decide, send, hear the national panel, begin a practice review."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from kith.access.services import trace
from kith.audit.models import PracticeReview, ReviewStep, StatutoryReview
from kith.audit.rules import publish_by, review_clocks_on, send_by
from kith.audit.services.review_seats import SUBJECT, finish, give, seat
from kith.audit.services.step_effects import Effect, Stepping
from kith.audit.vocabulary import (
    ANSWER_WORDS,
    DECISION_WORDS,
    AuditRefused,
    ReviewDecision,
    ReviewState,
    ReviewStepKind,
    StatutoryKind,
)
from kith.work.vocabulary import TaskKind


def notify(step: Stepping) -> None:
    """Keep the day of the notification; from it the days of the rapid review are counted."""
    incident, row = step.incident(), step.row
    incident.notified_on = step.new.on
    incident.save(update_fields=["notified_on"])
    row.due_on = send_by(review_clocks_on(row.begun_on, row.book), incident.known_on, step.new.on)
    finish(row, TaskKind.REVIEW_NOTIFY, step.by, step.now)
    give(row, TaskKind.REVIEW_SEND, row.lead_id, row.due_on, step.by, step.now)


def meet(step: Stepping) -> None:
    """Keep that the partners met, and ask whoever decides for the decision."""
    incident = step.incident()
    if incident.notified_on and step.new.on < incident.notified_on:
        raise AuditRefused("The partners meet for a rapid review after the notification. Mend the day.")
    incident.met_on = step.new.on
    incident.save(update_fields=["met_on"])
    give(step.row, TaskKind.REVIEW_DECIDE, step.row.decides_id, step.row.due_on, step.by, step.now)


def decide(step: Stepping) -> None:
    """Keep what was decided and why."""
    incident, decision = step.incident(), step.new.decision
    if decision is None:
        raise AuditRefused("Choose what is decided.")
    if incident.met_on and step.new.on < incident.met_on:
        raise AuditRefused("It is decided after the partners have met. Mend the day.")
    incident.decision, incident.rationale, incident.decided_on = decision, step.new.says.strip(), step.new.on
    incident.save(update_fields=["decision", "rationale", "decided_on"])
    step.words = f"{DECISION_WORDS[decision]}: {step.new.says.strip()}"
    finish(step.row, TaskKind.REVIEW_DECIDE, step.by, step.now)


def send(step: Stepping) -> None:
    """Keep the day on which it went to the national panel; sent again, the first day counts."""
    incident = step.incident()
    if incident.decided_on and step.new.on < incident.decided_on:
        raise AuditRefused("It is sent once it is decided. Mend the day.")
    incident.sent_on = incident.sent_on or step.new.on
    incident.save(update_fields=["sent_on"])
    finish(step.row, TaskKind.REVIEW_SEND, step.by, step.now)


def hear_answer(step: Stepping) -> None:
    """Keep what the national panel answered."""
    incident, answer = step.incident(), step.new.answer
    if answer is None:
        raise AuditRefused("Choose what the national panel answered.")
    if incident.sent_on and step.new.on < incident.sent_on:
        raise AuditRefused("The national panel answers after it was sent. Mend the day.")
    incident.answer, incident.answered_on, incident.answer_says = answer, step.new.on, step.new.says.strip()
    incident.save(update_fields=["answer", "answered_on", "answer_says"])
    step.words = f"{ANSWER_WORDS[answer]}. {step.new.says.strip()}".strip()


def reconsider(step: Stepping) -> None:
    """Open the decision again; what was decided before stays among the steps."""
    incident = step.incident()
    incident.decision, incident.rationale, incident.decided_on = "", "", None
    incident.save(update_fields=["decision", "rationale", "decided_on"])
    give(step.row, TaskKind.REVIEW_DECIDE, step.row.decides_id, None, step.by, step.now)
    give(step.row, TaskKind.REVIEW_SEND, step.row.lead_id, None, step.by, step.now)


def begin_practice(step: Stepping) -> None:
    """Open the practice review that was decided, led and decided by the same two people."""
    incident, row = step.incident(), step.row
    if incident.decision != ReviewDecision.PRACTICE_REVIEW or incident.decided_on is None:
        raise AuditRefused("A practice review is begun once it has been decided to hold one.")
    if row.followed_by.exists():
        raise AuditRefused("The practice review has begun already. You find it on the register.")
    made = _make_practice(step, incident.decided_on)
    for staff_id in (row.lead_id, row.decides_id):
        seat(made, staff_id, step.by, step.now)
    give(made, TaskKind.REVIEW_PUBLISH, made.lead_id, made.due_on, step.by, step.now)
    after = {"kind": made.kind, "follows": row.pk, "decides": made.decides_id, "due_on": made.due_on}
    trace(
        by=step.by.staff_id,
        action="audit.opened_review",
        subject=SUBJECT,
        subject_id=made.pk,
        person_id=made.person_id,
        now=step.now,
        after=after,
    )


def _make_practice(step: Stepping, decided_on: date) -> StatutoryReview:
    row, says, clocks = step.row, step.new.says.strip(), review_clocks_on(decided_on)
    made = StatutoryReview.objects.create(
        person_id=row.person_id,
        kind=StatutoryKind.PRACTICE,
        state=ReviewState.COMMISSIONED,
        follows=row,
        because=says,
        lead_id=row.lead_id,
        decides_id=row.decides_id,
        book=clocks.version,
        begun_on=decided_on,
        due_on=publish_by(clocks, decided_on),
        opened_at=step.now,
    )
    about = {"review": made, "person_id": row.person_id}
    PracticeReview.objects.create(**about)
    opened = ReviewStepKind.OPEN
    ReviewStep.objects.create(**about, kind=opened, on_day=decided_on, says=says, by_id=step.by.staff_id, at=step.now)
    return made


def check_practice_begun(step: Stepping) -> None:
    """Refuse to close a rapid review while the practice review that it decided has not begun.

    Raises:
        AuditRefused: there is none yet.
    """
    incident = step.incident()
    if incident.decision == ReviewDecision.PRACTICE_REVIEW and not step.row.followed_by.exists():
        raise AuditRefused("Begin the practice review first that was decided, or reconsider the decision.")


EFFECTS: Final[Mapping[ReviewStepKind, Effect]] = MappingProxyType(
    {
        ReviewStepKind.NOTIFY: notify,
        ReviewStepKind.MEET: meet,
        ReviewStepKind.DECIDE: decide,
        ReviewStepKind.SEND: send,
        ReviewStepKind.ANSWER: hear_answer,
        ReviewStepKind.RECONSIDER: reconsider,
        ReviewStepKind.BEGIN_PRACTICE: begin_practice,
    }
)
