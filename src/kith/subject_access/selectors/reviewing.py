"""Reads one request, what is to be decided in it, and the copy, each inside one logged look."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.access.selectors import look
from kith.access.vocabulary import Action, NotShown, Purpose, Refused, Viewer
from kith.subject_access.models import (
    AnswerFile,
    GatheredRow,
    Gathering,
    Piece,
    RequestStep,
    RequestSubject,
    SubjectRequest,
)
from kith.subject_access.rules import may_answer, may_take_away
from kith.subject_access.selectors.opening import opened
from kith.subject_access.vocabulary import PieceChoice, RequestState, RowFate

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class PieceGroup:
    """All places where the same words stand, and how many of them wait for a decision."""

    key: UUID  # the first of them
    given: str
    kind: str
    places: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class RowGroup:
    """All rows of one heading that a person chooses."""

    key: UUID  # the first of them
    heading: str
    source: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """One request with what was gathered, in numbers, and what comes next."""

    request: SubjectRequest
    subject: RequestSubject
    person: UUID
    name: str
    steps: Sequence[RequestStep]
    rows_in: int = 0
    fates: dict[str, int] = field(default_factory=dict)
    grounds: dict[str, int] = field(default_factory=dict)
    waiting_pieces: int = 0
    answer: AnswerFile | None = None


def open_request(*, person: UUID, request: UUID, viewer: Viewer, purpose: Purpose) -> RequestPage:
    """Return one request; as long as the look shows the whole record, with what was gathered in numbers."""
    with opened(person=person, request=request, viewer=viewer, purpose=purpose, what="subject_access.request") as found:
        gathering = Gathering.objects.filter(request=found.request).first()
        rows = GatheredRow.objects.filter(request=found.request).values_list("fate", "ground")
        fates, grounds = Counter(fate for fate, _ in rows), Counter(ground for _, ground in rows if ground)
        waiting = Piece.objects.filter(request=found.request, choice=PieceChoice.OPEN).count()
        return RequestPage(
            request=found.request,
            subject=found.subject,
            person=person,
            name=name_of(found.person_id),
            steps=list(found.request.steps.select_related("by")),
            rows_in=gathering.rows_in if gathering else 0,
            fates=dict(fates),
            grounds=dict(grounds),
            waiting_pieces=waiting,
            answer=AnswerFile.objects.filter(request=found.request).defer("pdf", "json").first(),
        )


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """What is to be decided, and one page of all rows."""

    request: SubjectRequest
    person: UUID
    name: str
    pieces: Sequence[PieceGroup]
    choices: Sequence[RowGroup]
    found_again: Sequence[GatheredRow]
    rows: Sequence[GatheredRow]
    total: int
    page: int


def name_for_request(person: UUID, *, viewer: Viewer, purpose: Purpose) -> str:
    """Return the name of somebody for whom a request is taken in; one log row.

    Raises:
        NotShown: the viewer may not know of the person.
        Refused: the role answers no requests.
    """
    if not may_answer(viewer):
        raise Refused("Requests for somebody's own record are registered by an information-governance lead. Ask one.")
    with look(viewer=viewer, people=[person], purpose=purpose, what="subject_access.new") as shown:
        return name_of(shown.person_ids[person])


def open_review(*, person: UUID, request: UUID, viewer: Viewer, purpose: Purpose, page: int = 1) -> ReviewPage:
    """Return every group of pieces and of rows to decide, and one page of the rows.

    Raises:
        NotShown: the viewer may not see the whole record.
    """
    with opened(person=person, request=request, viewer=viewer, purpose=purpose, what="subject_access.review") as found:
        if not found.shows_all:
            raise NotShown
        rows = GatheredRow.objects.filter(request=found.request)
        start = (page - 1) * PAGE
        return ReviewPage(
            request=found.request,
            person=person,
            name=name_of(found.person_id),
            pieces=_groups_of_pieces(found.request),
            choices=_groups_of_rows(found.request),
            found_again=list(rows.filter(found_again=True)),
            rows=list(rows[start : start + PAGE]),
            total=rows.count(),
            page=page,
        )


@dataclass(frozen=True, kw_only=True)
class PiecesPage:
    """All places of one group of pieces."""

    request: SubjectRequest
    name: str
    pieces: Sequence[Piece]


def open_pieces(*, person: UUID, request: UUID, piece: UUID, viewer: Viewer, purpose: Purpose) -> PiecesPage:
    """Return every place where the words of one piece stand, with what stands around each."""
    with opened(person=person, request=request, viewer=viewer, purpose=purpose, what="subject_access.pieces") as found:
        pieces = same_pieces(found.request, piece)
        if not pieces or not found.shows_all:
            raise NotShown
        return PiecesPage(request=found.request, name=name_of(found.person_id), pieces=pieces)


@dataclass(frozen=True, kw_only=True)
class RowsPage:
    """One row, or every row of a group that waits, with what was decided about their pieces."""

    request: SubjectRequest
    name: str
    rows: Sequence[GatheredRow]
    pieces: Sequence[Piece]


def open_row(
    *, person: UUID, request: UUID, row: UUID, viewer: Viewer, purpose: Purpose, whole_group: bool = False
) -> RowsPage:
    """Return one row as it was and as it would leave, or every waiting row of the same heading and source."""
    with opened(person=person, request=request, viewer=viewer, purpose=purpose, what="subject_access.row") as found:
        one = GatheredRow.objects.filter(request=found.request, public_id=row).first()
        if one is None or not found.shows_all:
            raise NotShown
        pieces = list(Piece.objects.filter(request=found.request))
        rows = same_rows(found.request, one) if whole_group else [one]
        return RowsPage(request=found.request, name=name_of(found.person_id), rows=rows or [one], pieces=pieces)


def open_answer(*, person: UUID, request: UUID, viewer: Viewer, purpose: Purpose, now: datetime) -> AnswerFile:
    """Return the copy to take away; logged as an export before a byte of it leaves.

    Raises:
        NotShown: there is none, or it is not theirs.
        Refused: it is not released, or it has expired.
    """
    about = {"person": person, "request": request, "viewer": viewer, "purpose": purpose}
    with opened(**about, what="subject_access.download", action=Action.EXPORT) as found:  # type: ignore[arg-type]  # one map for a long line
        if not may_take_away(viewer, RequestState(found.request.state)):
            raise Refused("The copy has not been released yet.")
        answer = AnswerFile.objects.filter(request=found.request, expires_at__gt=now).first()
        if answer is None:
            raise Refused("The copy has expired and is kept no more. Register the request again to make a new one.")
        return answer


def same_pieces(request: SubjectRequest, piece: UUID) -> list[Piece]:
    """Return every piece of a request with the same words as one of them; call it inside a look."""
    one = Piece.objects.filter(request=request, public_id=piece).first()
    return list(Piece.objects.filter(request=request, given__iexact=one.given, kind=one.kind)) if one else []


def same_rows(request: SubjectRequest, row: GatheredRow) -> list[GatheredRow]:
    """Return every row of a request that waits under the same heading and source; call it inside a look."""
    rows = GatheredRow.objects.filter(request=request, fate=RowFate.TO_CHOOSE)
    return list(rows.filter(heading=row.heading, source=row.source))


def name_of(person_id: int) -> str:
    """Return the name of a person inside a look; empty when they have none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws(' ', forename, surname) FROM linking_profile WHERE person_id = %s", [person_id]
        )
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _groups_of_pieces(request: SubjectRequest) -> list[PieceGroup]:
    found: dict[tuple[str, str], list[Piece]] = {}
    for piece in Piece.objects.filter(request=request):
        found.setdefault((piece.given.lower(), piece.kind), []).append(piece)
    groups = [
        PieceGroup(
            key=pieces[0].public_id,
            given=pieces[0].given,
            kind=kind,
            places=len(pieces),
            waiting=sum(one.choice == PieceChoice.OPEN for one in pieces),
        )
        for (_, kind), pieces in found.items()
    ]
    return sorted(groups, key=lambda group: (group.waiting == 0, group.kind, group.given.lower()))


def _groups_of_rows(request: SubjectRequest) -> list[RowGroup]:
    found: dict[tuple[str, str], list[GatheredRow]] = {}
    for row in GatheredRow.objects.filter(request=request, fate=RowFate.TO_CHOOSE):
        found.setdefault((row.heading, row.source), []).append(row)
    return [
        RowGroup(key=rows[0].public_id, heading=heading, source=source, rows=len(rows))
        for (heading, source), rows in found.items()
    ]
