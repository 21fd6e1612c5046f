"""Places a person who was added by hand: as somebody of their own, with a question about everybody they may be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from kith.linking import models
from kith.linking.runs.engines import open_engine
from kith.linking.runs.linking import Choice, link_records
from kith.linking.runs.nodes import Node, read_nodes
from kith.linking.runs.shipped import shipped_model
from kith.linking.services.placing import place_alone
from kith.linking.vocabulary import Pair, ReviewKind

_LOCK = 7_316_001  # one run that places records at a time, whoever starts it
_MOST_LIKE = 200  # people who share the most facts with somebody new: more would only be strangers
# Kinds with the same tens speak of one fact; a bare birthday (41) or a bare postcode (71) is shared by too many.
_LIKE = """
SELECT s.source_person_id FROM linking_membership s JOIN (
    SELECT k.person_id, count(DISTINCT k.kind / 10) AS facts
    FROM linking_searchkey mine JOIN linking_searchkey k ON k.kind = mine.kind AND k.key = mine.key
    WHERE mine.person_id = %(person)s AND k.person_id <> %(person)s AND mine.kind NOT IN (41, 71)
    GROUP BY k.person_id ORDER BY facts DESC, k.person_id LIMIT %(most)s) l ON l.person_id = s.person_id
WHERE s.ends_at IS NULL
"""
# Everything of the other person: one record of theirs must not be drawn away from the rest.
_APART = """
SELECT mine.source_person_id, theirs.source_person_id FROM linking_reviewitem i
JOIN linking_membership a ON a.source_person_id = i.a_id AND a.ends_at IS NULL
JOIN linking_membership b ON b.source_person_id = i.b_id AND b.ends_at IS NULL AND b.person_id <> a.person_id
JOIN linking_membership mine ON mine.person_id = a.person_id AND mine.ends_at IS NULL
JOIN linking_membership theirs ON theirs.person_id = b.person_id AND theirs.ends_at IS NULL
WHERE i.state = 'open' AND i.kind = %s ORDER BY 1, 2
"""


def link_alone() -> None:
    """Wait until no other run places records, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def place_by_hand(*, source_person_id: int, by: int, now: datetime) -> int:
    """Make a person of somebody who was added by hand, and ask about everybody they may be; return the person's id.

    Nothing is merged. Whoever the model takes for perhaps the same is put before a person to decide, and until then
    no run joins the two. Run as the worker.
    """
    with transaction.atomic():
        link_alone()
        person, is_new = place_alone(source_person_id=source_person_id, by=by, why="Added by hand", now=now)
        if is_new:
            _ask(person, source_person_id, now)
    return person


def kept_apart(numbers: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the records, by their place in a run, that wait for a decision since one of them was added by hand."""
    with connection.cursor() as cursor:
        cursor.execute(_APART, [ReviewKind.ADDED_BY_HAND])
        rows: list[tuple[int, int]] = cursor.fetchall()
    known = [(numbers[a], numbers[b]) for a, b in rows if a in numbers and b in numbers]
    return [(min(pair), max(pair)) for pair in known]


def _ask(person: int, source_person_id: int, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, {"person": person, "most": _MOST_LIKE})
        alike = [row[0] for row in cursor.fetchall()]
    if not alike:
        return
    nodes = read_nodes([source_person_id, *alike])
    mine = next(place for place, node in enumerate(nodes) if node.source_person_id == source_person_id)
    best = _best_of_each_person(_likely(nodes, mine), nodes, mine)
    models.ReviewItem.objects.bulk_create(
        models.ReviewItem(
            a_id=min(source_person_id, other),
            b_id=max(source_person_id, other),
            kind=ReviewKind.ADDED_BY_HAND,
            weight=round(weight, 6),
            found_at=now,
        )
        for other, weight in best
    )


def _likely(nodes: Sequence[Node], mine: int) -> list[Pair]:
    with open_engine("duckdb") as database:
        choice = Choice(model=shipped_model(), expect_twins=True)
        linked = link_records(database, [node.record for node in nodes], choice, lambda stage: None)
    return [pair for pair in linked.pairs() if mine in (pair.a, pair.b)]


def _best_of_each_person(pairs: Sequence[Pair], nodes: Sequence[Node], mine: int) -> list[tuple[int, float]]:
    """Return, for each person whom somebody may be, their likest record and its weight."""
    weights = {nodes[pair.b if pair.a == mine else pair.a].source_person_id: pair.weight for pair in pairs}
    members = models.Membership.objects.filter(source_person__in=list(weights), ends_at=None)
    of_person: dict[int, list[int]] = defaultdict(list)
    for source, owner in members.values_list("source_person_id", "person_id"):
        of_person[owner].append(source)
    likest = [max(sources, key=lambda source: (weights[source], -source)) for sources in of_person.values()]
    return sorted((source, weights[source]) for source in likest)
