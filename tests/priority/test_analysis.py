"""The list on hand-made worlds: each rule that a person may ask about, one at a time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kith.priority.analysis.explaining import ChangeKind, changes, whole, whole_parts
from kith.priority.selectors.policies import policy_in_force
from kith.priority.vocabulary import Contribution, Policy, Theme
from tests.parity.list_engines import list_by_duckdb
from tests.parity.list_oracle import World

AS_OF = date(2026, 11, 24)
POLICY = policy_in_force(AS_OF)
Row = dict[str, Any]


def person(id: int, born_on: date = date(2012, 3, 4)) -> Row:
    public_id = f"00000000-0000-4000-8000-{id:012d}"
    return {"person_id": id, "public_id": public_id, "born_on": born_on, "died_on": None, "lives_here": True}


def entry(id: int, person_id: int, kind: str, days_ago: int, role: str = "subject", **more: Any) -> Row:
    day = AS_OF - timedelta(days=days_ago)
    row = {"entry_id": id, "person_id": person_id, "kind": kind, "role": role, "occurred_on": day, "known_at": day}
    return row | {"ended_on": None, "band": 1, "sector": "", "retracted": False, "weak_link": False} | more


def world(*entries: Row, people: int = 1, **more: list[Row]) -> World:
    found = World(
        entries=list(entries), weeks=[], people=[person(n + 1) for n in range(people)], leads=[], feed_states=[]
    )
    return replace(found, **more)


def standings(given: World, policy: Policy = POLICY) -> dict[int, Row]:
    return {row["person_id"]: row for row in list_by_duckdb(given, policy, AS_OF)["standings"]}


def points(given: World, indicator: str) -> int:
    rows = list_by_duckdb(given, POLICY, AS_OF)["contributions"]
    found = [row["milli_points"] for row in rows if (row["moment"], row["indicator"]) == ("now", indicator)]
    return sum(found)


def test_what_was_learnt_on_the_day_itself_does_not_count() -> None:
    yesterday = entry(1, 1, "school.suspended", 1)
    assert points(world(yesterday), "A3") == 4000
    assert points(world(entry(1, 1, "school.suspended", 0)), "A3") == 0
    assert points(world(yesterday | {"known_at": AS_OF}), "A3") == 0


def test_what_was_retracted_never_counts() -> None:
    assert points(world(entry(1, 1, "police.weapon", 5, "suspect", retracted=True)), "D1") == 0


@pytest.mark.parametrize(("role", "expected"), [("suspect", 5000), ("victim", 0), ("witness", 0)])
def test_role_decides_what_an_event_means(role: str, expected: int) -> None:
    assert points(world(entry(1, 1, "police.violence_suspect", 3, role, band=5)), "D2") == expected


@pytest.mark.parametrize(("band", "expected"), [(0, 3000), (3, 3000), (6, 6000), (8, 8000)])
def test_gravity_stays_within_its_bounds(band: int, expected: int) -> None:
    assert points(world(entry(1, 1, "police.violence_victim", 3, "victim", band=band)), "C1") == expected


def test_points_fade_by_the_printed_table_and_end_with_the_look_back() -> None:
    assert points(world(entry(1, 1, "school.suspended", 77)), "A3") == 2000
    assert points(world(entry(1, 1, "school.suspended", 364)), "A3") > 0
    assert points(world(entry(1, 1, "school.suspended", 365)), "A3") == 0


def test_caps_of_sign_and_theme() -> None:
    many = [entry(n, 1, "school.suspended", 3) for n in range(1, 9)]
    assert points(world(*many), "A3") == 16000
    crowded = world(*many, entry(10, 1, "school.excluded", 3), entry(11, 1, "school.weapon", 3))
    assert standings(crowded)[1]["now"] == 24000


def test_each_further_agency_adds_to_the_sum() -> None:
    one = entry(1, 1, "school.suspended", 3)
    assert standings(world(one))[1]["now"] == 4000
    assert standings(world(one, entry(2, 1, "police.domestic_abuse", 3)))[1]["now"] == 10000


def test_equal_children_are_ordered_by_the_lot_not_by_their_number() -> None:
    def order(key: str) -> list[int]:
        rows = [entry(n, n, "school.suspended", 3) for n in range(1, 9)]
        policy = replace(POLICY, seats=replace(POLICY.seats, draw_key=key), digest=key)
        found = standings(world(*rows, people=8), policy)
        return sorted(found, key=lambda id: found[id]["place"])

    assert order("one") == order("one")
    assert order("one") != order("another")
    assert sorted(order("one")) == list(range(1, 9))


def test_missing_feed_widens_the_range_and_never_lowers() -> None:
    rows = [entry(n, n, "health.self_harm_attendance", 3) for n in range(2, 12)]
    mine = entry(1, 1, "school.suspended", 3)
    down = [{"person_id": 1, "sector": "health", "state": "feed_down"}]
    fresh = standings(world(mine, *rows, people=11))
    missing = standings(world(mine, *rows, people=11, feed_states=down))
    assert (fresh[1]["low"], fresh[1]["now"], fresh[1]["high"]) == (4000, 4000, 4000)
    assert (missing[1]["low"], missing[1]["now"], missing[1]["high"]) == (4000, 4000, 9000)
    assert missing[1]["place"] == fresh[1]["place"]


def test_ninetieth_percentile_is_the_nearest_rank() -> None:
    rows = [entry(n, n, "health.self_harm_attendance", 3 + 7 * (12 - n)) for n in range(2, 12)]
    down = [{"person_id": 1, "sector": "health", "state": "feed_down"}]
    given = world(entry(99, 1, "school.suspended", 3), *rows, people=11, feed_states=down)
    found = standings(given)
    told = sorted(found[id]["now"] for id in range(2, 12))
    assert found[1]["high"] - found[1]["now"] == told[8]


def test_sector_silent_about_everybody_is_not_a_silent_zero() -> None:
    down = [{"person_id": 1, "sector": "health", "state": "feed_down"}]
    assert standings(world(entry(1, 1, "school.suspended", 3), feed_states=down))[1]["high"] == 4000 + 16000


def test_no_record_with_the_police_is_no_gap_but_no_school_is() -> None:
    states = [{"person_id": 1, "sector": sector, "state": "never"} for sector in ("police", "education")]
    assert standings(world(entry(1, 1, "care.bereavement", 3), feed_states=states))[1]["missing"] == 1


def test_weak_link_lowers_the_low_end_only() -> None:
    found = standings(
        world(entry(1, 1, "school.suspended", 3), entry(2, 1, "police.weapon", 40, "suspect", weak_link=True))
    )[1]
    assert found["low"] == 4000
    assert found["now"] == found["high"] > 4000


def test_critical_moment_is_outside_the_seats_and_soon_over() -> None:
    assert standings(world(entry(1, 1, "police.weapon", 7, "suspect")))[1]["lane"] == "critical"
    another = entry(2, 1, "school.suspended", 3)
    assert standings(world(entry(1, 1, "police.weapon", 8, "suspect"), another))[1]["lane"] == "consider"
    assert not standings(world(entry(1, 1, "police.weapon", 3, "witness")))


def test_child_whom_somebody_holds_is_shown_as_held() -> None:
    weapons = [entry(n, 1, "police.weapon", 40, "suspect") for n in (1, 3)]
    rows = [*weapons, entry(2, 1, "care.visit", 10)]
    lead = [{"person_id": 1, "begins_on": AS_OF - timedelta(days=60), "ends_on": None}]
    assert standings(world(*rows, leads=lead))[1]["lane"] == "held"
    assert standings(world(*weapons, leads=lead))[1]["lane"] == "consider"
    assert standings(world(*rows))[1]["grip"] == "none"


def test_quiet_decline_finds_the_largest_rise_below_the_cut() -> None:
    rising = [entry(1, 1, "school.suspended", 3), entry(2, 1, "school.bullied", 3)]
    steady = entry(3, 2, "school.suspended", 40)
    found = standings(world(*rising, steady, people=2))
    assert (found[1]["lane"], found[2]["lane"]) == ("quiet", None)


def test_last_place_that_goes_by_points_sets_the_cut() -> None:
    seats = replace(POLICY.seats, panel=4, quiet=1, blind=1, random=1, floor=2)
    policy = replace(POLICY, seats=seats, digest="one seat")
    down = [{"person_id": 2, "sector": "health", "state": "feed_down"}]
    rows = [entry(1, 1, "school.excluded", 30), entry(2, 2, "school.suspended", 3), entry(3, 3, "school.bullied", 3)]
    found = standings(world(*rows, people=3, feed_states=down), policy)
    assert found[1]["lane"] == "consider"
    assert {found[id]["cut"] for id in found} == {found[1]["now"]}
    assert found[2]["lane"] == "quiet"


def test_upper_end_exactly_at_the_cut_is_a_blind_spot() -> None:
    down = [{"person_id": 1, "sector": "health", "state": "feed_down"}]
    rows = [entry(1, 1, "school.suspended", 77 + 28), entry(2, 2, "health.self_harm_attendance", 3)]
    given = world(*rows, people=2, feed_states=down)
    high = standings(given)[1]["high"]
    for floor, lane in ((high, "blind"), (high + 1000, None)):
        seats = replace(POLICY.seats, floor=floor // 1000)
        found = standings(given, replace(POLICY, seats=seats, digest=f"floor {floor}"))
        assert found[1]["lane"] == lane or high % 1000


def weeks(absent: list[int]) -> list[Row]:
    last = date(2026, 11, 16)
    return [
        {"person_id": 1, "week_on": last - timedelta(weeks=n), "possible": 10, "absent": number}
        for n, number in enumerate(reversed(absent))
    ]


def test_attendance_counts_in_school_weeks_and_by_steps() -> None:
    falling = weeks([0] * 24 + [2] * 6)
    assert points(world(weeks=falling), "A1") == 8000
    assert points(world(weeks=falling), "A2") == 5000
    assert points(world(weeks=weeks([1] * 30)), "A1") == 0
    assert points(world(weeks=weeks([1] * 30)), "A2") == 2000


def test_holiday_neither_hides_a_decline_nor_counts_as_one() -> None:
    term = weeks([0] * 24 + [2] * 6)
    earlier = [row | {"week_on": row["week_on"] - timedelta(weeks=6)} for row in term]
    assert points(world(weeks=earlier), "A1") == 8000
    holiday = [row | {"possible": 0, "absent": 0} for row in weeks([0] * 6)]
    assert points(world(weeks=earlier + holiday), "A2") == 5000


def test_week_that_is_not_over_does_not_count() -> None:
    this_week = {"person_id": 1, "week_on": date(2026, 11, 23), "possible": 10, "absent": 10}
    assert points(world(weeks=[*weeks([0] * 30), this_week]), "A2") == 0


def test_parts_add_up_to_the_whole_on_the_page() -> None:
    parts = [1400, 1400, 1400]
    assert whole(sum(parts)) == 4
    assert sum(whole_parts(parts, sum(parts))) == 4


def contribution(indicator: str, milli: int, *entries: int) -> Contribution:
    each = POLICY.indicator(indicator)
    return Contribution(
        indicator=indicator,
        theme=Theme(each.theme),
        sector=each.sector,
        milli_points=milli,
        entry_ids=entries,
        data_class=each.data_class,
    )


def test_every_change_has_its_reason() -> None:
    before = [
        contribution("A3", 4000, 1),
        contribution("B1", 4000, 2),
        contribution("C1", 3000, 3),
        contribution("D1", 900, 4),
    ]
    now = [contribution("A3", 7000, 1, 5), contribution("B1", 3000, 2)]
    found = changes(before, now, retracted={3}, same_policy=True)
    assert {change.indicator: change.kind for change in found} == {
        "A3": ChangeKind.NEW,
        "B1": ChangeKind.FADED,
        "C1": ChangeKind.CORRECTED,
        "D1": ChangeKind.GONE,
    }
    (policy,) = changes(before[:1], [contribution("A3", 5000, 1)], retracted=(), same_policy=False)
    assert policy.kind is ChangeKind.POLICY
