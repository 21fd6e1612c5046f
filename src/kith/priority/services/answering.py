"""Answers what somebody says is wrong on a card: put right, not wrong, or passed to the agency that told it."""

from datetime import datetime
from uuid import UUID

from kith.access.selectors import list_holders, look, who_can_receive
from kith.access.services import trace
from kith.access.vocabulary import NotShown, Purpose, Refused, Role, Viewer
from kith.priority.models import Correction
from kith.priority.rules.correcting import can_become, may_answer
from kith.priority.selectors.corrections import SUBJECT, agencies_telling, has_task
from kith.priority.vocabulary import CorrectionAnswer, CorrectionState
from kith.work.services import add_task, close_tasks_about, notify
from kith.work.vocabulary import NewTask, NoticeKind, TaskKind

_NOBODY = (
    "Nobody at this agency can take this up in Kith. Ring them, put right what they tell you, and answer "
    "with what came of it."
)


def answer_correction(
    *, public_id: UUID, correction: UUID, answer: CorrectionAnswer, purpose: Purpose, by: Viewer, now: datetime
) -> None:
    """Answer something said to be wrong: its task closes, whoever said it is told, and the words stay on the page.

    Raises:
        NotShown: the person, or what was said of them, may not be known to whoever answers.
        Refused: it is not theirs to answer, is answered already, says too little, or goes to an agency that told none.
    """
    with look(viewer=by, people=[public_id], purpose=purpose, what="priority.answer") as shown:
        person_id = shown.person_ids[public_id]
        found = Correction.objects.select_for_update(of=("self",)).filter(person_id=person_id, public_id=correction)
        row = found.first()
        if row is None:
            raise NotShown
        _refuse(row, answer, by)
        before = row.state
        row.state, row.because, row.answered_by_id, row.answered_at = (
            answer.state,
            answer.because.strip(),
            by.staff_id,
            now,
        )
        row.passed_to_id = answer.agency_id if answer.state is CorrectionState.PASSED_ON else row.passed_to_id
        row.save(update_fields=["state", "because", "answered_by", "answered_at", "passed_to"])
        if answer.state is CorrectionState.PASSED_ON:
            _pass_on(row, public_id, by, now)
        _close(row, before, by, now)


def _refuse(row: Correction, answer: CorrectionAnswer, by: Viewer) -> None:
    if not may_answer(by, is_asked=has_task(row, by)):
        raise Refused("This is the data steward's to answer. Ask them, or say yourself what you know to be wrong.")
    if not can_become(CorrectionState(row.state), answer.state):
        raise Refused("This has been answered meanwhile. Open it again to read how.")
    if len(answer.because.strip()) < 10:
        raise Refused("Say in a sentence what you did or why, so that whoever said it understands.")
    told = dict(agencies_telling(row.person_id))
    if answer.state is CorrectionState.PASSED_ON and answer.agency_id not in told:
        raise Refused("Choose the agency that told it.")


def _pass_on(row: Correction, public_id: UUID, by: Viewer, now: datetime) -> None:
    """Ask a contact of the agency to put its record right; the words travel with the task, and never by mail."""
    contacts = list_holders([Role.AGENCY_CONTACT], now, agency_id=row.passed_to_id)
    able = who_can_receive(person_id=row.person_id, staff_ids=contacts, now=now)
    if not able:
        raise Refused(_NOBODY)  # the same whether it has no contact or all are kept away from this child
    add_task(
        new=NewTask(
            kind=TaskKind.CORRECTION_PASSED,
            owner_id=able[0],
            link=f"/people/{public_id}/",
            subject=SUBJECT,
            subject_id=row.pk,
            person_id=row.person_id,
            words=f"{row.says}\n\n{row.because}",
        ),
        by=by,
        now=now,
    )


def _close(row: Correction, before: str, by: Viewer, now: datetime) -> None:
    trace(
        by=by.staff_id,
        action=f"priority.correction_{row.state}",
        subject=SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        before={"state": before},
        after={"state": str(row.state), "because": row.because, "passed_to": row.passed_to_id},
    )
    done = {TaskKind.CORRECTION}
    if row.state != CorrectionState.PASSED_ON:
        done.add(TaskKind.CORRECTION_PASSED)  # the steward knows by now; nobody needs to put it right any more
    for kind in sorted(done):
        close_tasks_about(kind=kind, subject=SUBJECT, subject_id=row.pk, by=by, now=now)
    if row.asked_by_id != by.staff_id:
        notify(staff_id=row.asked_by_id, kind=NoticeKind.CORRECTION_ANSWERED, by=by, now=now)
