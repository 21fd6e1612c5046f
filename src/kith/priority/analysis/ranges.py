"""What is not known: how far a missing feed could raise a child's points, so that missing never means low."""

import ibis
from ibis.expr.types import IntegerValue, Table

from kith.priority.analysis.rule_tables import AGES, SECTORS
from kith.priority.vocabulary import FeedState, Moment, Policy


def missing_feeds(feed_states: Table, policy: Policy) -> Table:
    """Return the sectors that tell nothing about a person and could have earned points.

    A sector is missing when its feed is down, or when it should know every child and does not know this one.
    A sector that only records incidents and delivers, but holds no record of a child, has nothing to tell.
    """
    expected = [sector.value for sector in policy.expected_of_every_child]
    unknown = (feed_states.state == FeedState.NEVER.value) & feed_states.sector.isin(expected)
    states = (feed_states.state == FeedState.DOWN.value) | unknown
    sectors = sorted({each.sector.value for each in policy.indicators if each.on_missing_feed == "unknown"})
    return feed_states.filter(states, feed_states.sector.isin(sectors)).select("person_id", "sector").distinct()


def allowances(contributed: Table, children: Table, missing: Table) -> Table:
    """Return what a missing sector might have added, per age and sector.

    It is the 90th percentile (nearest rank) of that sector's points among children of the same age who have
    any from it; without such a child, among those of every age; without any, the sector's heaviest sign.
    A sector that tells nothing about anybody is so never a silent zero.
    """
    now = contributed.filter(contributed.moment == Moment.NOW.value)
    told = now.anti_join(missing, ["person_id", "sector"])
    points = told.group_by("person_id", "sector").agg(worth=told.milli_points.sum().cast("int64"))
    points = points.join(children.select("person_id", "age"), "person_id")
    by_age = _ninetieth(points, ["age", "sector"]).rename(of_age="worth")
    by_sector = _ninetieth(points, ["sector"]).rename(of_all="worth")
    found = AGES.cross_join(SECTORS)
    found = found.left_join(by_age, ["age", "sector"]).select("age", "sector", "heaviest", "of_age")
    found = found.left_join(by_sector, "sector").select("age", "sector", "heaviest", "of_age", "of_all")
    return found.select("age", "sector", allowance=ibis.coalesce(found.of_age, found.of_all, found.heaviest))


def missing_worth(children: Table, missing: Table, allowed: Table) -> Table:
    """Return how many sectors tell nothing about each child, and what they might have added together."""
    of_child = children.select("person_id", "age").join(missing, "person_id").join(allowed, ["age", "sector"])
    return of_child.group_by("person_id").agg(
        missing=of_child.count().cast("int64"), might_add=of_child.allowance.sum().cast("int64")
    )


def _ninetieth(points: Table, keys: list[str]) -> Table:
    group = [points[key] for key in keys]
    ranked = points.mutate(
        rank=ibis.row_number().over(ibis.window(group_by=group, order_by=[points.worth, points.person_id])),
        of=points.count().over(ibis.window(group_by=group)),
    )
    nearest: IntegerValue = (ranked.of * 9 + 9) // 10 - 1
    return ranked.filter(ranked.rank == nearest).select(*keys, "worth")
