"""The picture of a story: every mark, state and quiet time in its lane, within the limits, for everybody to open."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.shell import pictures
from kith.shell.pictures.axis import Axis
from kith.shell.vocabulary import (
    Lane,
    LanesPicture,
    Mark,
    Severity,
    Silence,
    Span,
)
from tests.shell.drawing import soup

BEGINS, ENDS = date(2024, 1, 1), date(2026, 12, 31)
DAYS = st.dates(min_value=BEGINS, max_value=ENDS)
MARKS = st.builds(
    Mark, on=DAYS, name=st.text(min_size=1, max_size=20), url=st.just("#entry"), severity=st.sampled_from(Severity)
)


def opening(first: date, last: date) -> str:
    """Return the address of one period."""
    return f"?from={first}&to={last}"


def picture_of(*lanes: Lane) -> LanesPicture:
    """Return a picture of three years."""
    return LanesPicture(title="Chronology", lanes=lanes, begins_on=BEGINS, ends_on=ENDS, opening=opening)


@given(st.lists(MARKS, max_size=60))
@settings(max_examples=25, deadline=None)
def test_every_mark_is_a_link_with_a_name_of_its_own_words(marks: list[Mark]) -> None:
    page = soup(pictures.lanes(picture_of(Lane(name="Police", marks=tuple(marks)))))
    links = page.select("svg a")
    assert len(links) == len(marks)
    assert sorted(str(link["aria-label"]) for link in links) == sorted(
        f"{mark.severity.value.capitalize()}: {mark.name}, {mark.on.day} {mark.on:%B %Y}, Police" for mark in marks
    )


EVENTS = st.lists(
    st.tuples(DAYS, st.sampled_from(Severity), st.booleans(), st.integers(0, 4)), min_size=301, max_size=900
)


@given(EVENTS)
@settings(max_examples=15, deadline=None)
def test_every_event_is_in_exactly_one_mark_of_its_lane_and_no_group_hides_how_grave_it_was(events: Any) -> None:
    marks = [
        (Mark(on=on, name="Contact", url=f"#{number}", severity=severity, struck=struck), agency)
        for number, (on, severity, struck, agency) in enumerate(events)
    ]
    lanes = [Lane(name=f"{n}", marks=tuple(m for m, agency in marks if agency == n)) for n in range(5)]
    drawn = pictures.clustered(lanes, opening)
    assert sum(len(lane.marks) for lane in drawn) <= pictures.MOST_MARKS
    for before, after in zip(lanes, drawn, strict=True):
        assert sum(mark.count for mark in after.marks) == len(before.marks)
        for mark in after.marks:
            inside = [one for one in before.marks if mark.on <= one.on <= (mark.until or mark.on)]
            # as many as it says fall on the days that it opens, so no other group can hold one of them
            assert len(inside) == mark.count
            standing = [one for one in inside if not one.struck] or inside
            assert rank(mark) == max(map(rank, standing))
            if mark.count > 1:
                assert mark.url == opening(min(one.on for one in inside), max(one.on for one in inside))
                assert mark.struck == all(one.struck for one in inside)
            else:
                assert inside == [mark]


STATES = st.lists(
    st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 500)), st.integers(0, 2)), min_size=101, max_size=400
)


@given(STATES)
@settings(max_examples=15, deadline=None)
def test_every_state_is_in_exactly_one_bar_and_the_limit_holds_over_all_lanes(states: Any) -> None:
    spans = [
        (
            Span(
                begins_on=on,
                ends_on=None if length is None else on + timedelta(days=length),
                name="Plan",
                url=f"#{number}",
            ),
            agency,
        )
        for number, (on, length, agency) in enumerate(states)
    ]
    lanes = [Lane(name=f"{n}", spans=tuple(s for s, agency in spans if agency == n)) for n in range(3)]
    drawn = pictures.clustered(lanes, opening)
    assert sum(len(lane.spans) for lane in drawn) <= pictures.MOST_SPANS
    for before, after in zip(lanes, drawn, strict=True):
        assert sum(span.count for span in after.spans) == len(before.spans)
        for one in before.spans:
            around = [bar for bar in after.spans if covers(bar, one)]
            assert len(around) == 1
        for bar in after.spans:
            inside = [one for one in before.spans if covers(bar, one)]
            assert len(inside) == bar.count
            if bar.count > 1:
                assert bar.url == opening(bar.begins_on, max(one.begins_on for one in inside))


def covers(bar: Span, span: Span) -> bool:
    """Test whether a bar stands over the whole of a span."""
    ends = bar.ends_on or date.max
    return bar.begins_on <= span.begins_on and (span.ends_on or date.max) <= ends


def test_three_lanes_of_sixty_bars_are_at_most_a_hundred_and_none_is_lost() -> None:
    spans = tuple(
        Span(
            begins_on=BEGINS + timedelta(days=10 * n),
            ends_on=BEGINS + timedelta(days=10 * n + 3),
            name="x",
            url=f"#{n}",
        )
        for n in range(60)
    )
    drawn = pictures.clustered([Lane(name=name, spans=spans) for name in "abc"], opening)
    assert sum(len(lane.spans) for lane in drawn) <= pictures.MOST_SPANS
    assert [sum(span.count for span in lane.spans) for lane in drawn] == [60, 60, 60]
    assert {lane.spans[0].begins_on for lane in drawn} == {BEGINS}


def test_a_group_opens_its_own_lane_and_says_from_when_to_when() -> None:
    marks = tuple(Mark(on=BEGINS + timedelta(days=n // 4), name=f"Entry {n}", url="#x") for n in range(400))
    own = Lane(name="Police", marks=marks, opening=lambda first, last: f"?agency=7&from={first}&to={last}")
    page = soup(pictures.lanes(picture_of(own)))
    links = page.select("svg a")
    assert {str(link["href"]).partition("&from=")[0] for link in links} == {"?agency=7"}
    assert str(links[0]["aria-label"]) == "Low: 4 entries, among them Entry 0, 1 January 2024, Police"


@given(st.lists(st.integers(0, 45), min_size=301, max_size=500))
@settings(max_examples=10, deadline=None)
def test_more_lanes_than_fit_are_one_lane_that_loses_nothing(agencies: list[int]) -> None:
    lanes = [
        Lane(name=f"{n}", marks=tuple(Mark(on=BEGINS, name="x", url="#x") for each in agencies if each == n))
        for n in range(46)
    ]
    drawn = pictures.clustered(lanes, opening)
    assert len(drawn) == 30
    assert sum(mark.count for lane in drawn for mark in lane.marks) == len(agencies)


def rank(mark: Mark) -> int:
    """Return how grave a mark is."""
    return list(Severity).index(mark.severity)


def test_few_marks_are_left_as_they_are() -> None:
    lanes = (Lane(name="Police", marks=tuple(Mark(on=BEGINS, name=str(n), url="#x") for n in range(300))),)
    assert pictures.clustered(lanes, opening) == lanes


def test_too_many_bars_of_one_lane_become_fewer_that_cover_the_same_days() -> None:
    spans = tuple(
        Span(begins_on=BEGINS + timedelta(days=n), ends_on=BEGINS + timedelta(days=n + 5), name="Plan", url="#x")
        for n in range(150)
    )
    (drawn,) = pictures.clustered((Lane(name="Care", spans=spans),), opening)
    assert len(drawn.spans) <= pictures.MOST_SPANS
    assert drawn.spans[0].begins_on == BEGINS
    assert drawn.spans[-1].ends_on == BEGINS + timedelta(days=154)


def test_a_state_without_an_end_reaches_the_end_of_the_picture() -> None:
    span = Span(begins_on=ENDS - timedelta(days=100), ends_on=None, name="Plan", url="#x")
    page = soup(pictures.lanes(picture_of(Lane(name="Care", spans=(span,)))))
    bar = page.select_one("rect.kith-span")
    assert bar is not None
    assert float(str(bar["x"])) + float(str(bar["width"])) == pytest.approx(980, abs=0.2)
    assert "since 22 September 2026" in str(page.select_one("svg a"))


def test_a_time_without_news_is_drawn_and_named() -> None:
    silence = Silence(begins_on=date(2025, 1, 1), ends_on=date(2025, 6, 1), name="No file from this agency")
    page = soup(pictures.lanes(picture_of(Lane(name="Health", silences=(silence,)))))
    drawn = page.select_one(".kith-silence")
    assert drawn is not None
    assert drawn["aria-label"] == "No file from this agency, 1 January 2025 to 1 June 2025"


def test_table_says_what_the_picture_says() -> None:
    marks = tuple(Mark(on=BEGINS + timedelta(days=n), name=f"Entry {n}", url=f"#{n}") for n in range(7))
    span = Span(begins_on=BEGINS, ends_on=ENDS, name="Plan", url="#plan")
    page = soup(pictures.lanes(picture_of(Lane(name="Care", marks=marks, spans=(span,)))))
    assert len(page.select("details tbody tr")) == 8
    assert {str(a["href"]) for a in page.select("svg a")} == {str(a["href"]) for a in page.select("details a")}


def test_shapes_differ_so_that_colour_is_never_alone() -> None:
    marks = tuple(Mark(on=BEGINS, name="x", url="#", severity=severity) for severity in Severity)
    page = soup(pictures.lanes(picture_of(Lane(name="Police", marks=marks))))
    shapes = {re.sub(r"^M\S+ [\d.]+", "", str(path["d"])) for path in page.select("svg a path")}
    assert len(shapes) == len(Severity)


@given(DAYS, st.integers(1, 40_000))
@settings(deadline=None)
def test_axis_never_has_more_ticks_than_fit_and_they_rise(begins_on: date, length: int) -> None:
    axis = Axis(begins_on=begins_on, ends_on=begins_on + timedelta(days=length), left=0, right=900)
    places = [x for x, _ in axis.ticks()]
    assert places == sorted(places)
    assert len(places) <= 14
    assert all(0 <= x <= 900 for x in places)
