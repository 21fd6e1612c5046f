"""Reads what agencies have agreed to share."""

from collections.abc import Sequence
from datetime import date

from kith.access.models import Agreement


def agreement_in_force(*, agency_code: str, feed: str, on: date) -> Agreement | None:
    """Return the newest agreement that covers a feed of an agency on a day, or None."""
    return (
        Agreement.objects.filter(agency__code=agency_code, feed=feed, valid_from__lte=on, valid_to__gt=on)
        .order_by("-version", "-valid_from")
        .first()
    )


def list_agreements() -> Sequence[Agreement]:
    """Return every agreement with its agency, newest version first; none names a person."""
    return list(Agreement.objects.select_related("agency").order_by("agency__name", "feed", "-version"))


def list_versions(code: str) -> Sequence[Agreement]:
    """Return every version of one agreement, the newest first."""
    return list(Agreement.objects.select_related("agency").filter(code=code).order_by("-version"))
