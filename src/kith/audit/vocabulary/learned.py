"""What the public site tells of events that answer something which casework handed over: counts without anybody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class EventsLearned:
    """What came of the events of some series; None is a number too small to be shown, never nought.

    `item` is the number under which casework handed over what they answer. `changed` are those of `answered_later` who
    said, six weeks after, that they do something differently.
    """

    item: UUID
    series: tuple[str, ...]
    booked: int | None
    came: int | None
    evaluated: int | None
    more_confident: int | None
    answered_later: int | None
    changed: int | None
    counted_at: datetime
