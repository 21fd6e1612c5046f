"""Locks a meeting, or a matter that has no row yet, so that two people do not change it at once."""

from uuid import UUID

from django.db import connection

from kith.panel.models import Meeting
from kith.panel.vocabulary import MeetingRefused


def locked(meeting: UUID) -> Meeting:
    """Return a meeting whose row nobody else changes meanwhile.

    Raises:
        MeetingRefused: there is no such meeting.
    """
    held = Meeting.objects.select_for_update().filter(public_id=meeting).first()
    if held is None:
        raise MeetingRefused("There is no such meeting.")
    return held


def one_at_a_time(matter: str) -> None:
    """Let whoever else is at the same matter wait until this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"panel.{matter}"])
