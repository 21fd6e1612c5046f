"""Puts a subject on an agenda as an item of its own, writes its minutes, decides what disrupts, agrees actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import workplaces
from kith.access.services import trace
from kith.access.vocabulary import NotShown, Purpose, Refused, Viewer
from kith.panel.models import SubjectAction, SubjectItem
from kith.panel.rules import check_action, check_change, check_reason, may_decide, may_run
from kith.panel.selectors.subjects import SubjectRow, Written, clashes_of, reading, words_of
from kith.panel.services.locking import locked
from kith.panel.services.subjects import SUBJECT, keep_clash, keep_words, settle
from kith.panel.vocabulary import (
    SUBJECT_MINUTES,
    ActionRefused,
    ActionState,
    Clash,
    Disruption,
    MeetingRefused,
    MeetingState,
    NewAction,
    Stale,
    SubjectField,
)
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, NotPossibleBecause, TaskKind

_ACTION = "panel.subjectaction"
_RUNS = "The panel's coordinator and chair do this."


def list_subject(*, meeting: UUID, subject: UUID, by: Viewer, now: datetime) -> UUID:
    """Put a subject on the agenda of a meeting that has not begun, and return the item.

    Raises:
        MeetingRefused: the meeting has begun, the subject is closed or listed already.
        Refused, NotShown.
    """
    if not may_run(by):
        raise Refused(_RUNS)
    with reading(subject, viewer=by, purpose=Purpose.PANEL, what="panel.list_subject") as (row, _):
        held = locked(meeting)
        if held.state != MeetingState.PLANNED:
            raise MeetingRefused("This meeting has begun or is over. Put it on the agenda of the next one.")
        if row.subject.closed_at is not None:
            raise MeetingRefused("The panel has closed this. Add it anew if it matters again.")
        item, made = SubjectItem.objects.get_or_create(meeting=held, subject=row.subject, defaults={"listed_at": now})
        if not made:
            raise MeetingRefused("It is on this agenda already.")
        _trace(row, "listed", by, now, meeting=held.pk)
        return item.public_id


def write_subject_minute(*, item: UUID, field: SubjectField, text: str, seen: int, by: Viewer, now: datetime) -> int:
    """Keep what was typed into one field of an item about a subject, and return its new version.

    Raises:
        Clash: somebody has written since `seen`; the other text stands and the own text is kept under `clash_id`.
        MeetingRefused: the meeting is not open, or its minutes are approved.
        Refused, NotShown.
    """
    if field not in SUBJECT_MINUTES:
        raise MeetingRefused("There is no such field in the minutes of a place, a group or a vehicle.")
    with _writing(item, by) as row:
        stands = row.words.get((item, field))
        if stands is not None and stands.text == text.strip():
            return stands.version
        clash = _put(row, item, field, text, seen, by, now)
        if isinstance(clash, int):
            return clash
        number = keep_clash(row.subject, field=field, text=text, by=by, now=now, about=item)
    raise Clash(number, clash.text, clash.version)  # outside the look, so that the text not taken over stays kept


def settle_subject_clash(*, item: UUID, clash_id: int, text: str, seen: int, by: Viewer, now: datetime) -> int:
    """Replace a field by what a person chose or joined from both texts, and close the clash.

    Raises:
        Clash: somebody has written once more meanwhile.
        MeetingRefused, Refused, NotShown: as for writing; or there is no such clash.
    """
    with _writing(item, by) as row:
        kept = next((each for each in clashes_of(row.subject, item) if each.clash_id == clash_id), None)
        if kept is None or not settle(clash_id, item, now):
            raise MeetingRefused("This was settled already.")
        stands = row.words[item, kept.field]
        if stands.version == seen and stands.text == text.strip():
            return stands.version
        found = _put(row, item, kept.field, text, seen, by, now)
        if not isinstance(found, int):
            raise Clash(clash_id, found.text, found.version)  # inside the look: the clash is as open as before
        return found


@contextmanager
def _writing(item: UUID, by: Viewer) -> Iterator[SubjectRow]:
    if not may_run(by):
        raise Refused(_RUNS)
    held = _item(item)
    with reading(held.subject.public_id, viewer=by, purpose=Purpose.PANEL, what="panel.subject_minute") as (row, _):
        if locked(held.meeting.public_id).state not in (MeetingState.OPEN, MeetingState.ENDED):
            raise MeetingRefused("Minutes are written while the meeting is open, and mended until they are approved.")
        yield row


def _put(  # noqa: PLR0913 -- where, which field, what, from which version, by whom and when
    row: SubjectRow, item: UUID, field: SubjectField, text: str, seen: int, by: Viewer, now: datetime
) -> int | Written:
    """Keep a text and return its version, or return what somebody else has written meanwhile."""
    try:
        return keep_words(row.subject, field=field, text=text, seen=seen, by=by, now=now, about=item)
    except Stale:
        return words_of([row.subject.pk])[row.subject.pk][item, field]


def decide_subject(*, item: UUID, disruption: Disruption, rationale: str, by: Viewer, now: datetime) -> None:
    """Keep what the panel decides about a subject: what disrupts, and why. There is no level to set.

    Raises:
        MeetingRefused: the meeting is not open, it was decided already, or nothing is said.
        Refused, NotShown.
    """
    if not may_decide(by):
        raise Refused("The chair decides.")
    check_reason(rationale)
    held = _item(item)
    with reading(held.subject.public_id, viewer=by, purpose=Purpose.PANEL, what="panel.decide_subject") as (row, _):
        if locked(held.meeting.public_id).state != MeetingState.OPEN:
            raise MeetingRefused("Decisions are made while the meeting is open.")
        undecided = SubjectItem.objects.filter(pk=held.pk, decided_at=None)
        if not undecided.update(disruption=disruption, decided_by_id=by.staff_id, decided_at=now):
            raise MeetingRefused("This item is settled already.")
        keep_words(row.subject, field=SubjectField.RATIONALE, text=rationale, seen=0, by=by, now=now, about=item)
        _trace(row, "decided", by, now, disruption=disruption)


def agree_subject_action(*, subject: UUID, new: NewAction, by: Viewer, now: datetime) -> UUID:
    """Make an action about a subject for somebody whose agency reads it, and start its clock.

    Raises:
        ActionRefused: nobody owns it, its owner may not read it, it says too little, or its day is past.
        Refused, NotShown.
    """
    check_action(new, timezone.localdate(now))
    if not may_run(by):
        raise Refused("Actions are agreed in the meeting; its coordinator or chair writes them down.")
    with reading(subject, viewer=by, purpose=Purpose.PANEL, what="panel.agree_subject_action") as (row, _):
        works = workplaces([new.owner_id or 0])
        if new.owner_id not in works:
            raise ActionRefused("Choose an owner who works here.")
        _, agency_id, sector = works[new.owner_id]
        reads = row.subject.readers.filter(agency_id=agency_id, ended_at=None).exists()
        if row.subject.police and sector not in ("police", "youth_justice") and not reads:
            raise ActionRefused("Their agency does not read this. Ask the police to share it first.")
        made = SubjectAction.objects.create(subject=row.subject, owner_id=new.owner_id, due_on=new.due_on, made_at=now)
        said = f"{new.need.strip()}: {new.what.strip()}"
        keep_words(row.subject, field=SubjectField.ACTION, text=said, seen=0, by=by, now=now, about=made.public_id)
        task = NewTask(
            kind=TaskKind.ACTION,
            owner_id=made.owner_id,
            link=f"/panel/subjects/{subject}/",
            subject=_ACTION,
            subject_id=made.pk,
            due_on=new.due_on,
        )
        add_task(new=task, by=by, now=now)
        return made.public_id


def change_subject_action(  # noqa: PLR0913 -- which, to what, what shows it, from which version, by whom and when
    *,
    action: UUID,
    to: ActionState,
    seen: int,
    by: Viewer,
    now: datetime,
    evidence: str = "",
    because: NotPossibleBecause | None = None,
) -> int:
    """Change the state of an action about a subject, and return its new version; whoever comes second is told.

    Raises:
        Stale, ActionRefused, Refused, NotShown.
    """
    held = SubjectAction.objects.select_related("subject").filter(public_id=action).first()
    if held is None:
        raise NotShown
    with reading(held.subject.public_id, viewer=by, purpose=Purpose.PANEL, what="panel.change_action") as (row, _):
        one = SubjectAction.objects.select_for_update().get(pk=held.pk)
        if one.owner_id != by.staff_id and not may_run(by):
            raise Refused("Its owner says how an action stands, or the panel's coordinator for them.")
        if one.version != seen:
            raise Stale(f"{one.get_state_display()}.")
        check_change(ActionState(one.state), to, evidence, because or "")
        one.state, one.version, one.not_possible_because = to, one.version + 1, because or ""
        if to in (ActionState.DONE, ActionState.NOT_POSSIBLE):
            one.closed_at = now
            close_tasks_about(kind=TaskKind.ACTION, subject=_ACTION, subject_id=one.pk, by=by, now=now)
        one.save()
        if evidence.strip():
            shown = row.words.get((action, SubjectField.EVIDENCE))
            before = shown.version if shown else 0
            keep_words(
                row.subject, field=SubjectField.EVIDENCE, text=evidence, seen=before, by=by, now=now, about=action
            )
        _trace(row, f"action_{to}", by, now, action=one.pk, version=one.version)
        return one.version


def _item(item: UUID) -> SubjectItem:
    found = SubjectItem.objects.select_related("meeting", "subject").filter(public_id=item).first()
    if found is None:
        raise NotShown
    return found


def _trace(row: SubjectRow, what: str, by: Viewer, now: datetime, **after: object) -> None:
    action = f"panel.subject_{what}"
    trace(by=by.staff_id, action=action, subject=SUBJECT, subject_id=row.subject.pk, now=now, after=after)
