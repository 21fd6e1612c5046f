"""Keeps what the public site tells of its events, so that it can stand beside the findings that they answer."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from kith.access.services import trace
from kith.audit.models import LearnedFromEvents
from kith.audit.vocabulary import EventsLearned


@transaction.atomic
def take_learned(*, told: Sequence[EventsLearned], by: int | None, now: datetime) -> int:
    """Make what is kept equal to what the site tells now, and return how many rows changed or went.

    What the site tells no more, because what it answers was withdrawn, is kept no longer. `by` is None for the worker.
    """
    gone, _ = LearnedFromEvents.objects.exclude(item__in=[each.item for each in told]).delete()
    held = dict(LearnedFromEvents.objects.values_list("item", "counted_at"))
    fresh = [each for each in told if held.get(each.item) != each.counted_at]
    for each in fresh:
        said = asdict(each) | {"series": list(each.series), "fetched_at": now}
        LearnedFromEvents.objects.update_or_create(item=said.pop("item"), defaults=said)
    if gone or fresh:
        after = {"gone": gone, "told": [str(each.item) for each in fresh]}
        trace(by=by, action="audit.took_learned", subject="audit.learned", now=now, after=after)
    return gone + len(fresh)
