"""Runs section 11: rounds, agencies asked, what each says of itself, the challenge beside it, what follows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.access.selectors import find_staff
from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.audit.models import (
    ChallengedGrade,
    ChallengeMeeting,
    ChallengeSeat,
    Recommendation,
    Section11Answer,
    Section11Return,
    Section11Round,
)
from kith.audit.rules import (
    AUDITS,
    check_challenge,
    check_moderation,
    check_round,
    check_round_open,
    check_said,
    check_words,
    standards_on,
)
from kith.audit.services.planning import require_lead
from kith.audit.vocabulary import AuditRefused, Met, NewRound, StandardSaid, ThemeState, ToolState
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

ROUND: Final = "audit.section_11"
RETURN: Final = "audit.section_11_return"


def open_round(*, new: NewRound, by: Viewer, now: datetime) -> UUID:
    """Open a round by the standards in force today, and return its number.

    Raises:
        AuditRefused: something is missing or does not fit.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    today = timezone.localdate(now)
    check_round(new, today)
    with transaction.atomic():
        made = Section11Round.objects.create(
            title=new.title.strip(),
            standards=standards_on(today).version,
            due_on=new.due_on,
            lead_id=by.staff_id,
            follows=Section11Round.objects.filter(public_id=new.follows).first() if new.follows else None,
            made_at=now,
        )
        _trace(ROUND, made.pk, "audit.opened_round", by, now, standards=made.standards, due_on=made.due_on)
    return made.public_id


@transaction.atomic
def ask_return(*, round: UUID, contact_id: int, due_on: date | None, by: Viewer, now: datetime) -> UUID:
    """Ask an agency for its self-assessment, give its contact the task, and return the return's number.

    Asked again, another colleague of the agency takes the task over; what is written stays.

    Raises:
        AuditRefused: the round is closed, the day is past, the agency has returned, or the colleague cannot answer.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    held = _round(round)
    contact = find_staff(contact_id, now)
    if contact is None or not contact.roles & AUDITS:
        raise AuditRefused("Choose an auditor, a contact or a manager of the agency.")
    due = due_on or held.due_on
    if due <= timezone.localdate(now):
        raise AuditRefused("The agency needs a day after today. Choose a later one.")
    row = Section11Return.objects.select_for_update().filter(round=held, agency_id=contact.agency_id).first()
    if row is not None and row.state == ToolState.RETURNED:
        raise AuditRefused("This agency has returned its self-assessment already.")
    row = row or Section11Return(round=held, agency_id=contact.agency_id)
    row.contact_id, row.due_on = contact_id, due
    row.save()
    close_tasks_about(kind=TaskKind.SECTION_11, subject=RETURN, subject_id=row.pk, by=by, now=now)
    task = NewTask(
        kind=TaskKind.SECTION_11,
        owner_id=contact_id,
        link=f"/audit/section-11/{held.public_id}/{row.public_id}/",
        subject=RETURN,
        subject_id=row.pk,
        due_on=due,
    )
    add_task(new=task, by=by, now=now)
    _trace(RETURN, row.pk, "audit.asked_return", by, now, agency=contact.agency_id, contact=contact_id, due_on=due)
    return row.public_id


@transaction.atomic
def say_standard(*, given: UUID, standard: str, said: StandardSaid, seen: int, by: Viewer, now: datetime) -> int:
    """Keep what the viewer's agency says of one standard, and return its new version.

    Raises:
        AuditRefused: it is returned or closed, evidence or a day is missing, or somebody changed it since `seen`.
        Refused: it is not theirs to say.
    """
    row = _own(given, by)
    check_said(said, timezone.localdate(now))
    if standards_on(timezone.localdate(now), row.round.standards).find(standard) is None:
        raise AuditRefused("There is no such standard in this round. Open the return again.")
    answer, _ = Section11Answer.objects.select_for_update().get_or_create(
        given=row, standard=standard, defaults={"version": 0}
    )
    if answer.version != seen:
        raise AuditRefused("A colleague has changed this since you opened it. Open it again to read theirs.")
    answer.grade, answer.evidence = said.grade or "", said.evidence.strip()
    answer.to_do, answer.do_by, answer.version = said.to_do.strip(), said.do_by, seen + 1
    answer.save()
    _trace(RETURN, row.pk, "audit.said_standard", by, now, standard=standard, grade=answer.grade)
    return answer.version


@transaction.atomic
def return_assessment(*, given: UUID, by: Viewer, now: datetime) -> None:
    """Return the self-assessment of the viewer's agency; it then stays as it is, and the task is done.

    Raises:
        AuditRefused: a standard is not graded, or it is returned already.
        Refused: it is not theirs to return.
    """
    row = _own(given, by)
    graded = set(row.answers.exclude(grade="").values_list("standard", flat=True))
    book = standards_on(timezone.localdate(now), row.round.standards)
    missing = [one.title for one in book.standards if one.key not in graded]
    if missing:
        raise AuditRefused(f"Not graded yet: {', '.join(missing)}. Grade them, or say “not applicable” and why.")
    row.state, row.returned_by_id, row.returned_at = ToolState.RETURNED, by.staff_id, now
    row.save()
    close_tasks_about(kind=TaskKind.SECTION_11, subject=RETURN, subject_id=row.pk, by=by, now=now)
    _trace(RETURN, row.pk, "audit.returned_assessment", by, now, agency=row.agency_id)


@transaction.atomic
def hold_challenge(*, round: UUID, agencies: Sequence[int], held_on: date, by: Viewer, now: datetime) -> UUID:
    """Keep that agencies met to challenge each other, and return the meeting's number.

    Raises:
        AuditRefused: fewer than two agencies were there, one was not asked, or the meeting lies ahead.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    held = _round(round)
    check_moderation(agencies, held_on, timezone.localdate(now))
    if set(agencies) - set(held.returns.values_list("agency_id", flat=True)) - {by.agency_id}:
        raise AuditRefused("Only agencies that the round asked, and your own, challenge its returns.")
    made = ChallengeMeeting.objects.create(round=held, held_on=held_on, led_by_id=by.staff_id, made_at=now)
    ChallengeSeat.objects.bulk_create(ChallengeSeat(meeting=made, agency_id=one) for one in sorted(set(agencies)))
    _trace(ROUND, held.pk, "audit.challenged", by, now, meeting=made.pk, agencies=sorted(set(agencies)))
    return made.public_id


