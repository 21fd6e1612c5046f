"""Says which services of the partnership's directory a child can be referred to, and why one is not for them."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from kith.partnership.selectors import Listed, find_listed, list_suitable, why_unsuited
from kith.partnership.vocabulary import ServiceStatus
from kith.referrals.vocabulary import SERVICE_CLOSED, SERVICE_GONE, Fits

_CHILD: Final = """
SELECT f.born_on, coalesce((SELECT a.town FROM linking_address a WHERE a.person_id = f.person_id AND a.ends_on IS NULL
                            ORDER BY a.begins_on DESC NULLS LAST LIMIT 1), '')
FROM linking_profile f WHERE f.person_id = %s
"""


def fits_of(person_id: int, on: date) -> Fits:
    """Return what a directory asks of one child, as far as the look shows it; call it inside the look."""
    with connection.cursor() as cursor:
        cursor.execute(_CHILD, [person_id])
        born_on, town = cursor.fetchone() or (None, "")
    return Fits(age=(on - born_on).days / 365.25 if born_on else None, town=town)


def services_for(fits: Fits, on: date) -> Sequence[Listed]:
    """Return the open services for this child, free places and short waits first."""
    return list_suitable(age=fits.age, area=fits.town, need="", on=on)


def find_service(service_id: UUID, on: date) -> Listed | None:
    """Return one service of the directory, or None."""
    return find_listed(service_id, on)


def why_not(service_id: UUID | None, fits: Fits, on: date) -> str:
    """Return in a sentence why a service cannot take this child on a day, or nothing when it can or none was chosen."""
    if service_id is None:
        return ""
    service = find_listed(service_id, on)
    if service is None:
        return SERVICE_GONE
    if service.status is not ServiceStatus.ACTIVE:
        return SERVICE_CLOSED
    return why_unsuited(service, age=fits.age, area=fits.town)
