"""Keeps disagreements moving and learned from: the clocks, who answers for whom, and the lessons without names."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.access.selectors import workplaces
from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, Refused, Viewer
from kith.panel.models import Disagreement, DisagreementAnswerer, DisagreementLesson
from kith.panel.rules import book_on, check_lesson, may_run, quarter_of
from kith.panel.selectors.names import named
from kith.panel.selectors.opening import opened_case
from kith.panel.services.disagreement_asking import answering, hand_on
from kith.panel.services.disagreement_steps import SUBJECT, run_out
from kith.panel.services.locking import one_at_a_time
from kith.panel.vocabulary import STAGES, DisagreementAct, DisagreementRefused, DisagreementStatus
from kith.work.services import notify
from kith.work.vocabulary import NoticeKind

_CLIMBING = STAGES[:-1]


def escalate_disagreements(*, now: datetime, by: Viewer | None = None) -> int:
    """Take every disagreement whose clock has run out to its next stage, and return how many; the pipeline's own step.

    Each is its own transaction: what one worker has locked another leaves alone. At the executive's stage there is
    no higher one: the task's own ladder tells of it.
    """
    late = Disagreement.objects.filter(status__in=_CLIMBING, due_on__lt=timezone.localdate(now))
    return sum(_climb(pk, by, now) for pk in list(late.order_by("due_on", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _climb(pk: int, by: Viewer | None, now: datetime) -> bool:
    held = Disagreement.objects.select_for_update(of=("self",), skip_locked=True)
    row = held.filter(pk=pk, status__in=_CLIMBING, due_on__lt=timezone.localdate(now)).first()
    if row is None:
        return False
    run_out(row=row, now=now)
    person = named([row.person_id])[row.person_id].public_id
    hand_on(row=row, step=DisagreementAct.CLOCK, person=person, by=by, now=now)
    notify(staff_id=row.raised_by_id, kind=NoticeKind.DISAGREEMENT_MOVED, by=by, now=now)
    return True


def keep_lesson(*, public_id: UUID, disagreement: UUID, says: str, by: Viewer, now: datetime) -> None:
    """Keep what all agencies can learn of a disagreement that has ended: once, and without anybody in it.

    Raises:
        DisagreementRefused: it has not ended, is learned from already, or the lesson gives somebody away.
        Refused: neither agency is theirs.
    """
    with opened_case(public_id, viewer=by, what="panel.learn", action=Action.ADD, needs=DataClass.CARE) as opened:
        row = (
            Disagreement.objects.select_for_update().filter(public_id=disagreement, person_id=opened.person_id).first()
        )
        if row is None or row.ended_at is None:
            raise DisagreementRefused("What can be learned is kept when a disagreement has ended.")
        if by.agency_id not in (row.raised_agency_id, row.other_agency_id) and not may_run(by):
            raise Refused("One of the two agencies, or the panel's coordinator, keeps what can be learned.")
        if row.learned:
            raise DisagreementRefused("A lesson is kept of this disagreement already.")
        check_lesson(says, _names(row))
        row.learned = True
        row.save(update_fields=["learned"])
        DisagreementLesson.objects.create(
            topic=row.topic,
            stage=row.last_stage,
            outcome=row.outcome,
            quarter=quarter_of(timezone.localdate(now)),
            says=says.strip(),
        )
        trace(
            by=by.staff_id,
            action="panel.kept_lesson",
            subject=SUBJECT,
            subject_id=row.pk,
            person_id=row.person_id,
            now=now,
        )


@transaction.atomic
def name_answerer(
    *, stage: DisagreementStatus, agency_id: int | None, staff_id: int, by: Viewer, now: datetime
) -> None:
    """Name who answers at a stage for an agency, or for the partnership; whoever was named before stays in the list.

    Raises:
        DisagreementRefused: the stage is none, or the member of staff works elsewhere.
        Refused: they do not run the panel.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair keep the list of who answers.")
    if stage not in STAGES:
        raise DisagreementRefused("Choose a stage.")
    for_all = book_on(timezone.localdate(now)).disagreement[stage].for_all
    if for_all != (agency_id is None):
        raise DisagreementRefused(
            "At this stage one person answers for the partnership: leave the agency out."
            if for_all
            else "Choose the agency for which they answer."
        )
    works = workplaces([staff_id])
    if staff_id not in works or (agency_id is not None and works[staff_id][1] != agency_id):
        raise DisagreementRefused("Choose somebody who works for this agency.")
    one_at_a_time(f"answerers:{stage}")
    answering(stage, agency_id).update(ends_at=now)
    made = DisagreementAnswerer.objects.create(
        stage=stage, agency_id=agency_id, staff_id=staff_id, named_by_id=by.staff_id, begins_at=now
    )
    after = {"stage": stage, "agency": agency_id, "staff": staff_id}
    trace(
        by=by.staff_id,
        action="panel.named_answerer",
        subject="panel.disagreementanswerer",
        subject_id=made.pk,
        now=now,
        after=after,
    )


def _names(row: Disagreement) -> list[str]:
    """Return every name that a lesson must not hold: the child's, the agencies' and those of who took part."""
    child = named([row.person_id]).get(row.person_id)
    spoke = row.history.exclude(by=None).values_list("by__name", flat=True)
    return [child.name if child else "", row.raised_by.name, *spoke]
