"""Makes one list from beginning to end."""

from datetime import date, datetime
from pathlib import Path
from time import perf_counter

from django.conf import settings

from kith.access.selectors import list_agreements
from kith.engine.workbench import Workbench
from kith.priority.models import Run
from kith.priority.rules.gateways import permitted_policy
from kith.priority.runs.adding import added_up
from kith.priority.runs.adding_on_spark import added_up_on_spark
from kith.priority.runs.facts import made_by
from kith.priority.runs.snapshot import take_snapshot
from kith.priority.runs.storing import store_run
from kith.priority.selectors.policies import FOLDER, policy_at, policy_file_in_force

PURPOSES = {"safeguarding", "panel"}
ENGINES = {"duckdb": added_up, "spark": added_up_on_spark}


def rank_everyone(
    *, as_of: date, by: int | None, now: datetime, policies: Path = FOLDER, engine: str = "duckdb"
) -> Run:
    """Make and publish the list of one day, from what was known and had happened before it. Run as `kith_worker`.

    Indicators whose gateway no agreement in force opens are left out, and named on the run. The list shown is
    that of the latest day, so a list of a past day is stored without taking its place. Each of `ENGINES` makes the
    same list.
    """
    started = perf_counter()
    path = policy_file_in_force(as_of, policies)
    permitted = permitted_policy(policy_at(path), _feeds_agreed(as_of))
    workbench = Workbench(Path(settings.KITH_WORKBENCH))
    take_snapshot(workbench, as_of)
    with ENGINES[engine](workbench, permitted.policy, as_of) as connection:
        made = made_by(connection, permitted.policy)
    return store_run(
        made=made,
        policy=permitted.policy,
        text=path.read_text(encoding="utf-8"),
        refused=permitted.refused,
        as_of=as_of,
        by=by,
        now=now,
        started=started,
    )


def _feeds_agreed(on: date) -> set[str]:
    return {
        each.feed
        for each in list_agreements()
        if each.valid_from <= on < each.valid_to and PURPOSES & set(each.purposes)
    }
