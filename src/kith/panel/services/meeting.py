"""Plans a meeting, opens it with its quorum, ends it, and approves its minutes."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kith.access.selectors import workplaces
from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, Refused, Role, Sector, Viewer
from kith.panel.models import Conflict, Item, Meeting, Seat
from kith.panel.rules import book_on, check_opening, check_state, may_decide, may_run, missing_sectors
from kith.panel.selectors.opening import opened_case
from kith.panel.services.locking import locked
from kith.panel.services.packing import take_back
from kith.panel.services.stepping import NewStep, take_step
from kith.panel.vocabulary import MeetingRefused, MeetingState, NewMeeting, Section, StepKind
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SUBJECT = "panel.meeting"


@transaction.atomic
def plan_meeting(*, new: NewMeeting, by: Viewer, now: datetime) -> UUID:
    """Make a meeting with its chair and its seats.

    Raises:
        MeetingRefused: it lies in the past, or nobody is in the chair.
        Refused: it is not theirs to plan.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair plan its meetings.")
    if new.begins_at <= now:
        raise MeetingRefused("The meeting lies in the past. Choose a time to come.")
    people = workplaces([new.chair_id, *new.seats])
    if new.chair_id not in people:
        raise MeetingRefused("Choose who takes the chair.")
    meeting = Meeting.objects.create(
        begins_at=new.begins_at, place=new.place.strip(), chair_id=new.chair_id, made_by_id=by.staff_id
    )
    Seat.objects.bulk_create(
        Seat(meeting=meeting, staff_id=staff_id, agency_id=agency_id)
        for staff_id, (_, agency_id, _) in sorted(people.items())
    )
    _trace(meeting, "planned", by, now, seats=len(people))
    return meeting.public_id


def list_case(*, meeting: UUID, public_id: UUID, section: Section, by: Viewer, now: datetime) -> UUID:
    """Put a child on the agenda of a meeting that has not begun, and return the item.

    Raises:
        Refused, StepRefused, MeetingRefused.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair draw up the agenda.")
    with opened_case(public_id, viewer=by, what="panel.list", action=Action.CHANGE, needs=DataClass.CARE) as opened:
        held = locked(meeting)
        if held.state != MeetingState.PLANNED:
            raise MeetingRefused("This meeting has begun or is over. Put the child on the agenda of the next one.")
        case = opened.held_case
        take_step(case=case, step=NewStep(kind=StepKind.LIST), by=by, now=now)
        item = Item.objects.create(meeting=held, case=case, person_id=case.person_id, section=section, listed_at=now)
        return item.public_id


def declare_conflict(*, item: UUID, public_id: UUID, staff_id: int, because: str, by: Viewer, now: datetime) -> None:
    """Keep that a member of staff is too near to a child to take part in the item.

    Raises:
        Refused: nothing is said, or it is said of a colleague by somebody who does not run the panel.
    """
    if len(because.strip()) < 5:
        raise Refused("Say how they stand to the child or the family.")
    if staff_id != by.staff_id and not may_run(by):
        raise Refused("You declare for yourself; the coordinator and the chair declare for others.")
    with opened_case(public_id, viewer=by, what="panel.conflict") as opened:
        row = Item.objects.filter(public_id=item, case=opened.held_case).first()
        if row is None:
            raise MeetingRefused("This child is not on that agenda.")
        Conflict.objects.get_or_create(
            item=row,
            staff_id=staff_id,
            defaults={"person_id": opened.person_id, "because": because.strip(), "declared_at": now},
        )
        trace(
            by=by.staff_id,
            action="panel.declared_conflict",
            subject="panel.item",
            subject_id=row.pk,
            person_id=opened.person_id,
            now=now,
            after={"staff": staff_id},
        )


@transaction.atomic
def promise_confidentiality(*, meeting: UUID, by: Viewer, now: datetime) -> None:
    """Sign somebody in: they are here, and keep what is said to themselves.

    Raises:
        MeetingRefused: they have no seat, or the meeting is over.
    """
    held = locked(meeting)
    if held.state not in (MeetingState.PLANNED, MeetingState.OPEN):
        raise MeetingRefused("This meeting is over.")
    changed = Seat.objects.filter(meeting=held, staff_id=by.staff_id).update(promised_at=now, attended=True)
    if not changed:
        raise MeetingRefused("You have no seat in this meeting. Ask its coordinator.")
    _trace(held, "signed_in", by, now, staff=by.staff_id)


@transaction.atomic
def open_meeting(*, meeting: UUID, because: str, by: Viewer, now: datetime) -> None:
    """Open a meeting: with its quorum, or with the chair's reason to go on without.

    Raises:
        MeetingRefused, Refused.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair open the meeting.")
    held = locked(meeting)
    missing = missing_sectors(book_on(timezone.localdate(now)), _present(held))
    check_opening(MeetingState(held.state), missing, because)
    held.state, held.opened_at = MeetingState.OPEN, now
    held.inquorate_because = because.strip() if missing else ""
    held.save(update_fields=["state", "opened_at", "inquorate_because"])
    _trace(held, "opened", by, now, missing=[each.value for each in missing])


