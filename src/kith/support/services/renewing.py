"""Renews by the clock what lets people see a child while a matter is open: a reason ends, its matter may not."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kith.access.selectors import list_ending
from kith.access.vocabulary import RelationshipSource, Viewer
from kith.support.models import Intervention, Milestone, Path, Plan, PlanStep
from kith.support.services.seeing import let_see
from kith.support.vocabulary import OPEN_STEPS

# Renewed a fortnight before it ends, so that a worker that stands still for some days takes the child from nobody.
_BEFORE: Final = timedelta(days=14)
# Whose the open matter is, and its day; a path has none, and the hospital's alert is whoever's it was placed with.
Open = Mapping[int, tuple[int | None, date | None]]


def renew_reasons(*, by: Viewer | None, now: datetime) -> int:
    """Renew every reason that ends soon though its matter is still open and still theirs, and return how many.

    Each lasts to four weeks after the matter's day, 180 days from now at most: never without an end. The worker's own
    step.
    """
    ending: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for staff_id, person_id, about in list_ending(source=RelationshipSource.SUPPORT, before=now + _BEFORE, now=now):
        subject, _, number = about.rpartition(":")
        if subject in _OPEN and number.isdigit():
            ending[subject].append((int(number), staff_id, person_id))
    return sum(_renew(subject, rows, by, now) for subject, rows in ending.items())


@transaction.atomic
def _renew(subject: str, rows: Iterable[tuple[int, int, int]], by: Viewer | None, now: datetime) -> int:
    held, renewed = list(rows), 0
    found = _OPEN[subject]([number for number, _, _ in held])
    for number, staff_id, person_id in held:
        owner_id, day = found.get(number, (0, None))
        if owner_id not in (None, staff_id):
            continue
        until = day or timezone.localdate(now)
        let_see(staff_id=staff_id, person_id=person_id, about=f"{subject}:{number}", until=until, by=by, now=now)
        renewed += 1
    return renewed


def _steps(ids: list[int]) -> Open:
    rows = PlanStep.objects.filter(pk__in=ids, state__in=OPEN_STEPS, plan__closed_at=None)
    return {pk: (owner, day) for pk, owner, day in rows.values_list("pk", "owner_id", "due_on")}


def _plans(ids: list[int]) -> Open:
    rows = Plan.objects.filter(pk__in=ids, closed_at=None)
    return {pk: (lead, day) for pk, lead, day in rows.values_list("pk", "lead_id", "review_on")}


def _milestones(ids: list[int]) -> Open:
    rows = Milestone.objects.filter(pk__in=ids, state="open", path__ended_at=None)
    return {pk: (owner, day) for pk, owner, day in rows.values_list("pk", "owner_id", "latest_on")}


def _paths(ids: list[int]) -> Open:
    return {
        pk: (lead, None) for pk, lead in Path.objects.filter(pk__in=ids, ended_at=None).values_list("pk", "lead_id")
    }


def _alerts(ids: list[int]) -> Open:
    rows = Path.objects.filter(pk__in=ids, ended_at=None, pregnancy__state="expected")
    return {pk: (None, day) for pk, day in rows.values_list("pk", "pregnancy__expected_on")}


def _interventions(ids: list[int]) -> Open:
    rows = Intervention.objects.filter(pk__in=ids, outcome="")
    return {pk: (worker, day) for pk, worker, day in rows.values_list("pk", "worker_id", "ends_on")}


_OPEN: Final[Mapping[str, Callable[[list[int]], Open]]] = {
    "support.step": _steps,
    "support.plan": _plans,
    "support.milestone": _milestones,
    "support.path": _paths,
    "support.alert": _alerts,
    "support.intervention": _interventions,
}
