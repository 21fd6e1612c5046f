"""Counts findings from the record, and keeps what is recommended, who does it, and what shows that it was done."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.access.selectors import find_staff
from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.audit.models import AuditAction, AuditTheme, CaseRecord, Finding, Recommendation
from kith.audit.rules import check_words, finding_words, own_finding_words, tally, thresholds_called
from kith.audit.selectors import (
    answers_among,
    facts_among,
    find_action,
    find_recommendation,
    looking_over,
    questions_of,
    tallies_of_own,
)
from kith.audit.services.planning import check_open, keep_trace, require_lead
from kith.audit.vocabulary import COUNTS_OF, AuditActionState, AuditRefused, PutTo, Question, Tally
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SUBJECT = "audit.action"


def count_findings(*, theme: AuditTheme, by: Viewer, now: datetime) -> int:
    """Count what the record of the cohort and the audit's own questions answer, and return how many answers there are.

    Counted again, the numbers are those of the record as it was last drafted, and of the tools returned by then;
    recommendations stay.

    Raises:
        AuditRefused: the audit is closed, or no case has been read yet.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    if theme.drafted_at is None:
        raise AuditRefused("Draft the tools first: findings are counted from what the record showed of each case.")
    with looking_over(theme, viewer=by, what="audit.count_findings") as cases:
        told, thresholds = facts_among(theme, list(cases)), thresholds_called(theme.thresholds)
        for place, question in enumerate(Question, start=1):
            counted = tally(question, told, thresholds)
            _keep(theme, place, counted, finding_words(question, counted, thresholds), now, question=question)
        own, answered = questions_of(theme), tallies_of_own(theme, [case.pk for case in cases.values()])
        for place, row in enumerate(own, start=len(Question) + 1):
            counted = answered[row.pk]
            says = own_finding_words(row.says, COUNTS_OF[PutTo(row.put_to)], counted)
            _keep(theme, place, counted, says, now, own=row)
        _keep_answers(theme, list(cases))
        keep_trace(theme, "audit.counted", by, now, cases=len(told), questions=len(own))
    return len(Question) + len(own)


def _keep_answers(theme: AuditTheme, people: Sequence[int]) -> None:
    """Keep with the findings what each case answered, so that no case need be opened again to release a figure."""
    rows = CaseRecord.objects.filter(case__theme=theme)
    rows.update(answers=None)
    told = answers_among(theme, people)
    counted = list(rows.filter(person_id__in=list(told), case__set_aside_because=""))
    for row in counted:
        row.answers = {question.value: said for question, said in told[row.person_id].items()}
    CaseRecord.objects.bulk_update(counted, ["answers"])


def _keep(theme: AuditTheme, place: int, counted: Tally, says: str, now: datetime, **question: Any) -> None:
    Finding.objects.update_or_create(
        theme=theme,
        **question,
        defaults={
            "place": place,
            "part": counted.part,
            "whole": counted.whole,
            "unknown": counted.unknown,
            "in_part": counted.in_part,
            "says": says,
            "counted_at": now,
        },
    )


def recommend(*, theme: AuditTheme, finding: UUID, says: str, by: Viewer, now: datetime) -> UUID:
    """Keep what should be different because of a finding, and return the recommendation's number.

    Raises:
        AuditRefused: it says too little, or "most" without the number; or there is no such finding.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    row = Finding.objects.filter(theme=theme, public_id=finding).first()
    if row is None:
        raise AuditRefused("There is no such finding in this audit.")
    with transaction.atomic():
        made = Recommendation.objects.create(finding=row, says=check_words(says), made_by_id=by.staff_id, made_at=now)
        keep_trace(theme, "audit.recommended", by, now, finding=row.pk, recommendation=made.pk)
    return made.public_id


def agree_audit_action(  # noqa: PLR0913 -- of which audit, to what end, what, who, by when, by whom
    *, theme: AuditTheme, recommendation: UUID, what: str, owner_id: int, due_on: date, by: Viewer, now: datetime
) -> UUID:
    """Keep what somebody does about a recommendation, give them the task, and return the action's number.

    Raises:
        AuditRefused: it says too little, nobody owns it, its day is past, or there is no such recommendation.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    row = Recommendation.objects.filter(finding__theme=theme, public_id=recommendation).first()
    if row is None:
        raise AuditRefused("There is no such recommendation in this audit.")
    return _agree(row, what, owner_id, due_on, by, now)


