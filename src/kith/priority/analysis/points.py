"""The points themselves: dated rows, indicators with their caps, themes with theirs, and breadth."""

import ibis
from ibis.expr.types import Table

from kith.priority.analysis.attendance import attendance_contributions
from kith.priority.analysis.inputs import day_number
from kith.priority.analysis.rule_tables import DECAY_RULES, INDICATOR_RULES, THEME_CAPS
from kith.priority.vocabulary import MILLI, Per, Policy


def evidence(entries: Table, children: Table, moments: Table) -> Table:
    """Return one row per dated entry that counts for an indicator at a moment, with what it is worth.

    Known and happened strictly before the day; never retracted; in a role that the indicator names; at an
    age that it names; not older than its look-back. Entries of a count are worth nothing one by one.
    """
    ruled = entries.drop("sector").filter(~entries.retracted).join(INDICATOR_RULES, ["kind", "role"])
    aged = ruled.join(children.select("person_id", "born"), "person_id")
    aged = aged.mutate(age=(day_number(aged.occurred_on) - aged.born) // 10000)
    aged = aged.filter(aged.age >= aged.from_age, aged.age < aged.before_age)
    at = aged.cross_join(moments)
    at = at.filter(
        at.occurred_on < at.known_before,
        at.known_at < at.known_before,
        (at.per != Per.STATE.value) | at.ended_on.isnull() | (at.ended_on >= at.known_before),
        ~(at.firm_only & at.weak_link),
    )
    at = at.mutate(age_days=at["at"].delta(at.occurred_on, unit="day").cast("int64"))
    at = at.filter(at.age_days <= at.lookback_days).mutate(age_weeks=at.age_days // 7)
    faded = at.join(DECAY_RULES, ["decay", "age_weeks"])
    band = ibis.greatest(faded.band_low, ibis.least(faded.band, faded.band_high))
    worth = ibis.ifelse(faded.per == Per.COUNT.value, 0, faded.points * band * faded.thousandths).cast("int64")
    return _one_state_of_a_kind(faded.mutate(worth=worth))


def contributions(rows: Table, sessions: Table, policy: Policy, moments: Table) -> Table:
    """Return the milli-points of each person's indicators at each moment, capped; none that are zero."""
    summed = rows.group_by("moment", "person_id", "indicator", "theme", "sector", "per", "points", "cap", "at_least")
    summed = summed.agg(rows=rows.count().cast("int64"), worth=rows.worth.sum().cast("int64"))
    counted = ibis.ifelse(summed.rows >= summed.at_least, summed.points * MILLI, 0)
    worth = ibis.ifelse(summed.per == Per.COUNT.value, counted, summed.worth)
    capped = summed.select(
        "moment",
        "person_id",
        "indicator",
        "theme",
        "sector",
        milli_points=ibis.least(worth, summed.cap * MILLI).cast("int64"),
    )
    return capped.filter(capped.milli_points > 0).union(attendance_contributions(sessions, policy, moments))


def themes(contributed: Table) -> Table:
    """Return the milli-points of each theme, person and moment, capped."""
    summed = contributed.group_by("moment", "person_id", "theme").agg(worth=contributed.milli_points.sum())
    capped = summed.join(THEME_CAPS, "theme")
    worth = ibis.least(capped.worth, capped.theme_cap * MILLI).cast("int64")
    return capped.select("moment", "person_id", "theme", milli_points=worth)


def totals(contributed: Table, policy: Policy) -> Table:
    """Return each person's total at each moment: the themes, and a bonus for every further agency.

    `breadth` is the number of agencies with an active indicator.
    """
    by_theme = themes(contributed)
    points = by_theme.group_by("moment", "person_id").agg(by_theme=by_theme.milli_points.sum().cast("int64"))
    wide = contributed.group_by("moment", "person_id").agg(breadth=contributed.sector.nunique().cast("int64"))
    both = points.join(wide, ["moment", "person_id"])
    extra = ibis.least(both.breadth - 1, policy.max_extra_agencies) * (policy.points_per_extra_agency * MILLI)
    return both.select("moment", "person_id", "breadth", milli_points=(both.by_theme + extra).cast("int64"))


def _one_state_of_a_kind(rows: Table) -> Table:
    # the same state told by two agencies is one state; two different states are two
    latest = ibis.window(
        group_by=[rows.moment, rows.person_id, rows.indicator, rows.kind],
        order_by=[rows.occurred_on.desc(), rows.entry_id.desc()],
    )
    ranked = rows.mutate(of_kind=ibis.row_number().over(latest))
    kept = ranked.filter((ranked.per != Per.STATE.value) | (ranked.of_kind == 0))
    return kept.select(
        *("moment", "person_id", "indicator", "theme", "sector", "per", "points", "cap", "at_least"),
        *("entry_id", "kind", "occurred_on", "known_at", "worth", "weak_link"),
    )
