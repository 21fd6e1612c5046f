"""What the pages of subject access show: the register, one request, the review, one row before and after."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kith.access.vocabulary import Viewer
from kith.subject_access.models import GatheredRow, SubjectRequest
from kith.subject_access.rules import Decided, Numbering, can, can_extend, ground_book, may_change, rendered
from kith.subject_access.selectors import PAGE, RegisterRow, RequestPage, ReviewPage, RowsPage
from kith.subject_access.vocabulary import (
    ACT_WORDS,
    ASKED_BY_WORDS,
    ENDED,
    EXTENDED_WORDS,
    IDENTITY_WORDS,
    REFUSED_WORDS,
    STATE_WORDS,
    AskedBy,
    ExtendedBecause,
    IdentityCheck,
    RefusedBecause,
    RequestAct,
    RequestJob,
    RequestState,
    RowFate,
    Told,
)

_COLOURS = {
    RequestState.RECEIVED: "blue",
    RequestState.IDENTITY_CHECKED: "blue",
    RequestState.GATHERED: "yellow",
    RequestState.REVIEWED: "yellow",
    RequestState.APPROVED: "purple",
    RequestState.RELEASED: "green",
    RequestState.REFUSED: "red",
    RequestState.WITHDRAWN: "grey",
}
_FATES = {RowFate.TOLD: "Told", RowFate.TO_CHOOSE: "To be decided", RowFate.WITHHELD: "Withheld"}
_FATE_COLOURS = {RowFate.TOLD: "green", RowFate.TO_CHOOSE: "yellow", RowFate.WITHHELD: "red"}
_JOBS = {
    RequestJob.GATHERING: "The record is being gathered. Open this page again in a minute.",
    RequestJob.MAKING: "The files are being made and read back. Open this page again in a minute.",
}


_DOCUMENTS = "chronology_document"
_UNREAD = (
    "A document that is not read here as a whole waits for a person. Open it on the person’s page, edit a copy by "
    "hand, give it with this copy, and withhold the row as given apart. If the row is told, what stands under “As it "
    "would leave” leaves, and never the file."
)


def register_page(rows: Sequence[RegisterRow], today: date) -> dict[str, Any]:
    """Return the register; no name stands in it."""
    return {
        "rows": [
            {
                "request": row.request,
                "reference": reference_of(row.request),
                "person": row.person,
                "state": STATE_WORDS[RequestState(row.request.state)],
                "colour": _COLOURS[RequestState(row.request.state)],
                "asked_by": ASKED_BY_WORDS[AskedBy(row.request.asked_by)],
                "left": _left(row.request, today),
            }
            for row in rows
        ]
    }


def request_page(page: RequestPage, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return one request: how it stands, its clock, what was gathered in numbers, and what comes next."""
    request, state = page.request, RequestState(page.request.state)
    mine = may_change(viewer, second_id=request.second_id)
    subject = page.subject
    return {
        "page": page,
        "request": request,
        "reference": reference_of(request),
        "state": STATE_WORDS[state],
        "colour": _COLOURS[state],
        "left": _left(request, today),
        "asked_by": ASKED_BY_WORDS[AskedBy(request.asked_by)],
        "identity": IDENTITY_WORDS[IdentityCheck(subject.identity)] if subject.identity else "",
        "extended": EXTENDED_WORDS[ExtendedBecause(request.extended_because)] if request.extended_because else "",
        "refused": REFUSED_WORDS[RefusedBecause(request.refused_because)] if request.refused_because else "",
        "job": _JOBS.get(RequestJob(request.job), request.job_says),
        "is_trouble": request.job in {RequestJob.BLOCKED, RequestJob.FAILED},
        "steps": [{"row": one, "says": ACT_WORDS[RequestAct(one.act)]} for one in page.steps],
        "account": _account(page),
        "is_open": state not in ENDED and state is not RequestState.APPROVED,
        "may_check": state is RequestState.RECEIVED,
        "may_gather": mine and can(state, RequestAct.GATHER) and request.job != RequestJob.GATHERING,
        "may_review": state in {RequestState.GATHERED, RequestState.REVIEWED},
        "may_finish": mine and state is RequestState.GATHERED and not request.job,
        "may_approve": state is RequestState.REVIEWED and viewer.staff_id == request.second_id,
        "may_extend": state not in ENDED
        and can_extend(request.received_on, extended=bool(request.extended_because), today=today),
        "may_take": state is RequestState.RELEASED and page.answer is not None,
    }


