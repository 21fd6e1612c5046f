"""Keeps the police lead's word on a risk whose source stays with the police, once the sender has rung."""

from datetime import datetime
from uuid import UUID

from django.db import DatabaseError

from kith.access.services import look, trace
from kith.access.vocabulary import Purpose, Refused, Role, Sector, Viewer
from kith.referrals import models
from kith.referrals.selectors import find_row, rows
from kith.referrals.services.refusing import refusal_of
from kith.referrals.services.seeing import stop_seeing
from kith.referrals.vocabulary import SHORTEST_REASON, Cleared, NotComplete
from kith.work.services import close_tasks_about
from kith.work.vocabulary import TaskKind


def clear_risk(*, person: UUID, referral: UUID, cleared: Cleared, by: Viewer, now: datetime) -> None:
    """Keep how grave the risk is and how to visit safely, so that the referral can be sent with it.

    Raises:
        NotShown: for this member of staff the referral does not exist.
        Refused: it is not the police lead's word.
        NotComplete: the advice says too little.
    """
    if by.sector is not Sector.POLICE or Role.AGENCY_CONTACT not in by.roles:
        raise Refused("Only the police lead gives this word. Ring them; the referral's page has the number.")
    if len(cleared.visit_safety.strip()) < SHORTEST_REASON:
        raise NotComplete({"visit_safety": "Say in a sentence how to visit safely, without saying how you know."})
    try:
        with look(viewer=by, people=[person], purpose=Purpose.REFERRAL, what="referrals.clear") as shown:
            row = find_row(shown.person_ids[person], referral)
            models.RiskClearance.objects.create(
                referral=row,
                person_id=row.person_id,
                grade=cleared.grade,
                visit_safety=cleared.visit_safety.strip(),
                made_by_id=by.staff_id,
                made_at=now,
            )
            close_tasks_about(kind=TaskKind.RISK_CLEARANCE, subject=rows.SUBJECT, subject_id=row.pk, by=by, now=now)
            trace(
                by=by.staff_id,
                action="referrals.cleared_risk",
                subject=rows.SUBJECT,
                subject_id=row.pk,
                person_id=row.person_id,
                now=now,
            )
            stop_seeing(about=f"clearance:{row.pk}", by=by, now=now)
    except DatabaseError as error:
        raise refusal_of(error) from None
