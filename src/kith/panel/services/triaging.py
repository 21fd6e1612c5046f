"""Takes a referral in, triages it, and rates how grave the risk is."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import list_holders
from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, Refused, Role, Viewer
from kith.panel.models import Case, RatedDomain, Rating
from kith.panel.rules import book_on, check_rating, computed_level, may_run
from kith.panel.selectors.opening import opened_case
from kith.panel.services.seats import seat_panel
from kith.panel.services.stepping import NewStep, begin_case, take_step
from kith.panel.vocabulary import OTHER_ROUTE_WORDS, NewRating, OtherRoute, Status, StepKind
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_LEAST = 20
_SUBJECT = "panel.case"
_RUNS = "The panel's coordinator and chair do this."


def refer_person(*, public_id: UUID, says: str, by: Viewer, now: datetime, referral_id: int | None = None) -> Status:
    """Take a referral to the panel in, and start the clock of triage.

    Raises:
        NotShown, Refused: the person is not theirs to refer, or it says too little.
        StepRefused.
    """
    if len(says.strip()) < _LEAST:
        raise Refused("Say what the panel is asked for, in a sentence.")
    with opened_case(public_id, viewer=by, what="panel.refer") as opened:
        case = opened.case or begin_case(person_id=opened.person_id, now=now)
        step = NewStep(kind=StepKind.REFER, says=says, referral_id=referral_id)
        status = take_step(case=case, step=step, by=by, now=now)
        close_tasks_about(kind=TaskKind.PANEL_NOMINATION, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
        _ask_triage(case, public_id, by, now)
        return status


def ask_more(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> Status:
    """Ask whoever referred for more before triage can be decided."""
    return _triage(public_id, NewStep(kind=StepKind.ASK_MORE, says=says), by, now)


def tell_more(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> Status:
    """Tell what triage asked for."""
    if len(says.strip()) < _LEAST:
        raise Refused("Answer what was asked, in a sentence.")
    with opened_case(public_id, viewer=by, what="panel.tell_more") as opened:
        return take_step(case=opened.held_case, step=NewStep(kind=StepKind.TELL_MORE, says=says), by=by, now=now)


def send_elsewhere(*, public_id: UUID, route: OtherRoute, says: str, by: Viewer, now: datetime) -> Status:
    """Send a referral where it belongs, with the reason; urgent harm never waits for a panel."""
    words = f"{OTHER_ROUTE_WORDS[route]}. {says}".strip()
    return _triage(public_id, NewStep(kind=StepKind.SEND_ELSEWHERE, says=words), by, now)


def accept_case(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> Status:
    """Accept a referral, and give the people of the panel their seats for this child.

    Raises:
        Refused: it is not theirs to accept, or nothing is said.
        StepRefused.
    """
    _check_run(by, says)
    with opened_case(public_id, viewer=by, what="panel.accept") as opened:
        case = opened.held_case
        status = take_step(case=case, step=NewStep(kind=StepKind.ACCEPT, says=says), by=by, now=now)
        seat_panel(case=case, by=by, now=now)
        close_tasks_about(kind=TaskKind.PANEL_TRIAGE, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
        return status


def rate_case(*, public_id: UUID, rating: NewRating, by: Viewer, now: datetime) -> UUID:
    """Keep how grave the risk is found: what the domains give, and what the professional sets, side by side.

    Raises:
        RatingRefused: a domain, its evidence, the analysis or the reason for another level is missing.
        Refused: the case is not theirs to rate.
    """
    today = timezone.localdate(now)
    book = book_on(today)
    check_rating(book, rating, today)
    with opened_case(public_id, viewer=by, what="panel.rate", action=Action.ADD, needs=DataClass.CARE) as opened:
        case = opened.held_case
        computed = computed_level(book, rating.domains, rating.last_grave_on, today)
        made = Rating.objects.create(
            case=case,
            person_id=case.person_id,
            computed=computed,
            level=rating.level or computed,
            because=rating.because.strip(),
            analysis=rating.analysis.strip(),
            book_version=book.version,
            rated_by_id=by.staff_id,
            rated_at=now,
        )
        _keep_domains(made, rating)
        before, case.level = case.level, made.level
        case.save(update_fields=["level"])
        trace(
            by=by.staff_id,
            action="panel.rated",
            subject="panel.rating",
            subject_id=made.pk,
            person_id=case.person_id,
            now=now,
            before={"level": before},
            after={"level": made.level, "computed": computed},
        )
        return made.public_id


def _keep_domains(made: Rating, rating: NewRating) -> None:
    RatedDomain.objects.bulk_create(
        RatedDomain(
            rating=made,
            person_id=made.person_id,
            domain=each.domain,
            colour=each.colour,
            evidence=each.evidence.strip(),
            protects=each.protects.strip(),
        )
        for each in rating.domains
    )


def _ask_triage(case: Case, public_id: UUID, by: Viewer, now: datetime) -> None:
    for owner in list_holders([Role.PANEL_COORDINATOR], now)[:1]:
        add_task(
            new=NewTask(
                kind=TaskKind.PANEL_TRIAGE,
                owner_id=owner,
                link=f"/panel/people/{public_id}/",
                subject=_SUBJECT,
                subject_id=case.pk,
                person_id=case.person_id,
            ),
            by=by,
            now=now,
        )


def _triage(public_id: UUID, step: NewStep, by: Viewer, now: datetime) -> Status:
    _check_run(by, step.says)
    with opened_case(public_id, viewer=by, what=f"panel.{step.kind}") as opened:
        case = opened.held_case
        status = take_step(case=case, step=step, by=by, now=now)
        if step.kind is StepKind.SEND_ELSEWHERE:
            close_tasks_about(kind=TaskKind.PANEL_TRIAGE, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
        return status


def _check_run(by: Viewer, says: str) -> None:
    if not may_run(by):
        raise Refused(_RUNS)
    if len(says.strip()) < _LEAST:
        raise Refused("Say why in a sentence (20 letters or more); whoever referred reads it.")
