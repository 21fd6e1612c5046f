"""Takes a data steward's answer from the page to the record: counted first, confirmed where work moves, undoable."""

from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.linking import models
from kith.linking.services.following import preview_move
from kith.linking.services.identity import judge_pair, merge_people, reverse_decision, withdraw_judgement
from kith.linking.vocabulary import AnswerState, FollowerEffect, Move, MoveKind, Verdict

_TASK = "linking.carry_answer"
_GONE = "Nothing was kept: somebody else has answered this meanwhile, or it is not open to you. Open it again."


def answer_review(*, item_id: int, verdict: Verdict, why: str, by: Viewer, now: datetime) -> None:
    """Keep what a steward says of two records, and ask the worker to carry it out.

    Raises:
        Refused: somebody has answered already, or the policy does not let them mend these two people.
    """
    values: list[str | int | datetime] = [item_id, verdict, why.strip(), by.staff_id, now]
    _hand_over("SELECT linking_answer_review(%s, %s, %s, %s, %s)", values, by, now)


def move_answer(*, item_id: int, to: AnswerState, why: str, by: Viewer, now: datetime) -> None:
    """Confirm, drop or take back the last answer to an item, and ask the worker to carry it out.

    Raises:
        Refused: the answer is not at that point any more, or the policy does not let them.
    """
    before = AnswerState.DONE if to is AnswerState.UNDOING else AnswerState.TO_CONFIRM
    values: list[str | int | datetime] = [item_id, before, to, why.strip(), by.staff_id]
    _hand_over("SELECT linking_move_answer(%s, %s, %s, %s, %s)", values, by, now)


def _hand_over(statement: str, values: list[str | int | datetime], by: Viewer, now: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        answer = cursor.fetchone()[0]
        if answer is None:
            raise Refused(_GONE)
        after = {"item": values[0], "to": str(values[1 if "answer_review" in statement else 2])}
        trace(
            by=by.staff_id,
            action="linking.answered_review",
            subject="linking.reviewanswer",
            subject_id=answer,
            now=now,
            after=after,
        )
        app.configure_task(_TASK, queue="work").defer(answer=answer)


def carry_answer(*, answer_id: int, by: int | None, now: datetime) -> AnswerState:
    """Carry an answer as far as it can go without a person, and return where it stands; run as the worker.

    Twice is once: an answer that waits for somebody, or is done, stays as it is. `by` is None for the worker itself:
    the decision is by whoever answered.
    """
    with transaction.atomic():
        answer = models.ReviewAnswer.objects.select_for_update(of=("self",)).select_related("item").get(pk=answer_id)
        try:
            with transaction.atomic():
                _carry(answer, by, now)
        except Refused as problem:
            undoing = answer.state == AnswerState.UNDOING
            answer.refresh_from_db()
            answer.state, answer.says = AnswerState.DONE if undoing else AnswerState.REFUSED, str(problem)
        answer.save()
    return AnswerState(answer.state)


def _carry(answer: models.ReviewAnswer, by: int | None, now: datetime) -> None:
    state = AnswerState(answer.state)
    if state is AnswerState.UNDOING:
        _undo(answer, now)
    elif state is AnswerState.ASKED and answer.verdict != Verdict.SAME:
        item = answer.item
        answer.judgement_id = judge_pair(
            a=item.a_id, b=item.b_id, verdict=Verdict(answer.verdict), by=answer.by_id, why=answer.why, now=now
        )
        _close(answer, now)
    elif state in {AnswerState.ASKED, AnswerState.CONFIRMED}:
        _merge_or_ask(answer, by, now)


def _merge_or_ask(answer: models.ReviewAnswer, by: int | None, now: datetime) -> None:
    kept, gone = sorted((_person_of(answer.item.a_id), _person_of(answer.item.b_id)))
    if kept == gone:
        raise Refused("The two records are one person already.")
    move = Move(kind=MoveKind.MERGE, from_person=gone, to_person=kept, by=answer.by_id, now=now)
    effects = [_plain(effect) for effect in preview_move(move=move, by=by)]
    counted = [(effect["follower"], effect["rows"]) for effect in answer.effects]
    # What was confirmed is what was counted: if more would move now, somebody looks again.
    agreed = answer.state == AnswerState.CONFIRMED and counted == [(e["follower"], e["rows"]) for e in effects]
    answer.effects = effects
    if any(effect["rows"] for effect in effects) and not agreed:
        answer.state = AnswerState.TO_CONFIRM
        return
    answer.decision_id = merge_people(kept=kept, gone=gone, by=answer.by_id, why=answer.why, now=now)
    _close(answer, now)


def _undo(answer: models.ReviewAnswer, now: datetime) -> None:
    author = answer.moved_by_id or answer.by_id
    if answer.decision_id:
        reverse_decision(decision_id=answer.decision_id, by=author, why=answer.moved_why, now=now)
    elif answer.judgement_id:
        withdraw_judgement(judgement_id=answer.judgement_id, by=author, why=answer.moved_why, now=now)
        models.ReviewItem.objects.filter(pk=answer.item_id).update(state="open", decided_by=None, decided_at=None)
    answer.state, answer.says = AnswerState.UNDONE, ""


def _close(answer: models.ReviewAnswer, now: datetime) -> None:
    answer.state, answer.says = AnswerState.DONE, ""
    models.ReviewItem.objects.filter(pk=answer.item_id).update(state="decided", decided_by=answer.by_id, decided_at=now)


def _person_of(source_person_id: int) -> int:
    members = models.Membership.objects.filter(source_person=source_person_id, ends_at=None)
    person = members.values_list("person_id", flat=True).first()
    if person is None:
        raise Refused("One of the records belongs to nobody any more.")
    return int(person)


def _plain(effect: FollowerEffect) -> dict[str, str | int]:
    return {"follower": effect.follower, "rows": effect.rows, "says": effect.says}
