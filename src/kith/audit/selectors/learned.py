"""Reads what came of events, by the numbers under which casework handed over what they answer."""

from collections.abc import Collection, Mapping
from uuid import UUID

from kith.audit.models import LearnedFromEvents
from kith.audit.vocabulary import EventsLearned


def learned_from_events(items: Collection[UUID]) -> Mapping[UUID, EventsLearned]:
    """Return what the site told of the events that answer each of these; of some it has told nothing."""
    return {
        row.item: EventsLearned(
            item=row.item,
            series=tuple(row.series),
            booked=row.booked,
            came=row.came,
            evaluated=row.evaluated,
            more_confident=row.more_confident,
            answered_later=row.answered_later,
            changed=row.changed,
            counted_at=row.counted_at,
        )
        for row in LearnedFromEvents.objects.filter(item__in=items)
    }
