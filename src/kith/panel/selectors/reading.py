"""Opens one decision for somebody who should read it, by an address that says nothing of a child."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.access.selectors import ask_log
from kith.access.vocabulary import DataClass, NotShown, Purpose, Viewer
from kith.panel import models
from kith.panel.selectors.names import Named, named
from kith.panel.selectors.opening import opened_case


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One decision as its reader may see it: the words only to those who read what care holds."""

    who: Named
    decision: models.Decision | None
    decided_on: datetime
    is_read: bool


def is_asked_to_read(reading: UUID, *, viewer: Viewer) -> bool:
    """Test whether this viewer was asked to read a decision; it says nothing of a child."""
    return models.DecisionReading.objects.filter(public_id=reading, staff_id=viewer.staff_id).exists()


def open_decision(reading: UUID, *, viewer: Viewer, purpose: Purpose) -> Reading:
    """Return one decision that this viewer was asked to read, and log the look at its child.

    Raises:
        NotShown: nobody asked them to, or they may no longer see the child.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    row = models.DecisionReading.objects.filter(public_id=reading, staff_id=viewer.staff_id).first()
    found = ask_log("SELECT panel_person_of_reading(%s, %s)", [viewer.staff_id, str(reading)]) if row else None
    if row is None or found is None:
        raise NotShown
    with opened_case(UUID(str(found)), viewer=viewer, purpose=purpose, what="panel.decision") as opened:
        who = named([opened.person_id]).get(opened.person_id)
        if who is None:
            raise NotShown
        decision = None
        if DataClass.CARE in opened.classes:
            decisions = models.Decision.objects.select_related("item__meeting", "lead", "dissenting_agency")
            decision = decisions.filter(item_id=row.item_id).first()
        return Reading(who=who, decision=decision, decided_on=row.asked_at, is_read=row.read_at is not None)
