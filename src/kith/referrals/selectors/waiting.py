"""Says on a sender's own page how many of their referrals wait longer than agreed; it names no child."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.work.vocabulary import Waiting, WorkArea


class SentReferralsWaiting:
    """Whose answer is overdue; see `work.vocabulary.WorkSource`. What is the viewer's own to do is a task."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return one line for all referrals that this viewer sent and whose receiver is late."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT waiting, oldest FROM referrals_sent_late(%s, %s)", [viewer.staff_id, timezone.localdate(now)]
            )
            count, oldest = cursor.fetchone()
        if not count:
            return []
        title = "Ring the receiver of a referral that you sent: its next step is late"
        if count > 1:
            title = f"Ring the receivers of {count} referrals that you sent: their next steps are late"
        return [Waiting(area=WorkArea.REFERRALS, title=title, link="/referrals/", due_on=oldest)]
