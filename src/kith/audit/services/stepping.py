"""Takes a statutory review one step on: who may, whether it can be, what the step does, and the row that stays."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.audit.models import ReviewStep, StatutoryReview
from kith.audit.rules import check_step, may_take, state_after
from kith.audit.selectors import looking_at_review
from kith.audit.services import practice_steps, rapid_steps, shared_steps
from kith.audit.services.review_seats import SUBJECT, seat, unseat_all
from kith.audit.services.step_effects import Effect, Stepping
from kith.audit.vocabulary import AuditRefused, NewStep, ReviewState, ReviewStepKind, StatutoryKind

_EFFECTS: Final[Mapping[ReviewStepKind, Effect]] = MappingProxyType(
    {**rapid_steps.EFFECTS, **practice_steps.EFFECTS, **shared_steps.EFFECTS}
)
_ENDS: Final = (ReviewState.CLOSED, ReviewState.WITHDRAWN)


def take_step(*, person: UUID, review: UUID, new: NewStep, seen: int, by: Viewer, now: datetime) -> None:
    """Take one step of a review, keep it as a row, and renew for half a year what those who answer for it may see.

    Raises:
        AuditRefused: it cannot be done as the review stands, something is missing, or somebody changed it since `seen`.
        Refused, NotShown: it is not theirs to do.
    """
    with looking_at_review(person, review, viewer=by, what=f"audit.review_{new.kind.value}") as found:
        row = StatutoryReview.objects.select_for_update().get(pk=found.pk)
        if row.version != seen:
            raise AuditRefused("Somebody has changed this review since you opened it. Open it again.")
        if not may_take(by, new.kind, lead=row.lead_id, decides=row.decides_id):
            raise Refused("This step is for the auditor who leads the review, or for whoever decides it.")
        check_step(new, row.begun_on, timezone.localdate(now))
        before = ReviewState(row.state)
        after = state_after(StatutoryKind(row.kind), before, new.kind)
        stepping = Stepping(row=row, new=new, by=by, now=now)
        effect = _EFFECTS.get(new.kind)
        if effect is not None:
            effect(stepping)
        _move(row, after, now)
        _keep(stepping, before)
        if after in _ENDS:
            unseat_all(row, by, now)
        else:
            for staff_id in (row.lead_id, row.decides_id):
                seat(row, staff_id, by, now)


def _move(row: StatutoryReview, after: ReviewState, now: datetime) -> None:
    row.state, row.version = after, row.version + 1
    if after in _ENDS:
        row.closed_at = now
    row.save()


def _keep(stepping: Stepping, before: ReviewState) -> None:
    row, new = stepping.row, stepping.new
    ReviewStep.objects.create(
        review=row,
        person_id=row.person_id,
        kind=new.kind,
        on_day=new.on,
        says=stepping.words or new.says.strip(),
        agency_id=stepping.agency_id,
        learning=stepping.learning,
        by_id=stepping.by.staff_id,
        at=stepping.now,
    )
    trace(
        by=stepping.by.staff_id,
        action=f"audit.review_{new.kind.value.replace('-', '_')}",
        subject=SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
        now=stepping.now,
        before={"state": before.value},
        after={"state": str(row.state), "version": row.version, "lead": row.lead_id, "decides": row.decides_id},
    )