def agree_learning_action(
    *, recommendation: UUID, what: str, owner_id: int, due_on: date, by: Viewer, now: datetime
) -> UUID:
    """Keep what somebody does about what a review taught, as about what an audit found, and return its number.

    Raises:
        AuditRefused: it says too little, nobody owns it, its day is past, or there is no such recommendation.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    row = find_recommendation(recommendation)
    if row is None:
        raise AuditRefused("There is no such recommendation. Open what was learned again.")
    return _agree(row, what, owner_id, due_on, by, now)


def _agree(row: Recommendation, what: str, owner_id: int, due_on: date, by: Viewer, now: datetime) -> UUID:
    if find_staff(owner_id, now) is None:
        raise AuditRefused("Choose an owner who works here.")
    if due_on <= timezone.localdate(now):
        raise AuditRefused("Choose a day after today by which it is to be done.")
    with transaction.atomic():
        made = AuditAction.objects.create(
            recommendation=row, what=check_words(what), owner_id=owner_id, due_on=due_on, made_at=now
        )
        _give(made, owner_id, by, now)
        _trace(made, "audit.agreed_action", by, now)
    return made.public_id


def show_evidence(*, action: UUID, evidence: str, seen: int, by: Viewer, now: datetime) -> None:
    """Keep what shows that an action was done, and put it before the subgroup; the owner's task is closed.

    Raises:
        AuditRefused: there is no such action, it says too little, or somebody has changed it since `seen`.
        Refused: it is not theirs.
    """
    row = _found(action, seen)
    if row.owner_id != by.staff_id:
        raise Refused("Its owner says what was done about an action.")
    if row.state != AuditActionState.AGREED:
        raise AuditRefused("The evidence is with the subgroup already.")
    row.evidence = check_words(evidence)
    _move(row, AuditActionState.EVIDENCED, by, now)
    close_tasks_about(kind=TaskKind.AUDIT_ACTION, subject=_SUBJECT, subject_id=row.pk, by=by, now=now)


def accept_evidence(*, action: UUID, seen: int, by: Viewer, now: datetime) -> None:
    """Accept for the subgroup that an action was done; nobody accepts their own.

    Raises:
        AuditRefused: nothing was shown yet, it is their own, or somebody has changed it since `seen`.
        Refused: their role leads no audit.
    """
    row = _judged(action, seen, by)
    row.accepted_by_id, row.accepted_at = by.staff_id, now
    _move(row, AuditActionState.ACCEPTED, by, now)


def send_back(*, action: UUID, because: str, seen: int, by: Viewer, now: datetime) -> None:
    """Send an action back to its owner with what is missing; its clock runs again.

    Raises:
        AuditRefused: no reason, nothing was shown yet, or somebody has changed it since `seen`.
        Refused: their role leads no audit.
    """
    row = _judged(action, seen, by)
    row.sent_back_because = check_words(because)
    _move(row, AuditActionState.AGREED, by, now)
    _give(row, row.owner_id, by, now)


def _judged(action: UUID, seen: int, by: Viewer) -> AuditAction:
    require_lead(by=by)
    row = _found(action, seen)
    if row.state != AuditActionState.EVIDENCED:
        raise AuditRefused("Its owner has not shown yet what was done, or it is accepted already.")
    if row.owner_id == by.staff_id:
        raise AuditRefused("Nobody accepts their own action. Ask another auditor.")
    return row


def _found(action: UUID, seen: int) -> AuditAction:
    row = find_action(action)
    if row is None:
        raise AuditRefused("There is no such action.")
    if row.version != seen:
        raise AuditRefused("Somebody has changed this action since you opened it. Open it again.")
    return row


@transaction.atomic
def _move(row: AuditAction, to: AuditActionState, by: Viewer, now: datetime) -> None:
    seen = row.version
    row.state, row.version = to, seen + 1
    held = AuditAction.objects.select_for_update().get(pk=row.pk)
    if held.version != seen:
        raise AuditRefused("Somebody has changed this action since you opened it. Open it again.")
    row.save()
    _trace(row, f"audit.action_{to.value}", by, now)


def _give(row: AuditAction, owner_id: int, by: Viewer, now: datetime) -> None:
    link = f"/audit/actions/{row.public_id}/"
    task = NewTask(
        kind=TaskKind.AUDIT_ACTION,
        owner_id=owner_id,
        link=link,
        subject=_SUBJECT,
        subject_id=row.pk,
        due_on=row.due_on,
    )
    add_task(new=task, by=by, now=now)


def _trace(row: AuditAction, action: str, by: Viewer, now: datetime) -> None:
    after = {"version": row.version, "owner": row.owner_id, "due_on": row.due_on, "state": str(row.state)}
    trace(by=by.staff_id, action=action, subject=_SUBJECT, subject_id=row.pk, now=now, after=after)
