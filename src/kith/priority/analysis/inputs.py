"""The tables that the list is made from, and the moments at which it is added up."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis.expr.types import DateScalar, DateValue, IntegerValue, StringValue, Table

from kith.priority.vocabulary import Moment, Policy

RISE_DAYS = 28
AHEAD_DAYS = 56

ENTRIES = ibis.schema(
    {
        "entry_id": "int64",
        "person_id": "int64",
        "kind": "string",
        "role": "string",
        "occurred_on": "date",
        "ended_on": "date",
        "known_at": "date",
        "band": "int64",
        "sector": "string",
        "retracted": "boolean",
        "weak_link": "boolean",
    }
)
WEEKS = ibis.schema({"person_id": "int64", "week_on": "date", "possible": "int16", "absent": "int16"})
PEOPLE = ibis.schema(
    {"person_id": "int64", "public_id": "string", "born_on": "date", "died_on": "date", "lives_here": "boolean"}
)
LEADS = ibis.schema({"person_id": "int64", "begins_on": "date", "ends_on": "date"})
FEED_STATES = ibis.schema({"person_id": "int64", "sector": "string", "state": "string"})
MOMENTS = ibis.schema({"moment": "string", "at": "date", "known_before": "date", "firm_only": "boolean"})


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Everything the list may look at: what happened, weeks at school, who the people are, who holds them.

    `entries` has one row per event and participant, in the schema ENTRIES; `weak_link` says that the row
    reached this person over a link that is likely but not firm. A sector without a row in `feed_states`
    tells what it knows. `moments` says for which day and with what knowledge points are added up.
    """

    entries: Table
    weeks: Table
    people: Table
    leads: Table
    feed_states: Table
    moments: Table


def named_inputs() -> Inputs:
    """Return the inputs as tables that have a name and a schema but no rows: an engine brings those."""
    return Inputs(
        entries=ibis.table(ENTRIES, name="entries"),
        weeks=ibis.table(WEEKS, name="weeks"),
        people=ibis.table(PEOPLE, name="people"),
        leads=ibis.table(LEADS, name="leads"),
        feed_states=ibis.table(FEED_STATES, name="feed_states"),
        moments=ibis.table(MOMENTS, name="moments"),
    )


def moment_rows(as_of: date) -> list[tuple[str, date, date, bool]]:
    """Return the four moments of one list: now, four weeks ago, eight weeks ahead, now without weak links."""
    before, ahead = as_of - timedelta(days=RISE_DAYS), as_of + timedelta(days=AHEAD_DAYS)
    return [
        (Moment.NOW.value, as_of, as_of, False),
        (Moment.BEFORE.value, before, before, False),
        (Moment.AHEAD.value, ahead, as_of, False),
        (Moment.FIRM.value, as_of, as_of, True),
    ]


class Day:
    """The day of the list, read from the moments, so that one compiled expression serves every day."""

    def __init__(self, moments: Table) -> None:
        """Take the day of the moment `now`."""
        self.as_of: DateScalar = moments.filter(moments.moment == Moment.NOW.value)["at"].as_scalar()

    def minus(self, days: int) -> DateScalar:
        """Return the day so many days earlier."""
        return (self.as_of - ibis.interval(days=days)).cast("date")


def cohort(people: Table, policy: Policy, day: Day) -> Table:
    """Return the children who may be listed: alive, of an age the policy names, living here."""
    youngest, oldest = policy.ages
    as_of = day.as_of
    aged = people.filter(people.born_on.notnull() & (people.born_on <= as_of)).mutate(
        age=(day_number(as_of) - day_number(people.born_on)) // 10000
    )
    return aged.filter(
        aged.lives_here, aged.died_on.isnull() | (aged.died_on >= as_of), aged.age.between(youngest, oldest)
    ).select("person_id", "public_id", "age", born=day_number(aged.born_on))


def keyed_hash(public_id: StringValue, policy: Policy, day: Day) -> StringValue:
    """Return a hash of a person and the day that decides between equals, so that nobody's wish or number can."""
    key = ibis.literal(f"{policy.seats.draw_key}|") + day.as_of.cast("string")
    return (key + ibis.literal("|tie|") + public_id).hexdigest("sha256")


def day_number(day: DateValue) -> IntegerValue:
    """Return a day as the number 20261124: the difference of two, divided by 10000, is an age in years."""
    return day.year().cast("int64") * 10000 + day.month().cast("int64") * 100 + day.day().cast("int64")
