"""Puts a person forward: one nominates, somebody of another agency answers, and an answer runs out at its review."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.access.selectors import list_holders
from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.panel.models import Case, CaseStep
from kith.panel.rules import book_on, may_nominate
from kith.panel.selectors.considering import asking_agency
from kith.panel.selectors.opening import opened_case
from kith.panel.services.stepping import NewStep, begin_case, take_step
from kith.panel.vocabulary import SetAside, Status, StepKind
from kith.priority.services import request_correction
from kith.priority.vocabulary import CorrectionKind
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_LEAST = 20
_ASKED = (StepKind.NOMINATE, StepKind.PROPOSE)
_WRONG = {
    SetAside.WRONG_PERSON: CorrectionKind.WRONG_PERSON,
    SetAside.WRONG_RECORD: CorrectionKind.WRONG_FACT,
}
_SUBJECT = "panel.case"


def nominate_person(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> Status:
    """Nominate a person for the panel, and ask somebody of another agency to answer.

    The list nominates nobody: a person does, with a reason of their own.

    Raises:
        NotShown, Refused: the person is not theirs to put forward, or the reason says too little.
        StepRefused: the case stands elsewhere already.
    """
    _check(by, says)
    with opened_case(public_id, viewer=by, what="panel.nominate") as opened:
        case = opened.case or begin_case(person_id=opened.person_id, now=now)
        status = take_step(case=case, step=NewStep(kind=StepKind.NOMINATE, says=says), by=by, now=now)
        _ask_second(case, public_id, by, now)
        return status


def propose_answer(
    *, public_id: UUID, reason: SetAside, says: str, by: Viewer, now: datetime, until: date | None = None
) -> Status:
    """Say of somebody on the list why the panel is not for them now, and ask another agency whether that is so.

    Raises:
        NotShown, Refused: the person is not theirs to answer for, nothing is said, or a deferral has no good day.
        StepRefused: the panel holds them, or somebody has put them forward already.
    """
    _check(by, says)
    until = _until(reason, until, now)
    with opened_case(public_id, viewer=by, what="panel.propose") as opened:
        case = opened.case or begin_case(person_id=opened.person_id, now=now)
        step = NewStep(kind=StepKind.PROPOSE, reason=reason, says=says, until=until)
        status = take_step(case=case, step=step, by=by, now=now)
        _ask_second(case, public_id, by, now)
        return status


def second_nomination(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> Status:
    """Agree, for another agency, that the panel should hear of this person.

    Raises:
        Refused: the same agency nominated, or the reason says too little.
        StepRefused.
    """
    _check(by, says)
    with opened_case(public_id, viewer=by, what="panel.second") as opened:
        case = opened.held_case
        _refuse_own(case, by)
        status = take_step(case=case, step=NewStep(kind=StepKind.SECOND, says=says), by=by, now=now)
        close_tasks_about(kind=TaskKind.PANEL_NOMINATION, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
        return status


@transaction.atomic
def set_aside(
    *, public_id: UUID, reason: SetAside, says: str, by: Viewer, now: datetime, until: date | None = None
) -> Status:
    """Answer, for another agency, that the panel is not for this person now; the reason stays.

    That records are mixed up or wrong goes to the data steward as well, as a correction of the card does.

    Raises:
        Refused: the same agency nominated, nothing is said, or a deferral without a day or with one too far away.
        StepRefused.
    """
    _check(by, says)
    until = _until(reason, until, now)
    with opened_case(public_id, viewer=by, what="panel.set_aside") as opened:
        case = opened.held_case
        _refuse_own(case, by)
        step = NewStep(kind=StepKind.SET_ASIDE, reason=reason, says=says, until=until)
        status = take_step(case=case, step=step, by=by, now=now)
        close_tasks_about(kind=TaskKind.PANEL_NOMINATION, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
    if reason in _WRONG:
        request_correction(
            public_id=public_id,
            what=_WRONG[reason],
            indicator="",
            says=says,
            purpose=Purpose.PANEL,
            by=by,
            now=now,
        )
    return status


@transaction.atomic
def expire_nominations(*, by: Viewer | None, now: datetime) -> int:
    """Let nominations run out that nobody took further, and return how many; the pipeline's own step."""
    today = timezone.localdate(now)
    ended = 0
    waiting = Case.objects.select_for_update().filter(status__in=[Status.PROPOSED, Status.NOMINATED, Status.CANDIDATE])
    for case in waiting:
        last = CaseStep.objects.filter(case=case, kind__in=_ASKED).latest("place")
        if timezone.localdate(last.at) + book_on(timezone.localdate(last.at)).expires <= today:
            take_step(case=case, step=NewStep(kind=StepKind.EXPIRE), by=by, now=now)
            close_tasks_about(kind=TaskKind.PANEL_NOMINATION, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
            ended += 1
    return ended


def _check(by: Viewer, says: str) -> None:
    if not may_nominate(by):
        raise Refused("Whoever works with children puts a person forward. Ask their worker to.")
    if len(says.strip()) < _LEAST:
        raise Refused("Say why in a sentence (20 letters or more): others decide by it, and the family may read it.")


def _until(reason: SetAside, until: date | None, now: datetime) -> date:
    """Return the day from which the list asks again: the chosen one of a deferral, else when a nomination runs out."""
    today = timezone.localdate(now)
    book = book_on(today)
    if reason is not SetAside.DEFER:
        return today + book.expires
    latest = today + book.defer_at_most
    if until is None or not today < until <= latest:
        raise Refused(f"Say until when: a day after today, at most {latest:%-d %B %Y}.")
    return until


def _ask_second(case: Case, public_id: UUID, by: Viewer, now: datetime) -> None:
    close_tasks_about(kind=TaskKind.PANEL_NOMINATION, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
    second = _somebody_else(by, now)
    if second is None:
        return
    add_task(
        new=NewTask(
            kind=TaskKind.PANEL_NOMINATION,
            owner_id=second,
            link=f"/panel/people/{public_id}/",
            subject=_SUBJECT,
            subject_id=case.pk,
            person_id=case.person_id,
        ),
        by=by,
        now=now,
    )


def _refuse_own(case: Case, by: Viewer) -> None:
    if asking_agency(case) == by.agency_id:
        raise Refused(
            "Your own agency put this forward. Two people of different agencies decide: somebody else answers."
        )


def _somebody_else(by: Viewer, now: datetime) -> int | None:
    chairs = list_holders([Role.PANEL_CHAIR, Role.PANEL_COORDINATOR], now)
    own = set(list_holders(list(Role), now, agency_id=by.agency_id))
    outside = [one for one in chairs if one not in own]
    contacts = [one for one in list_holders([Role.AGENCY_CONTACT], now) if one not in own]
    return next(iter(outside or contacts), None)
