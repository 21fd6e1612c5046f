"""Shows section 11: rounds, the matrix as a table and a picture, one return with the challenge beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.audit.models import ChallengeMeeting, Section11Answer, Section11Round
from kith.audit.presenters.findings import action_row
from kith.audit.rules import may_lead, standards_on
from kith.audit.selectors import ReturnPage
from kith.audit.vocabulary import (
    MET_COLOURS,
    MET_RANK,
    MET_WORDS,
    MOVED_WORDS,
    MatrixCell,
    MatrixRow,
    Met,
    Moved,
    Standard,
    ThemeState,
    ToolState,
)
from kith.shell.vocabulary import Bar, BarsPicture

_JUDGED: Final = frozenset(MET_RANK)


def rounds_page(rounds: Sequence[Section11Round], *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return the rounds that a viewer reads, each with how many agencies have returned and how many are late."""
    return {"rows": [_round(each, today) for each in rounds], "may_lead": may_lead(viewer)}


def round_page(
    round: Section11Round,
    rows: Sequence[MatrixRow],
    meetings: Sequence[ChallengeMeeting],
    *,
    viewer: Viewer,
    today: date,
) -> dict[str, Any]:
    """Return one round: who returned, the matrix, the picture, the challenge meetings."""
    book, told = standards_on(today, round.standards), [row for row in rows if row.cells]
    return _round(round, today) | {
        "lines": [
            {"title": one.title, "cells": [_cell(row.cells[place]) for row in told]}
            for place, one in enumerate(book.standards)
        ],
        "agencies": [_agency(row, viewer, today) for row in rows],
        "matrix": told,
        "picture": _picture(told),
        "meetings": [
            {"row": one, "agencies": ", ".join(agency.name for agency in one.agencies.all())} for one in meetings
        ],
        "may_change": may_lead(viewer) and round.state != ThemeState.CLOSED,
    }


def return_page(page: ReturnPage, *, viewer: Viewer, today: date, has_meetings: bool) -> dict[str, Any]:
    """Return one agency's return, standard by standard, with what the viewer may do."""
    given = page.given
    is_returned, is_open = given.state == ToolState.RETURNED, given.round.state != ThemeState.CLOSED
    is_own = given.contact_id == viewer.staff_id and is_open and not is_returned
    leads = may_lead(viewer) and is_open and is_returned
    return {
        "given": given,
        "round": given.round,
        "is_returned": is_returned,
        "is_own": is_own,
        "is_late": _late(given.due_on, _returned_on(page), today),
        "may_recommend": leads,
        "may_agree": may_lead(viewer),
        "may_challenge": leads and has_meetings and given.agency_id != viewer.agency_id,
        "standards": [_standard(one, page.answers.get(one.key), today) for one in page.book.standards],
    }


def _returned_on(page: ReturnPage) -> date | None:
    at = page.given.returned_at
    return timezone.localdate(at) if at else None


def _round(round: Section11Round, today: date) -> dict[str, Any]:
    returns = list(round.returns.all())
    returned = sum(each.state == ToolState.RETURNED for each in returns)
    return {
        "round": round,
        "is_closed": round.state == ThemeState.CLOSED,
        "returned": returned,
        "asked": len(returns),
        "late": sum(each.state == ToolState.DRAFT and each.due_on < today for each in returns),
    }


def _agency(row: MatrixRow, viewer: Viewer, today: date) -> dict[str, Any]:
    return {
        "row": row,
        "is_late": _late(row.due_on, row.returned_on, today),
        "may_open": bool(row.cells) or row.agency_id == viewer.agency_id,
    }


def _late(due_on: date, returned_on: date | None, today: date) -> bool:
    return (returned_on or today) > due_on


def _cell(cell: MatrixCell) -> dict[str, Any]:
    counts = cell.counts
    was = (
        f"the agency says {MET_WORDS[cell.own].lower()}" if cell.own and cell.challenged not in (None, cell.own) else ""
    )
    return {"grade": _grade(counts), "was": was, "moved": MOVED_WORDS[cell.moved]}


def _grade(grade: Met | None) -> dict[str, str] | None:
    return {"text": MET_WORDS[grade], "colour": MET_COLOURS[grade]} if grade else None


def _picture(rows: Sequence[MatrixRow]) -> BarsPicture | None:
    if not rows:
        return None
    return BarsPicture(
        title="Standards met, of those that apply, by agency",
        heading="Agency",
        unit="in 100",
        bars=tuple(_bar(row) for row in rows),
        of=100,
    )


def _bar(row: MatrixRow) -> Bar:
    judged = [cell for cell in row.cells if cell.counts in _JUDGED]
    met = sum(cell.counts is Met.MET for cell in judged)
    if not judged:
        return Bar(name=row.agency, value=None, note="No standard applies")
    up, down = (sum(cell.moved is way for cell in judged) for way in (Moved.UP, Moved.DOWN))
    moved = f"; since last time {up} up, {down} down" if any(cell.moved is not Moved.NEW for cell in judged) else ""
    return Bar(name=row.agency, value=round(100 * met / len(judged)), note=f"{met} of {len(judged)}{moved}")


def _standard(standard: Standard, answer: Section11Answer | None, today: date) -> dict[str, Any]:
    challenged = getattr(answer, "challenged", None) if answer else None
    return {
        "standard": standard,
        "answer": answer,
        "grade": _grade(Met(answer.grade)) if answer and answer.grade else None,
        "challenged": challenged,
        "challenged_grade": _grade(Met(challenged.grade)) if challenged else None,
        "recommendations": [
            {"row": each, "actions": [action_row(action, today) for action in each.actions.all()]}
            for each in answer.recommendations.all()
        ]
        if answer
        else [],
    }
