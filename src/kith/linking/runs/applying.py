"""Writes a plan of identities: people, decisions, memberships, and the moves that followers go along with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kith.linking import models
from kith.linking.analysis.identity import Plan
from kith.linking.runs.linking import Linked
from kith.linking.runs.nodes import Node
from kith.linking.services.following import follow_move
from kith.linking.vocabulary import DecisionKind, Membership, Move, MoveKind

_AT_ONCE = 5_000


@dataclass
class Outcome:
    """What was written, and the moves still to be followed once profiles are right."""

    created: int = 0
    merged: int = 0
    moved: int = 0
    rows: int = 0
    moves: list[Move] = field(default_factory=list)

    def follow(self) -> None:
        """Take every follower along with every move, splits before merges."""
        for move in self.moves:
            follow_move(move)


def apply_plan(*, plan: Plan, nodes: Sequence[Node], linked: Linked, by: int | None, now: datetime) -> Outcome:
    """Write what the plan changes and nothing else."""
    outcome = Outcome()
    why = f"linking run, model {linked.model.version}"
    new = [group for group, person in sorted(plan.person_of.items()) if person is None]
    made = models.Person.objects.bulk_create([models.Person(created_at=now) for _ in new], batch_size=_AT_ONCE)
    person_of = {group: person for group, person in plan.person_of.items() if person is not None}
    person_of |= {group: person.pk for group, person in zip(new, made, strict=True)}
    outcome.created = len(new)
    decided = _decide_shifts(plan, person_of, set(new), outcome, _Author(by, why, now))
    _write_memberships(nodes, linked, person_of, decided, outcome, _Author(by, why, now))
    return outcome


@dataclass(frozen=True)
class _Author:
    by: int | None
    why: str
    now: datetime

    def decide(self, kind: DecisionKind) -> int:
        return int(models.Decision.objects.create(kind=kind, by_id=self.by, at=self.now, why=self.why).pk)


def _decide_shifts(
    plan: Plan, person_of: Mapping[int, int], new: set[int], outcome: Outcome, author: _Author
) -> dict[int, int]:
    """Return the decision under which each shifting member moves, and note the moves to be followed."""
    decided: dict[int, int] = {}
    merges: list[Move] = []
    for shift in plan.shifts:
        whole = plan.emptied.get(shift.from_person) == shift.group
        kind = DecisionKind.MERGED if whole else DecisionKind.SPLIT if shift.group in new else DecisionKind.MOVED
        decision = author.decide(kind)
        decided |= dict.fromkeys(shift.members, decision)
        move = Move(
            kind=MoveKind.MERGE if whole else MoveKind.SPLIT,
            from_person=shift.from_person,
            to_person=person_of[shift.group],
            source_person_ids=() if whole else shift.members,
            decision_id=decision,
            by=author.by,
            now=author.now,
        )
        (merges if whole else outcome.moves).append(move)
    for move in merges:
        models.Person.objects.filter(pk=move.from_person).update(retired_at=author.now, merged_into=move.to_person)
    outcome.merged, outcome.moved = len(merges), len(outcome.moves)
    outcome.moves += merges
    return decided


def _write_memberships(
    nodes: Sequence[Node],
    linked: Linked,
    person_of: Mapping[int, int],
    decided: Mapping[int, int],
    outcome: Outcome,
    author: _Author,
) -> None:
    before = {one.source_person_id: one for one in models.Membership.objects.filter(ends_at=None)}
    ended: list[int] = []
    rows: list[models.Membership] = []
    general: dict[DecisionKind, int] = {}
    reasons = _reasons(linked, nodes)
    for found in linked.memberships:
        node, old = nodes[found.record], before.get(nodes[found.record].source_person_id)
        person = person_of[found.group]
        if old is not None and old.person_id == person and (old.band == found.band or old.reason.get("decided")):
            continue
        kind = DecisionKind.RESTATED if old is not None else DecisionKind.CREATED
        decision = decided.get(node.source_person_id)
        if decision is None:
            decision = general[kind] = general.get(kind) or author.decide(kind)
        if old is not None:
            ended.append(old.pk)
        rows.append(_membership(found, node, person, reasons.get(found.record, {}), decision, author.now))
    for first in range(0, len(ended), _AT_ONCE):
        models.Membership.objects.filter(pk__in=ended[first : first + _AT_ONCE]).update(ends_at=author.now)
    models.Membership.objects.bulk_create(rows, batch_size=_AT_ONCE)
    outcome.rows += len(rows)


def _membership(
    found: Membership, node: Node, person: int, reason: dict[str, Any], decision: int, now: datetime
) -> models.Membership:
    return models.Membership(
        person_id=person,
        source_person_id=node.source_person_id,
        agency_id=node.agency_id,
        band=found.band,
        weight=found.weight,
        reason=reason,
        begins_at=now,
        decision_id=decision,
    )


def _reasons(linked: Linked, nodes: Sequence[Node]) -> dict[int, dict[str, Any]]:
    """Return, for each record that joined others, the best evidence that it belongs: its weights, not its words."""
    scored = linked.scored
    home = [found.group for found in linked.memberships]
    best: dict[int, int] = defaultdict(lambda: -1)
    for index, (a, b, weight) in enumerate(zip(scored.a.tolist(), scored.b.tolist(), scored.weights, strict=True)):
        if home[a] != home[b]:
            continue
        for record in (a, b):
            if best[record] < 0 or weight > scored.weights[best[record]]:
                best[record] = index
    start = linked.start_weight
    reasons = {}
    for record, index in best.items():
        pair = linked.pair(index)
        other = pair.b if pair.a == record else pair.a
        reasons[record] = {
            "with": nodes[other].source_person_id,
            "model": linked.model.version,
            "start": round(start, 3),
            "parts": {name: [gamma, round(weight, 3)] for name, (gamma, weight) in pair.parts.items()},
        }
    return reasons
