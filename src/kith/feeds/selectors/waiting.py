"""Says on somebody's own page how many rows of files are held; it shows none of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from kith.access.vocabulary import Role, Viewer
from kith.work.rules import clock_for, due_day
from kith.work.vocabulary import TaskKind, Waiting, WorkArea


class HeldRowsWaiting:
    """What waits of the feeds; see `work.vocabulary.WorkSource`."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return one line for all held rows: of every supplier to a data steward, of the own to an agency's contact."""
        if not viewer.roles & {Role.DATA_STEWARD, Role.AGENCY_CONTACT}:
            return []
        agency_id = None if Role.DATA_STEWARD in viewer.roles else viewer.agency_id
        with connection.cursor() as cursor:
            cursor.execute("SELECT waiting, oldest FROM feeds_held_waiting(%s)", [agency_id])
            count, oldest = cursor.fetchone()
        if not count:
            return []
        received_on = timezone.localdate(oldest)
        _, clock = clock_for(TaskKind.HELD_ROWS, received_on)
        title = f"Put right the rows that files left held ({count})"
        return [Waiting(area=WorkArea.RECORDS, title=title, link="/receipts/", due_on=due_day(clock, received_on))]
