"""Asks each agency what it knows of a child before a meeting, and takes in what it shares and what it holds back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import list_holders, list_kept_away
from kith.access.selectors.accounts import list_agencies
from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, Refused, Role, Sector, Viewer
from kith.panel.models import Case, HeldBack, Meeting, Research, Return
from kith.panel.rules import book_on, may_return_research, may_run
from kith.panel.selectors.opening import opened_case
from kith.panel.services.seats import seat_one
from kith.panel.services.stepping import NewStep, take_step
from kith.panel.vocabulary import AskedOf, NewReturn, StepKind
from kith.work.rules import add_working_days
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SUBJECT = "panel.research"
_LEAST = 10
_NOBODY_THERE = (
    "This agency has neither a contact nor a manager here who could be asked. Ring the agency, and ask its "
    "administrator to name a contact, who then returns what it knows."
)


def ask_research(
    *, public_id: UUID, by: Viewer, now: datetime, meeting: UUID | None = None, agencies: Sequence[int] | None = None
) -> int:
    """Ask each agency what it knows of a child, with a clock for each, and return how many are newly asked.

    Each is told only who the child is and what is asked; without a choice, every agency but the partnership's own.

    Raises:
        Refused, StepRefused.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair ask for research.")
    with opened_case(
        public_id, viewer=by, what="panel.ask_research", action=Action.CHANGE, needs=DataClass.CARE
    ) as opened:
        case = opened.held_case
        held = Meeting.objects.filter(public_id=meeting).first() if meeting else None
        take_step(case=case, step=NewStep(kind=StepKind.ASK_RESEARCH), by=by, now=now)
        wanted = set(agencies) if agencies is not None else _everybody()
        asked = set(Research.objects.filter(case=case, meeting=held).values_list("agency_id", flat=True))
        for agency_id in sorted(wanted - asked):
            _ask(case, held, agency_id, public_id, by, now)
        return len(wanted - asked)


def return_research(*, research: UUID, public_id: UUID, new: NewReturn, by: Viewer, now: datetime) -> None:
    """Take in what one agency knows; what it holds back stays with its own people, and why is said to the meeting.

    A return can be given again until the meeting ends; the agency's newest counts, and the trace keeps the others.

    Raises:
        NotShown, Refused: it is not their agency that was asked, or nothing is said.
    """
    _check_return(new)
    with opened_case(
        public_id, viewer=by, what="panel.return_research", action=Action.ADD, needs=DataClass.CARE
    ) as opened:
        row = Research.objects.select_for_update().filter(public_id=research, case=opened.held_case).first()
        if row is None or not may_return_research(by, row.agency_id):
            raise Refused("Your agency was not asked this, or you do not answer for it. Its contact does.")
        shared, _ = Return.objects.update_or_create(research=row, defaults=_shared(row, new))
        if new.held_back.strip():
            HeldBack.objects.update_or_create(
                research=row,
                defaults={"person_id": row.person_id, "agency_id": row.agency_id, "says": new.held_back.strip()},
            )
        row.returned_at, row.returned_by_id = now, by.staff_id
        row.save(update_fields=["returned_at", "returned_by"])
        close_tasks_about(kind=TaskKind.PANEL_RESEARCH, subject=_SUBJECT, subject_id=row.pk, by=by, now=now)
        trace(
            by=by.staff_id,
            action="panel.returned_research",
            subject=_SUBJECT,
            subject_id=row.pk,
            person_id=row.person_id,
            now=now,
            after={"known": shared.known, "held_back": bool(new.held_back.strip())},
        )


def _check_return(new: NewReturn) -> None:
    if new.held_back.strip() and len(new.held_back_because.strip()) < _LEAST:
        raise Refused("Say why something is held back. The meeting hears the reason, not what it is.")
    if new.known and not (new.facts.strip() or new.opinions.strip() or new.held_back.strip()):
        raise Refused("You know this child: say what you know, or hold it back with a reason.")


def _shared(row: Research, new: NewReturn) -> dict[str, object]:
    texts = ("role", "worker", "facts", "opinions", "risks", "strengths", "voice", "works", "held_back_because")
    return {
        "person_id": row.person_id,
        "known": new.known,
        "last_contact_on": new.last_contact_on,
        **{name: str(getattr(new, name)).strip() for name in texts},
    }


def _everybody() -> set[int]:
    return {each.pk for each in list_agencies() if each.sector != Sector.PARTNERSHIP}


def _ask(case: Case, meeting: Meeting | None, agency_id: int, public_id: UUID, by: Viewer, now: datetime) -> None:
    today = timezone.localdate(now)
    clock = book_on(today).clock
    due_on = add_working_days(today, clock["research_asked_before"] - clock["research_due_before"])
    if meeting is not None:
        before = add_working_days(timezone.localdate(meeting.begins_at), -clock["research_due_before"])
        due_on = max(today, min(due_on, before))
    asked_of, owner = _owner(agency_id, case.person_id, by, now)
    row = Research.objects.create(
        case=case,
        meeting=meeting,
        person_id=case.person_id,
        agency_id=agency_id,
        asked_at=now,
        due_on=due_on,
        asked_of=asked_of,
    )
    if asked_of is AskedOf.MANAGER:  # a contact has a seat for every child before the panel, a manager none
        seat_one(case=case, staff_id=owner, by=by, now=now)
    rings = asked_of is AskedOf.COORDINATOR
    page = "" if rings else f"research/{row.public_id}/"
    new = NewTask(
        kind=TaskKind.PANEL_RESEARCH,
        owner_id=owner,
        link=f"/panel/people/{public_id}/{page}",
        subject=_SUBJECT,
        subject_id=row.pk,
        person_id=case.person_id,
        due_on=due_on,
        words=_NOBODY_THERE if rings else "",
    )
    add_task(new=new, by=by, now=now)


def _owner(agency_id: int, person_id: int, by: Viewer, now: datetime) -> tuple[AskedOf, int]:
    """Return who is asked for an agency: its contact, else a manager of it, else whoever asks, who rings there."""
    away = list_kept_away(person_id=person_id, now=now)
    for asked_of, role in ((AskedOf.CONTACT, Role.AGENCY_CONTACT), (AskedOf.MANAGER, Role.TEAM_MANAGER)):
        for owner in list_holders([role], now, agency_id=agency_id):
            if owner not in away:
                return asked_of, owner
    return AskedOf.COORDINATOR, by.staff_id
