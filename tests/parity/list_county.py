"""A small invented county for the list, drawn from one seed: large enough for every table to have rows."""

from datetime import date, timedelta
from random import Random
from typing import Any

from kith.feeds.vocabulary import EVENT_KINDS, ParticipantRole
from kith.priority.vocabulary import Policy
from tests.parity.list_oracle import Row, World

EDGES = (0, 1, 2, 6, 7, 8, 27, 28, 29, 90, 91, 182, 183, 364, 365, 366, 728, 729, 1092, 1093)  # days ago


def small_county(policy: Policy, as_of: date, *, children: int, seed: int) -> World:
    """Return a county of so many people of school age; the same seed gives the same rows."""
    random, ids = Random(seed), range(1, children + 1)
    sectors = ("education", "police", "health")
    states = ("linked_fresh", "linked_stale", "never", "feed_down")
    return World(
        entries=[_entry(random, policy, as_of, number, random.choice(ids)) for number in range(1, 15 * children)],
        weeks=[week for id in ids for week in _weeks(random, as_of, id)],
        people=[_person(random, as_of, id) for id in ids],
        leads=[_lead(random, as_of, id) for id in ids if random.random() < 0.5],
        feed_states=[
            {"person_id": id, "sector": sector, "state": random.choice(states)}
            for id in ids
            for sector in sectors
            if random.random() < 0.3
        ],
    )


def _entry(random: Random, policy: Policy, as_of: date, number: int, person_id: int) -> Row:
    rules = {kind: each.roles for each in policy.indicators for kind in each.events}
    of_cards = (*policy.grip.contacts, *policy.grip.plans, *policy.grip.reviews, "care.placement", "care.voice")
    of_cards += ("justice.intervention", "justice.contact", *(kind for each in policy.triggers for kind in each.events))
    kind = random.choice(
        [random.choice(sorted(rules)), random.choice(sorted(of_cards)), random.choice(sorted(EVENT_KINDS))]
    )
    occurred_on = as_of - timedelta(
        days=random.choice([random.choice(EDGES), random.randint(-5, 1200), random.randint(0, 60)])
    )
    known_on = random.choice([occurred_on, occurred_on, as_of, as_of - timedelta(days=28), as_of - timedelta(days=7)])
    return {
        "entry_id": number,
        "person_id": person_id,
        "kind": kind,
        "role": random.choice(
            [*rules.get(kind, ()), "subject", random.choice([role.value for role in ParticipantRole])]
        ),
        "occurred_on": occurred_on,
        "ended_on": random.choice([None, occurred_on + timedelta(days=random.randint(0, 100))]),
        "known_at": max(occurred_on, known_on),
        "band": random.randint(0, 8),
        "sector": EVENT_KINDS[kind].sector.value,
        "retracted": random.random() < 0.1,
        "weak_link": random.random() < 0.15,
    }


def _weeks(random: Random, as_of: date, person_id: int) -> list[Row]:
    first = as_of - timedelta(days=as_of.weekday(), weeks=random.randint(20, 60))
    usual, lately = random.choice([(0, 0), (0, 5), (1, 8), (4, 4), (6, 1)])
    rows: list[Row] = []
    for number in range(random.choice([0, 15, 70, 70])):
        week_on = first + timedelta(weeks=number)
        possible = 0 if week_on.month == 8 else 10  # nobody is at school in August
        absent = lately if week_on > as_of - timedelta(weeks=9) else usual
        rows.append({"person_id": person_id, "week_on": week_on, "possible": possible, "absent": min(absent, possible)})
    return rows


def _person(random: Random, as_of: date, id: int) -> dict[str, Any]:
    birthdays = [date(as_of.year - 18, 11, 24), date(as_of.year - 18, 11, 25), date(2012, 2, 29)]
    any_day = as_of - timedelta(days=random.randint(8 * 365, 18 * 366))
    return {
        "person_id": id,
        "public_id": f"00000000-0000-4000-8000-{id:012d}",
        "born_on": random.choice([any_day] * 9 + birthdays),
        "died_on": random.choice([None] * 18 + [as_of, as_of - timedelta(days=1)]),
        "lives_here": random.random() < 0.95,
    }


def _lead(random: Random, as_of: date, id: int) -> Row:
    ends_on = random.choice([None, None, as_of + timedelta(days=random.randint(-3, 3))])
    return {"person_id": id, "begins_on": as_of - timedelta(days=random.randint(0, 300)), "ends_on": ends_on}
