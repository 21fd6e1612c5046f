"""Who holds a child now, what goes well, what cannot wait, and what one agency alone would have seen."""

from functools import reduce

import ibis
from ibis.expr.types import BooleanValue, DateScalar, Table

from kith.priority.analysis.inputs import Day
from kith.priority.analysis.rule_tables import CRITICAL_KINDS, TRIGGER_RULES
from kith.priority.vocabulary import Grip, Policy, Strength

STABLE_DAYS = 365
CONTACT_DAYS = 42
CONTACTS = 4
ENGAGED_DAYS = 28
VOICE_DAYS = 91


def known_entries(entries: Table, day: Day) -> Table:
    """Return the entries that were known, and had happened, before the day, without retracted ones."""
    return entries.filter(~entries.retracted, entries.known_at < day.as_of, entries.occurred_on < day.as_of)


def grip(known: Table, leads: Table, children: Table, policy: Policy, day: Day) -> Table:
    """Return whether anybody holds each child: active, stale, or none; with the days that say so.

    Active means a named lead, a contact within the policy's days and no review overdue; stale means a lead
    or a plan without that; none means neither.
    """
    rule = policy.grip
    plan = known.kind.isin(rule.plans) & _still_true(known, day)
    seen = known.group_by("person_id").agg(
        last_contact_on=known.occurred_on.max(where=known.kind.isin(rule.contacts)),
        last_review_on=known.occurred_on.max(where=known.kind.isin(rule.reviews)),
        plan_since=known.occurred_on.max(where=plan),
    )
    open_leads = leads.filter(leads.begins_on < day.as_of, leads.ends_on.isnull() | (leads.ends_on >= day.as_of))
    led = open_leads.group_by("person_id").agg(lead_since=open_leads.begins_on.max())
    both = children.select("person_id").left_join(seen, "person_id").drop("person_id_right")
    both = both.left_join(led, "person_id").drop("person_id_right")
    contact_from, review_from = day.minus(rule.contact_days), day.minus(rule.review_days)
    reviewed = both.plan_since.isnull() | (both.plan_since >= review_from)
    reviewed = reviewed | (both.last_review_on >= review_from).fill_null(False)
    met = (both.last_contact_on >= contact_from).fill_null(False)
    word = ibis.ifelse(both.plan_since.notnull() | both.lead_since.notnull(), Grip.STALE.value, Grip.NONE.value)
    word = ibis.ifelse(both.lead_since.notnull() & met & reviewed, Grip.ACTIVE.value, word)
    return both.mutate(grip=word)


def critical(known: Table, policy: Policy, day: Day) -> Table:
    """Return the people with a critical moment that has become known in the last days."""
    rule = policy.critical
    recent = known.filter(
        known.known_at >= day.minus(rule.known_within_days),
        known.occurred_on >= day.minus(rule.occurred_within_days),
    )
    return recent.join(CRITICAL_KINDS, ["kind", "role"]).select("person_id").distinct()


def strengths(known: Table, sessions: Table, policy: Policy, day: Day) -> Table:
    """Return what goes well for each person, with a day and a number where they say more."""
    school = sessions.filter(
        sessions.known_before == day.as_of,
        sessions.recent_possible >= policy.attendance.recent_sessions,
        sessions.recent_absent * 20 <= sessions.recent_possible,
    ).select("person_id", since_on="last_week_on", number=(sessions.recent_possible - sessions.recent_absent))
    contacts = known.kind.isin(policy.grip.contacts)
    placed = (known.kind == "care.placement") & _still_true(known, day)
    supported = known.filter((known.kind == "justice.intervention") & _still_true(known, day)).select("person_id")
    met = known.filter(known.person_id.isin(supported.person_id))
    found = [
        _strength(school, Strength.ATTENDANCE),
        _strength(
            _recent(known, placed & (known.occurred_on <= day.minus(STABLE_DAYS)), None),
            Strength.PLACEMENT,
        ),
        _strength(
            _recent(known, contacts, day.minus(CONTACT_DAYS)).filter(lambda rows: rows.number >= CONTACTS),
            Strength.CONTACT,
        ),
        _strength(_recent(met, met.kind == "justice.contact", day.minus(ENGAGED_DAYS)), Strength.ENGAGED),
        _strength(_recent(known, known.kind == "care.voice", day.minus(VOICE_DAYS)), Strength.VOICE),
    ]
    return reduce(lambda one, other: one.union(other), found)


def triggers(known: Table, sessions: Table, policy: Policy, day: Day) -> Table:
    """Return the single-agency triggers that each person had reached by the day."""
    ruled = known.join(TRIGGER_RULES, ["kind", "role"])
    ruled = ruled.mutate(age_days=day.as_of.delta(ruled.occurred_on, unit="day").cast("int64"))
    ruled = ruled.filter(ruled.age_days <= ruled.within_days)
    counted = ruled.group_by("person_id", "trigger", "at_least").agg(rows=ruled.count())
    found = counted.filter(counted.rows >= counted.at_least).select("person_id", "trigger")
    for each in policy.triggers:
        if each.absent_percent:
            reached = sessions.filter(
                sessions.known_before == day.as_of,
                sessions.recent_possible >= policy.attendance.recent_sessions,
                sessions.recent_absent * 100 >= sessions.recent_possible * each.absent_percent,
            )
            found = found.union(reached.select("person_id", trigger=ibis.literal(each.id)))
    return found


def _still_true(known: Table, day: Day) -> BooleanValue:
    return known.ended_on.isnull() | (known.ended_on >= day.as_of)


def _recent(known: Table, which: BooleanValue, from_day: DateScalar | None) -> Table:
    rows = known.filter(which) if from_day is None else known.filter(which, known.occurred_on >= from_day)
    return rows.group_by("person_id").agg(since_on=rows.occurred_on.max(), number=rows.count().cast("int64"))


def _strength(rows: Table, strength: Strength) -> Table:
    return rows.select("person_id", "since_on", "number", strength=ibis.literal(strength.value))
