"""Tells the panel that a referral was withdrawn after it came in; the coordinator says what becomes of the case."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import list_holders
from kith.access.vocabulary import Action, DataClass, Refused, Role, Viewer
from kith.panel.models import Case, CaseStep, Research
from kith.panel.rules import book_on, may_run
from kith.panel.selectors.opening import opened_case
from kith.panel.services.seats import unseat_panel
from kith.panel.services.stepping import NewStep, take_step
from kith.panel.vocabulary import TRANSITIONS, SetAside, Status, StepKind, StepRefused, is_unasked
from kith.referrals.vocabulary import Moved
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SUBJECT = "panel.case"
_LEAST = 20


def keep_withdrawal(*, moved: Moved, by: Viewer, now: datetime) -> None:
    """Keep in a case that the referral which brought it here was withdrawn, and ask the coordinator to decide.

    Call it inside the look of whoever withdraws. A case that the panel has let go of meanwhile stays as it is.
    """
    case = Case.objects.select_for_update().filter(person_id=moved.person_id).first()
    if case is None or StepKind.WITHDRAW not in TRANSITIONS[Status(case.status)]:
        return
    if not CaseStep.objects.filter(case=case, kind=StepKind.ACCEPT, referral_id=moved.referral_id).exists():
        return
    step = NewStep(kind=StepKind.WITHDRAW, says=moved.says, referral_id=moved.referral_id)
    take_step(case=case, step=step, by=by, now=now)
    for owner in (list_holders([Role.PANEL_COORDINATOR], now) or list_holders([Role.PANEL_CHAIR], now))[:1]:
        new = NewTask(
            kind=TaskKind.PANEL_WITHDRAWN,
            owner_id=owner,
            link=f"/panel/people/{moved.person}/",
            subject=_SUBJECT,
            subject_id=case.pk,
            person_id=case.person_id,
        )
        add_task(new=new, by=by, now=now)


def carry_on(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> Status:
    """Keep a case whose referral was withdrawn, with the reason.

    Raises:
        Refused: it is not theirs to say, or nothing is said.
        StepRefused: no referral was withdrawn, or it is decided.
    """
    return _decide(public_id, NewStep(kind=StepKind.CARRY_ON, says=says), by, now)


def let_go(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> Status:
    """Set aside a case whose referral was withdrawn before the panel met, and take every seat for the child back.

    Raises:
        Refused: it is not theirs to say, or nothing is said.
        StepRefused: no referral was withdrawn, it is decided, or the child is on an agenda or held.
    """
    until = timezone.localdate(now) + book_on(timezone.localdate(now)).expires
    step = NewStep(kind=StepKind.LET_GO, says=says, reason=SetAside.DECLINE, until=until)
    return _decide(public_id, step, by, now)


def _decide(public_id: UUID, step: NewStep, by: Viewer, now: datetime) -> Status:
    if not may_run(by):
        raise Refused("The panel's coordinator and chair say whether the panel carries on.")
    if len(step.says.strip()) < _LEAST:
        raise Refused("Say why in a sentence (20 letters or more).")
    with opened_case(public_id, viewer=by, what="panel.withdrawn", action=Action.CHANGE, needs=DataClass.CARE) as found:
        case = found.held_case
        kinds = CaseStep.objects.filter(case=case).order_by("-place").values_list("kind", flat=True)
        if not is_unasked(map(StepKind, kinds)):
            raise StepRefused("No withdrawn referral waits for your word: see what has happened.")
        status = take_step(case=case, step=step, by=by, now=now)
        close_tasks_about(kind=TaskKind.PANEL_WITHDRAWN, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
        if status is Status.SET_ASIDE:
            for asked in Research.objects.filter(case=case, returned_at=None):
                close_tasks_about(
                    kind=TaskKind.PANEL_RESEARCH, subject="panel.research", subject_id=asked.pk, by=by, now=now
                )
            unseat_panel(case=case, by=by, now=now)
        return status
