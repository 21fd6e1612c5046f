"""Changes one intervention under the version that its writer saw, keeps its history, and asks for its outcome."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Manager

from kith.access.services import trace
from kith.access.vocabulary import Action, NotShown, Purpose, Viewer
from kith.support.models import Intervention, InterventionChange, InterventionText
from kith.support.selectors.interventions import AtPerson, at_person
from kith.support.services.seeing import let_see, stop_seeing
from kith.support.vocabulary.interventions import INTERVENTION_WORDS, InterventionStale, InterventionState
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SUBJECT = "support.intervention"
_AGREED = (
    "need service_id provider_id funding book cost_pence agreed_in source_ref planned_sessions starts_on ends_on "
    "state sessions_offered sessions_attended started_on ended_on outcome outcome_on entry_id worker_id"
).split()


@dataclass(frozen=True, kw_only=True)
class AtIntervention:
    """One intervention in one look, as its writer saw it."""

    who: AtPerson
    row: Intervention
    text: InterventionText


@contextmanager
def claimed(
    public_id: UUID, intervention: UUID, seen: int, *, purpose: Purpose, by: Viewer, what: str
) -> Iterator[AtIntervention]:
    """Log a look, and yield the intervention as its writer saw it.

    Raises:
        InterventionStale: somebody has changed it since.
        NotShown, Refused: the child, or writing of them, is not for this viewer.
    """
    with at_person(public_id, viewer=by, purpose=purpose, what=what, action=Action.ADD) as who:
        row = (
            Intervention.objects.select_related("text").filter(public_id=intervention, person_id=who.person_id).first()
        )
        if row is None:
            raise NotShown
        if row.version != seen:
            raise _stale(row)
        yield AtIntervention(who=who, row=row, text=row.text)


def change(
    at: AtIntervention,
    changes: Mapping[str, Any],
    *,
    by: Viewer,
    now: datetime,
    words: Mapping[str, str] | None = None,
) -> int:
    """Write the changes under the next version, keep before and after, and return the version.

    Raises:
        InterventionStale: somebody was faster.
    """
    row, text = at.row, at.text
    said = {field: value.strip() for field, value in (words or {}).items()}
    before = {field: _plain(getattr(row, field)) for field in changes} | {field: getattr(text, field) for field in said}
    rows: Manager[Intervention] = Intervention.objects
    if not rows.filter(pk=row.pk, version=row.version).update(version=row.version + 1, **changes):
        raise _stale(rows.get(pk=row.pk))
    for field, value in changes.items():
        setattr(row, field, value)
    row.version += 1
    if said:
        InterventionText.objects.filter(pk=text.pk).update(**said)
    after = {field: _plain(value) for field, value in changes.items()} | said
    _keep(row, before, after, by, now)
    return row.version


def keep_agreement(row: Intervention, *, by: Viewer, now: datetime) -> None:
    """Keep what was agreed as the first change."""
    _keep(row, {}, {field: _plain(getattr(row, field)) for field in _AGREED}, by, now)


def ask_outcome(at: AtIntervention, *, due_on: date | None, by: Viewer, now: datetime) -> None:
    """Ask the intervention's worker what came of it, by a day or by the clock."""
    show_worker(at.row, by=by, now=now)
    add_task(
        new=NewTask(
            kind=TaskKind.INTERVENTION_OUTCOME,
            owner_id=at.row.worker_id,
            link=f"/support/people/{at.who.public_id}/interventions/",
            subject=_SUBJECT,
            subject_id=at.row.pk,
            person_id=at.who.person_id,
            due_on=due_on,
        ),
        by=by,
        now=now,
    )


def show_worker(row: Intervention, *, by: Viewer, now: datetime) -> None:
    """Let whoever carries an intervention out see the child until its outcome is told."""
    let_see(
        staff_id=row.worker_id,
        person_id=row.person_id,
        about=f"{_SUBJECT}:{row.pk}",
        until=max(row.ends_on, now.date()),
        by=by,
        now=now,
    )


def end_asking(at: AtIntervention, *, by: Viewer, now: datetime) -> None:
    """Close the task that asks for the outcome, and end what it lets the worker see."""
    stop_seeing(about=f"{_SUBJECT}:{at.row.pk}", by=by, now=now)
    close_tasks_about(kind=TaskKind.INTERVENTION_OUTCOME, subject=_SUBJECT, subject_id=at.row.pk, by=by, now=now)


def _keep(row: Intervention, before: dict[str, Any], after: dict[str, Any], by: Viewer, now: datetime) -> None:
    InterventionChange.objects.create(
        intervention=row,
        person_id=row.person_id,
        version=row.version,
        before=before,
        after=after,
        by_id=by.staff_id,
        at=now,
    )
    trace(
        by=by.staff_id,
        action="support.intervention_changed",
        subject=_SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        after={"version": row.version, "state": row.state, "fields": sorted(after)},
    )


def _stale(row: Intervention) -> InterventionStale:
    stands = INTERVENTION_WORDS[InterventionState(row.state)]
    sessions = f"{row.sessions_attended} of {row.sessions_offered} sessions attended"
    return InterventionStale(f"{stands}; {sessions}{'; its outcome is told' if row.outcome else ''}.")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
