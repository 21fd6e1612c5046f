"""Reads section 11: rounds, the matrix of agencies and standards with what moved, one agency's return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.audit.models import (
    ChallengedGrade,
    ChallengeMeeting,
    Section11Answer,
    Section11Return,
    Section11Round,
)
from kith.audit.rules import may_oversee_section_11, may_read_return, moved, standards_on
from kith.audit.vocabulary import MatrixCell, MatrixRow, Met, StandardBook, ToolState

Grades = Mapping[tuple[int, str], tuple[Met | None, Met | None]]


@dataclass(frozen=True, kw_only=True)
class ReturnPage:
    """One agency's return with its answers by standard, the viewer's reading of it already judged."""

    given: Section11Return
    book: StandardBook
    answers: Mapping[str, Section11Answer]


def rounds_for(viewer: Viewer) -> Sequence[Section11Round]:
    """Return the rounds that a viewer reads, the newest first: all, or those in which their agency was asked."""
    rows = Section11Round.objects.select_related("lead", "follows").prefetch_related("returns")
    if may_oversee_section_11(viewer):
        return list(rows)
    return list(rows.filter(Q(returns__agency_id=viewer.agency_id)).distinct())


def find_round(public_id: UUID, *, viewer: Viewer) -> Section11Round | None:
    """Return one round, or None where there is none that this viewer reads."""
    return next((each for each in rounds_for(viewer) if each.public_id == public_id), None)


def matrix_of(round: Section11Round, *, viewer: Viewer) -> Sequence[MatrixRow]:
    """Return each agency with its grades by standard and how each moved since the round that this one follows.

    Of whom the viewer does not read the return, there are no cells: a draft is its agency's own.
    """
    rows = list(Section11Return.objects.filter(round=round).select_related("agency"))
    book = standards_on(timezone.localdate(round.made_at), round.standards)
    now, before = _grades(round), _grades(round.follows) if round.follows else {}
    has_returned = any(row.agency_id == viewer.agency_id and row.state == ToolState.RETURNED for row in rows)
    return [
        MatrixRow(
            agency_id=row.agency_id,
            agency=row.agency.name,
            number=row.public_id,
            due_on=row.due_on,
            returned_on=_day(row),
            cells=[_cell(row.agency_id, one.key, now, before) for one in book.standards]
            if row.state == ToolState.RETURNED and _reads(row, viewer, has_returned=has_returned)
            else (),
        )
        for row in rows
    ]


def find_return(public_id: UUID, *, viewer: Viewer) -> ReturnPage | None:
    """Return one agency's return, or None where the viewer does not read it: a draft is its agency's own."""
    rows = Section11Return.objects.select_related("round", "agency", "contact", "returned_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        return None
    own = Section11Return.objects.filter(round=row.round, agency_id=viewer.agency_id, state=ToolState.RETURNED)
    if not _reads(row, viewer, has_returned=own.exists()):
        return None
    challenged = ChallengedGrade.objects.select_related("by", "meeting")
    answers = Section11Answer.objects.filter(given=row).prefetch_related(
        Prefetch("challenged", challenged), "recommendations__actions__owner__agency"
    )
    return ReturnPage(
        given=row,
        book=standards_on(timezone.localdate(row.round.made_at), row.round.standards),
        answers={answer.standard: answer for answer in answers},
    )


def meetings_of(round: Section11Round) -> Sequence[ChallengeMeeting]:
    """Return the challenge meetings of a round, the first first."""
    return list(ChallengeMeeting.objects.filter(round=round).select_related("led_by").prefetch_related("agencies"))


def agencies_in(round: Section11Round, viewer: Viewer) -> list[tuple[str, str]]:
    """Return the agencies that may challenge: those asked, and the viewer's own."""
    rows = Section11Return.objects.filter(round=round).select_related("agency")
    asked = {str(row.agency_id): row.agency.name for row in rows}
    return list((asked | {str(viewer.agency_id): viewer.agency_name}).items())


def earlier_rounds(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the rounds that a new one may be compared with."""
    return [(str(one.public_id), one.title) for one in rounds_for(viewer)]


def _reads(row: Section11Return, viewer: Viewer, *, has_returned: bool) -> bool:
    is_returned = row.state == ToolState.RETURNED
    return may_read_return(viewer, agency=row.agency_id, is_returned=is_returned, has_returned=has_returned)


def _grades(round: Section11Round) -> Grades:
    """Return by agency and standard the agency's own grade and the challenged one, of what was returned."""
    rows = Section11Answer.objects.filter(given__round=round, given__state=ToolState.RETURNED)
    told = rows.values_list("given__agency_id", "standard", "grade", "challenged__grade")
    return {
        (agency, key): (Met(own) if own else None, Met(other) if other else None) for agency, key, own, other in told
    }


def _cell(agency: int, key: str, now: Grades, before: Grades) -> MatrixCell:
    own, challenged = now.get((agency, key), (None, None))
    was_own, was_challenged = before.get((agency, key), (None, None))
    return MatrixCell(own=own, challenged=challenged, moved=moved(was_challenged or was_own, challenged or own))


def _day(row: Section11Return) -> date | None:
    return timezone.localdate(row.returned_at) if row.returned_at else None
