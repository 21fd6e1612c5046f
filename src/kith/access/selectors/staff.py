"""Reads who works where and with which roles."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from kith.access.models import RoleGrant, Staff
from kith.access.vocabulary import Role, Sector, Viewer


def viewer_of(staff: Staff, now: datetime) -> Viewer:
    """Return a member of staff as the rules see them, with the roles they hold now."""
    roles = RoleGrant.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), staff_id=staff.pk, begins_at__lte=now
    ).values_list("role", flat=True)
    return Viewer(
        staff_id=staff.pk,
        public_id=staff.public_id,
        name=staff.name,
        roles=frozenset(map(Role, roles)),
        agency_id=staff.agency_id,
        agency_name=staff.agency.name,
        sector=Sector(staff.agency.sector),
        team_id=staff.team_id,
    )


def find_holder(role: Role, now: datetime) -> int | None:
    """Return the id of whoever has held a role longest and holds it now, or None."""
    held = RoleGrant.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), role=role, begins_at__lte=now, staff__is_active=True
    )
    return held.order_by("begins_at", "pk").values_list("staff_id", flat=True).first()


def find_viewer(email: str, now: datetime) -> Viewer | None:
    """Return the active member of staff with this e-mail address, or None."""
    staff = Staff.objects.select_related("agency").filter(email=email.lower(), is_active=True).first()
    return viewer_of(staff, now) if staff else None


def managers_of(*, staff_id: int, now: datetime) -> list[int]:
    """Return the managers of somebody's team, or of their agency when the team has none; never themselves."""
    staff = Staff.objects.get(pk=staff_id)
    held = RoleGrant.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), role=Role.TEAM_MANAGER, begins_at__lte=now
    )
    near = Staff.objects.filter(is_active=True, agency_id=staff.agency_id, role_grants__in=held).exclude(pk=staff_id)
    found = set(near.values_list("pk", "team_id"))
    own = {pk for pk, team_id in found if staff.team_id is not None and team_id == staff.team_id}
    return sorted(own or {pk for pk, _ in found})


def list_holders(
    roles: Iterable[Role], now: datetime, *, agency_id: int | None = None, sector: Sector | None = None
) -> list[int]:
    """Return the ids of all who hold one of the roles now, of one agency or of all, in a stable order."""
    held = RoleGrant.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), role__in=list(roles), begins_at__lte=now, staff__is_active=True
    )
    if agency_id is not None:
        held = held.filter(staff__agency_id=agency_id)
    if sector is not None:
        held = held.filter(staff__agency__sector=sector)
    return sorted(set(held.values_list("staff_id", flat=True)))


def workplaces(staff_ids: Iterable[int]) -> dict[int, tuple[str, int, Sector]]:
    """Return the name, the agency and its kind of work of each of these members of staff."""
    rows = Staff.objects.filter(pk__in=list(staff_ids)).values_list("pk", "name", "agency_id", "agency__sector")
    return {pk: (name, agency_id, Sector(sector)) for pk, name, agency_id, sector in rows}


def list_staff(roles: Iterable[Role], now: datetime, *, agencies: Iterable[int] | None = None) -> list[tuple[int, str]]:
    """Return all who hold one of the roles now, each with their agency, by name: for choosing a colleague.

    With `agencies`, only who works for one of these.
    """
    rows = Staff.objects.filter(pk__in=list_holders(roles, now)).order_by("name", "pk")
    if agencies is not None:
        rows = rows.filter(agency_id__in=list(agencies))
    return [(pk, f"{name}, {agency}") for pk, name, agency in rows.values_list("pk", "name", "agency__name")]


def find_staff(staff_id: int, now: datetime) -> Viewer | None:
    """Return an active member of staff as the rules see them, or None."""
    staff = Staff.objects.select_related("agency").filter(pk=staff_id, is_active=True).first()
    return viewer_of(staff, now) if staff else None
