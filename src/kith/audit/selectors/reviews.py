"""Opens statutory reviews for those who lead, decide or were asked: the look is logged first; others get counts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kith.access.selectors import look, look_over_list
from kith.access.vocabulary import DataClass, NotShown, Purpose, Refused, Viewer
from kith.audit.models import (
    LearningPoint,
    PracticeReview,
    Recommendation,
    ReviewAgency,
    ReviewStep,
    SeriousIncident,
    StatutoryReview,
)
from kith.audit.rules import may_count_reviews
from kith.audit.selectors.cases import names_of
from kith.audit.vocabulary import ReviewCount, StatutoryKind, ToolState


@dataclass(frozen=True, kw_only=True)
class ListedReview:
    """One review in the register of those who answer for it."""

    review: StatutoryReview
    public_id: UUID
    name: str
    incident: SeriousIncident | None
    is_asked: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """One review: whom it is about, what happened, what agencies returned, what followed."""

    review: StatutoryReview
    public_id: UUID
    name: str
    born_on: date | None
    incident: SeriousIncident | None
    practice: PracticeReview | None
    agencies: Sequence[ReviewAgency]
    steps: Sequence[ReviewStep]
    learning: Sequence[LearningPoint]
    related: Sequence[StatutoryReview]

    def own(self, viewer: Viewer) -> ReviewAgency | None:
        """Return what the viewer was asked for, or None."""
        return next((row for row in self.agencies if row.contact_id == viewer.staff_id), None)


def _mine(viewer: Viewer) -> Q:
    return Q(lead_id=viewer.staff_id) | Q(decides_id=viewer.staff_id) | Q(agencies__contact_id=viewer.staff_id)


@contextmanager
def looking_at_review(person: UUID, review: UUID, *, viewer: Viewer, what: str) -> Iterator[StatutoryReview]:
    """Log a look at whom a review is about, and yield the review to those who lead, decide or were asked.

    Raises:
        NotShown: for this viewer there is no such person or review.
        Refused: they may know of the person, but have no part in a review.
    """
    with look(viewer=viewer, people=[person], purpose=Purpose.AUDIT, what=what) as shown:
        person_id = shown.person_ids[person]
        if not shown.may_see(person_id, DataClass.CARE):
            raise Refused("A review is read by those who lead it, decide it or were asked for facts, until it ends.")
        rows = StatutoryReview.objects.filter(_mine(viewer), person_id=person_id, public_id=review, closed_at=None)
        found = rows.select_related("lead__agency", "decides__agency").distinct().first()
        if found is None:
            raise NotShown
        yield found


def open_review(person: UUID, review: UUID, *, viewer: Viewer, purpose: Purpose) -> ReviewPage:
    """Return one review as the viewer may read it, and log the look.

    What an agency drafts is its own until it is returned. Whoever was asked reads the others' once they have returned
    theirs.

    Raises:
        NotShown: for this viewer there is no such person or review.
        Refused: they have no part in it, or look for another purpose.
    """
    if purpose is not Purpose.AUDIT:
        raise Refused("A review is opened for the purpose of audit.")
    with looking_at_review(person, review, viewer=viewer, what="audit.review") as found:
        public_id, name, born_on = names_of([found.person_id])[found.person_id]
        steps = list(ReviewStep.objects.filter(review=found).select_related("by", "agency"))
        points = [step.learning_id for step in steps if step.learning_id]
        related = StatutoryReview.objects.filter(_mine(viewer), person_id=found.person_id, closed_at=None)
        return ReviewPage(
            review=found,
            public_id=public_id,
            name=name or "Name not known",
            born_on=born_on,
            incident=SeriousIncident.objects.filter(review=found).first(),
            practice=PracticeReview.objects.filter(review=found)
            .select_related("withheld_by", "withheld_agreed_by")
            .first(),
            agencies=_readable(found, viewer),
            steps=steps,
            learning=list(
                LearningPoint.objects.filter(pk__in=points).prefetch_related("recommendations__actions__owner__agency")
            ),
            related=list(related.filter(Q(pk=found.follows_id) | Q(follows=found)).distinct()),
        )


def list_reviews(*, viewer: Viewer, purpose: Purpose) -> Sequence[ListedReview]:
    """Return the open reviews in which the viewer has a part, the one due first first; one log row per person.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what="audit.reviews") as listing:
        rows = _open_rows(viewer)
        listing.log_shown(sorted({row.person_id for row in rows}))
        named = names_of([row.person_id for row in rows])
        told = {one.pk: one for one in SeriousIncident.objects.filter(review__in=rows)}
        return [
            ListedReview(
                review=row,
                public_id=named[row.person_id][0],
                name=named[row.person_id][1] or "Name not known",
                incident=told.get(row.pk),
                is_asked=viewer.staff_id not in (row.lead_id, row.decides_id),
            )
            for row in rows
            if row.person_id in named
        ]


