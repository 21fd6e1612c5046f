"""Takes every other app along when a person changes: one list of followers, one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from kith.access.services import trace
from kith.feeds.services import export_source_people
from kith.linking import models
from kith.linking.vocabulary import FollowerEffect, Move, PersonFollower

OWN_TABLES = (
    models.SearchKey.objects,
    models.Tie.objects,
    models.ProtectedAddress.objects,
    models.Address.objects,
    models.ToldBirth.objects,
    models.Profile.objects,
    models.Membership.objects,
)
PAIRED_TABLES = (models.ReviewItem.objects, models.Judgement.objects, models.Edge.objects)  # by source person


def followers() -> list[PersonFollower]:
    """Return every follower that the project names, in its order."""
    return [import_string(path)() for path in settings.KITH_FOLLOWERS]


def follow_move(move: Move) -> list[FollowerEffect]:
    """Tell every follower of a change of identity, inside the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Followers go along inside the transaction of the change.")
    return [follower.follow(move) for follower in followers()]


def preview_move(*, move: Move, by: int | None) -> list[FollowerEffect]:
    """Return what every follower would do; nothing changes. `by` is who asks, for the log of the caller."""
    return [follower.preview(move) for follower in followers()]


def export_person(*, person_id: int, by: int | None) -> dict[str, Mapping[str, Sequence[Mapping[str, Any]]]]:
    """Return everything that is kept about one person, by app and table; the caller has logged `by` whom."""
    own: dict[str, Sequence[Mapping[str, Any]]] = {}
    for rows in OWN_TABLES:
        own[rows.model._meta.db_table] = list(rows.filter(person_id=person_id).values())
    mine = source_people_of(person_id)
    for paired in PAIRED_TABLES:
        own[paired.model._meta.db_table] = list(paired.filter(Q(a__in=mine) | Q(b__in=mine)).values())
    said = export_source_people(source_person_ids=mine, by=by)
    followed = {follower.name: follower.export(person_id) for follower in followers()}
    return {"feeds": said, "linking": own, **followed}


def source_people_of(person_id: int) -> list[int]:
    """Return the source persons of whom a person is made now."""
    members = models.Membership.objects.filter(person_id=person_id, ends_at=None)
    return list(members.order_by("source_person_id").values_list("source_person_id", flat=True))


def hold_person(*, person_id: int, held_until: Any, by: int | None, now: datetime) -> list[FollowerEffect]:
    """Keep a person from being purged until a day, or let go of them with None."""
    with transaction.atomic():
        models.Person.objects.filter(pk=person_id).update(held_until=held_until)
        effects = [f.hold(person_id, held=held_until is not None, now=now) for f in followers()]
        trace(
            by=by,
            action="linking.held" if held_until else "linking.released",
            subject="linking.person",
            subject_id=person_id,
            person_id=person_id,
            now=now,
            after={"held_until": held_until},
        )
    return effects
