"""Reads accounts for the administrator's pages; none of it is about a child."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from kith.access.models import Agency, Cover, Invitation, RoleGrant, Staff, Team

PAGE = 50


def list_accounts(*, page: int) -> Sequence[Staff]:
    """Return one page of accounts by name, each with its agency, team and role grants."""
    start = (page - 1) * PAGE
    return list(
        Staff.objects.select_related("agency", "team")
        .prefetch_related(Prefetch("role_grants", RoleGrant.objects.filter(ends_at__isnull=True)))
        .order_by("-is_active", "name")[start : start + PAGE]
    )


def count_staff() -> int:
    """Return how many accounts there are."""
    return Staff.objects.count()


def find_staff(public_id: UUID) -> Staff | None:
    """Return one account, or None."""
    return Staff.objects.select_related("agency", "team").filter(public_id=public_id).first()


def list_agencies() -> Sequence[Agency]:
    """Return every agency."""
    return list(Agency.objects.order_by("name"))


def list_teams() -> Sequence[Team]:
    """Return every team with its agency."""
    return list(Team.objects.select_related("agency").order_by("agency__name", "name"))


def roles_held(staff_id: int, now: datetime) -> list[str]:
    """Return the roles that somebody holds now."""
    held = RoleGrant.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), staff_id=staff_id, begins_at__lte=now)
    return sorted(held.values_list("role", flat=True))


def list_colleagues(staff: Staff) -> Sequence[Staff]:
    """Return the active colleagues of somebody's agency, without them."""
    return list(Staff.objects.filter(agency_id=staff.agency_id, is_active=True).exclude(pk=staff.pk).order_by("name"))


def list_team(*, agency_id: int, team_id: int | None) -> Sequence[Staff]:
    """Return the active staff of a team, or of the whole agency when there is no team."""
    staff = Staff.objects.filter(agency_id=agency_id, is_active=True)
    return list((staff if team_id is None else staff.filter(team_id=team_id)).order_by("name"))


def list_covered(*, agency_id: int | None, now: datetime) -> Sequence[Cover]:
    """Return the covers in force of one agency, or of all."""
    covers = Cover.objects.select_related("covered", "covering").filter(ends_at__gt=now)
    if agency_id is not None:
        covers = covers.filter(covered__agency_id=agency_id)
    return list(covers.order_by("ends_at", "pk")[:500])


def covers_of(staff_id: int, now: datetime) -> Sequence[Cover]:
    """Return the covers of one account that have not ended."""
    return list(Cover.objects.select_related("covering").filter(covered_id=staff_id, ends_at__gt=now))


def pending_reset(staff_id: int, now: datetime) -> Invitation | None:
    """Return the reset of one account that waits for a second person, or None."""
    return (
        Invitation.objects.select_related("made_by")
        .filter(staff_id=staff_id, kind="reset", used_at__isnull=True, second_person__isnull=True, expires_at__gt=now)
        .order_by("-made_at")
        .first()
    )
