"""Walks a path: its milestones get their days, are asked for when they come near, are reached or not needed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Action, Refused, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.support.models import Milestone, Path, PathChange, Pregnancy
from kith.support.rules import check_milestone, may_support, milestone_title
from kith.support.selectors.opening import Opened, opened
from kith.support.selectors.staff import works_here
from kith.support.services.seeing import let_see, stop_seeing
from kith.support.vocabulary import DueMilestone, MilestoneState, PathKind, PathRefused, PregnancyState, Reaching
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

ASKED_BEFORE: Final = timedelta(days=28)
_SUBJECT: Final = "support.milestone"
_PATH: Final = "support.path"
_ENTRIES: Final = {
    PathKind.PREGNANCY: "care.pregnancy_milestone",
    PathKind.TRANSITION: "care.transition_milestone",
}


@dataclass(frozen=True, kw_only=True)
class Walking:
    """One person's open path, its row locked, with who writes and when."""

    public_id: UUID
    person_id: int
    path: Path
    by: Viewer
    now: datetime

    @property
    def today(self) -> date:
        """Return the day on which this is written."""
        return timezone.localdate(self.now)


@contextmanager
def beginning(public_id: UUID, *, by: Viewer, what: str, others: tuple[UUID, ...] = ()) -> Iterator[Opened]:
    """Log that somebody is about to write about a person's path, and yield the person.

    Raises:
        NotShown, Refused: the person is not theirs to write about.
    """
    if not may_support(by):
        raise Refused("Whoever works with a child writes here. Ask the child's worker.")
    with opened(public_id, viewer=by, what=what, action=Action.ADD, others=others) as found:
        yield found


@contextmanager
def walking(public_id: UUID, *, kind: PathKind, by: Viewer, now: datetime, what: str) -> Iterator[Walking]:
    """Yield a person's open path of a kind, locked.

    Raises:
        PathRefused: there is none.
        NotShown, Refused.
    """
    with beginning(public_id, by=by, what=what) as found:
        path = Path.objects.select_for_update().filter(person_id=found.person_id, kind=kind, ended_at=None).first()
        if path is None:
            raise PathRefused("Nothing is open here for this person. It has ended, or was never begun.")
        yield Walking(public_id=public_id, person_id=found.person_id, path=path, by=by, now=now)


def begin_path(  # noqa: PLR0913 -- whose, which way, led by whom, with what to reach, by whom and when
    found: Opened,
    kind: PathKind,
    lead_id: int | None,
    due: Iterable[DueMilestone],
    version: str,
    *,
    by: Viewer,
    now: datetime,
) -> Walking:
    """Make a path and its milestones, and ask for those that are near.

    Raises:
        PathRefused: one is open already, or nobody leads it.
    """
    if lead_id is None or not works_here(staff_id=lead_id, now=now):
        raise PathRefused("Name one person who works with children here and leads this.")
    if Path.objects.filter(person_id=found.person_id, kind=kind, ended_at=None).exists():
        raise PathRefused("This is open for this person already. Go on there.")
    path = Path.objects.create(
        person_id=found.person_id,
        kind=kind,
        lead_id=lead_id,
        book_version=version,
        begun_by_id=by.staff_id,
        begun_at=now,
    )
    at = Walking(public_id=found.public_id, person_id=found.person_id, path=path, by=by, now=now)
    _show_lead(path, by, now)
    Milestone.objects.bulk_create(
        Milestone(
            path=path,
            person_id=found.person_id,
            key=one.key,
            due_on=one.due_on,
            latest_on=one.latest_on,
            is_compressed=one.is_compressed,
            owner_id=lead_id,
        )
        for one in due
    )
    ask_for_near(at)
    return at


def ask_for_near(at: Walking) -> None:
    """Ask for the milestones that are due soon and have not been asked for."""
    near = at.path.milestones.filter(state="open", asked_at=None, due_on__lte=at.today + ASKED_BEFORE)
    for row in near.select_for_update():
        _ask(row, at.public_id, by=at.by, now=at.now)


@transaction.atomic
def ask_for_milestones(*, by: Viewer | None, now: datetime) -> int:
    """Ask for every milestone that has come near, and return how many; the worker's own step."""
    near = Milestone.objects.select_for_update().filter(
        state="open", asked_at=None, due_on__lte=timezone.localdate(now) + ASKED_BEFORE
    )
    rows = list(near)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, public_id FROM linking_person WHERE id = ANY(%s)", [[row.person_id for row in rows]])
        ids = {pk: UUID(str(public_id)) for pk, public_id in cursor.fetchall()}
    for row in rows:
        _ask(row, ids[row.person_id], by=by, now=now)
    return len(rows)


def reach_milestone(*, public_id: UUID, milestone: UUID, new: Reaching, by: Viewer, now: datetime) -> None:
    """Say that a milestone is reached, with what shows it, or not needed, with the reason; tell it in the story.

    Raises:
        PathRefused: it is over already, what shows it is missing, or its day lies in the future.
        NotShown, Refused.
    """
    check_milestone(new, timezone.localdate(now))
    with beginning(public_id, by=by, what="support.reach_milestone") as found:
        row = Milestone.objects.filter(public_id=milestone, person_id=found.person_id).select_related("path").first()
        if row is None or row.path.ended_at is not None:
            raise PathRefused("There is no such milestone open for this person.")
        path = Path.objects.select_for_update().get(pk=row.path_id)
        at = Walking(public_id=public_id, person_id=found.person_id, path=path, by=by, now=now)
        close_milestone(at, row, new)
        reached = "" if new.to is MilestoneState.REACHED else "not needed. "
        says = f"{milestone_title(path.book_version, row.key)}: {reached}{new.says}"
        tell(at, _ENTRIES[PathKind(path.kind)], new.on or at.today, says)
        is_born = Pregnancy.objects.filter(path=path, state=PregnancyState.BORN).exists()
        if is_born and not path.milestones.filter(state="open").exists():
            end_path(at, because="Everything that follows a birth is done.")