def review_page(page: ReviewPage) -> dict[str, Any]:
    """Return what is to be decided, and one page of all rows."""
    return {
        "page": page,
        "request": page.request,
        "waiting": [group for group in page.pieces if group.waiting],
        "decided": [group for group in page.pieces if not group.waiting],
        "rows": [_row(row) for row in page.rows],
        "before": page.page - 1 if page.page > 1 else None,
        "after": page.page + 1 if page.page * PAGE < page.total else None,
        "last": max(1, -(-page.total // PAGE)),
    }


def rows_page(page: RowsPage) -> dict[str, Any]:
    """Return rows with each field as it was and as it would leave."""
    decided = Decided.of(page.pieces)
    is_unread = any(row.table == _DOCUMENTS and row.fate == RowFate.TO_CHOOSE for row in page.rows)
    return {
        "advice": _UNREAD if is_unread else "",
        "name": page.name,
        "rows": [{"head": _row(row), "fields": _fields(row, decided)} for row in page.rows],
    }


def letter_page(page: RequestPage) -> dict[str, Any]:
    """Return the plain words of a letter to whoever asked, as the request stands."""
    request, state = page.request, RequestState(page.request.state)
    return {
        "page": page,
        "request": request,
        "reference": reference_of(request),
        "is_released": state is RequestState.RELEASED,
        "is_refused": state is RequestState.REFUSED,
        "refused": REFUSED_WORDS[RefusedBecause(request.refused_because)] if request.refused_because else "",
        "extended": EXTENDED_WORDS[ExtendedBecause(request.extended_because)] if request.extended_because else "",
        "account": _account(page),
    }


def reference_of(request: SubjectRequest) -> str:
    """Return the short number by which people speak of a request."""
    return str(request.public_id)[:8]


def _left(request: SubjectRequest, today: date) -> str:
    if request.closed_at is not None:
        return ""
    days = (request.due_on - today).days
    if days < 0:
        return f"{-days} day{'s' if days != -1 else ''} late"
    return "due today" if days == 0 else f"{days} day{'s' if days != 1 else ''} left"


def _account(page: RequestPage) -> dict[str, Any]:
    grounds = ground_book().grounds
    return {
        "rows": page.rows_in,
        "told": page.fates.get(RowFate.TOLD, 0),
        "waiting": page.fates.get(RowFate.TO_CHOOSE, 0),
        "withheld": page.fates.get(RowFate.WITHHELD, 0),
        "pieces": page.waiting_pieces,
        "grounds": [(grounds[key], count) for key, count in sorted(page.grounds.items())],
    }


def _row(row: GatheredRow) -> dict[str, Any]:
    fate = RowFate(row.fate)
    ground = ground_book().grounds.get(row.ground)
    return {
        "row": row,
        "fate": _FATES[fate],
        "colour": _FATE_COLOURS[fate],
        "ground": ground.name if ground else "",
        "replaced": sum(len(one["pieces"]) + bool(one["instead"]) for one in row.fields),
    }


def _fields(row: GatheredRow, decided: Decided) -> list[dict[str, object]]:
    found, grounds = [], ground_book().grounds
    for kept in row.fields:
        told = Told.of(kept)
        draft = Numbering(is_draft=True)
        after = rendered(told, decided, draft)
        before = told.given or "A number of a person or a worker"
        laws = dict.fromkeys(grounds[ground].law for _, ground in draft.kept)
        found.append(
            {"label": told.label, "before": before, "after": after, "is_same": before == after, "laws": list(laws)}
        )
    return found
