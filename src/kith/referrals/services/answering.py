"""Answers a referral: acknowledge, ask, accept, decline, allocate, make contact, complete, tell; or withdraw it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import DatabaseError

from kith.access.selectors import who_can_receive
from kith.access.services import look
from kith.access.vocabulary import Purpose, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.referrals import models
from kith.referrals.selectors import colleagues_at, find_row
from kith.referrals.services.listening import tell_listeners
from kith.referrals.services.refusing import refusal_of
from kith.referrals.services.steps import NewStep, move
from kith.referrals.vocabulary import (
    CANNOT_RECEIVE,
    DECLINED_WORDS,
    DeclinedBecause,
    Moved,
    NotComplete,
    NotReferred,
    ReferralAct,
)
from kith.work.services import notify
from kith.work.vocabulary import NoticeKind

_A: Final = ReferralAct
_SAYS: Final = {
    _A.ASK: "Write your question.",
    _A.ANSWER: "Write your answer.",
    _A.DECLINE: "Say in a sentence why, and what the sender can do instead.",
    _A.CONTACT: "Say when, with whom and how contact was made.",
    _A.COMPLETE: "Say what came of it for the child.",
    _A.TELL: "Write what the sender should know.",
    _A.WITHDRAW: "Say why you withdraw it.",
}
_ENTRIES: Final = {
    _A.ACCEPT: ("care.referral_answered", "Accepted by {agency}."),
    _A.DECLINE: ("care.referral_answered", "Declined by {agency}: {because}"),
    _A.COMPLETE: ("care.referral_completed", "Completed by {agency}: {says}"),
}
_TOLD: Final = frozenset({_A.ACKNOWLEDGE, _A.ACCEPT, _A.DECLINE, _A.TELL})


def take_step(*, person: UUID, referral: UUID, step: NewStep, seen: int, by: Viewer, now: datetime) -> None:
    """Take one step of a referral that was sent, or withdraw it.

    Raises:
        NotShown: for this member of staff the referral does not exist.
        NotAllowedNow, ChangedMeanwhile: the step is not possible from where it stands now.
        NotComplete: words, a reason or a worker are missing.
    """
    if step.act is _A.SEND:
        raise NotReferred("A referral is sent from its draft.")
    try:
        with look(viewer=by, people=[person], purpose=Purpose.REFERRAL, what=f"referrals.{step.act}") as shown:
            row = find_row(shown.person_ids[person], referral)
            _refuse_wordless(row, step, now)
            move(row=row, step=step, seen=seen, by=by, now=now)
            record_step(row, step, by, now)
            tell_listeners(moved=_moved(row, person, step), by=by, now=now)
            if step.act in _TOLD and row.from_staff_id != by.staff_id:
                notify(staff_id=row.from_staff_id, kind=NoticeKind.REFERRAL_MOVED, by=by, now=now)
    except DatabaseError as error:
        raise refusal_of(error) from None


def _refuse_wordless(row: models.Referral, step: NewStep, now: datetime) -> None:
    missing = {}
    if step.act in _SAYS and len(step.says.strip()) < 3:
        missing["says"] = _SAYS[step.act]
    if step.act is _A.DECLINE and step.because not in set(DeclinedBecause):
        missing["because"] = "Choose why you decline."
    if step.act is _A.ALLOCATE:
        staff = dict(colleagues_at(row.to_agency_id)) if row.to_agency_id else {}
        if step.worker_id not in staff:
            missing["worker"] = "Choose a colleague of your agency who works there now."
        # The list offers every colleague, the same for every child: one who is missing from it would tell more than
        # this sentence, which is that for anybody who cannot receive it.
        elif not who_can_receive(person_id=row.person_id, staff_ids=[step.worker_id], now=now):
            missing["worker"] = CANNOT_RECEIVE
    elif step.worker_id is not None:
        missing["worker"] = "Only allocating names a worker."
    if missing:
        raise NotComplete(missing)


def _moved(row: models.Referral, person: UUID, step: NewStep) -> Moved:
    return Moved(
        referral_id=row.pk,
        person_id=row.person_id,
        person=person,
        act=step.act,
        says=step.says.strip(),
        is_to_panel=row.is_to_panel,
    )


def record_step(row: models.Referral, step: NewStep, by: Viewer, now: datetime) -> None:
    """Write into the child's story what a step says of them, where it is one that does."""
    if step.act not in _ENTRIES:
        return
    kind, text = _ENTRIES[step.act]
    because = DECLINED_WORDS[DeclinedBecause(step.because)] if step.because else ""
    agency = row.to_agency.name if row.to_agency else ""
    says = text.format(agency=agency, because=because, says=step.says.strip())
    add_entry(
        person_id=row.person_id,
        entry=NewEntry(kind=kind, occurred_on=now.date(), says=says, said_by=agency),
        by=by.staff_id,
        now=now,
    )
