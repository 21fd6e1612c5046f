"""Gives whoever adds a person by hand a reason to see that person, and nobody else."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kith.access.models import Relationship
from kith.access.services.traces import trace
from kith.access.vocabulary import RelationshipSource

_LONGEST = timedelta(days=180)
_MARK: Final = "by_hand:"

END_ADDED_BY_HAND: Final = f"""
UPDATE access_relationship SET ends_at = greatest(clock_timestamp(), begins_at + interval '1 microsecond')
WHERE source = 'request' AND source_ref LIKE '{_MARK}%%' AND person_id = ANY(%s) AND ends_at > clock_timestamp()
"""  # noqa: S608 -- only the constant above is put in


@transaction.atomic
def relate_adder(*, person_id: int, record: str, by: int, now: datetime) -> int:
    """Make a relationship of 180 days between a member of staff and the person they added, and return its id.

    It ends when that person turns out to be somebody whom the record knew before: adding a child a second time must
    not open the first one's story.
    """
    made = Relationship.objects.create(
        staff_id=by,
        person_id=person_id,
        source=RelationshipSource.REQUEST,
        source_ref=f"{_MARK}{record}",
        reason="Added this person by hand.",
        begins_at=now,
        ends_at=now + _LONGEST,
    )
    trace(
        by=by,
        action="access.related_adder",
        subject="access.relationship",
        subject_id=made.pk,
        person_id=person_id,
        now=now,
    )
    return int(made.pk)
