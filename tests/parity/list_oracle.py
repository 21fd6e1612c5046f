"""A slow, obvious second implementation of the list: plain Python over plain rows, no engine, no join."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from kith.common.dates import age_on
from kith.priority.vocabulary import Policy, Theme

Row = dict[str, Any]


@dataclass
class World:
    """The rows of one invented county."""

    entries: list[Row]
    weeks: list[Row]
    people: list[Row]
    leads: list[Row]
    feed_states: list[Row]


def children_of(world: World, policy: Policy, as_of: date) -> dict[int, int]:
    ages = {}
    for person in world.people:
        if person["born_on"] is None or person["born_on"] > as_of or not person["lives_here"]:
            continue
        if person["died_on"] is not None and person["died_on"] < as_of:
            continue
        age = age_on(person["born_on"], as_of)
        if policy.ages[0] <= age <= policy.ages[1]:
            ages[person["person_id"]] = age
    return ages


def faded(age_weeks: int, half_life: int | None) -> int:
    if half_life is None:
        return 1000
    return int(Fraction(1000 * 2 ** (-age_weeks / half_life)).limit_denominator(10**9) + Fraction(1, 2))


def counted_entries(world: World, person: Row, indicator: Any, at: date, known: date, firm: bool) -> list[Row]:
    found = []
    for entry in world.entries:
        if entry["person_id"] != person["person_id"] or entry["retracted"]:
            continue
        if entry["kind"] not in indicator.events or entry["role"] not in indicator.roles:
            continue
        if entry["known_at"] >= known or entry["occurred_on"] >= known or (firm and entry["weak_link"]):
            continue
        if (at - entry["occurred_on"]).days > indicator.lookback_weeks * 7:
            continue
        if not indicator.from_age <= age_on(person["born_on"], entry["occurred_on"]) < indicator.before_age:
            continue
        if indicator.per == "state" and entry["ended_on"] is not None and entry["ended_on"] < known:
            continue
        found.append(entry)
    return found


def event_points(policy: Policy, indicator: Any, entries: list[Row], at: date) -> int:
    if indicator.per == "count":
        return int(indicator.points) * 1000 if len(entries) >= indicator.at_least else 0
    if indicator.per == "state":
        return int(indicator.points) * 1000 * len({entry["kind"] for entry in entries})
    total = 0
    half_life = None if indicator.decay == "none" else policy.half_life_weeks[indicator.decay]
    for entry in entries:
        low, high = indicator.severity or (1, 1)
        band = min(max(entry["band"], low), high)
        total += indicator.points * band * faded((at - entry["occurred_on"]).days // 7, half_life)
    return total


def school_weeks(world: World, policy: Policy, known: date) -> list[date]:
    sizes: dict[date, int] = defaultdict(int)
    for week in world.weeks:
        over = week["week_on"] + timedelta(days=6) < known
        young = week["week_on"] >= known - timedelta(weeks=policy.attendance.calendar_weeks)
        if week["possible"] > 0 and over and young:
            sizes[week["week_on"]] += 1
    fullest = max(sizes.values(), default=0)
    return sorted((day for day, size in sizes.items() if size * 4 >= fullest), reverse=True)


def sessions_of(world: World, policy: Policy, person_id: int, known: date) -> tuple[int, int, int, int]:
    rule = policy.attendance
    days = school_weeks(world, policy, known)
    recent, earlier = days[: rule.recent_weeks], days[rule.recent_weeks : rule.recent_weeks + rule.earlier_weeks]
    mine = [week for week in world.weeks if week["person_id"] == person_id and week["possible"] > 0]
    sums = []
    for span in (recent, earlier):
        for word in ("possible", "absent"):
            sums.append(sum(week[word] for week in mine if week["week_on"] in span))
    return sums[0], sums[1], sums[2], sums[3]


def attendance_points(policy: Policy, indicator: Any, sessions: tuple[int, int, int, int]) -> int:
    possible, absent, possible_before, absent_before = sessions
    if possible < policy.attendance.recent_sessions:
        return 0
    percent = Fraction(100 * absent, possible)
    if indicator.per == "attendance_fall":
        if possible_before < policy.attendance.earlier_sessions:
            return 0
        percent -= Fraction(100 * absent_before, possible_before)
    return max((points * 1000 for step, points in indicator.steps if percent >= step), default=0)


def points_of(world: World, policy: Policy, person: Row, at: date, known: date, firm: bool = False) -> dict[str, int]:
    found = {}
    for indicator in policy.indicators:
        if indicator.is_attendance:
            worth = attendance_points(policy, indicator, sessions_of(world, policy, person["person_id"], known))
        else:
            worth = event_points(policy, indicator, counted_entries(world, person, indicator, at, known, firm), at)
        worth = min(worth, indicator.cap * 1000)
        if worth:
            found[indicator.id] = worth
    return found


def total_of(policy: Policy, points: dict[str, int]) -> tuple[int, int]:
    themes: dict[Theme, int] = defaultdict(int)
    for id, worth in points.items():
        themes[policy.indicator(id).theme] += worth
    total = sum(min(worth, policy.theme_cap[theme] * 1000) for theme, worth in themes.items())
    agencies = len({policy.indicator(id).sector for id in points})
    if agencies > 1:
        total += min(agencies - 1, policy.max_extra_agencies) * policy.points_per_extra_agency * 1000
    return total, agencies


def missing_of(world: World, policy: Policy, person_id: int) -> set[str]:
    known = {each.sector.value for each in policy.indicators if each.on_missing_feed == "unknown"}
    found = set()
    for row in world.feed_states:
        unknown = row["state"] == "never" and row["sector"] in policy.expected_of_every_child
        if row["person_id"] == person_id and row["sector"] in known and (row["state"] == "feed_down" or unknown):
            found.add(row["sector"])
    return found


def might_add(world: World, policy: Policy, points: dict[int, dict[str, int]], ages: dict[int, int]) -> dict[int, int]:
    def ninetieth(values: list[int]) -> int:
        values = sorted(values)
        return values[-(-9 * len(values) // 10) - 1]

    worth: dict[tuple[int, str], int] = defaultdict(int)
    for person_id, found in points.items():
        for id, milli in found.items():
            sector = policy.indicator(id).sector.value
            if sector not in missing_of(world, policy, person_id):
                worth[person_id, sector] += milli
    added = {}
    for person_id, age in ages.items():
        added[person_id] = 0
        for sector in missing_of(world, policy, person_id):
            all_ages = [value for (_, of), value in worth.items() if of == sector]
            same_age = [value for (who, of), value in worth.items() if of == sector and ages[who] == age]
            heaviest = max(each.cap for each in policy.indicators if each.sector == sector) * 1000
            added[person_id] += ninetieth(same_age or all_ages) if all_ages else heaviest
    return added


def grip_of(world: World, policy: Policy, person_id: int, as_of: date) -> str:
    def is_open(row: Row, word: str) -> bool:
        return row[word] < as_of and (row["ends_on"] is None or row["ends_on"] >= as_of)

    led = any(lead["person_id"] == person_id and is_open(lead, "begins_on") for lead in world.leads)
    mine = [row for row in world.entries if row["person_id"] == person_id and not row["retracted"]]
    mine = [row for row in mine if row["known_at"] < as_of and row["occurred_on"] < as_of]
    plans = [
        row["occurred_on"]
        for row in mine
        if row["kind"] in policy.grip.plans and (row["ended_on"] is None or row["ended_on"] >= as_of)
    ]
    met = any(
        row["kind"] in policy.grip.contacts and (as_of - row["occurred_on"]).days <= policy.grip.contact_days
        for row in mine
    )
    reviews = [row["occurred_on"] for row in mine if row["kind"] in policy.grip.reviews]
    last = max([*reviews, max(plans)]) if plans else None
    reviewed = last is None or (as_of - last).days <= policy.grip.review_days
    if led and met and reviewed:
        return "active"
    return "stale" if led or plans else "none"


def is_critical(world: World, policy: Policy, person_id: int, as_of: date) -> bool:
    rule = policy.critical
    return any(
        entry["person_id"] == person_id
        and not entry["retracted"]
        and entry["role"] in rule.events.get(entry["kind"], ())
        and 0 < (as_of - entry["known_at"]).days <= rule.known_within_days
        and 0 < (as_of - entry["occurred_on"]).days <= rule.occurred_within_days
        for entry in world.entries
    )


def standings_of(world: World, policy: Policy, as_of: date) -> list[Row]:
    ages = children_of(world, policy, as_of)
    people = {person["person_id"]: person for person in world.people if person["person_id"] in ages}
    before, ahead = as_of - timedelta(days=28), as_of + timedelta(days=56)
    now = {id: points_of(world, policy, person, as_of, as_of) for id, person in people.items()}
    added = might_add(world, policy, now, ages)
    rows = []
    for id, person in people.items():
        total, breadth = total_of(policy, now[id])
        then, _ = total_of(policy, points_of(world, policy, person, before, before))
        later, _ = total_of(policy, points_of(world, policy, person, ahead, as_of))
        firm, _ = total_of(policy, points_of(world, policy, person, as_of, as_of, firm=True))
        rows.append(
            {
                "person_id": id,
                "age": ages[id],
                "now": total,
                "before": then,
                "ahead": later,
                "low": firm,
                "high": total + added[id],
                "rise": total - then,
                "breadth": breadth,
                "missing": len(missing_of(world, policy, id)),
                "grip": grip_of(world, policy, id, as_of),
                "critical": is_critical(world, policy, id, as_of),
                "tie": tie_of(policy, as_of, person["public_id"]),
            }
        )
    return laned(sorted(rows, key=order), policy)


def tie_of(policy: Policy, as_of: date, public_id: str) -> str:
    return hashlib.sha256(f"{policy.seats.draw_key}|{as_of}|tie|{public_id}".encode()).hexdigest()


def order(row: Row) -> tuple[Any, ...]:
    return (-row["now"], -row["rise"], -row["breadth"], row["tie"])


def laned(rows: list[Row], policy: Policy) -> list[Row]:
    seats, floor = policy.seats, policy.seats.floor * 1000
    for place, row in enumerate([row for row in rows if row["now"] > 0], start=1):
        row["place"] = place
    for row in rows:
        row["lane"] = "critical" if row["critical"] else None
    free = [row for row in rows if not row["critical"] and row["grip"] != "active"]
    chosen = [row for row in free if row["now"] >= floor][: seats.consider]
    cut = chosen[-1]["now"] if len(chosen) == seats.consider else floor
    for row in rows:
        row["cut"] = cut
    give(chosen, "consider")
    falling = [row for row in free if not row["lane"] and row["rise"] > 0 and row["now"] < cut]
    give(sorted(falling, key=lambda row: -row["rise"])[: seats.quiet], "quiet")
    unseen = [row for row in free if not row["lane"] and row["missing"] and row["high"] >= cut]
    give(sorted(unseen, key=lambda row: -row["high"])[: seats.blind], "blind")
    rest = [row for row in free if not row["lane"] and row["now"] > 0]
    rest = [row for row in rest if seats.random_from <= row["place"] <= seats.random_to]
    give(sorted(rest, key=lambda row: hashlib.sha256(row["tie"].encode()).hexdigest())[: seats.random], "random")
    give([row for row in rows if not row["critical"] and row["grip"] == "active" and row["now"] >= cut], "held")
    return rows


def give(rows: list[Row], lane: str) -> None:
    for row in rows:
        row["lane"] = lane
