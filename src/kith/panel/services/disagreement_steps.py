"""Writes one step of a disagreement: checked against the transitions, kept for ever, told in the story, traced."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.feeds.vocabulary import Basis
from kith.panel.models import Disagreement, DisagreementStep
from kith.panel.rules import book_on
from kith.panel.vocabulary import (
    DISAGREEMENT_OUTCOMES,
    DISAGREEMENT_WORDS,
    STAGES,
    TOPIC_WORDS,
    DisagreementAct,
    DisagreementOutcome,
    DisagreementStatus,
    DisagreementTopic,
    next_stage,
)
from kith.work.rules import add_working_days

SUBJECT = "panel.disagreement"
# An answer stays between the two; that it began, went higher and ended is part of the child's story.
_TOLD = frozenset(DisagreementAct) - {DisagreementAct.ANSWER, DisagreementAct.PROPOSE}


@dataclass(frozen=True, kw_only=True)
class NewDisagreementStep:
    """What happens in a disagreement, and what is said of it."""

    act: DisagreementAct
    says: str = ""
    wanted: str = ""
    voice: str = ""
    child_safe: str
    outcome: DisagreementOutcome | None = None
    dissent: str = ""
    dissenting_agency_id: int | None = None


def begin(*, row: Disagreement, step: NewDisagreementStep, by: Viewer, now: datetime) -> None:
    """Take the first step of a disagreement that is not kept yet."""
    row.version = 0
    _take(row, None, step, by, now)


def take(*, row: Disagreement, step: NewDisagreementStep, by: Viewer | None, now: datetime) -> None:
    """Take one more step of a disagreement whose row is locked.

    Raises:
        DisagreementRefused: the step is not possible from here.
    """
    _take(row, DisagreementStatus(row.status), step, by, now)


def run_out(*, row: Disagreement, now: datetime) -> None:
    """Take a disagreement whose clock has run out to its next stage; what kept the child safe is carried on."""
    last = row.history.latest("place")
    take(row=row, step=NewDisagreementStep(act=DisagreementAct.CLOCK, child_safe=last.child_safe), by=None, now=now)


def _take(
    row: Disagreement, before: DisagreementStatus | None, step: NewDisagreementStep, by: Viewer | None, now: datetime
) -> None:
    after = next_stage(before, step.act)
    if step.act is DisagreementAct.AGREE:
        proposed = row.history.filter(act=DisagreementAct.PROPOSE).latest("place")
        step = replace(step, outcome=DisagreementOutcome(proposed.outcome))
    today = timezone.localdate(now)
    book = book_on(today)
    if after in STAGES:
        row.last_stage = after
        if after is not before:
            row.due_on = add_working_days(today, book.disagreement[after].working_days)
    else:
        row.due_on, row.ended_at = None, now
    row.status, row.version = after, row.version + 1
    row.proposed_agency_id = by.agency_id if by and step.act is DisagreementAct.PROPOSE else None
    if after is DisagreementStatus.RESOLVED:
        row.outcome = step.outcome or ""
    row.save()
    _keep(row, step, book.version, by, now)
    if step.act in _TOLD:
        _tell_story(row, step, by, now)
    trace(
        by=by.staff_id if by else None,
        action=f"panel.disagreement_{step.act}",
        subject=SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        before={"status": before},
        after={"status": after, "due_on": row.due_on, "version": row.version},
    )


def _keep(row: Disagreement, step: NewDisagreementStep, version: str, by: Viewer | None, now: datetime) -> None:
    DisagreementStep.objects.create(
        disagreement=row,
        person_id=row.person_id,
        place=row.version,
        act=step.act,
        status=row.status,
        by_id=by.staff_id if by else None,
        agency_id=by.agency_id if by else None,
        at=now,
        says=step.says.strip(),
        wanted=step.wanted.strip(),
        voice=step.voice.strip(),
        child_safe=step.child_safe.strip(),
        carried=step.act is DisagreementAct.CLOCK,
        outcome=step.outcome or "",
        dissent=step.dissent.strip(),
        dissenting_agency_id=step.dissenting_agency_id,
        due_on=row.due_on,
        book_version=version,
    )


def _tell_story(row: Disagreement, step: NewDisagreementStep, by: Viewer | None, now: datetime) -> None:
    words = [
        f"{row.raised_agency.name} and {row.other_agency.name}: {TOPIC_WORDS[DisagreementTopic(row.topic)].lower()}.",
        f"{DISAGREEMENT_WORDS[DisagreementStatus(row.status)]}.",
        f"{DISAGREEMENT_OUTCOMES[step.outcome]}." if step.outcome else "",
        step.says.strip() or "Nobody had answered by the day, so it went on by itself.",
        f"Wanted: {step.wanted.strip()}" if step.wanted.strip() else "",
        f"The child: {step.voice.strip()}" if step.voice.strip() else "",
        f"Still disagreed: {step.dissent.strip()}" if step.dissent.strip() else "",
        f"Meanwhile: {step.child_safe.strip()}",
    ]
    entry = NewEntry(
        kind="care.disagreement",
        occurred_on=timezone.localdate(now),
        says=" ".join(filter(None, words)),
        basis=Basis.OPINION,
        said_by=by.agency_name if by else "",
    )
    add_entry(person_id=row.person_id, entry=entry, by=by.staff_id if by else None, now=now)
