"""Lets the people of a referral see its child while it is theirs to answer, and no longer."""

from datetime import datetime, timedelta

from kith.access.services import Sourced, begin_relationship, end_relationships
from kith.access.vocabulary import RelationshipSource, Viewer


def let_see(*, staff_id: int, person_id: int, about: str, lasts: timedelta, by: Viewer, now: datetime) -> None:
    """Give a member of staff a reason to see the child, for as long as the referral may need."""
    row = Sourced(person_id=person_id, source_ref=about, begins_at=now, ends_at=now + lasts, staff_id=staff_id)
    begin_relationship(source=RelationshipSource.REFERRAL, row=row, by=by, now=now)


def stop_seeing(*, about: str, by: Viewer, now: datetime) -> int:
    """End every reason that this matter gave, and return how many there were."""
    return end_relationships(source=RelationshipSource.REFERRAL, about=about, by=by, now=now)
