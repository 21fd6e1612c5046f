"""Decides an item: the level before and after, why, who disagreed; and what is then written into the story."""

from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import workplaces
from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, Refused, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.feeds.vocabulary import Basis
from kith.panel.models import Case, Decision, Item
from kith.panel.rules import book_on, check_decision, may_decide, may_run
from kith.panel.selectors.opening import Opened, opened_case
from kith.panel.services.reading import ask_to_read
from kith.panel.services.seats import seat_one
from kith.panel.services.stepping import NewStep, take_step
from kith.panel.services.taking_in import report_to_referrer
from kith.panel.vocabulary import (
    LEVEL_WORDS,
    OUTCOME_WORDS,
    MeetingRefused,
    MeetingState,
    MinuteField,
    NewDecision,
    StepKind,
)
from kith.support.selectors import require_voice
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SUBJECT = "panel.case"


def decide_item(*, public_id: UUID, item: UUID, new: NewDecision, by: Viewer, now: datetime) -> None:
    """Keep what the panel decides about a child, and ask for the next review.

    Raises:
        MeetingRefused: the meeting is not open, it was decided already, or the decision says too little.
        VoiceMissing: the child's own voice is not there.
        Refused: they are not in the chair, or have a conflict of interest in this item.
        StepRefused.
    """
    if not may_decide(by):
        raise Refused("The chair decides. The coordinator can put the item off.")
    today = timezone.localdate(now)
    review_on = check_decision(book_on(today), new, today)
    with _deciding(public_id, by) as opened:
        row = _undecided(opened, item, by)
        case = opened.held_case
        _check_voice(row, case, now)
        take_step(case=case, step=NewStep(kind=StepKind.DECIDE, says=OUTCOME_WORDS[new.outcome]), by=by, now=now)
        kept = Decision.objects.create(
            item=row,
            person_id=case.person_id,
            level_before=new.level_before,
            level_after=new.level_after,
            outcome=new.outcome,
            rationale=new.rationale.strip(),
            lead_id=new.lead_id,
            dissent=new.dissent.strip(),
            dissenting_agency_id=new.dissenting_agency_id if new.dissent.strip() else None,
            review_on=review_on,
            decided_by_id=by.staff_id,
            decided_at=now,
        )
        case.level, case.review_on = new.level_after, review_on
        case.lead_id = new.lead_id or case.lead_id
        case.save(update_fields=["level", "review_on", "lead"])
        if new.lead_id is not None:
            _check_lead(new.lead_id)
            seat_one(case=case, staff_id=new.lead_id, by=by, now=now)
        ask_to_read(item=row, by=by, now=now)
        report_to_referrer(case=case, decision=kept, by=by, now=now)
        _tell_story(case, new, row.meeting.inquorate_because, by, now)
        _ask_review(case, public_id, row.meeting.made_by_id, by, now)


def put_off(*, public_id: UUID, item: UUID, because: str, by: Viewer, now: datetime) -> None:
    """Put an item off to a later meeting, with the reason.

    Raises:
        MeetingRefused, Refused, StepRefused.
    """
    if not may_run(by):
        raise Refused("The panel's coordinator and chair do this.")
    if len(because.strip()) < 10:
        raise MeetingRefused("Say why it is put off; a child waits for it.")
    with _deciding(public_id, by) as opened:
        row = _undecided(opened, item, by)
        take_step(case=opened.held_case, step=NewStep(kind=StepKind.PUT_OFF, says=because), by=by, now=now)
        row.put_off_because = because.strip()
        row.save(update_fields=["put_off_because"])


def _deciding(public_id: UUID, by: Viewer) -> AbstractContextManager[Opened]:
    return opened_case(public_id, viewer=by, what="panel.decide", action=Action.CHANGE, needs=DataClass.CARE)


def _undecided(opened: Opened, item: UUID, by: Viewer) -> Item:
    row = Item.objects.select_related("meeting").filter(public_id=item, case=opened.held_case).first()
    if row is None:
        raise MeetingRefused("This child is not on that agenda.")
    if row.meeting.state != MeetingState.OPEN:
        raise MeetingRefused("Decisions are made while the meeting is open.")
    if row.put_off_because or Decision.objects.filter(item=row).exists():
        raise MeetingRefused("This item is settled already.")
    if row.conflicts.filter(staff_id=by.staff_id).exists():
        raise Refused("You have declared a conflict of interest in this item, so somebody else takes the chair for it.")
    return row


def _check_voice(row: Item, case: Case, now: datetime) -> None:
    """Refuse to decide about a child whose own voice is neither in these minutes nor anywhere else of late.

    Raises:
        VoiceMissing: nobody has heard the child, nor asked.
    """
    if not row.minutes.filter(field=MinuteField.VOICE).exclude(text="").exists():
        require_voice(case.person_id, what="The panel", now=now)


def _check_lead(lead_id: int) -> None:
    if lead_id not in workplaces([lead_id]):
        raise MeetingRefused("Choose a lead who works here.")


def _tell_story(case: Case, new: NewDecision, inquorate: str, by: Viewer, now: datetime) -> None:
    words = [
        f"{OUTCOME_WORDS[new.outcome]}.",
        f"Risk before: {LEVEL_WORDS[new.level_before]}; after: {LEVEL_WORDS[new.level_after]}.",
        new.rationale.strip(),
    ]
    if inquorate:
        words.append("The meeting had no quorum.")
    entry = NewEntry(
        kind="care.panel_decision",
        occurred_on=timezone.localdate(now),
        says=" ".join(words),
        basis=Basis.OPINION,
        said_by="The panel",
    )
    add_entry(person_id=case.person_id, entry=entry, by=by.staff_id, now=now)


def _ask_review(case: Case, public_id: UUID, owner_id: int, by: Viewer, now: datetime) -> None:
    close_tasks_about(kind=TaskKind.PANEL_REVIEW, subject=_SUBJECT, subject_id=case.pk, by=by, now=now)
    add_task(
        new=NewTask(
            kind=TaskKind.PANEL_REVIEW,
            owner_id=owner_id,
            link=f"/panel/people/{public_id}/",
            subject=_SUBJECT,
            subject_id=case.pk,
            person_id=case.person_id,
            due_on=case.review_on,
        ),
        by=by,
        now=now,
    )
    trace(
        by=by.staff_id,
        action="panel.decided",
        subject=_SUBJECT,
        subject_id=case.pk,
        person_id=case.person_id,
        now=now,
        after={"level": case.level, "review_on": case.review_on},
    )
