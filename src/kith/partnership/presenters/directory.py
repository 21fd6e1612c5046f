"""Shows the directory: a list of services, and one service with how it stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kith.access.vocabulary import Viewer
from kith.partnership.models import Service, ServiceChange
from kith.partnership.rules import address_of, book_on, hours_of, may_edit_service, may_name_provider, status_on
from kith.partnership.selectors import Listed, Places, needs_of, places_of
from kith.partnership.vocabulary import STATUS_WORDS, ServiceStatus

_COLOURS = {
    ServiceStatus.ACTIVE: "green",
    ServiceStatus.TEMPORARILY_CLOSED: "orange",
    ServiceStatus.INACTIVE: "grey",
    ServiceStatus.DEFUNCT: "red",
}
SHOWN = 25


def list_page(rows: Sequence[Listed], page: int) -> dict[str, Any]:
    """Return one page of the list, and how many there are in all."""
    last = max(1, -(-len(rows) // SHOWN))
    page = min(max(page, 1), last)
    start = (page - 1) * SHOWN
    return {
        "total": len(rows),
        "rows": [_row(row) for row in rows[start : start + SHOWN]],
        "page": page,
        "last": last,
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if page < last else None,
    }


def service_page(service: Service, changes: Sequence[ServiceChange], viewer: Viewer, today: date) -> dict[str, Any]:
    """Return one service, how it stands, and what this viewer may do with it."""
    book = book_on(today)
    status = status_on(ServiceStatus(service.status), service.closed_on, today)
    may_edit = may_edit_service(viewer, service.organisation.agency_id)
    agency = service.organisation.agency
    return {
        "service": service,
        "provider": service.organisation.name,
        "agency": agency.name if agency else "",
        "status": tag(status),
        "closes_on": service.closed_on if service.closed_on and service.closed_on > today else None,
        "closed_on": service.closed_on if service.closed_on and service.closed_on <= today else None,
        "ages": ages(service.minimum_age, service.maximum_age),
        "areas": [area.name for area in service.areas.all()],
        "needs": [book.needs[code].says for code in sorted(needs_of(service, book))],
        "where": [
            address_of(row.location.more, row.location.name) for row in service.at_locations.all() if row.location
        ],
        "hours": [hours_of(row.byday, row.opens_at, row.closes_at, row.description) for row in service.schedules.all()],
        "places": places(places_of(service.capacities.all(), book, today)),
        "changes": [{"at": one.at, "by": one.by.name if one.by else "", "because": one.because} for one in changes],
        "may_edit": may_edit,
        "may_name_provider": may_name_provider(viewer),
    }


def tag(status: ServiceStatus) -> dict[str, str]:
    """Return the tag of a standing: its words and its colour, which is never the only sign."""
    return {"text": STATUS_WORDS[status], "colour": _COLOURS[status]}


def places(told: Places | None) -> dict[str, Any]:
    """Return what was told of places, in words, with its day and whether it is too old."""
    if told is None:
        return {"says": "Nobody has told how many places it has.", "is_stale": False}
    wait = "" if told.weeks_to_wait is None else f", {told.weeks_to_wait} weeks to wait"
    if told.weeks_to_wait == 0:
        wait = ", no wait"
    return {
        "says": f"{told.free} of {told.places} places free{wait}",
        "told_on": told.told_on,
        "told_by": told.told_by,
        "is_stale": told.is_stale,
    }


def ages(low: float | None, high: float | None) -> str:
    """Return whom a service takes, by age."""
    if low is None and high is None:
        return "All ages"
    if low is None:
        return f"Up to {high:g}"
    return f"From {low:g}" if high is None else f"{low:g} to {high:g}"


def _row(row: Listed) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "name": row.name,
        "provider": row.provider,
        "status": tag(row.status),
        "ages": ages(row.minimum_age, row.maximum_age),
        "areas": ", ".join(row.areas) or "Everywhere",
        "places": places(row.places),
    }
