"""Asks for a record to be gathered, and keeps what the worker gathered: every row, every piece to decide."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.subject_access.models import GatheredRow, Gathering, Piece, SubjectRequest
from kith.subject_access.rules import can, mark_of
from kith.subject_access.selectors import opened
from kith.subject_access.services.stepping import SUBJECT, step
from kith.subject_access.vocabulary import Known, RequestAct, RequestJob, RequestRefused, RequestState, RowFate, Told

_TASK: Final = "subject_access.gather"
_AROUND: Final = 90  # letters shown on each side of a piece


@dataclass(frozen=True, kw_only=True)
class SortedRow:
    """One row of the record as the worker sorted it; rows with the same `together` are told as one."""

    table: str
    heading: str
    source: str
    happened_on: date | None
    together: str
    fields: tuple[Told, ...]
    fate: RowFate
    ground: str
    because: str


def ask_gathering(*, person: UUID, request: UUID, by: Viewer, now: datetime) -> None:
    """Ask the worker to gather the record; what was gathered and decided before is forgotten.

    Raises:
        RequestRefused: the identity has not been checked, it is being gathered already, or it is past reviewing.
    """
    with opened(person=person, request=request, viewer=by, what="subject_access.ask", to_change=True) as found:
        row = found.request
        if not can(RequestState(row.state), RequestAct.GATHER):
            raise RequestRefused("Check first who asks; a record is gathered only once that is sure.")
        if row.job == RequestJob.GATHERING:
            raise RequestRefused("The record is being gathered. This page says when it is done.")
        row.job, row.job_says = RequestJob.GATHERING, ""
        row.save(update_fields=["job", "job_says"])
        trace(by=by.staff_id, action="subject_access.asked_gathering", subject=SUBJECT, subject_id=row.pk, now=now)
        app.configure_task(_TASK, queue="work").defer(request=row.pk)


def keep_gathering(  # noqa: PLR0913 -- what was gathered is one whole: rows, looks, whose it is, who else is in it
    *,
    request: SubjectRequest,
    rows: Sequence[SortedRow],
    looks: Sequence[Any],
    name: str,
    known: Known,
    by: Viewer,
    now: datetime,
) -> int:
    """Keep every gathered row in place of whatever was gathered before, as the worker, and return how many.

    Runs inside the caller's transaction, in which the rows were read.
    """
    held = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    person_id = held.subject.person_id
    forget_gathered(request=held, by=by.staff_id)
    about = {"request": held, "person_id": person_id}
    Gathering.objects.create(
        **about, name=name, rows_in=len(rows), looks=list(looks), known=asdict(known), gathered_at=now
    )
    GatheredRow.objects.bulk_create(
        (_kept(about, place, row) for place, row in enumerate(rows, start=1)), batch_size=500
    )
    keep_pieces(
        about=about, fields=[told for row in rows if row.fate != RowFate.WITHHELD for told in row.fields], by=by
    )
    held.job, held.job_says = RequestJob.NOTHING, ""
    step(held, RequestAct.GATHER, by=by.staff_id, now=now)
    return len(rows)


def keep_pieces(*, about: dict[str, Any], fields: Sequence[Told], by: Viewer) -> int:
    """Keep every piece of these fields that a person must decide and that is not kept yet, and return how many.

    `about` is the request and whom it is about; the caller traces `by` whom. Of a row that is withheld nothing needs to
    be decided, so its pieces are kept only when somebody tells it after all.
    """
    pieces = {(one.text_mark, one.start): one for one in _pieces(about, fields)}
    Piece.objects.bulk_create(pieces.values(), batch_size=500, ignore_conflicts=True)
    return len(pieces)


def fail_job(*, request: SubjectRequest, says: str, by: int | None, now: datetime) -> None:
    """Keep that the worker could not do what it was asked, and why, as the worker."""
    SubjectRequest.objects.filter(pk=request.pk).update(job=RequestJob.FAILED, job_says=says)
    trace(by=by, action="subject_access.failed", subject=SUBJECT, subject_id=request.pk, now=now)


def forget_gathered(*, request: SubjectRequest, by: int | None) -> int:
    """Remove everything that was gathered for a request, as the worker; the caller traces `by` whom and why."""
    return sum(rows.objects.filter(request=request).delete()[0] for rows in (Piece, GatheredRow, Gathering))


def _kept(about: dict[str, Any], place: int, row: SortedRow) -> GatheredRow:
    return GatheredRow(
        **about,
        place=place,
        table=row.table,
        heading=row.heading,
        source=row.source,
        happened_on=row.happened_on,
        together=row.together,
        fields=[told.kept() for told in row.fields],
        fate=row.fate,
        ground=row.ground,
        because=row.because,
    )


def _pieces(about: dict[str, Any], fields: Sequence[Told]) -> list[Piece]:
    return [
        Piece(
            **about,
            text_mark=mark_of(told.given),
            start=start,
            end=end,
            kind=kind,
            given=told.given[start:end],
            before=told.given[max(0, start - _AROUND) : start],
            after=told.given[end : end + _AROUND],
        )
        for told in fields
        for start, end, kind, says, _ in told.pieces
        if says is None
    ]
