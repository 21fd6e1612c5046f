"""Says on a data steward's own page how many pairs of records wait for a decision; it names nobody."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from kith.access.vocabulary import Role, Viewer
from kith.work.rules import clock_for, due_day
from kith.work.vocabulary import TaskKind, Waiting, WorkArea


class ReviewsWaiting:
    """What waits of linking; see `work.vocabulary.WorkSource`."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return one line for all open reviews, due by the clock of the oldest."""
        if Role.DATA_STEWARD not in viewer.roles:
            return []
        with connection.cursor() as cursor:
            cursor.execute("SELECT waiting, oldest FROM linking_reviews_waiting()")
            count, oldest = cursor.fetchone()
        if not count:
            return []
        found_on = timezone.localdate(oldest)
        _, clock = clock_for(TaskKind.LINK_REVIEW, found_on)
        title = f"Decide whether records are one person ({count} wait{'s' if count == 1 else ''})"
        return [Waiting(area=WorkArea.RECORDS, title=title, link="/reviews/", due_on=due_day(clock, found_on))]
