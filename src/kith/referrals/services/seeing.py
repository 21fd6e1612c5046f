"""Lets the people of a referral see its child while it is theirs to answer, and no longer."""

from datetime import datetime, timedelta

from kith.access.services import Sourced, begin_relationship, end_relationships
from kith.access.vocabulary import RelationshipSource, Viewer

_SOURCES = (RelationshipSource.REFERRAL, RelationshipSource.PANEL)  # who runs the panel sees by a seat


def let_see(  # noqa: PLR0913 -- whom, about whom, why, how long, with which seat, by whom and when
    *,
    staff_id: int,
    person_id: int,
    about: str,
    lasts: timedelta,
    by: Viewer,
    now: datetime,
    source: RelationshipSource = RelationshipSource.REFERRAL,
) -> None:
    """Give a member of staff a reason to see the child, for as long as the referral may need."""
    row = Sourced(person_id=person_id, source_ref=about, begins_at=now, ends_at=now + lasts, staff_id=staff_id)
    begin_relationship(source=source, row=row, by=by, now=now)


def stop_seeing(*, about: str, by: Viewer, now: datetime) -> int:
    """End every reason that this matter gave, and return how many there were."""
    return sum(end_relationships(source=source, about=about, by=by, now=now) for source in _SOURCES)