@transaction.atomic
def end_meeting(*, meeting: UUID, by: Viewer, now: datetime) -> None:
    """End a meeting in which every item was decided or put off, and ask the chair to approve its minutes.

    Raises:
        MeetingRefused, Refused.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair end the meeting.")
    held = locked(meeting)
    check_state(MeetingState(held.state), MeetingState.ENDED)
    waiting = count_undecided(held.pk)
    if waiting:
        raise MeetingRefused(
            f"{waiting} items are neither decided nor put off. Nobody is forgotten: do one or the other."
        )
    take_back(meeting_id=held.pk, by=by, now=now)
    held.state, held.ended_at = MeetingState.ENDED, now
    held.save(update_fields=["state", "ended_at"])
    Seat.objects.filter(meeting=held, attended__isnull=True).update(attended=False)
    add_task(
        new=NewTask(
            kind=TaskKind.PANEL_MINUTES,
            owner_id=held.chair_id,
            link=f"/panel/meetings/{held.public_id}/",
            subject=_SUBJECT,
            subject_id=held.pk,
        ),
        by=by,
        now=now,
    )
    _trace(held, "ended", by, now)


@transaction.atomic
def approve_minutes(*, meeting: UUID, by: Viewer, now: datetime) -> None:
    """Sign the minutes as the chair of the meeting; from then on they stay as they are.

    Raises:
        MeetingRefused, Refused.
    """
    held = locked(meeting)
    if not may_decide(by):
        raise Refused("The chair approves the minutes.")
    if held.made_by_id == by.staff_id and Role.PANEL_COORDINATOR in by.roles:
        raise Refused("Whoever drew up the meeting does not approve its minutes.")
    check_state(MeetingState(held.state), MeetingState.APPROVED)
    held.state, held.approved_by_id, held.approved_at = MeetingState.APPROVED, by.staff_id, now
    held.save(update_fields=["state", "approved_by", "approved_at"])
    close_tasks_about(kind=TaskKind.PANEL_MINUTES, subject=_SUBJECT, subject_id=held.pk, by=by, now=now)
    _trace(held, "approved", by, now)


def count_undecided(meeting_id: int) -> int:
    """Return how many children on the agenda are neither decided nor put off; it names nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT panel_count_undecided(%s)", [meeting_id])
        return int(cursor.fetchone()[0])


def _present(held: Meeting) -> list[Sector]:
    came = Seat.objects.filter(meeting=held, promised_at__isnull=False).values_list("staff_id", flat=True)
    return [sector for _, _, sector in workplaces(came).values()]


def _trace(held: Meeting, what: str, by: Viewer, now: datetime, **after: object) -> None:
    trace(by=by.staff_id, action=f"panel.meeting_{what}", subject=_SUBJECT, subject_id=held.pk, now=now, after=after)
