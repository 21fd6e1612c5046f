"""What the directory reads for everybody: lists, one service, what suits a child, pages in Open Referral form."""

from kith.partnership.selectors.directory import (
    Listed,
    Places,
    areas_known,
    changes_of,
    check_open,
    find_listed,
    find_service,
    list_services,
    list_suitable,
    needs_of,
    needs_on,
    places_of,
    provider_of,
    service_names,
    why_unsuited,
)

__all__ = [
    "Listed",
    "Places",
    "areas_known",
    "changes_of",
    "check_open",
    "find_listed",
    "find_service",
    "list_services",
    "list_suitable",
    "needs_of",
    "needs_on",
    "places_of",
    "provider_of",
    "service_names",
    "why_unsuited",
]
