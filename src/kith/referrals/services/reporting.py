"""Tells a referrer what the panel decided: the referral is completed with its outcome, and the sender is told."""

from datetime import datetime

from kith.access.vocabulary import Viewer
from kith.referrals import models
from kith.referrals.services.answering import record_step
from kith.referrals.services.steps import NewStep, apply_step
from kith.referrals.vocabulary import CARRIED_BY_PANEL, TRANSITIONS, ReferralAct, ReferralState
from kith.work.services import notify
from kith.work.vocabulary import NoticeKind

_A = ReferralAct
_WAY = (_A.ALLOCATE, _A.CONTACT, _A.COMPLETE, _A.TELL)


def report_outcome(*, referral_id: int, person_id: int, heard: str, outcome: str, by: Viewer, now: datetime) -> bool:
    """Complete a referral that the panel had taken in, and return whether it was still to be completed.

    Call it inside a look that opens the class of care; whoever decides was checked by the panel. `heard` says when
    the child was heard of, `outcome` what was decided.
    """
    row = (
        models.Referral.objects.select_for_update(of=("self",))
        .select_related("to_agency", "from_agency")
        .filter(pk=referral_id, person_id=person_id)
        .first()
    )
    if row is None or not row.is_to_panel or row.state not in CARRIED_BY_PANEL:
        return False
    says = {_A.CONTACT: heard, _A.COMPLETE: outcome, _A.TELL: outcome}
    for act in _WAY:
        if act in TRANSITIONS[ReferralState(row.state)] and not (act is _A.ALLOCATE and row.allocated_to_id):
            step = NewStep(act=act, says=says.get(act, ""), worker_id=by.staff_id if act is _A.ALLOCATE else None)
            apply_step(row=row, step=step, seen=row.version, by=by, now=now)
            record_step(row, step, by, now)
    notify(staff_id=row.from_staff_id, kind=NoticeKind.REFERRAL_MOVED, by=by, now=now)
    return True
