"""Agrees an action for a child with somebody who owns it, follows it, and closes it once."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import workplaces
from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, Refused, Viewer
from kith.panel.models import ActionChange, Item, PanelAction
from kith.panel.rules import check_action, check_change, may_run
from kith.panel.selectors.opening import opened_case
from kith.panel.services.seats import seat_one
from kith.panel.vocabulary import ActionRefused, ActionState, NewAction, Stale
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, NotPossibleBecause, TaskKind

_SUBJECT = "panel.action"


def agree_action(*, public_id: UUID, new: NewAction, by: Viewer, now: datetime, item: UUID | None = None) -> UUID:
    """Make an action for a child, seat its owner for the child, and start its clock.

    Raises:
        ActionRefused: nobody owns it, it says too little, or its day is past.
        Refused: it is not theirs to agree.
    """
    check_action(new, timezone.localdate(now))
    if not may_run(by):
        raise Refused("Actions are agreed in the meeting; its coordinator or chair writes them down.")
    if new.owner_id not in workplaces([new.owner_id or 0]):
        raise ActionRefused("Choose an owner who works here.")
    with opened_case(
        public_id, viewer=by, what="panel.agree_action", action=Action.CHANGE, needs=DataClass.CARE
    ) as opened:
        case = opened.held_case
        row = Item.objects.filter(public_id=item, case=case).first() if item else None
        made = PanelAction.objects.create(
            case=case,
            item=row,
            person_id=case.person_id,
            need=new.need.strip(),
            what=new.what.strip(),
            owner_id=new.owner_id,
            due_on=new.due_on,
            evidence_wanted=new.evidence_wanted.strip(),
            made_at=now,
        )
        _keep_change(made, new.what.strip(), by, now)
        seat_one(case=case, staff_id=made.owner_id, by=by, now=now)
        add_task(
            new=NewTask(
                kind=TaskKind.ACTION,
                owner_id=made.owner_id,
                link=f"/panel/people/{public_id}/",
                subject=_SUBJECT,
                subject_id=made.pk,
                person_id=case.person_id,
                due_on=new.due_on,
            ),
            by=by,
            now=now,
        )
        return made.public_id


def change_action(  # noqa: PLR0913 -- of whom, which, to what, what shows it, from which version, by whom and when
    *,
    public_id: UUID,
    action: UUID,
    to: ActionState,
    seen: int,
    by: Viewer,
    now: datetime,
    evidence: str = "",
    because: NotPossibleBecause | None = None,
) -> int:
    """Change the state of an action, and return its new version; whoever comes second is told, not overwritten.

    Raises:
        Stale: somebody has changed it since `seen`.
        ActionRefused: it is closed, or nothing shows that it is done, or no reason is given.
        Refused: they neither own it nor run the panel.
    """
    with opened_case(
        public_id, viewer=by, what="panel.change_action", action=Action.ADD, needs=DataClass.CARE
    ) as opened:
        row = PanelAction.objects.select_for_update().filter(public_id=action, case=opened.held_case).first()
        if row is None:
            raise ActionRefused("There is no such action for this child.")
        if row.owner_id != by.staff_id and not may_run(by):
            raise Refused("Its owner says how an action stands, or the panel's coordinator for them.")
        if row.version != seen:
            raise Stale(f"{row.get_state_display()}: {row.evidence or row.what}")
        check_change(ActionState(row.state), to, evidence, because or "")
        row.state, row.version = to, row.version + 1
        row.evidence = evidence.strip() or row.evidence
        row.not_possible_because = because or ""
        if to in (ActionState.DONE, ActionState.NOT_POSSIBLE):
            row.closed_at, row.closed_by_id = now, by.staff_id
        row.save()
        _keep_change(row, evidence.strip() or (because or ""), by, now)
        if row.closed_at is not None:
            close_tasks_about(kind=TaskKind.ACTION, subject=_SUBJECT, subject_id=row.pk, by=by, now=now)
        return row.version


def _keep_change(row: PanelAction, says: str, by: Viewer, now: datetime) -> None:
    ActionChange.objects.create(
        action=row, person_id=row.person_id, version=row.version, state=row.state, says=says, by_id=by.staff_id, at=now
    )
    trace(
        by=by.staff_id,
        action=f"panel.action_{row.state}",
        subject=_SUBJECT,
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        after={"version": row.version, "owner": row.owner_id, "due_on": row.due_on},
    )
