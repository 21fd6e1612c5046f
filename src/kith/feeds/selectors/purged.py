"""Knows the purged again when a file names them, by a keyed hash of their number; without the key it is noise."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date

from django.conf import settings

from kith.feeds.models import PurgedPerson


def mark_of(agency_id: int, local_id: str, secret: str | None = None) -> str:
    """Return the keyed hash under which one of an agency's people is remembered as purged."""
    key = hashlib.sha256(f"kith.feeds.purged:{secret or settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, f"{agency_id}:{local_id}".encode(), "sha256").hex()


def any_purged(agency_id: int) -> bool:
    """Test whether anybody of an agency was ever purged."""
    return PurgedPerson.objects.filter(agency_id=agency_id).exists()


def purged_among(agency_id: int, local_ids: Iterable[str]) -> dict[str, date]:
    """Return those of an agency's people who were purged, and the day; keys of earlier days count too."""
    marks = dict(PurgedPerson.objects.filter(agency_id=agency_id).values_list("mark", "purged_on"))
    if not marks:
        return {}
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    found = (
        (local_id, marks.get(mark_of(agency_id, local_id, secret))) for local_id in local_ids for secret in secrets
    )
    return {local_id: day for local_id, day in found if day is not None}
