"""Lays out for casework what came of events: counts by what they answer, without a name and without a small number."""

from datetime import datetime

from django.db import transaction

from kith.publishing.models import LoopCount
from kith.publishing.selectors.events.learned import learned_by_item


@transaction.atomic
def count_learned(*, now: datetime) -> int:
    """Make the counts that casework may fetch equal to what the site shows its editors, and return how many there are.

    What answers something that casework has withdrawn is not told any more.
    """
    told = learned_by_item()
    LoopCount.objects.exclude(item__in=[each.item for each in told]).delete()
    for each in told:
        loop = each.loop
        LoopCount.objects.update_or_create(
            item=each.item,
            defaults={
                "series": list(each.series),
                "booked": loop.booked,
                "came": loop.came,
                "evaluated": loop.evaluated,
                "more_confident": loop.more_confident,
                "answered_later": loop.answered_later,
                "changed": loop.changed,
                "counted_at": now,
            },
        )
    return len(told)
