"""Stores one list beside the older ones, and publishes it by one switch."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from kith.access.services import trace
from kith.priority.models import Policy as StoredPolicy
from kith.priority.models import Run
from kith.priority.runs.facts import Made
from kith.priority.vocabulary import Indicator, Policy

_STANDING = "person_id, lane, place, points, low, high, breadth, rise, grip, card"
_CONTRIBUTION = "person_id, indicator, theme, sector, milli_points, entry_ids, data_class"


def digest_of(made: Made) -> str:
    """Return the sha256 of a list: the same inputs and policy give the same digest on any day it is made."""
    digest = hashlib.sha256()
    for row in (*made.standings, *made.contributions):
        digest.update(repr(row).encode())
    return digest.hexdigest()


@transaction.atomic
def store_run(  # noqa: PLR0913 -- what, by which rules, of which day, by whom, since when: a run has no fewer parts
    *,
    made: Made,
    policy: Policy,
    text: str,
    refused: Iterable[Indicator],
    as_of: date,
    by: int | None,
    now: datetime,
    started: float,
) -> Run:
    """Store a list with its policy word for word, and publish it; older lists stay as they are."""
    StoredPolicy.objects.get_or_create(
        digest=policy.digest,
        defaults={"version": policy.version, "effective_on": policy.effective_on, "text": text},
    )
    run = Run.objects.create(
        policy_version=policy.version,
        policy_digest=policy.digest,
        as_of=as_of,
        known_until=now,
        started_at=now,
        people=made.people,
        listed=made.listed,
        digest=digest_of(made),
        refused=[each.id for each in refused],
    )
    _copy("priority_standing", _STANDING, run.pk, made.standings)
    _copy("priority_contribution", _CONTRIBUTION, run.pk, made.contributions)
    run.finished_at = now + timedelta(seconds=perf_counter() - started)
    run.save(update_fields=["finished_at"])
    after = {"as_of": as_of.isoformat(), "policy": policy.version, "people": made.people, "listed": made.listed}
    trace(by=by, action="priority.ranked", subject="priority.run", subject_id=run.pk, now=now, after=after)
    return run


def _copy(table: str, columns: str, run_id: int, rows: list[tuple[Any, ...]]) -> None:
    # row security refuses COPY into a guarded table, so the rows go through a table of this transaction's own
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE given ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608 -- our own names
        with cursor.copy(f"COPY given ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} (run_id, {columns}) SELECT %s, {columns} FROM given", [run_id])  # noqa: S608 -- as above
        cursor.execute("DROP TABLE given")
