"""Lets the demo's partnership review: a rapid review whose clock runs, and a practice review with what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kith.access.models import Staff
from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Sector, Viewer
from kith.audit import selectors, services
from kith.audit.vocabulary import (
    AuditRefused,
    IncidentKind,
    NewIncident,
    NewReview,
    NewStep,
    ReviewStepKind,
    Suspicion,
)
from kith.project.commands.auditing import show
from kith.project.commands.choosing import Cast
from kith.project.commands.reviewed import FACTS, KNOWN, LEARNED, PRACTICE, RAPID

_K: Final = ReviewStepKind
_KNOWN, _NOTIFIED, _ASKED, _RETURNED = 9, 6, 5, 2  # days ago: the rapid review waits for some agencies still
_BEGUN: Final = 130  # days ago: the practice review is to be published within half a year


@dataclass
class _Review:
    """One review of the demo: about whom, who leads, who decides, and its version as far as it has come."""

    cast: Cast
    lead: Viewer
    decides: Viewer
    person: UUID
    number: UUID
    version: int = 1

    def take(self, kind: ReviewStepKind, days: float, says: str = "", **more: Any) -> None:
        """Take one step so many days ago, as whoever leads."""
        now = self.cast.ago(days)
        new = NewStep(kind=kind, on=now.date(), says=says, **more)
        about: dict[str, Any] = {"person": self.person, "review": self.number, "seen": self.version}
        services.take_step(new=new, by=self.lead, now=now, **about)
        self.version += 1


def review_cases(cast: Cast) -> Iterator[str]:
    """Begin two statutory reviews, and say what is being done before each; does nothing where there are some."""
    lead, decides = (_holder(cast, role) for role in (Role.AUDITOR, Role.TEAM_MANAGER))
    yield "Reviewing a serious incident, and a case that is to be learned from"
    if selectors.list_reviews(viewer=lead, purpose=Purpose.AUDIT):
        return
    for place, begin in enumerate((_rapid, _practice)):
        # Whoever the demo has told of before are the first; these two come from the other end.
        for one in cast.children[::-1][place * 3 : place * 3 + 3]:
            try:
                begin(cast, lead, decides, one.child)
            except AuditRefused:  # a shielded child, or one from whom somebody is kept away
                continue
            break


def _holder(cast: Cast, role: Role) -> Viewer:
    with connect_as("worker"):
        (pk,) = list_holders([role], cast.now)[:1]
        return viewer_of(Staff.objects.select_related("agency").get(pk=pk), cast.now)


def _rapid(cast: Cast, lead: Viewer, decides: Viewer, person: UUID) -> None:
    """Open a rapid review, notify the national panel, and ask the agencies, of whom two have answered."""
    incident = NewIncident(
        kind=IncidentKind.SERIOUS_HARM,
        suspicion=Suspicion.SUSPECTED,
        happened_on=cast.ago(_KNOWN + 1).date(),
        known_on=cast.ago(_KNOWN).date(),
        what=RAPID["what"],
    )
    new = NewReview(person=person, decides_id=decides.staff_id, incident=incident)
    review = _opened(cast, lead, decides, new, cast.ago(_KNOWN))
    review.take(_K.SAFEGUARD, _KNOWN - 1, RAPID["safe"])
    review.take(_K.NOTIFY, _NOTIFIED)
    for contact in cast.contacts:
        review.take(_K.ASK, _ASKED, contact_id=contact.staff_id, due_on=cast.ago(-2).date())
    for contact in cast.contacts:
        if contact.sector in FACTS:
            _return_facts(review, contact, FACTS[contact.sector], _RETURNED)


def _return_facts(review: _Review, contact: Viewer, facts: str, days: int) -> None:
    about: dict[str, Any] = {"person": review.person, "review": review.number, "by": contact}
    services.answer_facts(facts=facts, seen=1, now=review.cast.ago(days + 1), **about)
    services.return_facts(now=review.cast.ago(days), **about)


def _practice(cast: Cast, lead: Viewer, decides: Viewer, person: UUID) -> None:
    """Carry a practice review as far as what it taught, with one action that is done and one that is late."""
    begun_on = cast.ago(_BEGUN)
    new = NewReview(person=person, decides_id=decides.staff_id, because=PRACTICE["because"], decided_on=begun_on.date())
    review = _opened(cast, lead, decides, new, begun_on)
    review.take(_K.SCOPE, 120, PRACTICE["terms"], reviewer=PRACTICE["reviewer"], due_on=cast.ago(_BEGUN - 175).date())
    for contact in (one for one in cast.contacts if one.sector in KNOWN):
        review.take(_K.ASK, 118, contact_id=contact.staff_id, due_on=cast.ago(104).date())
        _return_facts(review, contact, KNOWN[contact.sector], 106)
    review.take(_K.HEAR_FAMILY, 80, PRACTICE["family"])
    review.take(_K.HEAR_CHILD, 78, PRACTICE["voice"])
    for learned in LEARNED:
        review.take(_K.LEARN, 66, learned.says, recommends=learned.recommends)
        taught = selectors.learning_points()[0]
        action = services.agree_learning_action(
            recommendation=taught.recommendations.get().public_id,
            what=learned.action,
            owner_id=_owner(cast, learned.owner).staff_id,
            due_on=cast.ago(learned.due).date(),
            by=lead,
            now=cast.ago(64),
        )
        if learned.evidence:
            show(cast, lead, action, learned.evidence, 24, accepted=18)


def _owner(cast: Cast, sector: Sector) -> Viewer:
    return next((one for one in cast.contacts if one.sector is sector), cast.contacts[0])


def _opened(cast: Cast, lead: Viewer, decides: Viewer, new: NewReview, now: datetime) -> _Review:
    number = services.start_review(new=new, by=lead, now=now)
    return _Review(cast=cast, lead=lead, decides=decides, person=new.person, number=number)
