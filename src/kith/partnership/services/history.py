"""Keeps what a service said before and after each change, so that the changes in order give what it says now."""

from datetime import datetime
from typing import Any

from kith.access.services import trace
from kith.partnership.models import Service, ServiceChange

_SAID = (
    "name description status url email phone fees eligibility minimum_age maximum_age closed_on closed_because"
).split()


def said(service: Service) -> dict[str, Any]:
    """Return what a service says of itself, in values that can be kept as JSON."""
    found = {field: getattr(service, field) for field in _SAID}
    found["closed_on"] = service.closed_on.isoformat() if service.closed_on else None
    found["status"] = str(service.status)
    found["areas"] = [area.name for area in service.areas.order_by("place", "id")]
    found["terms"] = [str(row.ref) for row in service.terms.order_by("place", "id")]
    return found


def keep_change(
    *, service: Service, before: dict[str, Any], by: int | None, now: datetime, because: str = ""
) -> dict[str, Any]:
    """Keep what differs from before under the service's version, and return it; nothing is kept of nothing."""
    after = said(service)
    differs = {field: value for field, value in after.items() if value != before.get(field)}
    ServiceChange.objects.create(
        service=service,
        version=service.version,
        before={field: before.get(field) for field in differs},
        after=differs,
        because=because.strip(),
        by_id=by,
        at=now,
    )
    trace(
        by=by,
        action="partnership.service_changed",
        subject="partnership.service",
        subject_id=service.pk,
        now=now,
        after={"version": service.version, "fields": sorted(differs)},
    )
    return differs
