"""Says on somebody's own page which files are late, so that a silent feed is somebody's to mend."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from kith.access.vocabulary import Role, Viewer
from kith.chronology.selectors.deliveries import feed_deliveries
from kith.work.vocabulary import Waiting, WorkArea


class LateFilesWaiting:
    """Which feeds are late; see `work.vocabulary.WorkSource`."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return a line per late feed: every one to a data steward, those of the own agency to its contact."""
        if not viewer.roles & {Role.DATA_STEWARD, Role.AGENCY_CONTACT}:
            return []
        today = timezone.localdate(now)
        late = [one for one in feed_deliveries(today=today) if one.days_late]
        return [
            Waiting(
                area=WorkArea.RECORDS,
                title=f"Send a file that is late: {one.says} ({one.agency})",
                link="/receipts/",
                due_on=today - timedelta(days=one.days_late or 0),
            )
            for one in late
            if Role.DATA_STEWARD in viewer.roles or one.agency == viewer.agency_name
        ]
