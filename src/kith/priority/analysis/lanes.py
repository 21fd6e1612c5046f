"""Places and lanes: who is looked at first, and who must not be forgotten because the points are few."""

from typing import Any

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, Table

from kith.priority.analysis.inputs import Day, keyed_hash
from kith.priority.vocabulary import MILLI, Grip, Lane, Moment, Policy


def standings(children: Table, summed: Table, gripped: Table, urgent: Table, unknown: Table) -> Table:
    """Return one row per child with points now, then, ahead and firm; the range; the rise; the grip.

    Children without points, critical moment or missing feed could stand in no lane, and are left out.
    """
    wide = summed.group_by("person_id").agg(
        **{
            moment.value: summed.milli_points.max(where=summed.moment == moment.value)
            for moment in (Moment.NOW, Moment.BEFORE, Moment.AHEAD, Moment.FIRM)
        },
        breadth=summed.breadth.max(where=summed.moment == Moment.NOW.value),
    )
    joined = children.left_join(wide, "person_id").drop("person_id_right")
    joined = joined.left_join(unknown, "person_id").drop("person_id_right")
    joined = joined.left_join(gripped, "person_id").drop("person_id_right")
    joined = joined.left_join(urgent.mutate(critical=ibis.literal(True)), "person_id").drop("person_id_right")
    zeros = dict.fromkeys(("now", "before", "ahead", "firm", "breadth", "missing", "might_add"), 0)
    filled = joined.fill_null({**zeros, "grip": Grip.NONE.value, "critical": False})
    told = filled.filter((filled.now > 0) | (filled.missing > 0) | filled.critical)
    return told.mutate(rise=told.now - told.before, low=told.firm, high=told.now + told.might_add)


def placed(standing: Table, policy: Policy, day: Day) -> Table:
    """Return the standings with their places: by points, then rise, breadth and the keyed hash; none at 0 points."""
    at = standing.mutate(tie=keyed_hash(standing.public_id, policy, day))
    order = [at.now.desc(), at.rise.desc(), at.breadth.desc(), at.tie.asc()]
    # one sort by words; every lane then goes by this number
    at = at.mutate(order=(ibis.row_number().over(ibis.window(order_by=order)) + 1).cast("int64"))
    return at.mutate(place=ibis.ifelse(at.now > 0, at.order, ibis.null("int64")))


def laned(placed_standing: Table, policy: Policy) -> Table:
    """Return the standings with the lane that lists each child, or none."""
    # of everybody else nothing could be said in any lane
    seats, at = (
        policy.seats,
        placed_standing.filter((placed_standing.now > 0) | (placed_standing.missing > 0) | placed_standing.critical),
    )
    at = at.mutate(free=~at.critical & (at.grip != Grip.ACTIVE.value))
    able = at.free & (at.now >= seats.floor * MILLI)
    at = at.mutate(consider=(_rank(at, able) <= seats.consider) & able)
    at = at.mutate(cut=_cut(at, policy))
    falling = at.free & ~at.consider & (at.rise > 0) & (at.now < at.cut)
    at = at.mutate(quiet=(_rank(at, falling, at.rise.desc()) <= seats.quiet) & falling)
    unseen = at.free & ~at.consider & ~at.quiet & (at.missing > 0) & (at.high >= at.cut)
    at = at.mutate(blind=(_rank(at, unseen, at.high.desc()) <= seats.blind) & unseen)
    drawn = at.free & ~at.consider & ~at.quiet & ~at.blind & (at.now > 0)
    drawn = drawn & at.place.between(seats.random_from, seats.random_to)
    lot = ibis.ifelse(drawn, at.tie.hexdigest("sha256"), "")  # another hash, so that it owes nothing to the order
    at = at.mutate(random=(_rank(at, drawn, lot) <= seats.random) & drawn)
    held = ~at.critical & (at.grip == Grip.ACTIVE.value) & (at.now >= at.cut)
    lane = ibis.cases(
        (at.critical, Lane.CRITICAL.value),
        (at.consider, Lane.CONSIDER.value),
        (at.quiet, Lane.QUIET.value),
        (at.blind, Lane.BLIND.value),
        (at.random, Lane.RANDOM.value),
        (held, Lane.HELD.value),
        else_=ibis.null("string"),
    )
    return at.mutate(lane=lane).drop("free", "consider", "quiet", "blind", "random", "order", "born", "public_id")


def _rank(at: Table, among: BooleanValue, *first: Any) -> IntegerValue:
    return (ibis.row_number().over(ibis.window(group_by=among, order_by=[*first, at.order])) + 1).cast("int64")


def _cut(at: Table, policy: Policy) -> IntegerValue:
    # the points of the last child that points alone brought onto the list; the floor while seats are left
    floor = policy.seats.floor * MILLI
    everybody = ibis.window()
    taken = at.consider.sum().over(everybody)
    last = at.now.min(where=at.consider).over(everybody)
    return ibis.ifelse(taken >= policy.seats.consider, last, ibis.literal(floor, "int64")).cast("int64")
