"""Keeps the model's evidence, and what somebody should look at, in step with the last run."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from kith.linking.analysis.components import REVIEW_AT
from kith.linking.runs.linking import Linked
from kith.linking.runs.nodes import Node
from kith.linking.vocabulary import Pair, ReviewKind

_EDGES = (
    "DROP TABLE IF EXISTS due_edges",
    "CREATE TEMPORARY TABLE due_edges (a bigint, b bigint, version text, weight float8, parts jsonb) ON COMMIT DROP",
)
_KEEP_EDGES = (
    "DELETE FROM linking_edge e WHERE NOT EXISTS (SELECT 1 FROM due_edges d WHERE d.a = e.a_id AND d.b = e.b_id)",
    """INSERT INTO linking_edge AS e (a_id, b_id, model_version, weight, parts)
    SELECT a, b, version, weight, parts FROM due_edges
    ON CONFLICT (a_id, b_id) DO UPDATE SET model_version = excluded.model_version, weight = excluded.weight,
        parts = excluded.parts
    WHERE (e.model_version, e.weight, e.parts) IS DISTINCT FROM
          (excluded.model_version, excluded.weight, excluded.parts)""",
)
_ITEMS = (
    "DROP TABLE IF EXISTS due_items",
    "CREATE TEMPORARY TABLE due_items (a bigint, b bigint, kind text, weight float8) ON COMMIT DROP",
)
# What somebody decided stays decided; what the evidence no longer says is settled by itself.
_KEEP_ITEMS = (
    """UPDATE linking_reviewitem i SET state = 'settled', decided_at = %(now)s WHERE state = 'open'
    AND kind <> 'added_by_hand' AND NOT EXISTS
    (SELECT 1 FROM due_items d WHERE d.a = i.a_id AND d.b = i.b_id AND d.kind = i.kind)""",
    # What was asked when somebody was added by hand waits for a person, unless the two have become one since.
    """UPDATE linking_reviewitem i SET state = 'settled', decided_at = %(now)s
    FROM linking_membership m, linking_membership o
    WHERE i.state = 'open' AND i.kind = 'added_by_hand' AND m.source_person_id = i.a_id AND m.ends_at IS NULL
      AND o.source_person_id = i.b_id AND o.ends_at IS NULL AND o.person_id = m.person_id""",
    # Two people whom somebody has judged are not asked about again by way of two other records of theirs.
    """WITH judged AS MATERIALIZED (
        SELECT least(m.person_id, o.person_id) AS one, greatest(m.person_id, o.person_id) AS other
        FROM linking_judgement j
        JOIN linking_membership m ON m.source_person_id = j.a_id AND m.ends_at IS NULL
        JOIN linking_membership o ON o.source_person_id = j.b_id AND o.ends_at IS NULL
        WHERE j.withdrawn_at IS NULL)
    INSERT INTO linking_reviewitem (a_id, b_id, kind, weight, state, found_at)
    SELECT d.a, d.b, d.kind, d.weight, 'open', %(now)s FROM due_items d WHERE NOT EXISTS
    (SELECT 1 FROM linking_reviewitem i WHERE i.a_id = d.a AND i.b_id = d.b AND i.kind IN (d.kind, 'added_by_hand')
     AND i.state IN ('open', 'decided'))
    AND (d.kind = 'judgement_conflict' OR NOT EXISTS (
        SELECT 1 FROM judged j JOIN linking_membership m ON m.source_person_id = d.a AND m.ends_at IS NULL
        JOIN linking_membership o ON o.source_person_id = d.b AND o.ends_at IS NULL
        WHERE (j.one, j.other) = (least(m.person_id, o.person_id), greatest(m.person_id, o.person_id))))
    ORDER BY d.a, d.b""",
)


def keep_edges(nodes: Sequence[Node], linked: Linked) -> int:
    """Write the evidence of every pair that is at least doubtful; return how many rows changed."""
    rows = (
        (*_ids(nodes, pair), linked.model.version, round(pair.weight, 6), _json(pair))
        for pair in linked.pairs(REVIEW_AT)
    )
    return _bring_in_line(_EDGES, "COPY due_edges FROM STDIN", rows, _KEEP_EDGES, {})


def keep_review_items(nodes: Sequence[Node], linked: Linked, now: datetime) -> int:
    """Write what somebody should look at: the best doubtful pair between two groups; return how many rows changed."""
    home = [found.group for found in linked.memberships]
    best: dict[tuple[int, int], Pair] = {}
    for pair in linked.pairs(REVIEW_AT):
        groups = (min(home[pair.a], home[pair.b]), max(home[pair.a], home[pair.b]))
        if groups[0] != groups[1] and (groups not in best or pair.weight > best[groups].weight):
            best[groups] = pair
    rows = [
        (*_ids(nodes, pair), (pair.flag or ReviewKind.POSSIBLE_SAME).value, round(pair.weight, 6))
        for _, pair in sorted(best.items())
    ]
    conflicts = [(a, b) for a, b in linked.same if home[a] != home[b]]
    rows += [(*_ids(nodes, Pair(a=a, b=b, weight=0.0)), ReviewKind.JUDGEMENT_CONFLICT.value, 0.0) for a, b in conflicts]
    return _bring_in_line(_ITEMS, "COPY due_items FROM STDIN", rows, _KEEP_ITEMS, {"now": now})


def _bring_in_line(
    make: Iterable[str], copy: str, rows: Iterable[Sequence[Any]], keep: Iterable[str], values: dict[str, Any]
) -> int:
    changed = 0
    with connection.cursor() as cursor:
        for statement in make:
            cursor.execute(statement)
        with cursor.copy(copy) as writer:
            for row in rows:
                writer.write_row(row)
        for statement in keep:
            cursor.execute(statement, values or None)
            changed += cursor.rowcount
    return changed


def _ids(nodes: Sequence[Node], pair: Pair) -> tuple[int, int]:
    one, other = nodes[pair.a].source_person_id, nodes[pair.b].source_person_id
    return min(one, other), max(one, other)


def _json(pair: Pair) -> str:
    return json.dumps({name: [gamma, round(weight, 4)] for name, (gamma, weight) in pair.parts.items()})
