"""A child with an open service, and short ways to agree an intervention, begin, end and tell it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Purpose, Role, Viewer
from kith.partnership.models import Service
from kith.support import services
from kith.support.vocabulary.interventions import (
    AgreedIn,
    Ending,
    InterventionOutcome,
    InterventionState,
    NewIntervention,
    NewInterventionOutcome,
)
from tests.partnership.conftest import entry, take_in
from tests.worlds.partnership import Partnership

S = InterventionState


class Agreed:
    """One child, one open service, and short ways to agree, begin, end and tell."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.now: datetime = timezone.now()
        self.today: date = timezone.localdate(self.now)
        self.person_id, self.child = partnership.add_person("Ada", "Reed")
        partnership.relate(partnership.staff[Role.PRACTITIONER], self.person_id)
        self.worker = partnership.viewer(Role.PRACTITIONER)
        self.service = self.open_service("Night Shelter")

    @staticmethod
    def open_service(name: str, **more: Any) -> Service:
        """Put an open service into the directory."""
        written = entry(name, **more)
        assert take_in(written).new == 1
        return Service.objects.get(public_id=written["id"])

    def new(self, **more: Any) -> NewIntervention:
        """Return what is agreed, unless a test says otherwise."""
        words: dict[str, Any] = {
            "need": "mentoring",
            "service_id": self.service.pk,
            "funding": "core",
            "cost_pence": 120_000,
            "agreed_in": AgreedIn.PLAN,
            "source_ref": "",
            "goal": "To have somebody to ring.",
            "planned_sessions": 12,
            "starts_on": self.today,
            "ends_on": self.today + timedelta(days=90),
        }
        return NewIntervention(**(words | more))

    def about(self, seen: int, by: Viewer | None = None) -> dict[str, Any]:
        """Return who does it, for what, from which version."""
        return {"public_id": self.child, "seen": seen, "purpose": Purpose.SAFEGUARDING, "by": by or self.worker} | {
            "now": self.now
        }

    def agree(self, **more: Any) -> UUID:
        """Agree an intervention."""
        return services.agree_intervention(
            public_id=self.child, new=self.new(**more), purpose=Purpose.SAFEGUARDING, by=self.worker, now=self.now
        )

    def start(self, one: UUID, seen: int = 1, on: date | None = None, by: Viewer | None = None) -> int:
        """Begin it."""
        return services.start_intervention(intervention=one, on=on or self.today, **self.about(seen, by))

    def end(
        self, one: UUID, seen: int, to: S = S.COMPLETED, because: str = "As agreed.", on: date | None = None
    ) -> int:
        """End it."""
        ending = Ending(to=to, on=on or self.today, because=because)
        return services.end_intervention(intervention=one, ending=ending, **self.about(seen))

    def tell(self, one: UUID, seen: int, **more: Any) -> int:
        """Tell what came of it."""
        words: dict[str, Any] = {
            "outcome": InterventionOutcome.PARTLY,
            "on": self.today,
            "words": "He rings her.",
            "childs_view": "She gets me.",
        }
        return services.tell_outcome(intervention=one, new=NewInterventionOutcome(**(words | more)), **self.about(seen))
