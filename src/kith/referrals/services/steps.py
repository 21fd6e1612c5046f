"""Moves a referral one step: the version that was seen, the step in the history, the task that begins or ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from kith.access.services import trace
from kith.access.vocabulary import RelationshipSource, Viewer
from kith.referrals import models
from kith.referrals.rules import can_act, may_act, sides_of
from kith.referrals.selectors import receivers_for, rows
from kith.referrals.services.seeing import let_see, stop_seeing
from kith.referrals.vocabulary import (
    CARRIED_BY_PANEL,
    ENDED,
    NO_CONTACT,
    TRANSITIONS,
    WAITING,
    ChangedMeanwhile,
    NotAllowedNow,
    NotReferred,
    ReferralAct,
    ReferralSide,
    ReferralState,
)
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_LASTS: Final = timedelta(days=179)
_FEEDBACK_WITHIN: Final = timedelta(days=14)
_KINDS: Final = frozenset(waiting.kind for waiting in WAITING.values()) | {TaskKind.RISK_CLEARANCE}


@dataclass(frozen=True, kw_only=True)
class NewStep:
    """What somebody does with a referral: the act, and the words, reason and worker that go with it."""

    act: ReferralAct
    says: str = ""
    because: str = ""
    worker_id: int | None = None


def move(*, row: models.Referral, step: NewStep, seen: int, by: Viewer, now: datetime) -> None:
    """Take one step of a referral inside a look that shows its person.

    Raises:
        NotAllowedNow: the step is not allowed in this state, or is not this colleague's.
        ChangedMeanwhile: somebody took another step after `seen`.
    """
    before = ReferralState(row.state)
    if not may_act(step.act, sides_of(by, row)):
        raise NotAllowedNow(step.act, before, is_theirs=False)
    apply_step(row=row, step=step, seen=seen, by=by, now=now)


def apply_step(*, row: models.Referral, step: NewStep, seen: int, by: Viewer, now: datetime) -> None:
    """Take one step whose taker was checked already.

    Raises:
        NotAllowedNow, ChangedMeanwhile.
    """
    before = ReferralState(row.state)
    if not can_act(step.act, before):
        raise NotAllowedNow(step.act, before)
    after = TRANSITIONS[before][step.act]
    changes: dict[str, Any] = {"state": after, "version": seen + 1, "changed_at": now}
    if step.act is ReferralAct.SEND:
        changes["sent_at"] = now
    if step.worker_id is not None:
        changes["allocated_to_id"] = step.worker_id
    if not models.Referral.objects.filter(pk=row.pk, version=seen, state=before).update(**changes):
        _refuse_stale(row, step.act)
    for name, value in changes.items():
        setattr(row, name, value)
    _write(row, step, before, by, now)
    _turn_clocks(row, before, by, now)
    _show_or_hide(row, step, by, now)


def _refuse_stale(row: models.Referral, act: ReferralAct) -> None:
    stands = models.Referral.objects.get(pk=row.pk)
    if not can_act(act, ReferralState(stands.state)):
        raise NotAllowedNow(act, ReferralState(stands.state))
    raise ChangedMeanwhile({"state": stands.state, "version": stands.version})


def _write(row: models.Referral, step: NewStep, before: ReferralState, by: Viewer, now: datetime) -> None:
    models.ReferralStep.objects.create(
        referral=row,
        person_id=row.person_id,
        act=step.act,
        from_state=before,
        to_state=row.state,
        by_id=by.staff_id,
        at=now,
        because=step.because,
        says=step.says.strip(),
        worker_id=step.worker_id,
    )
    trace(
        by=by.staff_id,
        action=f"referrals.{step.act}",
        subject=rows.SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        before={"state": before.value},
        after={"state": str(row.state), "version": row.version},
    )


def _turn_clocks(row: models.Referral, before: ReferralState, by: Viewer, now: datetime) -> None:
    """Close what waited before the step, and ask for what comes next."""
    passed = {WAITING[before].kind} if before in WAITING else {TaskKind.RISK_CLEARANCE}
    for kind in sorted(_KINDS if row.state in ENDED else passed):
        close_tasks_about(kind=kind, subject=rows.SUBJECT, subject_id=row.pk, by=by, now=now)
    waiting = WAITING.get(ReferralState(row.state))
    if waiting is None or (row.is_to_panel and row.state in CARRIED_BY_PANEL):
        return  # once the panel has taken it in, the panel's own clocks run
    add_task(
        new=NewTask(
            kind=waiting.kind,
            owner_id=owner_of(row, waiting.side, now),
            link="/referrals/" if row.to_staff_id else address_of(row),
            subject=rows.SUBJECT,
            subject_id=row.pk,
            person_id=row.person_id,
        ),
        by=by,
        now=now,
    )


def owner_of(row: models.Referral, side: ReferralSide, now: datetime) -> int:
    """Return whose turn it is on one side of a referral.

    Raises:
        NotReferred: nobody at the receiving agency can receive this referral.
    """
    if side is ReferralSide.SENDER:
        return int(row.from_staff_id)
    if side is ReferralSide.WORKER and row.allocated_to_id:
        return int(row.allocated_to_id)
    if row.to_staff_id:
        return int(row.to_staff_id)
    found = receivers_for(row.to_agency_id, row.person_id, now) if row.to_agency_id else []
    if not found:
        raise NotReferred(NO_CONTACT)
    return found[0]


def address_of(row: models.Referral) -> str:
    """Return the page of a referral: opaque ids and nothing else."""
    return f"/people/{rows.names([row.person_id])[row.person_id][0]}/referrals/{row.public_id}/"


def _show_or_hide(row: models.Referral, step: NewStep, by: Viewer, now: datetime) -> None:
    """Let the receivers see the child while the referral is theirs to answer, and no longer."""
    received, worked = f"referral:{row.pk}", f"referral:{row.pk}:worker"
    shown: list[tuple[int, str]] = []
    if step.act is ReferralAct.SEND and not row.to_staff_id and row.to_agency_id:
        shown = [(staff_id, received) for staff_id in receivers_for(row.to_agency_id, row.person_id, now)]
    if step.act is ReferralAct.ALLOCATE and step.worker_id is not None:
        stop_seeing(about=worked, by=by, now=now)
        shown = [(step.worker_id, worked)]
    source = RelationshipSource.PANEL if row.is_to_panel else RelationshipSource.REFERRAL
    for staff_id, ref in shown:
        let_see(staff_id=staff_id, person_id=row.person_id, about=ref, lasts=_LASTS, by=by, now=now, source=source)
    if step.act in {ReferralAct.SEND, ReferralAct.WITHDRAW}:
        stop_seeing(about=f"clearance:{row.pk}", by=by, now=now)  # the police lead's word is no longer waited for
    if row.state in ENDED:
        # Whoever completed it still has to tell the sender what came of it.
        last = now + _FEEDBACK_WITHIN if row.state == ReferralState.COMPLETED else now
        stop_seeing(about=received, by=by, now=last)
        stop_seeing(about=worked, by=by, now=last)
