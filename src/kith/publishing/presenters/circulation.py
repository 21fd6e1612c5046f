"""Says on a reader's pages what they asked for and what they get."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kith.publishing.selectors.circulation import find_sign_up, following
from kith.publishing.vocabulary.circulation import FREQUENCY_NAMES, TOPIC_NAMES, Frequency, Topic


def sign_up_page(*, sign_up: UUID, now: datetime) -> dict[str, Any] | None:
    """Return what a sign-up asks for, in words; None when it is too old or gone."""
    row = find_sign_up(sign_up=sign_up, now=now)
    if row is None:
        return None
    return {
        "address": row.address,
        "topics": [name for topic, name in TOPIC_NAMES.items() if topic in map(Topic, row.topics)],
        "frequency": FREQUENCY_NAMES[Frequency(row.frequency)],
        "is_agreed": row.confirmed_at is not None,
    }


def choices_of(*, subscriber: UUID) -> dict[str, Any] | None:
    """Return what a subscriber's page of choices begins with; None when we no longer know their address."""
    found = following(subscriber=subscriber)
    if found is None:
        return None
    person, live = found
    return {
        "topics": [row.topic for row in live],
        "frequency": live[0].frequency if live else Frequency.WEEKLY.value,
        "role": person.role,
        "agency": person.agency,
    }
