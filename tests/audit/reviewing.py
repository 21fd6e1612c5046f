"""A statutory review of one child: who leads, who decides, who is asked, and short ways to take it step by step."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import Viewer
from kith.audit import services
from kith.audit.models import StatutoryReview
from kith.audit.vocabulary import (
    IncidentKind,
    NewIncident,
    NewReview,
    NewStep,
    PanelAnswer,
    ReviewDecision,
    ReviewStepKind,
    Suspicion,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind
from tests.audit.conftest import Audit

K = ReviewStepKind
WORDS = "What the partners said of it, in a whole sentence."
WHAT_HAPPENED = "The child was found hurt at home; how it came about is not known yet."


class Reviews:
    """The reviews of one invented child, Wren Ashdown."""

    def __init__(self, audit: Audit, name: str = "Wren") -> None:
        self.audit = audit
        self.person_id, self.person = audit.partnership.add_person(name, "Ashdown")

    @property
    def lead(self) -> Viewer:
        """Return the auditor who leads."""
        return self.audit.lead

    @property
    def decider(self) -> Viewer:
        """Return who decides: social care's auditor."""
        return self.audit.auditor("care")

    def incident(self, **more: Any) -> NewIncident:
        """Return the incident, known twenty days after it happened."""
        whole: dict[str, Any] = {
            "kind": IncidentKind.SERIOUS_HARM,
            "suspicion": Suspicion.SUSPECTED,
            "happened_on": self.audit.day(-60),
            "known_on": self.audit.day(-40),
            "what": WHAT_HAPPENED,
        }
        return NewIncident(**(whole | more))

    def start(self, **more: Any) -> UUID:
        """Open a rapid review, and return its number."""
        whole: dict[str, Any] = {
            "person": self.person,
            "decides_id": self.decider.staff_id,
            "incident": self.incident(),
        }
        return services.start_review(new=NewReview(**(whole | more)), by=self.lead, now=self.audit.now)

    def start_practice(self) -> UUID:
        """Open a practice review without a rapid one, and return its number."""
        because = "A near miss from which all agencies can learn."
        return self.start(incident=None, because=because, decided_on=self.audit.day(-40))

    def row(self, review: UUID) -> StatutoryReview:
        """Return the review as it stands now, looking past row security."""
        with connect_as("worker"):
            return StatutoryReview.objects.select_related("incident", "practice").get(public_id=review)

    def take(self, review: UUID, kind: ReviewStepKind, by: Viewer | None = None, **more: Any) -> None:
        """Take one step with words and days that fit, as whoever may take it."""
        deciders = (K.DECIDE, K.AGREE_WITHHOLD, K.REFUSE_WITHHOLD)
        whole: dict[str, Any] = {"kind": kind, "on": self.audit.day(0), "says": WORDS} | DEFAULTS.get(kind, {})
        if kind is K.ASK:
            whole["contact_id"] = self.audit.auditors["police"].pk
        if kind is K.SCOPE:
            whole |= {"reviewer": "Dr Ines Marlowe", "due_on": self.audit.day(100)}
        if kind is K.HAND_OVER:
            whole["decides_id"] = self.audit.auditors["hospital"].pk
        seen = more.pop("seen", None) or self.row(review).version
        who = by or (self.decider if kind in deciders else self.lead)
        services.take_step(
            person=self.person, review=review, new=NewStep(**(whole | more)), seen=seen, by=who, now=self.audit.now
        )

    def walk(self, review: UUID, *kinds: ReviewStepKind) -> None:
        """Take several steps, one after the other."""
        for kind in kinds:
            self.take(review, kind)

    def practice_after(self, review: UUID) -> UUID:
        """Return the number of the practice review that follows a rapid one."""
        with connect_as("worker"):
            return StatutoryReview.objects.get(follows__public_id=review).public_id


DEFAULTS: dict[ReviewStepKind, dict[str, Any]] = {
    K.DECIDE: {"decision": ReviewDecision.PRACTICE_REVIEW},
    K.ANSWER: {"answer": PanelAnswer.AGREES},
    K.LEARN: {"recommends": "Every agency asks who else lives with the child."},
}
TO_CLOSED = (K.NOTIFY, K.MEET, K.DECIDE, K.SEND, K.ANSWER, K.BEGIN_PRACTICE, K.CLOSE)
TO_PUBLISHED = (K.SCOPE, K.HEAR_FAMILY, K.HEAR_CHILD, K.REPORT, K.PUBLISH, K.CLOSE)


def day_after(day: date, working_days: int, holidays: frozenset[date]) -> date:
    """Return the day so many working days later, one calendar day at a time: an oracle, slow and obvious."""
    left = working_days
    while left:
        day = date.fromordinal(day.toordinal() + 1)
        if day.isoweekday() <= 5 and day not in holidays:
            left -= 1
    return day


@pytest.fixture
def reviews(audit: Audit) -> Reviews:
    """Return the reviews of one child, led by the audit's lead."""
    return Reviews(audit)


def open_tasks(kind: TaskKind) -> list[Task]:
    """Return the tasks of a kind that wait for somebody."""
    return list(Task.objects.filter(kind=kind, state="open"))
