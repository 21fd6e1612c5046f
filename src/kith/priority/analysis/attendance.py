"""Weeks at school compared: the last few school weeks with those before."""

import ibis
from ibis.expr.types import DateScalar, IntegerValue, Table

from kith.priority.vocabulary import MILLI, Indicator, Moment, Per, Policy

_NOW, _BEFORE = Moment.NOW.value, Moment.BEFORE.value  # the other moments know what is known on one of these days
_PARTS = _NO_PART, _RECENT, _EARLIER = range(3)
_PLACES = {_NOW: len(_PARTS), _BEFORE: 1}  # a stretch is a number of two digits, one for each day of knowledge


def school_calendar(weeks: Table, policy: Policy, moments: Table) -> Table:
    """Return the school weeks that count, and the stretch of each: recent or earlier from now, and from before.

    A week counts once it is over. A school week is one in which at least a quarter as many children were
    expected as in the fullest week, so a holiday drops out for everybody alike, and a child with no marks
    in the last school weeks has none, instead of old ones.
    """
    taught = weeks.filter(weeks.possible > 0)
    sizes = taught.group_by("week_on").agg(children=taught.count().cast("int64"))
    now, before = (_school_weeks(sizes, policy, _known_before(moments, days)) for days in _PLACES)
    both = now.rename(now="part").outer_join(before.rename(before="part"), "week_on")
    stretch = both.now.fill_null(_NO_PART) * _PLACES[_NOW] + both.before.fill_null(_NO_PART) * _PLACES[_BEFORE]
    return both.select(week_on=ibis.coalesce(both.week_on, both.week_on_right), stretch=stretch.cast("int8"))


def weeks_counted(weeks: Table, calendar: Table, children: Table) -> Table:
    """Return each child's sessions in each stretch of the calendar.

    Millions of weeks are gathered once, into few stretches: seen from now and from before they are nearly the same.
    """
    joined = weeks.filter(weeks.possible > 0).join(calendar, "week_on")
    summed = joined.group_by("person_id", "stretch").agg(
        possible=joined.possible.sum().cast("int64"),
        absent=joined.absent.sum().cast("int64"),
        last_week_on=joined.week_on.max(),
    )
    return summed.semi_join(children, "person_id")


def attendance(counted: Table, moments: Table) -> Table:
    """Return each child's sessions in the last and the earlier school weeks, at each day of knowledge."""
    return _of_day(counted, moments, _NOW).union(_of_day(counted, moments, _BEFORE))


def attendance_contributions(sessions: Table, policy: Policy, moments: Table) -> Table:
    """Return the points of the attendance indicators, in the shape of contributions without entries."""
    at = sessions.join(moments.select("moment", "known_before"), "known_before")
    found: Table = _nothing(at)
    for each in policy.indicators:
        if each.is_attendance:
            rows = at.select(
                "moment",
                "person_id",
                indicator=ibis.literal(each.id),
                theme=ibis.literal(each.theme.value),
                sector=ibis.literal(each.sector.value),
                milli_points=_step_points(at, each, policy),
            )
            found = found.union(rows.filter(rows.milli_points > 0))
    return found


def _known_before(moments: Table, days: str) -> DateScalar:
    return moments.filter(moments.moment == days).known_before.as_scalar()


def _school_weeks(sizes: Table, policy: Policy, known_before: DateScalar) -> Table:
    rule = policy.attendance
    known = sizes.filter(
        sizes.week_on + ibis.interval(days=6) < known_before,
        sizes.week_on >= known_before - ibis.interval(days=7 * rule.calendar_weeks),
    )
    kept = known.mutate(fullest=known.children.max().over(ibis.window()))
    kept = kept.filter(kept.children * 4 >= kept.fullest)
    newest_first = ibis.window(order_by=kept.week_on.desc())
    numbered = kept.select("week_on", number=ibis.row_number().over(newest_first).cast("int64"))
    counting = numbered.filter(numbered.number < rule.recent_weeks + rule.earlier_weeks)
    return counting.select("week_on", part=ibis.ifelse(counting.number < rule.recent_weeks, _RECENT, _EARLIER))


def _of_day(counted: Table, moments: Table, days: str) -> Table:
    rows = counted.mutate(part=(counted.stretch // _PLACES[days]) % len(_PARTS))
    rows = rows.filter(rows.part != _NO_PART)
    recent = rows.part == _RECENT
    summed = rows.group_by("person_id").agg(
        recent_possible=_sum(rows.possible, recent),
        recent_absent=_sum(rows.absent, recent),
        earlier_possible=_sum(rows.possible, ~recent),
        earlier_absent=_sum(rows.absent, ~recent),
        last_week_on=rows.last_week_on.max(),
    )
    return summed.select(
        "person_id",
        "recent_possible",
        "recent_absent",
        "earlier_possible",
        "earlier_absent",
        "last_week_on",
        known_before=_known_before(moments, days),
    )


def _sum(number: IntegerValue, where: ibis.expr.types.BooleanValue) -> IntegerValue:
    return ibis.ifelse(where, number, 0).sum().cast("int64")


def _step_points(at: Table, each: Indicator, policy: Policy) -> IntegerValue:
    rule = policy.attendance
    enough = at.recent_possible >= rule.recent_sessions
    if each.per is Per.ATTENDANCE_FALL:
        # absent/possible now, less absent/possible before, without dividing
        percent = (at.recent_absent * at.earlier_possible - at.earlier_absent * at.recent_possible) * 100
        whole = at.recent_possible * at.earlier_possible
        enough = enough & (at.earlier_possible >= rule.earlier_sessions)
    else:
        percent, whole = at.recent_absent * 100, at.recent_possible
    points = ibis.literal(0, "int64")
    for step, worth in each.steps:
        points = ibis.ifelse(percent >= whole * step, ibis.literal(min(worth, each.cap) * MILLI, "int64"), points)
    return ibis.ifelse(enough, points, ibis.literal(0, "int64"))


def _nothing(at: Table) -> Table:
    word = ibis.literal("")
    rows = at.select(
        *("moment", "person_id"),
        *(word.name("indicator"), word.name("theme"), word.name("sector")),
        ibis.literal(0, "int64").name("milli_points"),
    )
    return rows.filter(ibis.literal(False))
