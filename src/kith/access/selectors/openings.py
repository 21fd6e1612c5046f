"""Reads the purpose that a viewer chose when they opened a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Purpose

OPENINGS = "openings"


def opening_purpose(session: Mapping[str, Any], public_id: UUID) -> Purpose | None:
    """Return the purpose chosen for this person, or None when they have not been opened."""
    found = session.get(OPENINGS, {}).get(str(public_id))
    if not found or datetime.fromisoformat(found[1]) < timezone.now():
        return None
    return Purpose(found[0])
