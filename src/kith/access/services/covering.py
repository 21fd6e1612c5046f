"""Lets a colleague stand in for another until a day, or until a manager ends it."""

from datetime import datetime, timedelta

from django.db import transaction

from kith.access.models import Cover, Staff
from kith.access.services.traces import trace
from kith.access.vocabulary import Refused, Role, Viewer


@transaction.atomic
def give_cover(*, covered_id: int, covering_id: int, ends_at: datetime, by: Viewer, now: datetime) -> Cover:
    """Let a colleague of the same agency stand in for another until a day.

    Raises:
        Refused: they work for different agencies, a team manager arranges it for another agency than their own,
            or the cover would last longer than 180 days.
    """
    covered, covering = Staff.objects.get(pk=covered_id), Staff.objects.get(pk=covering_id)
    _may_arrange(by, covered)
    if covered.agency_id != covering.agency_id:
        raise Refused("A colleague can only be covered by somebody of the same agency.")
    if not (covered.is_active and covering.is_active):
        raise Refused("One of the two has left. Choose colleagues who work here.")
    if not now < ends_at <= now + timedelta(days=180):
        raise Refused("Cover needs an end date within 180 days.")
    cover = Cover.objects.create(
        covered=covered, covering=covering, begins_at=now, ends_at=ends_at, made_by_id=by.staff_id
    )
    after = {"covering": covering_id, "ends_at": ends_at}
    trace(
        by=by.staff_id, action="access.gave_cover", subject="access.staff", subject_id=covered_id, now=now, after=after
    )
    return cover


@transaction.atomic
def end_cover(*, cover_id: int, by: Viewer, now: datetime) -> None:
    """End a cover before its day.

    Raises:
        Refused: it has ended, or is another agency's.
    """
    cover = (
        Cover.objects.select_for_update(of=("self",))
        .select_related("covered")
        .filter(pk=cover_id, ends_at__gt=now)
        .first()
    )
    if cover is None:
        raise Refused("This cover has ended already.")
    _may_arrange(by, cover.covered)
    close_cover(cover=cover, by=by, now=now)


def close_cover(*, cover: Cover, by: Viewer, now: datetime) -> None:
    """End a cover now, inside the transaction that locked it."""
    before = {"covering": cover.covering_id, "ends_at": cover.ends_at}
    cover.ends_at = max(now, cover.begins_at + timedelta(microseconds=1))
    cover.save(update_fields=["ends_at"])
    trace(
        by=by.staff_id,
        action="access.ended_cover",
        subject="access.staff",
        subject_id=cover.covered_id,
        now=now,
        before=before,
        after={"ends_at": cover.ends_at},
    )


def _may_arrange(by: Viewer, covered: Staff) -> None:
    if not by.roles & {Role.ADMINISTRATOR, Role.TEAM_MANAGER}:
        raise Refused("Only a team manager or an administrator arranges cover.")
    if Role.ADMINISTRATOR not in by.roles and covered.agency_id != by.agency_id:
        raise Refused("A team manager arranges cover in their own agency. Ask a manager of that agency.")
