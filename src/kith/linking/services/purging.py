"""Removes a person from the record: here, in every app, and in what the agencies said of them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kith.access.services import trace
from kith.access.vocabulary import Refused
from kith.feeds.services import forget_source_people
from kith.linking import models
from kith.linking.services.following import OWN_TABLES, PAIRED_TABLES, followers, source_people_of
from kith.linking.vocabulary import FollowerEffect


def purge_person(*, person_id: int, by: int | None, why: str, now: datetime) -> list[FollowerEffect]:
    """Remove everything that is kept about one person, here, in every app, and in what the agencies said of them.

    It lasts: neither a run nor the same rows in another file bring the person back; only something that happens after
    the purge does. The bare number of the person stays, retired, so that the log of looks still points at somebody,
    and so do the files as they were sent, until their own retention ends.

    Raises:
        Refused: a legal hold keeps this person.
    """
    with transaction.atomic():
        person = models.Person.objects.select_for_update().get(pk=person_id)
        if person.held_until and person.held_until >= now.date():
            raise Refused("A legal hold keeps this person's records. End the hold first.")
        effects = [follower.purge(person_id, by=by, now=now) for follower in followers()]
        mine = source_people_of(person_id)
        rows = _forget_identity(person_id, mine)
        models.Person.objects.filter(pk=person_id).update(retired_at=now)
        said = forget_source_people(source_person_ids=mine, by=by, now=now)
        trace(
            by=by,
            action="linking.purged",
            subject="linking.person",
            subject_id=person_id,
            person_id=person_id,
            now=now,
            after={"rows": rows, "why": why},
        )
    says = f"{said.rows} rows that agencies sent are gone; the parts of {said.files} files are written again."
    return [*effects, FollowerEffect(follower="feeds", rows=said.rows, says=says)]


def _forget_identity(person_id: int, mine: list[int]) -> int:
    """Remove what linking itself keeps; of a decision about nobody else the fact stays, its words do not."""
    memberships = models.Membership.objects.filter(Q(source_person__in=mine) | Q(person_id=person_id))
    decisions = set(memberships.values_list("decision_id", flat=True))
    rows = models.Tie.objects.filter(other_id=person_id).delete()[0] + memberships.delete()[0]
    between = Q(item__a__in=mine) | Q(item__b__in=mine)
    rows += models.ReviewAnswer.objects.filter(between).delete()[0]
    for paired in PAIRED_TABLES:
        rows += paired.filter(Q(a__in=mine) | Q(b__in=mine)).delete()[0]
    rows += sum(own.filter(person_id=person_id).delete()[0] for own in OWN_TABLES)
    models.Decision.objects.filter(pk__in=decisions, memberships=None, by__isnull=False).update(why="")
    return rows
