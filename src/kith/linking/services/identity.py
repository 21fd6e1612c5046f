"""Merges, splits and judges people by somebody's decision: reversible, traced, every follower going along."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kith.access.services import trace
from kith.access.vocabulary import Refused
from kith.linking import models
from kith.linking.services.births import move_told_birth
from kith.linking.services.following import follow_move
from kith.linking.services.profiles import refresh_people
from kith.linking.services.search_keys import refresh_search_keys
from kith.linking.vocabulary import Band, DecisionKind, Move, MoveKind, Verdict


@dataclass(frozen=True)
class _Author:
    """Who decides, why, and when."""

    by: int | None
    why: str
    now: datetime


def merge_people(*, kept: int, gone: int, by: int, why: str, now: datetime) -> int:
    """Make one person of two, and return the decision that `reverse_decision` takes back.

    The records stay as they are; only who they belong to changes. The decision outlives every re-run.

    Raises:
        Refused: without a reason, or when one of them is no current person.
    """
    author = _author(by, why, now)
    with transaction.atomic():
        _lock(kept, gone)
        mine, theirs = _sources(kept), _sources(gone)
        _withdraw(Verdict.DIFFERENT, mine, theirs, now)
        if mine and theirs:
            _judge(min(mine), min(theirs), Verdict.SAME, author)
        return _merge(kept, gone, author)


def split_person(*, person_id: int, source_person_ids: Collection[int], by: int, why: str, now: datetime) -> int:
    """Make a new person of some of a person's records, and return the decision.

    Raises:
        Refused: without a reason, or when none or all of the records would go.
    """
    author = _author(by, why, now)
    with transaction.atomic():
        _lock(person_id)
        mine = _sources(person_id)
        going = mine & set(source_person_ids)
        if not going or going == mine or going != set(source_person_ids):
            raise Refused("Choose some, but not all, of the records of this person.")
        _withdraw(Verdict.SAME, going, mine - going, now)
        for one in sorted(going):
            for other in sorted(mine - going):
                _judge(one, other, Verdict.DIFFERENT, author)
        new = models.Person.objects.create(created_at=now)
        return _split(person_id, new.pk, going, author)


def judge_pair(*, a: int, b: int, verdict: Verdict, by: int, why: str, now: datetime) -> int:
    """Keep what somebody decided about two source persons; the next run follows it. Return the judgement.

    Raises:
        Refused: without a reason, or about one and the same record.
    """
    author = _author(by, why, now)
    if a == b:
        raise Refused("Two different records are needed.")
    with transaction.atomic():
        judgement = _judge(a, b, verdict, author)
        open_items = models.ReviewItem.objects.filter(a_id=min(a, b), b_id=max(a, b), state="open")
        open_items.update(state="decided", decided_by=by, decided_at=now)
        trace(
            by=by,
            action="linking.judged_pair",
            subject="linking.judgement",
            subject_id=judgement,
            now=now,
            after={"verdict": verdict.value, "a": a, "b": b},
        )
    return judgement


def withdraw_judgement(*, judgement_id: int, by: int, why: str, now: datetime) -> None:
    """Take back what somebody judged about two records; the next run asks the model alone.

    Raises:
        Refused: without a reason, or when another judgement has taken its place.
    """
    author = _author(by, why, now)
    with transaction.atomic():
        standing = models.Judgement.objects.filter(pk=judgement_id, withdrawn_at=None)
        if not standing.update(withdrawn_at=now):
            raise Refused("This judgement does not stand any more: a later one has taken its place.")
        trace(
            by=by,
            action="linking.withdrew_judgement",
            subject="linking.judgement",
            subject_id=judgement_id,
            now=now,
            after={"why": author.why},
        )


def reverse_decision(*, decision_id: int, by: int, why: str, now: datetime) -> int:
    """Take a merge or a split back, and return the decision that did so.

    What Kith itself recorded since then stays with the person it is with now.

    Raises:
        Refused: the decision is no merge and no split, or was taken back already.
    """
    author = _author(by, why, now)
    with transaction.atomic():
        decision = models.Decision.objects.select_for_update().get(pk=decision_id)
        if decision.reversed_by_id or decision.kind not in {DecisionKind.MERGED, DecisionKind.SPLIT}:
            raise Refused("Only a merge or a split that still stands can be taken back.")
        made = models.Membership.objects.filter(decision=decision, ends_at=None)
        moved = set(made.values_list("source_person_id", flat=True))
        here = made.values_list("person_id", flat=True).first()
        if here is None:
            raise Refused("Later decisions have moved these records again: reverse those first.")
        before = models.Membership.objects.filter(source_person__in=moved, ends_at=decision.at)
        there = before.exclude(person_id=here).values_list("person_id", flat=True).first()
        if there is None:
            raise Refused("It is not known whose these records were before.")
        reversing = _take_back(DecisionKind(decision.kind), here, there, moved, author)
        models.Decision.objects.filter(pk=decision_id).update(reversed_by=reversing)
    return reversing


def _take_back(kind: DecisionKind, here: int, there: int, moved: set[int], author: _Author) -> int:
    rest = _sources(here) - moved
    if kind is DecisionKind.SPLIT:
        _lock(here, there)
        _withdraw(Verdict.DIFFERENT, moved | rest, _sources(there), author.now)
        return _merge(there, here, author)
    _lock(here)
    _withdraw(Verdict.SAME, moved, rest, author.now)
    for one in sorted(moved):
        for other in sorted(rest):
            _judge(one, other, Verdict.DIFFERENT, author)
    models.Person.objects.filter(pk=there).update(retired_at=None, merged_into=None)
    return _split(here, there, moved, author)


def _merge(kept: int, gone: int, author: _Author) -> int:
    going = _sources(gone)
    decision = _decide(DecisionKind.MERGED, author)
    move_members(going, kept, decision, author.now)
    models.Person.objects.filter(pk=gone).update(retired_at=author.now, merged_into=kept)
    move_told_birth(from_person=gone, to_person=kept, by=author.by, now=author.now)
    _follow(
        Move(kind=MoveKind.MERGE, from_person=gone, to_person=kept, decision_id=decision, by=author.by, now=author.now)
    )
    _trace(decision, DecisionKind.MERGED, kept, {"from": gone, "to": kept, "records": sorted(going)}, author)
    return decision


def _split(person: int, new: int, going: set[int], author: _Author) -> int:
    decision = _decide(DecisionKind.SPLIT, author)
    move_members(going, new, decision, author.now)
    move = Move(
        kind=MoveKind.SPLIT,
        from_person=person,
        to_person=new,
        source_person_ids=tuple(sorted(going)),
        decision_id=decision,
        by=author.by,
        now=author.now,
    )
    _follow(move)
    _trace(decision, DecisionKind.SPLIT, person, {"from": person, "to": new, "records": sorted(going)}, author)
    return decision


def move_members(source_person_ids: Iterable[int], person_id: int, decision: int, now: datetime) -> None:
    """End the memberships of these source persons and begin them anew in another person."""
    old = list(models.Membership.objects.filter(source_person__in=list(source_person_ids), ends_at=None))
    models.Membership.objects.filter(pk__in=[one.pk for one in old]).update(ends_at=now)
    models.Membership.objects.bulk_create(
        models.Membership(
            person_id=person_id,
            source_person_id=one.source_person_id,
            agency_id=one.agency_id,
            band=Band.CERTAIN,
            weight=one.weight,
            reason={"decided": True},
            begins_at=now,
            decision_id=decision,
        )
        for one in old
    )


def _follow(move: Move) -> None:
    people = [move.from_person, move.to_person]
    refresh_people(person_ids=people, now=move.now)
    refresh_search_keys(person_ids=people)
    follow_move(move)


def _author(by: int, why: str, now: datetime) -> _Author:
    if len(why.strip()) < 5:
        raise Refused("Say why in a few words: whoever reverses this will read it.")
    return _Author(by, why.strip(), now)


def _lock(*person_ids: int) -> None:
    found = models.Person.objects.select_for_update().filter(pk__in=person_ids, retired_at=None).order_by("pk")
    if len(found) != len(set(person_ids)) or len(set(person_ids)) != len(person_ids):
        raise Refused("One of them is no current person any more. Search again.")


def _sources(person_id: int) -> set[int]:
    members = models.Membership.objects.filter(person_id=person_id, ends_at=None)
    return set(members.values_list("source_person_id", flat=True))


def _judge(a: int, b: int, verdict: Verdict, author: _Author) -> int:
    pair = {"a_id": min(a, b), "b_id": max(a, b)}
    models.Judgement.objects.filter(**pair, withdrawn_at=None).update(withdrawn_at=author.now)
    row = models.Judgement.objects.create(**pair, verdict=verdict, why=author.why, by_id=author.by, at=author.now)
    return int(row.pk)


def _withdraw(verdict: Verdict, ours: Collection[int], theirs: Collection[int], now: datetime) -> None:
    standing = models.Judgement.objects.filter(verdict=verdict, withdrawn_at=None)
    for one, other in ((ours, theirs), (theirs, ours)):
        standing.filter(a__in=list(one), b__in=list(other)).update(withdrawn_at=now)


def _decide(kind: DecisionKind, author: _Author) -> int:
    return int(models.Decision.objects.create(kind=kind, by_id=author.by, at=author.now, why=author.why).pk)


def _trace(decision: int, kind: DecisionKind, person: int, after: dict[str, object], author: _Author) -> None:
    trace(
        by=author.by,
        action=f"linking.{kind.value}",
        subject="linking.decision",
        subject_id=decision,
        person_id=person,
        now=author.now,
        after=after | {"why": author.why},
    )
