"""Keeps the purpose that a viewer chose when they opened a person."""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith.access.selectors.openings import OPENINGS
from kith.access.vocabulary import Purpose, Viewer

_LASTS = timedelta(hours=2)


def choose_purpose(
    *, session: MutableMapping[str, Any], public_id: UUID, purpose: Purpose, by: Viewer, now: datetime
) -> None:
    """Make this the purpose of the viewer's every look at this person until the opening ends (two hours).

    The session is the viewer's own; each look that follows carries the purpose into the log.
    """
    openings = dict(session.get(OPENINGS, {}))
    openings[str(public_id)] = [purpose.value, (now + _LASTS).isoformat(), by.staff_id]
    session[OPENINGS] = openings
