"""Sends a referral: what is missing is named, and what the record knows is checked by the database itself."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from kith.access.selectors import who_can_receive
from kith.access.services import look
from kith.access.vocabulary import Purpose, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.referrals import models
from kith.referrals.rules import can_act, missing_before_sending
from kith.referrals.selectors import find_row, fits_of, risk_leads, rows, stand_ins, why_not
from kith.referrals.selectors.contacts import STAND_IN_PAGE
from kith.referrals.services.outside import make_link
from kith.referrals.services.refusing import refusal_of
from kith.referrals.services.seeing import let_see
from kith.referrals.services.steps import NewStep, address_of, move
from kith.referrals.vocabulary import (
    CANNOT_RECEIVE,
    NotAllowedNow,
    NotComplete,
    NotReferred,
    ReferralAct,
    ReferralState,
    ReferralVoice,
    RingFirst,
)
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_ASKED_FOR = timedelta(days=14)


def send_referral(*, person: UUID, referral: UUID, seen: int, by: Viewer, now: datetime) -> None:
    """Send a draft to its receiver.

    Raises:
        NotShown: for this member of staff the referral does not exist.
        NotComplete: something must be said first; each field is named.
        EventLeftOut: a known event is neither included nor left out with a reason.
        RingFirst: the police lead knows of a risk; they, or whoever stands in for them, have been asked.
        NotAllowedNow, ChangedMeanwhile: it is no longer the draft that was seen.
    """
    try:
        with look(viewer=by, people=[person], purpose=Purpose.REFERRAL, what="referrals.send") as shown:
            row = find_row(shown.person_ids[person], referral)
            _refuse_incomplete(row, now)
            move(row=row, step=NewStep(act=ReferralAct.SEND), seen=seen, by=by, now=now)
            _record(row, by, now)
            if row.to_staff_id:
                make_link(row=row, recipient_id=row.to_staff_id, by=by, now=now)
    except DatabaseError as error:
        refusal = refusal_of(error)
        if isinstance(refusal, RingFirst):
            # The sending is rolled back by now, so that the request stands in a transaction of its own.
            _ask_risk_leads(person, referral, by, now)
        raise refusal from None


def _refuse_incomplete(row: models.Referral, now: datetime) -> None:
    state = ReferralState(row.state)
    if not can_act(ReferralAct.SEND, state):
        raise NotAllowedNow(ReferralAct.SEND, state)
    today = timezone.localdate(now)
    missing = missing_before_sending(rows.content_of(row), rows.risk_of(row), today)
    if row.to_agency_id is None:
        missing = {"to_agency": "Choose to whom the referral goes."} | missing
    if row.to_staff_id and not who_can_receive(person_id=row.person_id, staff_ids=[row.to_staff_id], now=now):
        missing = {"outside_email": CANNOT_RECEIVE} | missing
    if missing:
        raise NotComplete(missing)
    if because := why_not(row.service_id, fits_of(row.person_id, today), today):
        raise NotReferred(because)


def _record(row: models.Referral, by: Viewer, now: datetime) -> None:
    """Write the referral, and the child's words in it, into the child's chronology."""
    to = row.to_agency.name if row.to_agency else ""
    service = f" ({row.service_name})" if row.service_name else ""
    says = f"Referred to {to}{service}. Level of need {row.content.level_of_need}."
    today = now.date()
    add_entry(
        person_id=row.person_id,
        entry=NewEntry(kind="care.referral_sent", occurred_on=today, says=says, said_by=row.from_agency.name),
        by=by.staff_id,
        now=now,
    )
    if row.content.voice == ReferralVoice.WORDS:
        add_entry(
            person_id=row.person_id,
            entry=NewEntry(
                kind="care.voice", occurred_on=today, says=row.content.voice_says.strip(), said_by="the child"
            ),
            by=by.staff_id,
            now=now,
        )


def _ask_risk_leads(person: UUID, referral: UUID, by: Viewer, now: datetime) -> None:
    """Ask the police's contacts to expect a call; where they have none, ask whoever can see to that."""
    with look(viewer=by, people=[person], purpose=Purpose.REFERRAL, what="referrals.ring_first") as shown:
        row = find_row(shown.person_ids[person], referral)
        leads, asked = risk_leads(row.person_id, now), rows.asked_to_clear(row.pk)
        if leads and not asked & set(leads):
            # Whoever stood in while the police had nobody is asked no longer.
            close_tasks_about(kind=TaskKind.RISK_CLEARANCE, subject=rows.SUBJECT, subject_id=row.pk, by=by, now=now)
            for lead in leads:
                _ask_lead(row, lead, by, now)
        elif not leads and not asked:
            for other in stand_ins(now):
                _ask_stand_in(row, other, by, now)


def _ask_lead(row: models.Referral, lead: int, by: Viewer, now: datetime) -> None:
    about = f"clearance:{row.pk}"
    let_see(staff_id=lead, person_id=row.person_id, about=about, lasts=_ASKED_FOR, by=by, now=now)
    new = NewTask(
        kind=TaskKind.RISK_CLEARANCE,
        owner_id=lead,
        link=f"{address_of(row)}clearance/",
        subject=rows.SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
    )
    add_task(new=new, by=by, now=now)


def _ask_stand_in(row: models.Referral, owner_id: int, by: Viewer, now: datetime) -> None:
    # They are asked for a contact of the police, not for a word on the child: the child is not shown to them for it.
    new = NewTask(
        kind=TaskKind.RISK_CLEARANCE,
        owner_id=owner_id,
        link=STAND_IN_PAGE,
        subject=rows.SUBJECT,
        subject_id=row.pk,
    )
    add_task(new=new, by=by, now=now)
