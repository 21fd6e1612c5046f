"""Says on somebody's own page which agendas and which decisions of the panel they have not read; it names no child."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.panel.models import DecisionReading
from kith.work.rules import add_working_days
from kith.work.vocabulary import Waiting, WorkArea

_READ_WITHIN: Final = 5  # working days


class PanelWaiting:
    """What waits of the panel besides tasks; see `work.vocabulary.WorkSource`."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return a line per agenda to read, due on the day of its meeting, and one per unread decision."""
        return [*_agendas(viewer), *_decisions(viewer)]


def _agendas(viewer: Viewer) -> list[Waiting]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT meeting, begins_at, items FROM panel_agendas_to_read(%s)", [viewer.staff_id])
        rows = cursor.fetchall()
    return [
        Waiting(
            area=WorkArea.PANEL,
            title=f"Read the panel's agenda ({items} new), and say to whom you are too near",
            link=f"/panel/meetings/{meeting}/",
            due_on=timezone.localdate(begins_at),
        )
        for meeting, begins_at, items in rows
    ]


def _decisions(viewer: Viewer) -> list[Waiting]:
    unread = DecisionReading.objects.filter(staff_id=viewer.staff_id, read_at=None).order_by("asked_at", "pk")
    return [
        Waiting(
            area=WorkArea.PANEL,
            title="Read what the panel decided about somebody you work with",
            link=f"/panel/decisions/{each.public_id}/",
            due_on=add_working_days(timezone.localdate(each.asked_at), _READ_WITHIN),
        )
        for each in unread
    ]
