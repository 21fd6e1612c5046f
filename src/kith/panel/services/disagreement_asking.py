"""Asks whoever has to answer next in a disagreement, with the clock of its stage, and seats them for the child."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.access.selectors import list_holders, list_kept_away, list_standing_to, workplaces
from kith.access.services import Sourced, begin_relationship, end_relationships
from kith.access.vocabulary import RelationshipSource, Role, Viewer
from kith.panel.models import Disagreement, DisagreementAnswerer
from kith.panel.rules import book_on, roles_at
from kith.panel.services.disagreement_steps import SUBJECT
from kith.panel.vocabulary import STAGES, DisagreementAct, DisagreementStatus
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_FOR = timedelta(days=180)
_CLIMBS = (DisagreementAct.ESCALATE, DisagreementAct.CLOCK)


def hand_on(
    *,
    row: Disagreement,
    step: DisagreementAct,
    person: UUID,
    by: Viewer | None,
    now: datetime,
    first: int | None = None,
) -> list[int]:
    """Close what was asked before, and ask who answers now; at the end, take back the seats that it gave."""
    close_tasks_about(kind=TaskKind.DISAGREEMENT, subject=SUBJECT, subject_id=row.pk, by=by, now=now)
    if row.ended_at is not None:
        end_relationships(source=RelationshipSource.PANEL, about=_ref(row), by=by, now=now)
        return []
    owners = _owners(row, step, by, now) if first is None else [first]
    for owner in owners:
        seat = Sourced(person_id=row.person_id, source_ref=_ref(row), begins_at=now, ends_at=now + _FOR, staff_id=owner)
        begin_relationship(source=RelationshipSource.PANEL, row=seat, by=by, now=now)
        add_task(
            new=NewTask(
                kind=TaskKind.DISAGREEMENT,
                owner_id=owner,
                link=f"/panel/people/{person}/disagreements/{row.public_id}/",
                subject=SUBJECT,
                subject_id=row.pk,
                person_id=row.person_id,
                due_on=row.due_on,
            ),
            by=by,
            now=now,
        )
    return owners


def answering(stage: DisagreementStatus, agency_id: int | None) -> QuerySet[DisagreementAnswerer]:
    """Return who is named now for a stage and an agency, or for the partnership where there is none."""
    whose = Q(agency__isnull=True) if agency_id is None else Q(agency_id=agency_id)
    return DisagreementAnswerer.objects.filter(whose, stage=stage, ends_at=None)


def _owners(row: Disagreement, step: DisagreementAct, by: Viewer | None, now: datetime) -> list[int]:
    """Return who answers now: both sides where it has climbed, else the side that has not spoken."""
    stage = DisagreementStatus(row.status)
    sides: list[int | None] = [row.raised_agency_id, row.other_agency_id]
    if book_on(timezone.localdate(now)).disagreement[stage].for_all:
        sides = [None]
    elif step not in _CLIMBS and by is not None:
        sides = [side for side in sides if side != by.agency_id]
    found = [_answerer(row, stage, side, now) for side in sides]
    return list(dict.fromkeys(one for one in found if one is not None))


def _answerer(row: Disagreement, stage: DisagreementStatus, agency_id: int | None, now: datetime) -> int | None:
    """Return who answers for a side: the one named, else a holder of the stage's role, else of a later one's."""
    away = list_kept_away(person_id=row.person_id, now=now)
    book = book_on(timezone.localdate(now))
    named = answering(stage, agency_id)
    circles = [list(named.filter(staff__is_active=True).values_list("staff_id", flat=True))]
    if stage is DisagreementStatus.PRACTITIONERS:
        near = list_standing_to(person_id=row.person_id, now=now)
        works = workplaces(near)
        theirs = set(list_holders(map(Role, book.disagreement[stage].roles), now, agency_id=agency_id))
        circles.append([one for one in near if one in theirs and works[one][1] == agency_id])
        stage = DisagreementStatus.MANAGERS  # nobody works with the child there: their managers say who will
    circles.append(list_holders(map(Role, book.disagreement[stage].roles), now, agency_id=agency_id))
    if agency_id is not None:
        later = [Role(role) for each in STAGES[STAGES.index(stage) : -1] for role in roles_at(book, each)]
        circles.append(list_holders(later, now, agency_id=agency_id))
    circles.append(list_holders([Role.PANEL_CHAIR], now))
    return next((one for circle in circles for one in circle if one not in away), None)


def _ref(row: Disagreement) -> str:
    return f"{SUBJECT}:{row.pk}"
