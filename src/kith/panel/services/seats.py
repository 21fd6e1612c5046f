"""Gives the people of the panel their seat for one child, and takes it back."""

from datetime import datetime, timedelta

from kith.access.selectors import list_holders
from kith.access.services import Sourced, begin_relationship, end_relationships
from kith.access.vocabulary import RelationshipSource, Role, Viewer
from kith.panel.models import Case

_FOR = timedelta(days=180)


def seat_panel(*, case: Case, by: Viewer, now: datetime) -> int:
    """Seat the coordinators, the chairs and each agency's contact for this child, and return how many."""
    holders = list_holders([Role.PANEL_COORDINATOR, Role.PANEL_CHAIR, Role.AGENCY_CONTACT], now)
    for staff_id in holders:
        seat_one(case=case, staff_id=staff_id, by=by, now=now)
    return len(holders)


def seat_one(*, case: Case, staff_id: int, by: Viewer, now: datetime) -> None:
    """Seat one member of staff for this child: the lead, the owner of an action."""
    row = Sourced(person_id=case.person_id, source_ref=_ref(case), begins_at=now, ends_at=now + _FOR, staff_id=staff_id)
    begin_relationship(source=RelationshipSource.PANEL, row=row, by=by, now=now)


def unseat_panel(*, case: Case, by: Viewer, now: datetime) -> int:
    """Take every seat for this child back, and return how many there were."""
    return end_relationships(source=RelationshipSource.PANEL, about=_ref(case), by=by, now=now)


def _ref(case: Case) -> str:
    return f"panel.case:{case.pk}"
