"""Chooses who is in the demo's work: the panel's people, each agency's contact, and children with their workers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from kith.access.models import Staff
from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Role, Sector, Viewer

MOST: Final = 40
# The children of the worker whom the demo introduces come first, those on the list before the others.
_CHILDREN: Final = """
SELECT p.public_id, r.staff_id, f.born_on FROM access_relationship r
JOIN linking_person p ON p.id = r.person_id AND p.retired_at IS NULL
JOIN linking_profile f ON f.person_id = p.id AND f.is_child AND f.born_on IS NOT NULL
JOIN access_staff s ON s.id = r.staff_id JOIN access_agency a ON a.id = s.agency_id AND a.sector = 'care'
LEFT JOIN priority_standing t ON t.person_id = r.person_id
  AND t.run_id = (SELECT max(id) FROM priority_run WHERE finished_at IS NOT NULL)
WHERE r.source = 'allocation' AND r.begins_at <= %(now)s AND r.ends_at > %(now)s
  AND NOT EXISTS (SELECT 1 FROM access_block b WHERE b.person_id = p.id)
ORDER BY (r.staff_id = %(first)s) DESC, t.place NULLS LAST, p.id LIMIT %(most)s
"""


@dataclass(frozen=True, kw_only=True)
class Known:
    """One child and the social worker who works with them."""

    child: UUID
    worker: Viewer
    age: int


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody who does the demo's work."""

    now: datetime
    coordinator: Viewer
    chair: Viewer
    contacts: tuple[Viewer, ...]
    children: tuple[Known, ...]

    def ago(self, days: float) -> datetime:
        """Return a moment so many days before the demo is built; negative days lie ahead."""
        return self.now - timedelta(days=days)


def choose_cast(*, first: int, now: datetime, most: int = MOST) -> Cast:
    """Return the panel's people, one contact of each agency, and the children of `first` and of other workers."""
    with connect_as("worker"):
        viewers = {staff.pk: viewer_of(staff, now) for staff in Staff.objects.select_related("agency")}
        contacts: dict[int, Viewer] = {}
        for pk in list_holders([Role.AGENCY_CONTACT], now):
            contacts.setdefault(viewers[pk].agency_id, viewers[pk])
        with connection.cursor() as cursor:
            cursor.execute(_CHILDREN, {"now": now, "first": first, "most": most})
            rows = list({row[0]: row for row in reversed(cursor.fetchall())}.values())[::-1]
        return Cast(
            now=now,
            coordinator=viewers[list_holders([Role.PANEL_COORDINATOR], now)[0]],
            chair=viewers[list_holders([Role.PANEL_CHAIR], now)[0]],
            contacts=tuple(one for one in contacts.values() if one.sector is not Sector.PARTNERSHIP),
            children=tuple(
                Known(child=UUID(str(public_id)), worker=viewers[staff_id], age=(now.date() - born_on).days // 365)
                for public_id, staff_id, born_on in rows
            ),
        )
