"""Takes a referral to the panel in, and lets its sender know what was decided."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.panel.models import Case, CaseStep, Decision
from kith.panel.rules import may_run
from kith.panel.selectors.considering import asking_agency
from kith.panel.services.seats import seat_panel
from kith.panel.services.stepping import NewStep, begin_case, take_step
from kith.panel.services.withdrawing import keep_withdrawal
from kith.panel.vocabulary import OUTCOME_WORDS, STATUS_WORDS, TRANSITIONS, Outcome, Status, StepKind, StepRefused
from kith.referrals import services as referrals
from kith.referrals.selectors import open_referral
from kith.referrals.vocabulary import Moved, NotReferred, ReferralAct, ReferralState
from kith.work.services import close_tasks_about
from kith.work.vocabulary import TaskKind

_SUBJECT = "panel.case"
_LEAST = 20


@transaction.atomic
def take_in_referral(*, person: UUID, referral: UUID, says: str, by: Viewer, now: datetime) -> None:
    """Acknowledge a referral to the panel where nobody has yet, accept it, and put its child before the panel.

    Raises:
        Refused: it is not theirs to take in, or nothing is said.
        NotShown: for this member of staff the referral does not exist.
        StepRefused: the panel holds the child already, or the referral was answered.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair take referrals in.")
    if len(says.strip()) < _LEAST:
        raise Refused("Say why in a sentence (20 letters or more); whoever referred reads it.")
    found = open_referral(person, referral, viewer=by, purpose=Purpose.REFERRAL, now=now)
    if not found.is_to_panel:
        raise Refused("This referral is not addressed to the panel. Its receiver answers it.")
    acts = [ReferralAct.ACKNOWLEDGE, ReferralAct.ACCEPT]
    if found.state is not ReferralState.SENT:
        acts.remove(ReferralAct.ACKNOWLEDGE)
    try:
        for version, act in enumerate(acts, found.version):
            step = referrals.NewStep(act=act, says=says if act is ReferralAct.ACCEPT else "")
            referrals.take_step(person=person, referral=referral, step=step, seen=version, by=by, now=now)
    except NotReferred as refusal:
        raise StepRefused(str(refusal)) from None


class PanelReferrals:
    """Does the panel's part when a referral moves; see `referrals.vocabulary.ReferralListener`."""

    def moved(self, moved: Moved, *, by: Viewer, now: datetime) -> None:
        """Begin or carry on the case of a child whose referral the panel accepts, or keep that one was withdrawn.

        Raises:
            NotReferred: the panel holds the child already.
        """
        if moved.is_to_panel and moved.act is ReferralAct.WITHDRAW:
            keep_withdrawal(moved=moved, by=by, now=now)
        if not moved.is_to_panel or moved.act is not ReferralAct.ACCEPT:
            return
        case = Case.objects.select_for_update().filter(person_id=moved.person_id).first()
        case = case or begin_case(person_id=moved.person_id, now=now)
        says = moved.says or "Accepted from its referral."
        status = Status(case.status) if case.steps else None
        if status is Status.NOMINATED and asking_agency(case) == by.agency_id:
            raise NotReferred("Your own agency nominated this child. Somebody of another agency takes the referral in.")
        for kind in _way_in(status):
            take_step(case=case, step=NewStep(kind=kind, says=says, referral_id=moved.referral_id), by=by, now=now)
        seat_panel(case=case, by=by, now=now)
        for task in (TaskKind.PANEL_NOMINATION, TaskKind.PANEL_TRIAGE):
            close_tasks_about(kind=task, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)


def report_to_referrer(*, case: Case, decision: Decision, by: Viewer, now: datetime) -> None:
    """Complete the referral that brought a child here with what was decided; its sender is told.

    Call it inside the look of the decision. A later decision tells nobody again.
    """
    brought = CaseStep.objects.filter(case=case, kind=StepKind.ACCEPT, referral_id__isnull=False)
    referral_id = brought.order_by("-place").values_list("referral_id", flat=True).first()
    if referral_id is None:
        return
    day, review = timezone.localdate(now), decision.review_on
    referrals.report_outcome(
        referral_id=referral_id,
        person_id=case.person_id,
        heard=f"The panel heard of the child on {day.day} {day:%B %Y}.",
        outcome=f"The panel decided: {OUTCOME_WORDS[Outcome(decision.outcome)]}. "
        f"It looks again by {review.day} {review:%B %Y}.",
        by=by,
        now=now,
    )


def _way_in(status: Status | None) -> tuple[StepKind, ...]:
    if status is Status.ASKED_MORE:
        return (StepKind.TELL_MORE, StepKind.ACCEPT)
    if status is Status.NOMINATED:
        return (StepKind.SECOND, StepKind.REFER, StepKind.ACCEPT)
    if status is Status.REFERRED:
        return (StepKind.ACCEPT,)
    if StepKind.REFER in TRANSITIONS[status]:
        return (StepKind.REFER, StepKind.ACCEPT)
    stands = STATUS_WORDS[status].lower() if status else ""
    raise NotReferred(
        f"The panel has this child already: {stands}. Decline the referral as open already; its sender reads so, "
        "and what it says can be put into the case."
    )
