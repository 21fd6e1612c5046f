"""What the steps do that both kinds of review take: ask an agency, keep what is learned, hand over, close."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils import timezone

from kith.access.selectors import find_staff
from kith.audit.models import LearningPoint, Recommendation, ReviewAgency
from kith.audit.rules import AUDITS, check_words, facts_by, may_lead, review_clocks_on
from kith.audit.services.rapid_steps import check_practice_begun
from kith.audit.services.review_seats import FACTS, door, move_tasks, name_to_answer, seat, unseat
from kith.audit.services.step_effects import Effect, Stepping
from kith.audit.vocabulary import AuditRefused, ReviewStepKind, StatutoryKind, ToolState
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind


def ask(step: Stepping) -> None:
    """Ask an agency what it knows, let its colleague see the child, and give them the task.

    Asked again, another colleague of the agency takes the first one's place, who sees the child no more.
    """
    today = timezone.localdate(step.now)
    contact = find_staff(step.new.contact_id or 0, step.now)
    if contact is None or not contact.roles & AUDITS:
        raise AuditRefused("Choose an auditor, a contact or a manager of the agency.")
    due_on = step.new.due_on or facts_by(review_clocks_on(today, step.row.book), today)
    if due_on <= today:
        raise AuditRefused("The agency needs a day after today. Choose a later one.")
    held = ReviewAgency.objects.select_for_update().filter(review=step.row, agency_id=contact.agency_id).first()
    if held is not None and held.state == ToolState.RETURNED:
        raise AuditRefused("This agency has returned what it knows already.")
    if held is not None and held.contact_id not in (contact.staff_id, step.row.lead_id, step.row.decides_id):
        unseat(step.row, held.contact_id, step.by, step.now)
    row = held or ReviewAgency(review=step.row, person_id=step.row.person_id, agency_id=contact.agency_id)
    row.contact_id, row.due_on = contact.staff_id, due_on
    row.save()
    seat(step.row, contact.staff_id, step.by, step.now)
    close_tasks_about(kind=TaskKind.REVIEW_FACTS, subject=FACTS, subject_id=row.pk, by=step.by, now=step.now)
    task = NewTask(
        kind=TaskKind.REVIEW_FACTS,
        owner_id=contact.staff_id,
        link=door(step.row),
        subject=FACTS,
        subject_id=row.pk,
        due_on=due_on,
    )
    add_task(new=task, by=step.by, now=step.now)
    step.agency_id = contact.agency_id


def learn(step: Stepping) -> None:
    """Keep what the review taught and what should be different; neither may name anybody."""
    says, recommends = check_words(step.new.says), check_words(step.new.recommends)
    step.learning = LearningPoint.objects.create(
        kind=step.row.kind, says=says, made_by_id=step.by.staff_id, made_at=step.now
    )
    Recommendation.objects.create(
        learning=step.learning, says=recommends, made_by_id=step.by.staff_id, made_at=step.now
    )


def hand_over(step: Stepping) -> None:
    """Let others lead or decide from now on; whoever did sees the child no more because of it."""
    row = step.row
    lead_id, decides_id = step.new.lead_id or row.lead_id, step.new.decides_id or row.decides_id
    lead, decides = find_staff(lead_id, step.now), find_staff(decides_id, step.now)
    if lead is None or not may_lead(lead) or decides is None or not decides.roles & AUDITS or lead_id == decides_id:
        raise AuditRefused("Choose an auditor who leads, and somebody else who decides.")
    before = {row.lead_id, row.decides_id}
    row.lead_id, row.decides_id = lead_id, decides_id
    asked = set(ReviewAgency.objects.filter(review=row).values_list("contact_id", flat=True))
    for staff_id in sorted(before - {lead_id, decides_id} - asked):
        unseat(row, staff_id, step.by, step.now)
    for staff_id in sorted({lead_id, decides_id} - before):
        name_to_answer(staff_id, step.by, step.now)
    move_tasks(row, step.by, step.now)


def close(step: Stepping) -> None:
    """Check that nothing which was decided is left undone; the step itself then ends the review."""
    if step.row.kind == StatutoryKind.RAPID:
        check_practice_begun(step)


EFFECTS: Final[Mapping[ReviewStepKind, Effect]] = MappingProxyType(
    {
        ReviewStepKind.ASK: ask,
        ReviewStepKind.LEARN: learn,
        ReviewStepKind.HAND_OVER: hand_over,
        ReviewStepKind.CLOSE: close,
    }
)
