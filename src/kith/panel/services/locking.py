"""Locks a meeting, so that two people do not change it at once."""

from uuid import UUID

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
