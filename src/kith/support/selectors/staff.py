"""Reads which colleagues may own a step, a milestone or an alert."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from kith.access.selectors import list_staff
from kith.access.vocabulary import Role, Sector

WORKING = (Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT)


def colleagues(*, now: datetime) -> list[tuple[int, str]]:
    """Return who may own something that is done for a child, with their agency, by name."""
    rows = _holders(now, *WORKING).order_by("name").values_list("pk", "name", "agency__name").distinct()
    return [(pk, f"{name}, {agency}") for pk, name, agency in rows]


def provider_staff(agencies: Iterable[int], *, now: datetime) -> list[tuple[int, str]]:
    """Return who works with children for one of these agencies, each with the agency, by name."""
    return list_staff(WORKING, now, agencies=agencies)


def works_here(*, staff_id: int | None, now: datetime) -> bool:
    """Test whether somebody may own something that is done for a child."""
    return staff_id is not None and _holders(now, *WORKING).filter(pk=staff_id).exists()


def hospital_contacts(*, now: datetime) -> list[tuple[int, str]]:
    """Return the contacts of the health agencies, by agency and name: whom an alert for a birth reaches."""
    held = _holders(now, Role.AGENCY_CONTACT).filter(agency__sector=Sector.HEALTH)
    rows = held.order_by("agency__name", "name").values_list("pk", "name", "agency__name").distinct()
    return [(pk, f"{agency}: {name}") for pk, name, agency in rows]


def _holders(now: datetime, *roles: Role) -> "QuerySet":  # type: ignore[type-arg]  # the model is chosen by a setting
    return get_user_model().objects.filter(
        Q(role_grants__ends_at__isnull=True) | Q(role_grants__ends_at__gt=now),
        is_active=True,
        role_grants__role__in=roles,
        role_grants__begins_at__lte=now,
    )