def give_milestone(*, public_id: UUID, milestone: UUID, owner_id: int, by: Viewer, now: datetime) -> None:
    """Give a milestone to another colleague, and ask them.

    Raises:
        PathRefused: it is over, or they do not work with children here.
        NotShown, Refused.
    """
    with beginning(public_id, by=by, what="support.give_milestone") as found:
        row = Milestone.objects.select_for_update().filter(public_id=milestone, person_id=found.person_id).first()
        if row is None or row.state != MilestoneState.OPEN:
            raise PathRefused("There is no such milestone open for this person.")
        if not works_here(staff_id=owner_id, now=now):
            raise PathRefused("Name one person who works with children here.")
        path = Path.objects.select_for_update().get(pk=row.path_id)
        at = Walking(public_id=public_id, person_id=found.person_id, path=path, by=by, now=now)
        before = {"key": row.key, "owner_id": row.owner_id}
        _forget(row, by, now)
        row.owner_id, row.asked_at = owner_id, None
        row.save(update_fields=["owner", "asked_at"])
        keep(at, "gave_milestone", before, {"key": row.key, "owner_id": owner_id})
        ask_for_near(at)


def set_days(at: Walking, due: Iterable[DueMilestone]) -> dict[str, list[date]]:
    """Set the days of the milestones that are still open anew, and return by key those that moved: before, after."""
    moved = {}
    days = {one.key: one for one in due}
    for row in at.path.milestones.select_for_update().filter(state="open", key__in=list(days)):
        new = days[row.key]
        if (row.due_on, row.latest_on) == (new.due_on, new.latest_on):
            continue
        moved[row.key] = [row.due_on, new.due_on]
        _forget(row, at.by, at.now)
        row.due_on, row.latest_on, row.is_compressed, row.asked_at = new.due_on, new.latest_on, new.is_compressed, None
        row.save(update_fields=["due_on", "latest_on", "is_compressed", "asked_at"])
    ask_for_near(at)
    return moved


def close_milestone(at: Walking, row: Milestone, new: Reaching) -> None:
    """End one milestone and its task; whoever comes second is told.

    Raises:
        PathRefused: it is over already.
    """
    values: dict[str, Any] = {"state": new.to, "reached_on": new.on, "says": new.says.strip()}
    if not Milestone.objects.filter(pk=row.pk, state="open").update(**values):
        row.refresh_from_db()
        raise PathRefused(f"This milestone is over already. It says: {row.says}")
    _forget(row, at.by, at.now)
    keep(at, f"milestone_{new.to}", {"key": row.key, "state": "open"}, {"key": row.key} | values, new.says)


def end_path(at: Walking, *, because: str) -> None:
    """End a path: what is open on it is not needed any more, with the reason, and its tasks end."""
    for row in at.path.milestones.filter(state="open"):
        close_milestone(at, row, Reaching(to=MilestoneState.NOT_NEEDED, says=because))
    stop_seeing(about=f"{_PATH}:{at.path.pk}", by=at.by, now=at.now)
    at.path.ended_at = at.now
    at.path.save(update_fields=["ended_at"])
    keep(at, "ended", {}, {}, because)


def keep(at: Walking, act: str, before: dict[str, Any], after: dict[str, Any], says: str = "") -> None:
    """Keep one thing that happened on a path, and trace it."""
    PathChange.objects.create(
        path=at.path,
        person_id=at.person_id,
        act=act,
        before=before,
        after=after,
        says=says.strip(),
        by_id=at.by.staff_id,
        at=at.now,
    )
    trace(
        by=at.by.staff_id,
        action=f"support.path_{act}",
        subject="support.path",
        subject_id=at.path.pk,
        person_id=at.person_id,
        now=at.now,
        before=before,
        after=after,
    )


def tell(at: Walking, kind: str, day: date, says: str, person_id: int | None = None) -> None:
    """Write one thing of a path into the story of its person, or of another whom the look shows."""
    entry = NewEntry(kind=kind, occurred_on=day, says=says, said_by=at.by.agency_name)
    add_entry(person_id=person_id or at.person_id, entry=entry, by=at.by.staff_id, now=at.now)


def _ask(row: Milestone, public_id: UUID, *, by: Viewer | None, now: datetime) -> None:
    row.asked_at = now
    row.save(update_fields=["asked_at"])
    page = row.path.kind
    new = NewTask(
        kind=TaskKind.MILESTONE,
        owner_id=row.owner_id,
        link=f"/support/people/{public_id}/{page}/",
        subject=_SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
        due_on=max(row.due_on, timezone.localdate(now)),
    )
    about = f"{_SUBJECT}:{row.pk}"
    let_see(staff_id=row.owner_id, person_id=row.person_id, about=about, until=row.latest_on, by=by, now=now)
    _show_lead(row.path, by, now)  # a reason lasts 180 days at most, and a path longer
    add_task(new=new, by=by, now=now)


def _show_lead(path: Path, by: Viewer | None, now: datetime) -> None:
    last = now.date() + timedelta(days=180)
    let_see(staff_id=path.lead_id, person_id=path.person_id, about=f"{_PATH}:{path.pk}", until=last, by=by, now=now)


def _forget(row: Milestone, by: Viewer, now: datetime) -> None:
    stop_seeing(about=f"{_SUBJECT}:{row.pk}", by=by, now=now)
    close_tasks_about(kind=TaskKind.MILESTONE, subject=_SUBJECT, subject_id=row.pk, by=by, now=now)
