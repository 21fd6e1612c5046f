"""Keeps what people decide: about each piece that no rule was certain of, about each row, and that it is enough."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from kith.access.selectors import find_staff
from kith.access.selectors.relations import list_kept_away
from kith.access.services import trace
from kith.access.vocabulary import NotShown, Refused, Role, Viewer
from kith.subject_access.models import GatheredRow, Piece
from kith.subject_access.rules import ground_book, may_change
from kith.subject_access.selectors import Opened, opened, same_rows
from kith.subject_access.services.gathering import keep_pieces
from kith.subject_access.services.registering import let_see
from kith.subject_access.services.stepping import SUBJECT, step
from kith.subject_access.vocabulary import PieceChoice, RequestAct, RequestRefused, RequestState, RowFate, Told
from kith.work.services import add_task
from kith.work.vocabulary import NewTask, TaskKind

_SENTENCE = 10


def decide_pieces(  # noqa: PLR0913 -- whose, which request, which words, what for all, what for single places, by whom
    *,
    person: UUID,
    request: UUID,
    choices: Mapping[UUID, PieceChoice],
    says: str,
    ground: str,
    by: Viewer,
    now: datetime,
) -> int:
    """Keep what becomes of pieces, each place by itself, and return how many.

    Raises:
        RequestRefused: a replacement lacks its words or its ground, or there is no such piece.
        Refused: they are the second person, who decides nothing.
    """
    with _reviewing(person, request, "subject_access.decide_pieces", by) as found:
        pieces = list(Piece.objects.select_for_update().filter(request=found.request, public_id__in=list(choices)))
        if len(pieces) != len(choices):
            raise RequestRefused("A piece is there no more: the record has been gathered again. Open the review again.")
        if PieceChoice.REPLACE in choices.values():
            _check_ground(ground)
            if not 3 <= len(says.strip()) <= 80:
                raise RequestRefused("Say in a few words what stands there instead, such as “another child”.")
        for piece in pieces:
            piece.choice = choices[piece.public_id]
            replaced = piece.choice == PieceChoice.REPLACE
            piece.says, piece.ground = (says.strip(), ground) if replaced else ("", "")
            piece.decided_by_id, piece.decided_at = by.staff_id, now
            piece.save()
        after = {"pieces": len(pieces)}
        _trace(found, "subject_access.decided_pieces", by, now, after)
    return len(pieces)


def decide_row(  # noqa: PLR0913 -- whose, which request, which row, told or not and why, alone or all alike, by whom
    *,
    person: UUID,
    request: UUID,
    row: UUID,
    ground: str,
    because: str,
    whole_group: bool,
    by: Viewer,
    now: datetime,
) -> int:
    """Tell a row, or withhold it on a ground with the reason, or all waiting ones alike; return how many.

    An empty ground tells it.

    Raises:
        RequestRefused: it is withheld without a ground or a reason, or there is no such row.
        Refused: they are the second person, who decides nothing.
    """
    if ground:
        _check_ground(ground)
        if len(because.strip()) < _SENTENCE:
            raise RequestRefused("Say in a sentence why it is withheld, so that it can be looked at again.")
    with _reviewing(person, request, "subject_access.decide_row", by) as found:
        one = GatheredRow.objects.filter(request=found.request, public_id=row).first()
        if one is None:
            raise RequestRefused(
                "This row is there no more: the record has been gathered again. Open the review again."
            )
        rows = same_rows(found.request, one) if whole_group else [one]
        for each in rows:
            each.fate = RowFate.WITHHELD if ground else RowFate.TOLD
            each.ground, each.because = ground, because.strip()
            each.found_again = False
            each.decided_by_id, each.decided_at = by.staff_id, now
            each.save()
            if not ground:
                about = {"request": found.request, "person_id": found.person_id}
                keep_pieces(about=about, fields=[Told.of(kept) for kept in each.fields], by=by)
        _trace(found, "subject_access.decided_rows", by, now, {"rows": len(rows), "ground": ground})
    return len(rows)


def finish_review(*, person: UUID, request: UUID, second_id: int, by: Viewer, now: datetime) -> None:
    """Say that everything is decided, and ask a second person, who may see the record from now on.

    Raises:
        RequestRefused: something is still open, or the colleague cannot be the second person.
        Refused: they are the second person themselves.
    """
    with _reviewing(person, request, "subject_access.finish_review", by) as found:
        waiting = Piece.objects.filter(request=found.request, choice=PieceChoice.OPEN).count()
        open_rows = GatheredRow.objects.filter(request=found.request, fate=RowFate.TO_CHOOSE).count()
        if waiting or open_rows:
            raise RequestRefused(f"{waiting} pieces and {open_rows} rows still wait for a decision. Decide them first.")
        second = find_staff(second_id, now)
        if second is None or Role.IG_LEAD not in second.roles or second_id in {by.staff_id, found.request.lead_id}:
            raise RequestRefused("Choose another information-governance lead. Nobody checks what they made themselves.")
        if second_id in list_kept_away(person_id=found.person_id, now=now):
            raise RequestRefused("This colleague may not see this person. Choose another.")
        found.request.second_id = second_id
        found.request.job_says = ""
        found.request.job = ""
        step(found.request, RequestAct.FINISH_REVIEW, by=by.staff_id, now=now)
        let_see(found.request, person_id=found.person_id, staff_id=second_id, by=by, now=now)
        _ask(found, person, second_id, by, now)


@contextmanager
def _reviewing(person: UUID, request: UUID, what: str, by: Viewer) -> Iterator[Opened]:
    with opened(person=person, request=request, viewer=by, what=what, to_change=True) as found:
        if not may_change(by, second_id=found.request.second_id):
            raise Refused("You are the second person of this request, so you decide nothing in it. Send it back.")
        if not found.shows_all:
            raise NotShown
        if found.request.state != RequestState.GATHERED:
            raise RequestRefused("Nothing can be decided now. Open the request and see how it stands.")
        yield found


def _check_ground(ground: str) -> None:
    held = ground_book().grounds.get(ground)
    if held is None or not held.by_person:
        raise RequestRefused("Choose a ground of the book.")


def _ask(found: Opened, person: UUID, second_id: int, by: Viewer, now: datetime) -> None:
    task = NewTask(
        kind=TaskKind.SUBJECT_APPROVAL,
        owner_id=second_id,
        link=f"/subject-access/people/{person}/{found.request.public_id}/",
        subject=SUBJECT,
        subject_id=found.request.pk,
        person_id=found.person_id,
    )
    add_task(new=task, by=by, now=now)


def _trace(found: Opened, action: str, by: Viewer, now: datetime, after: Mapping[str, object]) -> None:
    pk = found.request.pk
    trace(
        by=by.staff_id, action=action, subject=SUBJECT, subject_id=pk, person_id=found.person_id, now=now, after=after
    )
