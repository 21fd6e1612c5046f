"""Agrees an intervention for a child with a service that is open, begins it, and ends it once."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Action, Purpose, Viewer
from kith.chronology.services import add_entry, end_entry
from kith.chronology.vocabulary import NewEntry
from kith.partnership.selectors import check_open, needs_on, provider_of, service_names
from kith.partnership.vocabulary import ServiceClosed, ServiceGone
from kith.support.models import Intervention, InterventionText
from kith.support.rules.interventions import check_agreement, check_ending, check_move, funding_on
from kith.support.selectors.interventions import at_person
from kith.support.selectors.staff import provider_staff
from kith.support.services.intervention_steps import (
    ask_outcome,
    change,
    claimed,
    end_asking,
    keep_agreement,
    show_worker,
)
from kith.support.vocabulary.interventions import (
    ENDED,
    Ending,
    InterventionRefused,
    InterventionState,
    NewIntervention,
)

_AFTER_THE_END = timedelta(days=14)


def agree_intervention(*, public_id: UUID, new: NewIntervention, purpose: Purpose, by: Viewer, now: datetime) -> UUID:
    """Agree that a service does something for a child, and return the intervention's id.

    Raises:
        InterventionRefused: it is not agreed in full, the service has closed, or its worker is not the provider's.
        NotShown, Refused: the child, or writing of them, is not for this viewer.
    """
    today = timezone.localdate(now)
    book = funding_on(today)
    check_agreement(new, needs=needs_on(today), book=book)
    _check_service(new.service_id, max(new.starts_on, today))
    provider_id = provider_of(new.service_id)
    _check_worker(new.worker_id, provider_id, now)
    with at_person(public_id, viewer=by, purpose=purpose, what="support.agree_intervention", action=Action.ADD) as who:
        row = Intervention.objects.create(
            person_id=who.person_id,
            need=new.need,
            service_id=new.service_id,
            provider_id=provider_id,
            funding=new.funding,
            book=book.version,
            cost_pence=new.cost_pence,
            agreed_in=new.agreed_in,
            source_ref=new.source_ref.strip(),
            planned_sessions=new.planned_sessions,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            state=InterventionState.PLANNED,
            worker_id=new.worker_id or by.staff_id,
            agreed_at=now,
        )
        InterventionText.objects.create(intervention=row, person_id=who.person_id, goal=new.goal.strip())
        keep_agreement(row, by=by, now=now)
        show_worker(row, by=by, now=now)
        return row.public_id


def start_intervention(  # noqa: PLR0913 -- whose, which, on which day, from which version, for what, by whom and when
    *, public_id: UUID, intervention: UUID, on: date, seen: int, purpose: Purpose, by: Viewer, now: datetime
) -> int:
    """Begin an intervention, tell the chronology, ask for its outcome by a day, and return its new version.

    Raises:
        InterventionRefused: it cannot begin from where it stands, on that day, or with a service that has closed.
        InterventionStale: somebody has changed it since `seen`.
        NotShown, Refused: the child, or writing of them, is not for this viewer.
    """
    with claimed(public_id, intervention, seen, purpose=purpose, by=by, what="support.start_intervention") as at:
        check_move(InterventionState(at.row.state), InterventionState.STARTED)
        if not timezone.localdate(at.row.agreed_at) - timedelta(days=366) <= on <= timezone.localdate(now):
            raise InterventionRefused("It began on a day up to today, and at most a year before it was agreed.")
        _check_service(at.row.service_id, on)
        (name,) = service_names([at.row.service_id]).values()
        need = needs_on(on)[at.row.need]
        entry = NewEntry(kind="care.intervention", occurred_on=on, says=f"{name}: {need}. {at.text.goal}")
        entry_id = add_entry(person_id=at.who.person_id, entry=entry, by=by.staff_id, now=now)
        changes = {"state": InterventionState.STARTED, "started_on": on, "entry_id": entry_id}
        version = change(at, changes, by=by, now=now)
        due_on = max(at.row.ends_on, timezone.localdate(now)) + _AFTER_THE_END
        ask_outcome(at, due_on=due_on, by=by, now=now)
        return version


def end_intervention(  # noqa: PLR0913 -- whose, which, how, from which version, for what, by whom and when
    *, public_id: UUID, intervention: UUID, ending: Ending, seen: int, purpose: Purpose, by: Viewer, now: datetime
) -> int:
    """End an intervention, end its entry in the chronology, ask what came of it, and return its new version.

    Raises:
        InterventionRefused: it cannot end so from where it stands, gives no reason, or its day does not fit.
        InterventionStale: somebody has changed it since `seen`.
        NotShown, Refused: the child, or writing of them, is not for this viewer.
    """
    with claimed(public_id, intervention, seen, purpose=purpose, by=by, what="support.end_intervention") as at:
        if ending.to in ENDED:
            check_move(InterventionState(at.row.state), ending.to)
        begun = at.row.started_on or timezone.localdate(at.row.agreed_at)
        check_ending(ending, not_before=begun, today=timezone.localdate(now))
        version = change(
            at, {"state": ending.to, "ended_on": ending.on}, by=by, now=now, words={"ended_because": ending.because}
        )
        if at.row.entry_id is not None:
            end_entry(person_id=at.who.person_id, entry_id=at.row.entry_id, ended_on=ending.on, by=by.staff_id, now=now)
        end_asking(at, by=by, now=now)
        if ending.to is not InterventionState.DECLINED:
            ask_outcome(at, due_on=None, by=by, now=now)
        return version


def _check_worker(worker_id: int | None, provider_id: int | None, now: datetime) -> None:
    if worker_id is None:
        return
    if provider_id is None or worker_id not in dict(provider_staff([provider_id], now=now)):
        raise InterventionRefused(
            "Whoever carries it out works for the agency that provides the service, with children, and now. "
            "Choose somebody of that agency, or leave it with yourself."
        )


def _check_service(service_id: int, on: date) -> None:
    try:
        check_open(service_id, on)
    except (ServiceClosed, ServiceGone) as refusal:
        raise InterventionRefused(str(refusal)) from None
