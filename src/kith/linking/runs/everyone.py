"""Links the whole county anew and changes only what must change: people keep their numbers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from django.db import transaction

from kith.access.services import trace
from kith.engine import Workbench
from kith.linking import models
from kith.linking.analysis.components import Constraints
from kith.linking.analysis.identity import plan_identities
from kith.linking.runs.adding import kept_apart, link_alone
from kith.linking.runs.applying import Outcome, apply_plan
from kith.linking.runs.engines import open_engine
from kith.linking.runs.evidence import keep_edges, keep_review_items
from kith.linking.runs.linking import Choice, Linked, Say, link_records
from kith.linking.runs.nodes import Node, read_nodes
from kith.linking.runs.shipped import shipped_model
from kith.linking.services.profiles import refresh_people
from kith.linking.services.search_keys import refresh_search_keys
from kith.linking.vocabulary import Verdict


@dataclass(frozen=True, kw_only=True)
class LinkReport:
    """What a run did: how many records and people there are, and how many rows had to change."""

    records: int
    people: int
    created: int
    merged: int
    moved: int
    changed: int
    model_version: str


def link_everyone(*, by: int | None, now: datetime, report: Say | None = None) -> LinkReport:
    """Link every record of every agency, as the worker, in one transaction; a second run changes nothing.

    `report` is told each stage in words, as it begins.
    """
    say = report or (lambda stage: None)
    with transaction.atomic():
        link_alone()
        say("reading what agencies say")
        nodes = read_nodes()
        linked = _link(nodes, say)
        groups = _groups(nodes, linked)
        before = dict(models.Membership.objects.filter(ends_at=None).values_list("source_person_id", "person_id"))
        say("keeping people's numbers")
        plan = plan_identities(groups, before)
        outcome = apply_plan(plan=plan, nodes=nodes, linked=linked, by=by, now=now)
        say("writing what is known of each person")
        changed = refresh_people(person_ids=None, now=now) + refresh_search_keys(person_ids=None)
        say("keeping the evidence, and what somebody should look at")
        changed += keep_edges(nodes, linked) + keep_review_items(nodes, linked, now)
        say("taking along whatever is kept about people who changed")
        outcome.follow()
        done = _report(nodes, linked, outcome, changed)
        if done.changed:
            trace(by=by, action="linking.linked_everyone", subject="linking.run", now=now, after=vars(done))
        transaction.on_commit(partial(_write_part, Path(settings.KITH_WORKBENCH)))
    return done


def _link(nodes: Sequence[Node], say: Say) -> Linked:
    with open_engine("duckdb") as database:
        # Twins are always expected in a county: nothing that its files happen to show relaxes that guard.
        choice = Choice(model=shipped_model(), rules=_judgements(nodes), expect_twins=True)
        return link_records(database, [node.record for node in nodes], choice, say)


def _judgements(nodes: Sequence[Node]) -> Constraints:
    numbers = {node.source_person_id: number for number, node in enumerate(nodes)}
    pairs: Mapping[str, list[tuple[int, int]]] = defaultdict(list)
    standing = models.Judgement.objects.filter(withdrawn_at=None).order_by("id")
    for a, b, verdict in standing.values_list("a_id", "b_id", "verdict"):
        if a in numbers and b in numbers:
            one, other = sorted((numbers[a], numbers[b]))
            pairs[verdict].append((one, other))
    pairs[Verdict.DIFFERENT] += kept_apart(numbers)
    return Constraints(same=pairs[Verdict.SAME], different=pairs[Verdict.DIFFERENT])


def _groups(nodes: Sequence[Node], linked: Linked) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for found in linked.memberships:
        groups[found.group].append(nodes[found.record].source_person_id)
    return groups


def _report(nodes: Sequence[Node], linked: Linked, outcome: Outcome, changed: int) -> LinkReport:
    return LinkReport(
        records=len(nodes),
        people=len({found.group for found in linked.memberships}),
        created=outcome.created,
        merged=outcome.merged,
        moved=outcome.moved,
        changed=changed + outcome.rows,
        model_version=linked.model.version,
    )


def _write_part(root: Path) -> None:
    """Write who is who into the workbench, so that the pipeline can join the parts of the feeds by person."""
    current = models.Membership.objects.filter(ends_at=None).order_by("source_person_id")
    rows = list(current.values_list("source_person_id", "person_id", "agency_id"))
    names = ("source_person_id", "person_id", "agency_id")
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    table = pa.table({name: pa.array(column, pa.int64()) for name, column in zip(names, columns, strict=True)})
    Workbench(root).write_part("membership", "current", table)
