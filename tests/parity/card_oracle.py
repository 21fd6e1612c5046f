"""The facts of a card worked out the slow way: who holds a child, what goes well, which trigger is reached."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from kith.priority.vocabulary import Policy
from tests.parity.list_oracle import Row, World, school_weeks, sessions_of


def known_to(world: World, person_id: int, as_of: date) -> list[Row]:
    """Return what had happened to somebody and was known before a day, without what was retracted."""
    mine = [row for row in world.entries if row["person_id"] == person_id and not row["retracted"]]
    return [row for row in mine if row["known_at"] < as_of and row["occurred_on"] < as_of]


def still_true(row: Row, as_of: date) -> bool:
    return row["ended_on"] is None or row["ended_on"] >= as_of


def newest(days: Iterable[date]) -> date | None:
    return max(days, default=None)


def holding_of(world: World, policy: Policy, person_id: int, as_of: date) -> dict[str, date | None]:
    rows, rule = known_to(world, person_id, as_of), policy.grip
    plans = [row for row in rows if row["kind"] in rule.plans and still_true(row, as_of)]
    leads = [lead for lead in world.leads if lead["person_id"] == person_id and lead["begins_on"] < as_of]
    return {
        "last_contact_on": newest(row["occurred_on"] for row in rows if row["kind"] in rule.contacts),
        "last_review_on": newest(row["occurred_on"] for row in rows if row["kind"] in rule.reviews),
        "plan_since": newest(row["occurred_on"] for row in plans),
        "lead_since": newest(
            lead["begins_on"] for lead in leads if lead["ends_on"] is None or lead["ends_on"] >= as_of
        ),
    }


def strengths_of(world: World, policy: Policy, person_id: int, as_of: date) -> set[tuple[str, Any, int]]:
    rows = known_to(world, person_id, as_of)

    def since(kinds: Iterable[str], days: int) -> list[date]:
        wanted = set(kinds)
        return [r["occurred_on"] for r in rows if r["kind"] in wanted and (as_of - r["occurred_on"]).days <= days]

    found: set[tuple[str, Any, int]] = set()
    possible, absent, _, _ = sessions_of(world, policy, person_id, as_of)
    if possible >= policy.attendance.recent_sessions and 100 * (possible - absent) >= 95 * possible:
        recent = school_weeks(world, policy, as_of)[: policy.attendance.recent_weeks]
        mine = [w["week_on"] for w in world.weeks if w["person_id"] == person_id and w["possible"] > 0]
        found.add(("attendance", max(day for day in mine if day in recent), possible - absent))
    placed = [r["occurred_on"] for r in rows if r["kind"] == "care.placement" and still_true(r, as_of)]
    placed = [day for day in placed if day <= as_of - timedelta(days=365)]
    met = since(policy.grip.contacts, 42)
    supported = any(r["kind"] == "justice.intervention" and still_true(r, as_of) for r in rows)
    engaged = since(["justice.contact"], 28) if supported else []
    told = {"placement": placed, "contact": met if len(met) >= 4 else [], "engaged": engaged}
    told["voice"] = since(["care.voice"], 91)
    return found | {(strength, max(days), len(days)) for strength, days in told.items() if days}


def triggers_of(world: World, policy: Policy, person_id: int, as_of: date) -> set[str]:
    rows = known_to(world, person_id, as_of)
    possible, absent, _, _ = sessions_of(world, policy, person_id, as_of)
    found = set()
    for each in policy.triggers:
        counted = [
            row
            for row in rows
            if row["kind"] in each.events
            and row["role"] in each.roles
            and (as_of - row["occurred_on"]).days <= 7 * each.within_weeks
        ]
        if each.events and len(counted) >= each.at_least:
            found.add(each.id)
        enough = possible >= policy.attendance.recent_sessions
        if each.absent_percent and enough and 100 * absent >= each.absent_percent * possible:
            found.add(each.id)
    return found