def door_of(review: UUID, *, viewer: Viewer) -> UUID | None:
    """Return the number of whom a review is about, for whoever has a part in it; None for everybody else.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="audit.review_door") as listing:
        row = next((each for each in _open_rows(viewer) if each.public_id == review), None)
        if row is None:
            return None
        listing.log_shown([row.person_id])
        named: Mapping[int, tuple[UUID, str, date | None]] = names_of([row.person_id])
        return named[row.person_id][0]


def count_reviews(*, viewer: Viewer, today: date) -> Sequence[ReviewCount]:
    """Return how many reviews began in each year, by sort; nobody is named, and nothing is returned to others.

    Raises:
        LogUnavailable: nothing was logged, so nothing is counted.
    """
    if not may_count_reviews(viewer):
        return ()
    with (
        look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="audit.count_reviews"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT year, what, total FROM audit_count_reviews(%s) ORDER BY year DESC, what", [today])
        return [ReviewCount(year=year, what=what, total=total) for year, what, total in cursor.fetchall()]


def count_out_of_sight(*, viewer: Viewer, now: datetime) -> int:
    """Return how many open reviews the viewer answers for without a reason to see the child any more.

    Raises:
        LogUnavailable: nothing was logged, so nothing is counted.
    """
    with (
        look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="audit.out_of_sight"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT cardinality(audit_reviews_out_of_sight(%s))", [now])
        found = cursor.fetchone()
    return int(found[0]) if found and found[0] is not None else 0


def find_recommendation(public_id: UUID) -> Recommendation | None:
    """Return what was recommended because of a review or of a standard not met, or None; nobody is named in it."""
    rows = Recommendation.objects.filter(public_id=public_id, finding__isnull=True)
    return rows.select_related("learning", "answer__given__round", "answer__given__agency").first()


def learning_points() -> Sequence[LearningPoint]:
    """Return what reviews taught, the newest first, with what is done about it; nobody is named."""
    rows = LearningPoint.objects.order_by("-made_at", "-pk")
    return list(rows.prefetch_related("recommendations__actions__owner__agency"))


def kind_of(row: StatutoryReview) -> StatutoryKind:
    """Return which kind of review a row is of."""
    return StatutoryKind(row.kind)


def _open_rows(viewer: Viewer) -> list[StatutoryReview]:
    rows = StatutoryReview.objects.filter(_mine(viewer), closed_at=None).select_related("lead", "decides")
    return list(rows.distinct().order_by("due_on", "pk"))


def _readable(review: StatutoryReview, viewer: Viewer) -> Sequence[ReviewAgency]:
    rows = list(ReviewAgency.objects.filter(review=review).select_related("agency", "contact"))
    answers = viewer.staff_id in (review.lead_id, review.decides_id)
    has_returned = any(row.contact_id == viewer.staff_id and row.state == ToolState.RETURNED for row in rows)
    for row in rows:
        is_own = row.contact_id == viewer.staff_id
        if not is_own and not (row.state == ToolState.RETURNED and (answers or has_returned)):
            row.facts = ""
    return rows
