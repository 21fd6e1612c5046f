"""Opens one referral for its two sides, for those who oversee, and for the police lead who was asked to ring."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import Look, look
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Role, Sector, Viewer
from kith.referrals import models
from kith.referrals.rules import can_act, may_act, sides_of
from kith.referrals.selectors import rows
from kith.referrals.selectors.directory import fits_of
from kith.referrals.vocabulary import DONE_BY_PANEL, KnownRisk, Referral, ReferralAct, ReferralSide, ReferralState
from kith.work.selectors import has_open_task
from kith.work.vocabulary import TaskKind

_OVERSEEING = frozenset({Role.PANEL_COORDINATOR, Role.PANEL_CHAIR, Role.AUDITOR, Role.IG_LEAD})


def open_referral(person: UUID, referral: UUID, *, viewer: Viewer, purpose: Purpose, now: datetime) -> Referral:
    """Return one referral as this viewer may read it, and log the look.

    Raises:
        NotShown: for this viewer the person or the referral does not exist.
    """
    with look(viewer=viewer, people=[person], purpose=purpose, what="referrals.referral") as shown:
        person_id = shown.person_ids[person]
        row = find_row(person_id, referral)
        if not _may_read(row, viewer):
            raise NotShown
        return _read(row, shown, person, viewer, now)


def readable_referrals(referral_ids: Sequence[int], *, viewer: Viewer) -> Mapping[int, UUID]:
    """Return the numbers for addresses of those referrals whose page this viewer may open; call it inside a look."""
    found = models.Referral.objects.filter(pk__in=list(referral_ids))
    return {row.pk: row.public_id for row in found if _may_read(row, viewer)}


def open_print(person: UUID, referral: UUID, *, viewer: Viewer, purpose: Purpose, now: datetime) -> Referral:
    """Return one referral to be printed, and log that it is.

    Raises:
        NotShown: for this viewer the person or the referral does not exist.
        Refused: the viewer may read it but not print it.
    """
    read = open_referral(person, referral, viewer=viewer, purpose=purpose, now=now)
    try:
        with look(
            viewer=viewer, people=[person], purpose=purpose, action=Action.PRINT, what="referrals.print"
        ) as shown:
            if shown.may_see(shown.person_ids[person], DataClass.CARE):
                return read
    except NotShown:
        pass
    raise Refused("You may read this referral but not print it. Ask whoever sent it for a copy on paper.")


def open_known_risks(person: UUID, *, viewer: Viewer, purpose: Purpose, now: datetime) -> Sequence[KnownRisk]:
    """Return the known events of a person's record that this viewer may read and a referral may not be silent about.

    Raises:
        NotShown: for this viewer the person does not exist.
    """
    with look(viewer=viewer, people=[person], purpose=purpose, what="referrals.known_risks") as shown:
        person_id = shown.person_ids[person]
        return rows.known_risks(person_id, shown.classes[person_id], timezone.localdate(now), ())


def find_row(person_id: int, referral: UUID) -> models.Referral:
    """Return the row of one person's referral, inside a look that shows it.

    Raises:
        NotShown: there is none.
    """
    found = (
        models.Referral.objects.select_related(
            "content", "from_agency", "from_staff", "to_agency", "to_staff", "allocated_to"
        )
        .filter(person_id=person_id, public_id=referral)
        .first()
    )
    if found is None:
        raise NotShown
    return found


def open_for_clearance(person: UUID, referral: UUID, *, viewer: Viewer, purpose: Purpose) -> dict[str, Any]:
    """Return whom the police lead should expect to ring, and about whom; only while they are asked to.

    Raises:
        NotShown: nobody asked this viewer.
    """
    with look(viewer=viewer, people=[person], purpose=purpose, what="referrals.clearance") as shown:
        person_id = shown.person_ids[person]
        row = find_row(person_id, referral)
        is_asked = has_open_task(kind=TaskKind.RISK_CLEARANCE, subject=rows.SUBJECT, subject_id=row.pk)
        if viewer.sector is not Sector.POLICE or Role.AGENCY_CONTACT not in viewer.roles or not is_asked:
            raise NotShown
        return {
            "name": rows.names([person_id])[person_id][1],
            "sender": row.from_staff.name,
            "agency": row.from_agency.name,
            "phone": row.from_staff.phone or row.from_agency.duty_phone,
        }


def _may_read(row: models.Referral, viewer: Viewer) -> bool:
    sides = sides_of(viewer, row)
    is_draft = row.state == ReferralState.DRAFT
    return ReferralSide.SENDER in sides if is_draft else bool(sides or _OVERSEEING & viewer.roles)


def _read(row: models.Referral, shown: Look, person: UUID, viewer: Viewer, now: datetime) -> Referral:
    risk = rows.risk_of(row)
    state, sides = ReferralState(row.state), sides_of(viewer, row)
    classes = shown.classes[row.person_id]
    is_draft = state is ReferralState.DRAFT
    today = timezone.localdate(now)
    return Referral(
        public_id=row.public_id,
        person_public_id=person,
        person_name=rows.names([row.person_id])[row.person_id][1],
        state=state,
        version=row.version,
        from_agency=row.from_agency.name,
        from_staff=row.from_staff.name,
        from_staff_id=row.from_staff_id,
        from_phone=row.from_staff.phone or row.from_agency.duty_phone,
        from_email=row.from_staff.email,
        to_agency=row.to_agency.name if row.to_agency else "",
        to_agency_id=row.to_agency_id,
        to_staff_id=row.to_staff_id,
        to_staff=row.to_staff.name if row.to_staff else "",
        to_email=row.to_staff.email if row.to_staff else "",
        allocated_to=row.allocated_to.name if row.allocated_to else "",
        allocated_to_id=row.allocated_to_id,
        service_id=row.service_id,
        service_name=row.service_name,
        fits=fits_of(row.person_id, today),
        made_at=row.made_at,
        sent_at=row.sent_at,
        content=rows.content_of(row),
        risk=risk,
        cleared=rows.cleared_of(row),
        steps=rows.steps_of(row),
        known=rows.known_risks(row.person_id, classes, today, risk.events) if is_draft else rows.sent_events(row),
        acts=_acts(row, sides),
        is_to_panel=row.is_to_panel,
        is_senders=ReferralSide.SENDER in sides,
        due_on=rows.due_days([row.pk]).get(row.pk),
    )


def _acts(row: models.Referral, sides: frozenset[ReferralSide]) -> tuple[ReferralAct, ...]:
    """Return what somebody on these sides can do now; what the panel's case does is done there."""
    left_to_panel = DONE_BY_PANEL if row.is_to_panel else frozenset()
    possible = set(ReferralAct) - left_to_panel
    state = ReferralState(row.state)
    return tuple(act for act in ReferralAct if act in possible and can_act(act, state) and may_act(act, sides))
