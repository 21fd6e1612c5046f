"""Raises a professional disagreement about a child, and takes it on: answered, agreed, taken higher, decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors.accounts import list_agencies
from kith.access.vocabulary import Action, DataClass, Refused, Sector, Viewer
from kith.panel.models import Decision, Disagreement
from kith.panel.rules import book_on, check_new, check_said, may_nominate, may_take
from kith.panel.selectors.disagreements import speaks_in
from kith.panel.selectors.opening import Opened, opened_case
from kith.panel.services.disagreement_asking import hand_on
from kith.panel.services.disagreement_steps import NewDisagreementStep, begin, take
from kith.panel.services.locking import one_at_a_time
from kith.panel.vocabulary import (
    ACT_WORDS,
    DISAGREEMENT_WORDS,
    DisagreementAct,
    DisagreementRefused,
    DisagreementStatus,
    NewDisagreement,
    Said,
    Stale,
    next_stage,
)

_TWICE = "Your two agencies disagree about this already. Open that disagreement and answer there."


def raise_disagreement(
    *, public_id: UUID, new: NewDisagreement, by: Viewer, now: datetime, item: UUID | None = None
) -> UUID:
    """Raise a disagreement with another agency, or with the chair's decision of an item, and start the first clock.

    Raises:
        DisagreementRefused: it says too little, names no other agency, or is raised already.
        NotShown, Refused: the person is not theirs to speak for.
    """
    if not may_nominate(by):
        raise Refused("Whoever works with the child raises a disagreement. Ask their worker to.")
    check_new(new)
    with _speaking(public_id, by) as opened:
        one_at_a_time(f"disagreement:{opened.person_id}")
        decision = _decision(opened, item) if item else None
        other = _other(decision.decided_by.agency_id if decision else new.other_agency_id, by, decision)
        _check_twice(opened.person_id, new, by.agency_id, other)
        row = Disagreement(
            person_id=opened.person_id,
            topic=new.topic,
            raised_by_id=by.staff_id,
            raised_agency_id=by.agency_id,
            other_agency_id=other,
            item_id=decision.item_id if decision else None,
            raised_at=now,
        )
        step = NewDisagreementStep(
            act=DisagreementAct.RAISE, says=new.what, wanted=new.wanted, voice=new.voice, child_safe=new.child_safe
        )
        begin(row=row, step=step, by=by, now=now)
        hand_on(
            row=row, step=step.act, person=public_id, by=by, now=now, first=decision.decided_by_id if decision else None
        )
        return row.public_id


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Which disagreement of which child somebody acts in, and the version that they had before them."""

    public_id: UUID
    disagreement: UUID
    seen: int


def act_in_disagreement(
    *, turn: Turn, act: DisagreementAct, said: Said, by: Viewer, now: datetime
) -> DisagreementStatus:
    """Take one act for one's own agency, and return where the disagreement then stands.

    Raises:
        Stale: somebody has acted since `seen`; nothing was overwritten.
        DisagreementRefused: the act is not possible from here, or says too little.
        Refused: it is not theirs at this stage.
        NotShown.
    """
    check_said(act, said)
    with _speaking(turn.public_id, by) as opened:
        row = _locked(opened, turn)
        _check_theirs(row, act, by, now)
        step = NewDisagreementStep(
            act=act,
            says=said.says,
            child_safe=said.child_safe,
            outcome=said.outcome,
            dissent=said.dissent,
            dissenting_agency_id=_dissenting(row, act, said, by),
        )
        take(row=row, step=step, by=by, now=now)
        hand_on(row=row, step=act, person=turn.public_id, by=by, now=now)
        return DisagreementStatus(row.status)


@contextmanager
def _speaking(public_id: UUID, by: Viewer) -> Iterator[Opened]:
    with opened_case(public_id, viewer=by, what="panel.disagree", action=Action.ADD, needs=DataClass.CARE) as opened:
        yield opened


def _decision(opened: Opened, item: UUID) -> Decision:
    found = Decision.objects.select_related("decided_by").filter(item__public_id=item, person_id=opened.person_id)
    row = found.first()
    if row is None:
        raise DisagreementRefused("The panel has decided nothing there about this child.")
    return row


def _other(other: int | None, by: Viewer, decision: Decision | None) -> int:
    if other == by.agency_id:
        raise DisagreementRefused("It is your own agency's. Take it up with your manager: this is between two.")
    works = {each.pk for each in list_agencies() if decision or each.sector != Sector.PARTNERSHIP}
    if other not in works:
        raise DisagreementRefused("Choose the agency with which you disagree.")
    return other


def _check_twice(person_id: int, new: NewDisagreement, one: int, other: int) -> None:
    among = Disagreement.objects.filter(person_id=person_id, topic=new.topic, ended_at=None)
    if among.filter(raised_agency_id__in=[one, other], other_agency_id__in=[one, other]).exists():
        raise DisagreementRefused(_TWICE)


def _locked(opened: Opened, turn: Turn) -> Disagreement:
    row = (
        Disagreement.objects.select_for_update().filter(public_id=turn.disagreement, person_id=opened.person_id).first()
    )
    if row is None:
        raise DisagreementRefused("There is no such disagreement about this child.")
    if row.version != turn.seen:
        last = row.history.latest("place")
        stands = DISAGREEMENT_WORDS[DisagreementStatus(row.status)]
        raise Stale(f"{stands}. {ACT_WORDS[DisagreementAct(last.act)]}: {last.says}")
    return row


def _check_theirs(row: Disagreement, act: DisagreementAct, by: Viewer, now: datetime) -> None:
    stage = DisagreementStatus(row.status)
    next_stage(stage, act)
    if act is DisagreementAct.AGREE and row.proposed_agency_id is None:
        raise DisagreementRefused("Nothing is proposed to which one could agree. Propose a way out first.")
    if not may_take(
        by,
        book=book_on(timezone.localdate(now)),
        stage=stage,
        act=act,
        sides=(row.raised_agency_id, row.other_agency_id),
        is_named=speaks_in(row, by),
        proposed_by=row.proposed_agency_id,
    ):
        raise Refused(
            f"{DISAGREEMENT_WORDS[stage]}: at this stage somebody else says this. "
            "Whoever works for one of the two agencies can take it to the next stage."
        )


def _dissenting(row: Disagreement, act: DisagreementAct, said: Said, by: Viewer) -> int | None:
    if not said.dissent.strip():
        return None
    if act is DisagreementAct.AGREE:
        return by.agency_id
    if said.dissenting_agency_id not in (row.raised_agency_id, row.other_agency_id):
        raise DisagreementRefused("Only one of the two agencies can still disagree.")
    return said.dissenting_agency_id
