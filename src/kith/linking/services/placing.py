"""Makes a person of one agency's record that nobody else has, by somebody's word."""

from datetime import datetime

from django.db import connection, transaction

from kith.access.services import trace
from kith.linking import models
from kith.linking.services.profiles import refresh_people
from kith.linking.services.search_keys import refresh_search_keys
from kith.linking.vocabulary import Band, DecisionKind


@transaction.atomic
def place_alone(*, source_person_id: int, by: int, why: str, now: datetime) -> tuple[int, bool]:
    """Make a new person of a record that belongs to nobody yet; return the person's id, and whether they are new.

    Run as the worker. A record that belongs to somebody already stays with them.
    """
    standing = models.Membership.objects.filter(source_person=source_person_id, ends_at=None).first()
    if standing is not None:
        return int(standing.person_id), False
    person = models.Person.objects.create(created_at=now)
    decision = models.Decision.objects.create(kind=DecisionKind.CREATED, by_id=by, at=now, why=why)
    models.Membership.objects.create(
        person=person,
        source_person_id=source_person_id,
        agency_id=_agency_of(source_person_id),
        band=Band.ALONE,
        weight=0.0,
        reason={"by_hand": True},
        begins_at=now,
        decision=decision,
    )
    refresh_people(person_ids=[person.pk], now=now)
    refresh_search_keys(person_ids=[person.pk])
    trace(
        by=by,
        action="linking.placed_alone",
        subject="linking.decision",
        subject_id=decision.pk,
        person_id=person.pk,
        now=now,
        after={"to": person.pk, "records": [source_person_id], "why": why},
    )
    return int(person.pk), True


def _agency_of(source_person_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id FROM feeds_sourceperson WHERE id = %s", [source_person_id])
        return int(cursor.fetchone()[0])
