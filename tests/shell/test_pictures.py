"""Pictures: what is drawn is what was given, within the limits, and everybody can read it."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.shell import pictures
from kith.shell.pictures import palette
from kith.shell.pictures.axis import Axis
from kith.shell.pictures.freshness import days_late
from kith.shell.presenters.brand import contrast
from kith.shell.vocabulary import (
    Bar,
    BarsPicture,
    Feed,
    FreshnessPicture,
    LadderPicture,
    Lane,
    LanesPicture,
    LinePicture,
    Mark,
    Rung,
    Severity,
    Silence,
    Span,
    Spark,
    TreeBox,
    TreePicture,
    severity_of,
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


def test_bars_are_as_long_as_their_numbers_and_ranges_reach_further() -> None:
    bars = (Bar(name="Going missing", value=12), Bar(name="School", value=6, low=6, high=9), Bar(name="Home", value=0))
    page = soup(pictures.bars(BarsPicture(title="Points", bars=bars)))
    lengths = [float(str(rect["width"])) for rect in page.select("rect")]
    assert lengths == [200.0, 100.0, 0.0]
    assert "6 (6 to 9)" in page.get_text()
    assert "H150.0" in str(page.select_one(".kith-bar__range"))


def test_a_bar_of_a_whole_says_of_how_many_and_is_as_long_as_its_share() -> None:
    bars = (Bar(name="A plan", value=4), Bar(name="Work", value=None, note="held back"))
    page = soup(pictures.bars(BarsPicture(title="Eight", bars=bars, of=8)))
    assert [float(str(rect["width"])) for rect in page.select("rect.kith-bar__value")] == [100.0]
    assert [float(str(rect["width"])) for rect in page.select("rect.kith-bar__whole")] == [200.0]
    assert "4 of 8" in page.get_text() and "held back" in page.get_text()


AMOUNTS = st.lists(st.none() | st.integers(0, 10**7), min_size=1, max_size=24)


@given(AMOUNTS)
@settings(deadline=None)
def test_a_line_stands_as_high_as_its_amounts_inside_its_frame(amounts: list[int | None]) -> None:
    points = tuple(Bar(name=f"{2000 + n} to {2001 + n}", value=value) for n, value in enumerate(amounts))
    page = soup(pictures.line(LinePicture(title="Contacts", says="It rose.", points=points, unit="contacts")))
    there = [value for value in amounts if value is not None]
    dots = [(float(str(dot["cx"])), float(str(dot["cy"]))) for dot in page.select("circle")]
    assert len(dots) == len(there)
    assert [x for x, _ in dots] == sorted(x for x, _ in dots)
    assert all(0 < x < 400 and 0 < y < 220 for x, y in dots)
    # The higher an amount the higher its dot: two amounts are in the order of their heights, however far apart.
    for (value, (_, y)), (other, (_, lower)) in pairwise(sorted(zip(there, dots, strict=True))):
        assert value == other or y >= lower - 0.1
    # A gap begins the line anew: there are as many strokes as runs of amounts that are there.
    runs = sum(1 for before, here in pairwise([None, *amounts]) if here is not None and before is None)
    assert str(page.select_one("path.kith-line__path")["d"]).count("M") == runs  # type: ignore[index]  # None fails the test as well
    top = max(int(word.get_text().replace(",", "")) for word in page.select("text[text-anchor=end]")[:5])
    assert top >= max(there, default=0) and top % 4 == 0
    assert len(page.select("tbody tr")) == len(amounts)
    assert page.svg is not None and page.svg["aria-label"] == "It rose." and not page.select("[style]")


def test_sparkline_reads_its_numbers_and_bears_none() -> None:
    svg = soup(pictures.sparkline(Spark(label="Contacts", values=(3, 5.5)))).svg
    assert svg is not None and svg["aria-label"] == "Contacts: 3, 5.5"
    assert "no numbers" in pictures.sparkline(Spark(label="Contacts", values=()))


@pytest.mark.parametrize(
    ("arrived", "late"), [((), None), ((0,), 0), ((7,), 0), ((8,), 1), ((30, 9), 2), ((-1,), None)]
)
def test_days_late_counts_from_the_newest_file(arrived: tuple[int, ...], late: int | None) -> None:
    today = date(2026, 11, 10)
    feed = Feed(name="Police", every_days=7, arrived_on=tuple(today - timedelta(days=n) for n in arrived))
    assert days_late(feed, today) == late


def test_freshness_marks_each_day_on_which_a_file_came() -> None:
    today = date(2026, 11, 10)
    feed = Feed(name="Police", every_days=7, arrived_on=(today, today - timedelta(days=27), today - timedelta(days=28)))
    page = soup(pictures.freshness(FreshnessPicture(title="Feeds", today=today, feeds=(feed,))))
    assert len(page.select(".kith-day")) == 28
    assert len(page.select(".kith-day--arrived")) == 2


def test_names_are_escaped_wherever_they_are_drawn() -> None:
    evil = '"><script>x</script>'
    mark = Mark(on=BEGINS, name=evil, url="#")
    html = pictures.lanes(picture_of(Lane(name=evil, marks=(mark,)))) + pictures.bars(
        BarsPicture(title=evil, bars=(Bar(name=evil, value=1),))
    )
    assert soup(html).find("script") is None


@pytest.mark.parametrize(
    ("band", "severity"), [(0, "low"), (3, "low"), (4, "medium"), (5, "medium"), (6, "high"), (8, "high")]
)
def test_severity_of_each_band(band: int, severity: str) -> None:
    assert severity_of(band) == severity


@pytest.mark.parametrize("background", palette.BACKGROUNDS)
def test_palette_can_be_seen_and_read(background: str) -> None:
    assert {
        colour: contrast(colour, background) for colour in palette.GRAPHICS if contrast(colour, background) < 3
    } == {}
    assert {
        colour: contrast(colour, background) for colour in palette.TEXTS if contrast(colour, background) < 4.5
    } == {}


def test_stylesheet_uses_the_palette() -> None:
    source = (Path(pictures.__file__).parents[1] / "frontend/_pictures.scss").read_text()
    named = dict(re.findall(r"^\$(\w+): (#[0-9a-f]{6});", source, re.MULTILINE))
    assert named == {
        "stripe": palette.STRIPE,
        "ink": palette.INK,
        "quiet": palette.QUIET,
        **palette.SEVERITY,
        "span": palette.SPAN,
        "bar": palette.BAR,
        "arrived": palette.ARRIVED,
    }


def test_contrast_agrees_with_the_examples_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_qr_picture_holds_the_text() -> None:
    svg = soup(pictures.qr_picture("otpauth://totp/Kith", "Picture to scan")).svg
    assert svg is not None and svg["role"] == "img" and svg["aria-label"] == "Picture to scan"
    size = int(str(svg["viewbox"]).split()[-1])
    modules = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1", str(svg.select_one(".kith-qr__dots")))}
    finder = {(x, y) for x in range(7) for y in range(7) if x in {0, 6} or y in {0, 6} or (2 <= x <= 4 and 2 <= y <= 4)}
    assert {(x - 4, y - 4) for x, y in modules if 4 <= x < 11 and 4 <= y < 11} == finder
    assert (size - 8 - 17) % 4 == 0


def test_a_ladder_says_in_words_what_was_reached_and_where_it_stands() -> None:
    rungs = (
        Rung(name="Managers", note="3 to 5 May", reached=True),
        Rung(name="Leads <b>", note="Since 5 May", reached=True, stands=True),
        Rung(name="Executive"),
    )
    page = soup(pictures.ladder(LadderPicture(title="How far", rungs=rungs)))
    drawn = page.select_one("svg")
    assert drawn is not None
    assert drawn["aria-label"] == "How far. Managers: 3 to 5 May; Leads <b>: Since 5 May"
    assert len(drawn.select("rect.kith-span")) == 2
    assert len(drawn.select("path.kith-mark")) == 1
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [
        ["Executive", "Not reached", ""],
        ["Leads <b>", "Now", "Since 5 May"],
        ["Managers", "Reached", "3 to 5 May"],
    ]


BOXES = st.recursive(
    st.builds(TreeBox, name=st.text(min_size=1, max_size=60), notes=st.tuples(st.text(max_size=60))),
    lambda boxes: st.builds(TreeBox, name=st.text(min_size=1), boxes=st.lists(boxes, max_size=4).map(tuple)),
    max_leaves=12,
)


def boxes_of(root: TreeBox) -> int:
    return 1 + sum(boxes_of(one) for one in root.boxes)


def number(tag: Any, attribute: str) -> int:
    return int(tag[attribute])


@given(BOXES)
@settings(max_examples=60, deadline=None)
def test_a_tree_draws_every_box_inside_its_frame_and_none_over_another(root: TreeBox) -> None:
    drawn = soup(pictures.tree(TreePicture(id="t", title="Who", says="All of it.", root=root)))
    (svg,), (title,) = drawn.find_all("svg"), drawn.find_all("title")
    wide, high = number(svg, "width"), number(svg, "height")
    sides = ("x", "y", "width", "height")
    found = [tuple(number(rect, side) for side in sides) for rect in drawn.find_all("rect")]
    assert len(found) == boxes_of(root) and len(drawn.find_all("path")) == len(found) - 1
    assert all(x >= 0 and y >= 0 and x + w <= wide and y + h <= high for x, y, w, h in found)
    for place, (x, y, w, h) in enumerate(found):
        for left, top, across, down in found[place + 1 :]:
            assert x + w <= left or left + across <= x or y + h <= top or top + down <= y
    for line in drawn.find_all("text"):
        assert any(x < number(line, "x") and y < number(line, "y") < y + h for x, y, w, h in found)
    assert svg["aria-labelledby"] == "t-title t-says" and title.text == "Who"
