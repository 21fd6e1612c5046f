"""The whole list as a short script of named steps: from dated entries to standings with lanes.

A step is an expression over the inputs, the policy's tables and earlier steps, by name. It depends on the
policy alone, not on the day, so it is compiled once and then costs only what the engine needs.
"""

from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from kith.priority.analysis import attendance, holding, lanes, points, ranges
from kith.priority.analysis.inputs import Day, cohort, named_inputs
from kith.priority.vocabulary import Policy


@dataclass(frozen=True)
class Step:
    """One table that the list is made of: its name, and how it is made."""

    name: str
    table: Table


class _Script:
    def __init__(self) -> None:
        self.steps: list[Step] = []

    def keep(self, name: str, table: Table) -> Table:
        self.steps.append(Step(name, table))
        return ibis.table(table.schema(), name=name)


def ranking_steps(policy: Policy) -> list[Step]:
    """Return the steps in order.

    The last names are `standings`, `contributions`, `evidence`, `strengths`, `triggers`, `missing`, `sessions`;
    `contributions` and `evidence` are of every moment.
    """
    inputs, script = named_inputs(), _Script()
    day, moments = Day(inputs.moments), inputs.moments
    children = script.keep("children", cohort(inputs.people, policy, day))
    known = script.keep("known_entries", holding.known_entries(inputs.entries, day))
    calendar = script.keep("calendar", attendance.school_calendar(inputs.weeks, policy, moments))
    counted = script.keep("counted_weeks", attendance.weeks_counted(inputs.weeks, calendar, children))
    sessions = script.keep("sessions", attendance.attendance(counted, moments))
    evidence = script.keep("evidence", points.evidence(inputs.entries, children, moments))
    contributed = script.keep("contributions", points.contributions(evidence, sessions, policy, moments))
    here = inputs.feed_states.semi_join(children, "person_id")
    missing = script.keep("missing", ranges.missing_feeds(here, policy))
    unknown = ranges.missing_worth(children, missing, ranges.allowances(contributed, children, missing))
    gripped = script.keep("grips", holding.grip(known, inputs.leads, children, policy, day))
    summed = script.keep("totals", points.totals(contributed, policy))
    urgent = holding.critical(known, policy, day)
    standing = script.keep("unplaced", lanes.standings(children, summed, gripped, urgent, unknown))
    places = script.keep("placed", lanes.placed(standing, policy, day))
    script.keep("standings", lanes.laned(places, policy))
    script.keep("strengths", holding.strengths(known, sessions, policy, day))
    script.keep("triggers", holding.triggers(known, sessions, policy, day))
    return script.steps


def ranking_script(policy: Policy, dialect: str = "duckdb") -> list[tuple[str, str]]:
    """Return the steps as pairs of name and SELECT in the dialect of one engine."""
    return [(step.name, str(ibis.to_sql(step.table, dialect=dialect))) for step in ranking_steps(policy)]
