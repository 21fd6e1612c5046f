"""Takes one step of a case: checked against the transitions, kept for ever, traced."""

from dataclasses import dataclass
from datetime import date, datetime

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.panel.models import Case, CaseStep
from kith.panel.vocabulary import SetAside, Status, StepKind, next_status


@dataclass(frozen=True, kw_only=True)
class NewStep:
    """What happens, and what is said of it."""

    kind: StepKind
    says: str = ""
    reason: SetAside | None = None
    until: date | None = None
    referral_id: int | None = None


def begin_case(*, person_id: int, now: datetime) -> Case:
    """Return a case without a step, for somebody of whom the panel has never heard."""
    return Case(person_id=person_id, opened_at=now, status="", steps=0)


def take_step(*, case: Case, step: NewStep, by: Viewer | None, now: datetime) -> Status:
    """Take one step of a case whose row is locked, or new, and return its status.

    Raises:
        StepRefused: the step is not possible from here.
    """
    before = Status(case.status) if case.steps else None
    case.status = after = next_status(before, step.kind)
    case.steps += 1
    case.save()
    CaseStep.objects.create(
        case=case,
        person_id=case.person_id,
        place=case.steps,
        kind=step.kind,
        by_id=by.staff_id if by else None,
        agency_id=by.agency_id if by else None,
        at=now,
        reason=step.reason or "",
        says=step.says.strip(),
        until=step.until,
        referral_id=step.referral_id,
    )
    trace(
        by=by.staff_id if by else None,
        action=f"panel.step_{step.kind}",
        subject="panel.case",
        subject_id=case.pk,
        person_id=case.person_id,
        now=now,
        before={"status": before},
        after={"status": after},
    )
    return after
