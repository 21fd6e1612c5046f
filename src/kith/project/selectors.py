"""Counts of the job queue for the page of system health, and what proves that somebody is who they say."""

from collections.abc import Mapping
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import connection

from kith.access.models import Staff


@dataclass(frozen=True)
class Proofs:
    """The hash of a password, and the kind of each second factor by its id."""

    password: str
    factors: Mapping[int, str]


def proofs_of(staff_id: int | None) -> Proofs | None:
    """Return what proves who somebody is, or nothing for whoever is not signed in."""
    if staff_id is None:
        return None
    password = Staff.objects.filter(pk=staff_id).values_list("password", flat=True).first()
    if password is None:
        return None
    return Proofs(password, dict(Authenticator.objects.filter(user_id=staff_id).values_list("pk", "type")))


def count_jobs() -> Mapping[str, int]:
    """Return how many jobs are in each state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status ORDER BY status")
        return dict(cursor.fetchall())
