"""Lets go of a child: each test answered, each action accounted for, the child told, somebody holding on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import workplaces
from kith.access.vocabulary import Action, DataClass, Refused, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.panel.models import Closure, PanelAction
from kith.panel.rules import check_closure, may_decide
from kith.panel.selectors.opening import opened_case
from kith.panel.services.seats import unseat_panel
from kith.panel.services.stepping import NewStep, take_step
from kith.panel.vocabulary import CLOSURE_WORDS, ActionRefused, ActionState, ClosureTest, StepKind
from kith.work.services import close_tasks_about
from kith.work.vocabulary import TaskKind

_OPEN = (ActionState.NOT_STARTED, ActionState.IN_PROGRESS)


def close_case(
    *,
    public_id: UUID,
    answers: Mapping[ClosureTest, str],
    step_down_id: int | None,
    by: Viewer,
    now: datetime,
    open_actions_because: str = "",
) -> None:
    """Close a case, write it into the story, and take every seat for this child back.

    Raises:
        ActionRefused: a test is not answered, nobody holds on, or an action is open without the chair's reason.
        Refused: they are not in the chair.
        StepRefused.
    """
    if not may_decide(by):
        raise Refused("The chair closes a case.")
    with opened_case(public_id, viewer=by, what="panel.close", action=Action.CHANGE, needs=DataClass.CARE) as opened:
        case = opened.held_case
        waiting = PanelAction.objects.filter(case=case, state__in=_OPEN).count()
        check_closure(answers, waiting, open_actions_because, step_down_id)
        if step_down_id not in workplaces([step_down_id or 0]):
            raise ActionRefused("Choose somebody who works here to hold the child from now on.")
        take_step(case=case, step=NewStep(kind=StepKind.CLOSE, says=open_actions_because), by=by, now=now)
        Closure.objects.create(
            case=case,
            person_id=case.person_id,
            answers={test.value: answers[test].strip() for test in ClosureTest},
            open_actions_because=open_actions_because.strip(),
            step_down_id=step_down_id,
            closed_by_id=by.staff_id,
            closed_at=now,
        )
        case.review_on = None
        case.save(update_fields=["review_on"])
        close_tasks_about(kind=TaskKind.PANEL_REVIEW, subject="panel.case", subject_id=case.pk, by=by, now=now)
        words = " ".join(f"{CLOSURE_WORDS[test]} {answers[test].strip()}" for test in ClosureTest)
        entry = NewEntry(kind="care.panel_closed", occurred_on=timezone.localdate(now), says=words, said_by="The panel")
        add_entry(person_id=case.person_id, entry=entry, by=by.staff_id, now=now)
        unseat_panel(case=case, by=by, now=now)
