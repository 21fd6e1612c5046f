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
from kith.shell.pictures.freshness import days_late
from kith.shell.presenters.brand import contrast
from kith.shell.vocabulary import (
    Bar,
    BarsPicture,
    Feed,
    FreshnessPicture,
    LadderPicture,
    Lane,
    LinePicture,
    Mark,
    Rung,
    Spark,
    TreeBox,
    TreePicture,
    severity_of,
)
from tests.shell.drawing import soup
from tests.shell.test_lanes import BEGINS, picture_of


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
