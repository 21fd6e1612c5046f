"""One disagreement of a test, and short ways to take it as far as the test needs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Role, Viewer
from kith.panel import services
from kith.panel.models import Disagreement
from kith.panel.services import Turn
from kith.panel.vocabulary import (
    DisagreementAct,
    DisagreementStatus,
    DisagreementTopic,
    NewDisagreement,
    Said,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState

if TYPE_CHECKING:  # its fixtures are made of what stands here
    from tests.panel.conftest import Panel

SAFE = "Seen at school every morning by her tutor."


class Dispute:
    """One disagreement between social care, which raised it, and education."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.child = panel.child()
        self.person_id = panel.partnership.people["Ada"][0]
        self.teacher = panel.partnership.add_staff("Tess Teacher", "education", Role.PRACTITIONER)
        self.head = panel.partnership.add_staff("Hal Head", "education", Role.TEAM_MANAGER)
        panel.partnership.relate(self.teacher, self.person_id)
        self.id = services.raise_disagreement(
            public_id=self.child, new=self.new(), by=panel.viewer(Role.PRACTITIONER), now=panel.now
        )

    def new(self, **more: Any) -> NewDisagreement:
        told: dict[str, Any] = {
            "other_agency_id": self.panel.partnership.agencies["education"].pk,
            "topic": DisagreementTopic.PLAN,
            "what": "The timetable keeps her out of school for three days.",
            "wanted": "A full timetable from Monday.",
            "child_safe": SAFE,
            "voice": "“I want to be with my class.”",
        }
        return NewDisagreement(**(told | more))

    @property
    def row(self) -> Disagreement:
        with connect_as("worker"):
            return Disagreement.objects.get(public_id=self.id)

    def viewer(self, staff: Staff) -> Viewer:
        return viewer_of(staff, self.panel.now)

    def act(self, act: DisagreementAct, by: Viewer, *, seen: int | None = None, **more: Any) -> DisagreementStatus:
        told: dict[str, Any] = {"says": "We have looked at it again.", "child_safe": SAFE} | more
        version = self.row.version if seen is None else seen
        turn = Turn(public_id=self.child, disagreement=self.id, seen=version)
        return services.act_in_disagreement(turn=turn, act=act, said=Said(**told), by=by, now=self.panel.now)

    def asked(self) -> set[int]:
        tasks = Task.objects.filter(kind=TaskKind.DISAGREEMENT, state=TaskState.OPEN, subject_id=self.row.pk)
        return set(tasks.values_list("owner_id", flat=True))

    def climb(self, to: DisagreementStatus) -> None:
        while self.row.status != to:
            self.act(DisagreementAct.ESCALATE, self.panel.viewer(Role.PRACTITIONER))

    def run_out(self) -> int:
        due_on = self.row.due_on
        assert due_on is not None
        late = self.panel.now.replace(year=due_on.year, month=due_on.month, day=due_on.day) + timedelta(days=1)
        with connect_as("worker"):
            return services.escalate_disagreements(now=late)
