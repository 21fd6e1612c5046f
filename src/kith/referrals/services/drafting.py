"""Begins a referral as a draft and saves it; a draft may be incomplete, but nothing typed into it is lost."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError
from django.db.models import Model

from kith.access.services import look, trace
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Viewer
from kith.referrals import models
from kith.referrals.rules import sides_of
from kith.referrals.selectors import find_row, rows
from kith.referrals.services.refusing import refusal_of
from kith.referrals.vocabulary import (
    ChangedMeanwhile,
    Content,
    NotAllowedNow,
    NotReferred,
    Receiver,
    ReferralAct,
    ReferralSide,
    ReferralState,
    RiskSaid,
)

_NOT_YOURS = "You may not refer this child. Ask the worker whom their page names to refer them, or to add you."
_USED = (
    "Your agency has used this reference for another referral. Give each referral a reference of its own; "
    "if two were handed in at once, hand this one in again."
)


def start_referral(*, person: UUID, by: Viewer, now: datetime, source_ref: str = "") -> UUID:
    """Make an empty draft for a person whom this member of staff may add to, and return its id.

    `source_ref` is the reference of another system in which the referral was written; an agency uses each once.

    Raises:
        NotShown: the person may not be shown to them.
        NotReferred: they may look but not add, or their agency has used the reference for another child.
    """
    try:
        with look(
            viewer=by, people=[person], purpose=Purpose.REFERRAL, action=Action.ADD, what="referrals.start"
        ) as shown:
            person_id = shown.person_ids[person]
            if not {DataClass.HEADLINES, DataClass.CARE} <= shown.classes[person_id]:
                raise NotReferred(_NOT_YOURS)
            made = models.Referral.objects.create(
                person_id=person_id,
                from_agency_id=by.agency_id,
                from_staff_id=by.staff_id,
                source_ref=source_ref,
                made_at=now,
                changed_at=now,
            )
            models.ReferralContent.objects.create(referral=made, person_id=person_id)
            _keep_version(made, Content(), RiskSaid(), by, now)
            _trace("referrals.started", made, by, now)
            return made.public_id
    except NotShown:
        # Whoever may open the person learns why; for anybody else the person stays one who does not exist.
        with look(viewer=by, people=[person], purpose=Purpose.REFERRAL, what="referrals.start"):
            raise NotReferred(_NOT_YOURS) from None
    except IntegrityError:
        raise NotReferred(_USED) from None


def save_referral(  # noqa: PLR0913 -- of whom, which, as it was seen, to whom, what it says, by whom and when
    *,
    person: UUID,
    referral: UUID,
    seen: int,
    receiver: Receiver | None,
    content: Content,
    risk: RiskSaid,
    by: Viewer,
    now: datetime,
    is_written_elsewhere: bool = False,
) -> int:
    """Save a draft as it is now typed, or as another system wrote it, and return its new version.

    Raises:
        NotShown: for this member of staff the referral does not exist.
        NotAllowedNow: it has left the draft, or is another's.
        ChangedMeanwhile: somebody saved it after `seen`; what stands goes along with the error.
    """
    try:
        with look(viewer=by, people=[person], purpose=Purpose.REFERRAL, what="referrals.save") as shown:
            row = find_row(shown.person_ids[person], referral)
            if ReferralSide.SENDER not in sides_of(by, row):
                raise NotAllowedNow(ReferralAct.SEND, ReferralState(row.state), is_theirs=False)
            _move_version(row, seen, receiver, now)
            models.ReferralContent.objects.filter(referral=row).update(**asdict(content))
            _write_risk(row, risk)
            _keep_version(row, content, risk, by, now, is_written_elsewhere=is_written_elsewhere)
            _trace("referrals.saved", row, by, now)
            return row.version
    except DatabaseError as error:
        raise refusal_of(error) from None


def _move_version(row: models.Referral, seen: int, receiver: Receiver | None, now: datetime) -> None:
    moved = models.Referral.objects.filter(pk=row.pk, version=seen, state=ReferralState.DRAFT).update(
        version=seen + 1,
        changed_at=now,
        to_agency_id=receiver.agency_id if receiver else None,
        to_staff_id=receiver.staff_id if receiver else None,
        service_id=receiver.service_id if receiver else None,
        service_name=receiver.service_name if receiver else "",
    )
    if not moved:
        stands = models.Referral.objects.select_related("content").get(pk=row.pk)
        if stands.state != ReferralState.DRAFT:
            raise NotAllowedNow(ReferralAct.SEND, ReferralState(stands.state))
        raise ChangedMeanwhile(asdict(rows.content_of(stands)) | {"version": stands.version})
    row.version = seen + 1


def _write_risk(row: models.Referral, risk: RiskSaid) -> None:
    about: Mapping[str, Any] = {"referral_id": row.pk, "person_id": row.person_id}
    stated = {
        "is_none_known": risk.is_none_known,
        "checked_in": risk.checked_in,
        "checked_on": risk.checked_on,
        "visit_safety": risk.visit_safety,
    }
    if not models.RiskStatement.objects.filter(referral=row).update(**stated):
        models.RiskStatement.objects.create(**about, **stated)
    models.Risk.objects.filter(referral=row).delete()
    models.Risk.objects.bulk_create(
        models.Risk(**about, **(asdict(line) | {"to": [each.value for each in line.to]})) for line in risk.risks
    )
    models.KnownEvent.objects.filter(referral=row).delete()
    for event in risk.events:
        models.KnownEvent.objects.create(
            **about, entry_ref=event.entry_ref, is_included=event.is_included, reason=event.reason.strip()
        )


def _keep_version(
    row: models.Referral,
    content: Content,
    risk: RiskSaid,
    by: Viewer,
    now: datetime,
    *,
    is_written_elsewhere: bool = False,
) -> None:
    said = {"content": asdict(content), "risk": asdict(risk), "to_agency": row.to_agency_id}
    if is_written_elsewhere:
        said["is_written_elsewhere"] = True
    models.ReferralVersion.objects.create(
        referral=row,
        person_id=row.person_id,
        version=row.version,
        by_id=by.staff_id,
        at=now,
        said=_plain(said),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _trace(action: str, row: Model, by: Viewer, now: datetime) -> None:
    referral = row if isinstance(row, models.Referral) else None
    trace(
        by=by.staff_id,
        action=action,
        subject=rows.SUBJECT,
        subject_id=row.pk,
        person_id=referral.person_id if referral else None,
        now=now,
        after={"version": referral.version} if referral else None,
    )
