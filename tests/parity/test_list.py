"""The list as DuckDB makes it is exactly the list that plain Python makes; `test_spark.py` adds the other engine."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.feeds.vocabulary import EVENT_KINDS, ParticipantRole
from kith.priority.selectors.policies import policy_in_force
from kith.priority.vocabulary import Policy
from tests.parity.card_oracle import holding_of, strengths_of, triggers_of
from tests.parity.list_engines import list_by_duckdb
from tests.parity.list_oracle import World, children_of, points_of, standings_of

AS_OF = date(2026, 11, 24)
COMPARED = (
    *("person_id", "age", "now", "before", "ahead", "low", "high", "rise", "breadth", "missing", "grip"),
    *("critical", "place", "lane", "cut"),
)
HOLDING = ("last_contact_on", "last_review_on", "plan_since", "lead_since")


def small_panel() -> Policy:
    """Return the real policy with a panel so small that every lane has its edge."""
    policy = policy_in_force(AS_OF)
    seats = replace(policy.seats, panel=5, quiet=1, blind=1, random=1, random_from=2, random_to=6, floor=4)
    return replace(policy, seats=seats, digest="small panel")


POLICY = small_panel()
NEAR_EDGES = [0, 1, 2, 6, 7, 8, 27, 28, 29, 90, 182, 183, 364, 365, 728, 729, 1092, 1093]
DAYS_AGO = st.one_of(st.sampled_from(NEAR_EDGES), st.integers(-10, 1200), st.integers(0, 60))
LASTING = st.integers(0, 100).map(timedelta)
SCORED = sorted({kind for each in POLICY.indicators for kind in each.events})
OF_CARDS = sorted(
    {
        *("care.placement", "justice.intervention", "justice.contact", "care.voice"),
        *(kind for each in POLICY.triggers for kind in each.events),
        *(*POLICY.grip.contacts, *POLICY.grip.plans, *POLICY.grip.reviews),
    }
)
KINDS = st.one_of(st.sampled_from(SCORED), st.sampled_from(sorted(EVENT_KINDS)), st.sampled_from(OF_CARDS))
ROLES = st.one_of(st.just("subject"), st.sampled_from([role.value for role in ParticipantRole]))
COUNTED_ROLES = {kind: [*each.roles, "witness"] for each in POLICY.indicators for kind in each.events}


@st.composite
def entries(draw: Any, ids: list[int]) -> list[dict[str, Any]]:
    found = []
    for entry_id in range(1, draw(st.integers(20, 90)) + 1):
        occurred_on = AS_OF - timedelta(days=draw(DAYS_AGO))
        known_at = draw(st.sampled_from([occurred_on, AS_OF, AS_OF - timedelta(days=28), AS_OF - timedelta(days=7)]))
        kind = draw(KINDS)
        found.append(
            {
                "entry_id": entry_id,
                "person_id": draw(st.sampled_from(ids)),
                "kind": kind,
                "role": draw(st.sampled_from(COUNTED_ROLES[kind]) if kind in COUNTED_ROLES else ROLES),
                "occurred_on": occurred_on,
                "ended_on": draw(st.one_of(st.none(), LASTING.map(occurred_on.__add__))),
                "known_at": max(occurred_on, known_at),
                "band": draw(st.integers(0, 8)),
                "sector": EVENT_KINDS[kind].sector.value,
                "retracted": draw(st.integers(0, 9)) == 0,
                "weak_link": draw(st.integers(0, 5)) == 0,
            }
        )
    return found


@st.composite
def weeks(draw: Any, ids: list[int]) -> list[dict[str, Any]]:
    found = []
    first = date(2025, 9, 1) + timedelta(weeks=draw(st.integers(0, 20)))
    for person_id in ids:
        usual, lately = draw(st.integers(0, 4)), draw(st.integers(0, 10))
        for number in range(draw(st.integers(0, 62))):
            if draw(st.integers(0, 7)) or number % 7:
                absent = lately if number > 40 else usual
                possible = 10 if number % 13 else 0
                found.append(
                    {
                        "person_id": person_id,
                        "week_on": first + timedelta(weeks=number),
                        "possible": possible,
                        "absent": min(absent, possible),
                    }
                )
    return found


@st.composite
def worlds(draw: Any) -> World:
    ids = list(range(1, draw(st.integers(1, 12)) + 1))
    ages = st.integers(7 * 365, 18 * 366 + 30)
    on_the_day = st.sampled_from([date(2008, 11, 24), date(2008, 11, 25), date(2018, 11, 24), date(2012, 2, 29)])
    people = [
        {
            "person_id": id,
            "public_id": f"00000000-0000-4000-8000-{id:012d}",
            "born_on": draw(st.one_of(on_the_day, ages.map(lambda n: AS_OF - timedelta(days=n)))),
            "died_on": draw(st.sampled_from([None] * 8 + [AS_OF, AS_OF - timedelta(days=1)])),
            "lives_here": draw(st.integers(0, 9)) > 0,
        }
        for id in ids
    ]
    led = [id for id in ids if draw(st.booleans())]
    began = st.integers(0, 300).map(lambda n: AS_OF - timedelta(days=n))
    ends = st.one_of(st.none(), st.integers(-3, 3).map(lambda n: AS_OF + timedelta(days=n)))
    states = st.sampled_from(["linked_fresh", "linked_stale", "never", "feed_down"])
    sectors = [(id, sector) for id in ids for sector in ("education", "police", "health") if draw(st.booleans())]
    return World(
        entries=draw(entries(ids)),
        weeks=draw(weeks(ids)),
        people=people,
        leads=[{"person_id": id, "begins_on": draw(began), "ends_on": draw(ends)} for id in led],
        feed_states=[{"person_id": id, "sector": sector, "state": draw(states)} for id, sector in sectors],
    )


def compared(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(tuple(row.get(word) for word in COMPARED) for row in rows)


def contributed(world: World) -> list[tuple[int, str, int]]:
    people = {person["person_id"]: person for person in world.people}
    return sorted(
        (id, indicator, worth)
        for id in children_of(world, POLICY, AS_OF)
        for indicator, worth in points_of(world, POLICY, people[id], AS_OF, AS_OF).items()
    )


def agree(world: World, tables: dict[str, list[dict[str, Any]]]) -> None:
    now = [row for row in tables["contributions"] if row["moment"] == "now"]
    assert sorted((row["person_id"], row["indicator"], row["milli_points"]) for row in now) == contributed(world)
    expected = [row for row in standings_of(world, POLICY, AS_OF) if row["now"] or row["missing"] or row["critical"]]
    assert compared(tables["standings"]) == compared(expected)
    agree_on_cards(world, tables)


def agree_on_cards(world: World, tables: dict[str, list[dict[str, Any]]]) -> None:
    for row in tables["standings"]:
        assert {word: row[word] for word in HOLDING} == holding_of(world, POLICY, row["person_id"], AS_OF)
    for id in children_of(world, POLICY, AS_OF):
        told = [row for row in tables["strengths"] if row["person_id"] == id]
        strengths = sorted((row["strength"], row["since_on"], row["number"]) for row in told)
        assert strengths == sorted(strengths_of(world, POLICY, id, AS_OF))
        reached = sorted(row["trigger"] for row in tables["triggers"] if row["person_id"] == id)
        assert reached == sorted(triggers_of(world, POLICY, id, AS_OF))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_duckdb_agrees_with_plain_python(world: World) -> None:
    agree(world, list_by_duckdb(world, POLICY, AS_OF))