@transaction.atomic
def challenge_grade(  # noqa: PLR0913 -- whose return and standard, in which meeting, to what, why, by whom
    *, given: UUID, standard: str, meeting: UUID, grade: Met, because: str, by: Viewer, now: datetime
) -> None:
    """Keep the grade that a challenge meeting gave to one standard of an agency, beside the agency's own.

    Raises:
        AuditRefused: no reason, not returned, challenged already, or an agency would challenge its own.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    row = _given(given)
    held = ChallengeMeeting.objects.filter(round=row.round, public_id=meeting).first()
    own = row.answers.select_for_update().filter(standard=standard).first()
    if held is None or own is None:
        raise AuditRefused("There is no such meeting or standard in this round. Open the return again.")
    if row.state != ToolState.RETURNED:
        raise AuditRefused("The agency has not returned yet, so its grades may still change.")
    seats = list(held.seats.values_list("agency_id", flat=True))
    check_challenge(agency=row.agency_id, own_grade=own.grade, challenger=by.agency_id, seats=seats, because=because)
    if ChallengedGrade.objects.filter(answer=own).exists():
        raise AuditRefused("This grade has been challenged already. Both grades stand with their reasons.")
    ChallengedGrade.objects.create(
        answer=own, meeting=held, grade=grade, because=because.strip(), by_id=by.staff_id, at=now
    )
    _trace(RETURN, row.pk, "audit.challenged_grade", by, now, standard=standard, own=own.grade, grade=grade.value)


@transaction.atomic
def recommend_standard(*, given: UUID, standard: str, says: str, by: Viewer, now: datetime) -> UUID:
    """Keep what an agency should do about one standard, and return the recommendation's number.

    Raises:
        AuditRefused: it says too little, or the agency has not returned yet.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    row = _given(given)
    own = row.answers.exclude(grade="").filter(standard=standard).first()
    if own is None or row.state != ToolState.RETURNED:
        raise AuditRefused("The agency has not returned this standard yet, so there is nothing to recommend on.")
    made = Recommendation.objects.create(answer=own, says=check_words(says), made_by_id=by.staff_id, made_at=now)
    _trace(RETURN, row.pk, "audit.recommended", by, now, standard=standard, recommendation=made.pk)
    return made.public_id


@transaction.atomic
def close_round(*, round: UUID, by: Viewer, now: datetime) -> None:
    """Close a round; who has not returned is shown as that for ever, and open tasks are closed.

    Raises:
        AuditRefused: it is closed already.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    held = _round(round)
    held.state, held.closed_at = ThemeState.CLOSED, now
    held.save(update_fields=["state", "closed_at"])
    for row in held.returns.all():
        close_tasks_about(kind=TaskKind.SECTION_11, subject=RETURN, subject_id=row.pk, by=by, now=now)
    _trace(ROUND, held.pk, "audit.closed_round", by, now)


def _round(public_id: UUID) -> Section11Round:
    row = Section11Round.objects.select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise AuditRefused("There is no such round.")
    check_round_open(row.state)
    return row


def _given(public_id: UUID) -> Section11Return:
    row = Section11Return.objects.select_for_update(of=("self",)).select_related("round").filter(public_id=public_id)
    found = row.first()
    if found is None:
        raise AuditRefused("There is no such return.")
    check_round_open(found.round.state)
    return found


def _own(public_id: UUID, by: Viewer) -> Section11Return:
    row = _given(public_id)
    if row.contact_id != by.staff_id or not by.roles & AUDITS:
        raise Refused("A self-assessment is written by the colleague whom the round asked in each agency.")
    if row.state == ToolState.RETURNED:
        raise AuditRefused("This has been returned. What you found since belongs in the challenge meeting.")
    return row


def _trace(subject: str, subject_id: int, action: str, by: Viewer, now: datetime, **after: object) -> None:
    trace(by=by.staff_id, action=action, subject=subject, subject_id=subject_id, now=now, after=after)
