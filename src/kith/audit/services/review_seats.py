"""Lets those who answer for a review see the child until it ends, and gives them its tasks."""

from datetime import date, datetime, timedelta
from typing import Final

from kith.access.services import Sourced, begin_relationship, end_relationships
from kith.access.vocabulary import RelationshipSource, Viewer
from kith.audit.models import StatutoryReview
from kith.work.services import add_task, close_tasks_about, hand_over_tasks, notify
from kith.work.vocabulary import NewTask, NoticeKind, TaskKind

SUBJECT: Final = "audit.review"
FACTS: Final = "audit.review_agency"
_LONGEST: Final = timedelta(days=180)
_OF_LEAD: Final = (TaskKind.REVIEW_NOTIFY, TaskKind.REVIEW_SEND, TaskKind.REVIEW_PUBLISH)


def seat(row: StatutoryReview, staff_id: int, by: Viewer, now: datetime) -> None:
    """Let a member of staff see the child for half a year, or half a year more; call it inside a look at the child."""
    sourced = Sourced(
        person_id=row.person_id,
        source_ref=_reason(row, staff_id),
        begins_at=now,
        ends_at=now + _LONGEST,
        staff_id=staff_id,
    )
    begin_relationship(source=RelationshipSource.AUDIT_COHORT, row=sourced, by=by, now=now)


def unseat(row: StatutoryReview, staff_id: int, by: Viewer, now: datetime) -> None:
    """End what a member of staff could see because of a review."""
    end_relationships(source=RelationshipSource.AUDIT_COHORT, about=_reason(row, staff_id), by=by, now=now)


def unseat_all(row: StatutoryReview, by: Viewer, now: datetime) -> None:
    """End what anybody could see because of a review, and close its tasks."""
    for kind in (*_OF_LEAD, TaskKind.REVIEW_DECIDE):
        finish(row, kind, by, now)
    asked = list(row.agencies.all())
    for each in asked:
        close_tasks_about(kind=TaskKind.REVIEW_FACTS, subject=FACTS, subject_id=each.pk, by=by, now=now)
    for staff_id in sorted({row.lead_id, row.decides_id, *(each.contact_id for each in asked)}):
        unseat(row, staff_id, by, now)


def give(row: StatutoryReview, kind: TaskKind, owner_id: int, due_on: date | None, by: Viewer, now: datetime) -> None:
    """Give a task of a review; its link is a door that finds the child's page, so that no task names the child."""
    finish(row, kind, by, now)
    task = NewTask(kind=kind, owner_id=owner_id, link=door(row), subject=SUBJECT, subject_id=row.pk, due_on=due_on)
    add_task(new=task, by=by, now=now)


def finish(row: StatutoryReview, kind: TaskKind, by: Viewer, now: datetime) -> None:
    """Close the open tasks of one kind of a review: what they ask for is done."""
    close_tasks_about(kind=kind, subject=SUBJECT, subject_id=row.pk, by=by, now=now)


def move_tasks(row: StatutoryReview, by: Viewer, now: datetime) -> None:
    """Give the open tasks of a review to those who lead it and decide it now."""
    for kind in _OF_LEAD:
        hand_over_tasks(kind=kind, subject=SUBJECT, subject_id=row.pk, to_id=row.lead_id, by=by, now=now)
    hand_over_tasks(
        kind=TaskKind.REVIEW_DECIDE, subject=SUBJECT, subject_id=row.pk, to_id=row.decides_id, by=by, now=now
    )


def name_to_answer(staff_id: int, by: Viewer, now: datetime) -> None:
    """Tell somebody that a review names them, so that nobody is seated to see a child without hearing of it."""
    if staff_id != by.staff_id:
        notify(staff_id=staff_id, kind=NoticeKind.REVIEW_NAMES_YOU, by=by, now=now)


def close_tasks_of(person_id: int, now: datetime) -> None:
    """Close every task of the reviews of one person, who is being removed; called by the pipeline."""
    for row in StatutoryReview.objects.filter(person_id=person_id).prefetch_related("agencies"):
        for kind in (*_OF_LEAD, TaskKind.REVIEW_DECIDE):
            close_tasks_about(kind=kind, subject=SUBJECT, subject_id=row.pk, by=None, now=now)
        for each in row.agencies.all():
            close_tasks_about(kind=TaskKind.REVIEW_FACTS, subject=FACTS, subject_id=each.pk, by=None, now=now)


def door(row: StatutoryReview) -> str:
    """Return the address that finds a review without naming whom it is about."""
    return f"/audit/reviews/{row.public_id}/"


def _reason(row: StatutoryReview, staff_id: int) -> str:
    return f"{SUBJECT}:{row.pk}:{staff_id}"
