"""Lets whoever is asked for something see the child whom it is for, while it is asked, and no longer."""

from datetime import date, datetime, timedelta
from typing import Final

from kith.access.services import Sourced, begin_relationship, end_relationships
from kith.access.vocabulary import RelationshipSource, Viewer

# Nobody loses the child on the day a thing is due: it may be done late, and says so in the meantime.
_AFTER: Final = timedelta(days=28)


def let_see(*, staff_id: int, person_id: int, about: str, until: date, by: Viewer | None, now: datetime) -> None:
    """Give a member of staff a reason to see a child until four weeks after a day, 180 days from now at most."""
    ends_at = now + max(until - now.date(), timedelta()) + _AFTER
    row = Sourced(person_id=person_id, source_ref=about, begins_at=now, ends_at=ends_at, staff_id=staff_id)
    begin_relationship(source=RelationshipSource.SUPPORT, row=row, by=by, now=now)


def stop_seeing(*, about: str, by: Viewer | None, now: datetime) -> int:
    """End every reason that this matter gave, and return how many there were; what gives another stays."""
    return end_relationships(source=RelationshipSource.SUPPORT, about=about, by=by, now=now)
