"""The pure sums: ages, folding, gaps, periods, lanes; each rule stated once and tried on many stories."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kith.access.vocabulary import DataClass, Sector
from kith.chronology.analysis import folding, gaps, lanes, periods
from kith.chronology.vocabulary import Entry, Gap, Line, Period, Reading
from kith.common.dates import age_on
from kith.feeds.vocabulary import EVENT_KINDS, Basis, ParticipantRole

KINDS = ["police.contact", "care.visit", "care.voice", "care.looked_after", "police.weapon", "not.known"]
BEGIN = date(2015, 1, 1)


def entry(number: int, day: date, kind: str = "police.contact", **other) -> Entry:
    known = EVENT_KINDS.get(kind)
    values: dict[str, Any] = {
        "entry_id": number,
        "kind": kind,
        "headline": known.headline if known else "Recorded by the agency",
        "sector": known.sector if known else Sector.POLICE,
        "data_class": known.data_class if known else DataClass.PROTECTED,
        "agency_id": 1,
        "agency": "Larkshire Constabulary",
        "source": "police",
        "occurred_on": day,
        "known_at": day,
        "ended_on": None,
        "precision": "day",
        "role": ParticipantRole.VICTIM,
        "band": 1,
        "basis": Basis.FACT,
        "said_by": "",
        "others": 0,
        "group_key": f"police:{kind}:victim",
        "retracted": False,
    }
    return Entry(**(values | other))


@st.composite
def stories(draw, most: int = 60):
    days = draw(st.lists(st.integers(0, 3000), max_size=most))
    found = []
    for number, offset in enumerate(days):
        day = BEGIN + timedelta(days=offset)
        found.append(
            entry(
                number,
                day,
                draw(st.sampled_from(KINDS)),
                band=draw(st.integers(0, 8)),
                retracted=draw(st.booleans()) and draw(st.booleans()),
                ended_on=draw(st.sampled_from([None, day + timedelta(days=40)])),
                agency=draw(st.sampled_from(["A", "B"])),
            )
        )
    return found


@given(stories())
def test_every_entry_is_in_exactly_one_line_and_lines_run_from_new_to_old(story) -> None:
    found = folding.lines(story)
    assert Counter(e.entry_id for line in found for e in line.entries) == Counter(e.entry_id for e in story)
    assert [line.latest.occurred_on for line in found] == sorted(
        (line.latest.occurred_on for line in found), reverse=True
    )


@given(stories())
def test_a_fold_holds_only_repeats_of_one_kind_that_follow_closely(story) -> None:
    for line in folding.lines(story):
        if line.is_folded:
            assert len(line.entries) >= folding.FEWEST
            assert len({e.group_key for e in line.entries}) == 1
            assert all(folding.may_fold(e) for e in line.entries)
            days = [e.occurred_on for e in line.entries]
            assert all(timedelta(0) <= newer - older <= folding.WINDOW for newer, older in pairwise(days))


@given(stories())
def test_folding_does_not_depend_on_the_order_of_arrival(story) -> None:
    assert folding.lines(story) == folding.lines(list(reversed(story)))


def test_a_hundred_police_contacts_are_one_line_with_ages() -> None:
    born_on = date(2012, 2, 29)
    days = [date(2018, 1, 1) + timedelta(days=9 * n) for n in range(100)]
    (line,) = folding.lines([entry(n, day, age=age_on(born_on, day)) for n, day in enumerate(days)])
    by_hand: Counter[int] = Counter()
    for day in days:
        by_hand[day.year - 2012 - (1 if (day.month, day.day) < (2, 29) else 0)] += 1
    assert folding.ages(line) == sorted(by_hand.items())
    assert sum(number for _, number in folding.ages(line)) == 100


def test_what_must_be_seen_is_never_folded() -> None:
    week = [BEGIN + timedelta(days=n) for n in range(4)]
    for other in ({"kind": "care.voice"}, {"kind": "care.looked_after"}, {"band": 4}, {"retracted": True}):
        assert len(folding.lines([entry(n, day, **other) for n, day in enumerate(week)])) == 4
    assert len(folding.lines([entry(n, day) for n, day in enumerate(week)])) == 1
    assert len(folding.lines([entry(n, day) for n, day in enumerate(week[:2])])) == 2


def test_a_birthday_of_29_february_falls_on_1_march() -> None:
    born_on = date(2012, 2, 29)
    days = (date(2013, 2, 28), date(2013, 3, 1), date(2016, 2, 28), date(2016, 2, 29))
    assert [age_on(born_on, day) for day in days] == [0, 1, 3, 4]


def _months_by_walking(begins_on: date, ends_on: date) -> int:
    months = 0
    while True:
        year, month = divmod(begins_on.year * 12 + begins_on.month - 1 + months + 1, 12)
        if (year, month + 1, begins_on.day) > (ends_on.year, ends_on.month, ends_on.day):
            return months
        months += 1


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 4000))
def test_whole_months_agree_with_walking_there(begins_on, days) -> None:
    ends_on = begins_on + timedelta(days=days)
    assert gaps.whole_months(begins_on, ends_on) == _months_by_walking(begins_on, ends_on)


@given(stories(), st.integers(0, 4000))
def test_gaps_are_exactly_the_long_empty_times(story, offset) -> None:
    today = BEGIN + timedelta(days=offset)
    written = {e.occurred_on for e in story if not e.retracted} | {
        e.ended_on for e in story if not e.retracted and e.ended_on
    }
    written = {day for day in written if day <= today}
    for gap in gaps.gaps(story, today):
        assert not [day for day in written if gap.begins_on < day < gap.ends_on]
        assert gap.begins_on in written
        assert gap.ends_on == today if gap.is_open else gap.ends_on in written
        assert gap.months >= gaps.FEWEST_MONTHS
    if not written:
        assert gaps.gaps(story, today) == []
        return
    ordered = sorted(written)
    long = sum(
        1
        for left, right in zip(ordered, [*ordered[1:], today], strict=True)
        if gaps.whole_months(left, right) >= gaps.FEWEST_MONTHS
    )
    assert len(gaps.gaps(story, today)) == long


def test_retracted_entry_fills_no_gap() -> None:
    story = [entry(1, date(2020, 1, 1)), entry(2, date(2020, 4, 1), retracted=True), entry(3, date(2020, 8, 15))]
    assert gaps.gaps(story, date(2020, 9, 1)) == [Gap(begins_on=date(2020, 1, 1), ends_on=date(2020, 8, 15), months=7)]


@given(stories(), st.integers(0, 4000))
def test_gaps_stand_between_the_lines_they_lie_between(story, offset) -> None:
    today = BEGIN + timedelta(days=offset)
    told = [e for e in story if e.occurred_on <= today]
    found = folding.lines(told)
    merged = gaps.with_gaps(found, gaps.gaps(told, today))
    assert [line for line in merged if isinstance(line, Line)] == found
    days = [line.begins_on if isinstance(line, Gap) else line.latest.occurred_on for line in merged]
    assert days == sorted(days, reverse=True)


@given(stories(most=200))
def test_every_entry_is_in_exactly_one_lane_of_its_own_agency(story) -> None:
    found = lanes.lanes(story)
    laid = [(lane.agency_id, e) for lane in found for e in (*lane.events, *lane.states)]
    assert Counter(e.entry_id for _, e in laid) == Counter(e.entry_id for e in story)
    assert all(agency_id == e.agency_id for agency_id, e in laid)
    for lane in found:
        assert all(EVENT_KINDS[e.kind].is_state for e in lane.states)
        assert not any(e.kind in EVENT_KINDS and EVENT_KINDS[e.kind].is_state for e in lane.events)
        assert [e.occurred_on for e in lane.events] == sorted(e.occurred_on for e in lane.events)


def test_lanes_stand_in_the_order_of_sectors_and_name_the_agency() -> None:
    story = [
        entry(1, BEGIN, "police.contact", agency="Constabulary"),
        entry(2, BEGIN, "care.visit", agency="Council", agency_id=2),
        entry(3, BEGIN, "care.looked_after", agency="Council", agency_id=2, ended_on=None),
    ]
    found = lanes.lanes(story)
    assert [(lane.label, len(lane.events), len(lane.states)) for lane in found] == [
        ("Council", 1, 1),
        ("Constabulary", 1, 0),
    ]


@given(stories(), st.integers(0, 3500), st.integers(0, 1000))
def test_named_days_keep_exactly_what_touches_them(story, offset, length) -> None:
    today = BEGIN + timedelta(days=3600)
    first = BEGIN + timedelta(days=offset)
    last = first + timedelta(days=length)
    kept = periods.chosen(story, Reading(begins_on=first, ends_on=last, period=Period.YEAR), today)
    by_hand = []
    for e in story:
        lasts = e.kind in EVENT_KINDS and EVENT_KINDS[e.kind].is_state and e.ended_on is None
        ends = today if lasts else max(e.occurred_on, e.ended_on or e.occurred_on)
        if any(e.occurred_on <= first + timedelta(days=n) <= ends for n in range(length + 1)):
            by_hand.append(e)
    assert kept == by_hand


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_steps_are_as_long_as_what_is_shown_touch_it_and_end_today(offset, length, ago) -> None:
    first = BEGIN + timedelta(days=offset)
    last = first + timedelta(days=length)
    today = last + timedelta(days=ago)
    earlier, later = periods.steps(first, last, today)
    assert earlier == (first - timedelta(days=length + 1), first - timedelta(days=1))
    if ago == 0:
        assert later is None
    else:
        assert later == (last + timedelta(days=1), min(last + timedelta(days=length + 1), today))


def test_everything_has_no_step_and_an_open_side_none_to_that_side() -> None:
    today = BEGIN + timedelta(days=100)
    assert periods.steps(None, None, today) == (None, None)
    assert periods.steps(BEGIN, None, today)[1] is None
    assert periods.steps(None, BEGIN, today) == (None, (BEGIN + timedelta(days=1), today))
    assert periods.steps(today + timedelta(days=5), None, today)[1] is None


def test_a_period_keeps_what_reaches_into_it() -> None:
    today = date(2024, 2, 29)
    story = [
        entry(1, date(2010, 1, 1), "care.looked_after"),
        entry(2, date(2010, 1, 1), "care.protection_plan", ended_on=date(2023, 2, 1)),
        entry(3, date(2010, 1, 1), "care.in_need_plan", ended_on=date(2023, 1, 31)),
        entry(4, date(2023, 1, 31)),
        entry(5, date(2023, 2, 1)),
    ]
    kept = periods.chosen(story, Reading(period=Period.YEAR), today)
    assert [e.entry_id for e in kept] == [1, 2, 5]
    assert periods.chosen(story, Reading(agency_id=2), today) == []


def test_flags_are_the_states_that_stand_today() -> None:
    today = date(2024, 6, 1)
    story = [
        entry(1, date(2020, 1, 1), "care.looked_after"),
        entry(2, date(2020, 1, 1), "care.protection_plan", ended_on=today),
        entry(3, date(2020, 1, 1), "justice.order", retracted=True),
        entry(4, today + timedelta(days=1), "school.ehcp"),
        entry(5, date(2020, 1, 1), "care.in_need_plan", ended_on=today + timedelta(days=1)),
    ]
    assert periods.flags(story, today) == ("Looked after", "Child in need plan")
