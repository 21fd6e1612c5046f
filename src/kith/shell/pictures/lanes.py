"""The story by agency on a time axis: a link for every mark, a bar for every state, hatching where nothing is told."""

from collections.abc import Iterable
from datetime import date
from html import escape

from django.utils.safestring import SafeString

from kith.shell.components import table
from kith.shell.components.elements import element
from kith.shell.components.texts import details
from kith.shell.pictures.axis import Axis, day_text
from kith.shell.pictures.clustering import clustered
from kith.shell.vocabulary import Lane, LanesPicture, Mark, Severity, Silence, Span

WIDTH, LEFT, RIGHT, TOP = 1000, 190, 980, 30
LANE_HEIGHT = 46
_CLOSE = 12.0  # marks nearer than this would cover each other, so the next one steps aside
_STEPS = (-8, 8, 0)
_SHAPES = {
    Severity.LOW: "M{x} {y}m-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z",
    Severity.MEDIUM: "M{x} {y}m0 -8l8 8l-8 8l-8 -8Z",
    Severity.HIGH: "M{x} {y}m0 -9l9 16h-18Z",
}
_WORDS = {Severity.LOW: "Low", Severity.MEDIUM: "Medium", Severity.HIGH: "High"}


def lanes(picture: LanesPicture) -> SafeString:
    """Return the picture with its zoom links, its key and, unless the page has one, its table."""
    drawn = clustered(picture.lanes, picture.opening)
    axis = Axis(begins_on=picture.begins_on, ends_on=picture.ends_on, left=LEFT, right=RIGHT)
    bottom = TOP + LANE_HEIGHT * max(1, len(drawn))
    svg = element(
        "svg",
        {
            "class": "kith-picture kith-lanes",
            "viewBox": f"0 0 {WIDTH} {bottom + 6}",
            "role": "group",
            "aria-label": picture.title,
        },
        *(_stripe(number) for number in range(len(drawn))),
        _grid(axis, bottom),
        _today(axis, picture, bottom),
        *(_lane(lane, axis, number) for number, lane in enumerate(drawn)),
    )
    return element(
        "div",
        {"class": "kith-lanes-figure"},
        _zooms(picture),
        _scrolling(svg, picture.title),
        _key(),
        details(_scrolling(_as_table(drawn), f"{picture.title} as a table"), summary="Show the picture as a table")
        if picture.with_table
        else None,
    )


def _scrolling(content: SafeString, name: str) -> SafeString:
    attributes = {"class": "kith-scroll", "tabindex": "0", "role": "region", "aria-label": f"{name}, scrolls sideways"}
    return element("div", attributes, content)


def _middle(number: int) -> float:
    return TOP + LANE_HEIGHT * number + LANE_HEIGHT / 2


def _stripe(number: int) -> SafeString | None:
    if number % 2:
        return None
    size = {"y": TOP + LANE_HEIGHT * number, "width": WIDTH, "height": LANE_HEIGHT}
    return element("rect", {"class": "kith-lanes__stripe", "x": 0, **size})


def _grid(axis: Axis, bottom: int) -> SafeString:
    parts = []
    for x, label in axis.ticks():
        parts.append(element("path", {"class": "kith-lanes__grid", "d": f"M{x:.1f} {TOP}V{bottom}"}))
        anchor = "start" if x < LEFT + 20 else "end" if x > RIGHT - 20 else "middle"
        parts.append(
            element("text", {"class": "kith-lanes__tick", "x": f"{x:.1f}", "y": TOP - 9, "text-anchor": anchor}, label)
        )
    return element("g", {"aria-hidden": "true"}, *parts)


def _today(axis: Axis, picture: LanesPicture, bottom: int) -> SafeString | None:
    if picture.today is None or not picture.begins_on <= picture.today <= picture.ends_on:
        return None
    x = axis.x(picture.today)
    return element("path", {"class": "kith-lanes__today", "d": f"M{x:.1f} {TOP}V{bottom}", "aria-hidden": "true"})


def _lane(lane: Lane, axis: Axis, number: int) -> SafeString:
    y = _middle(number)
    name = lane.name if len(lane.name) <= 24 else f"{lane.name[:23].rstrip()}…"
    return element(
        "g",
        {"role": "group", "aria-label": lane.name},
        element("text", {"class": "kith-lanes__name", "x": 8, "y": f"{y + 5:.1f}", "aria-hidden": "true"}, name),
        *(_silence(silence, axis, y) for silence in lane.silences),
        *(_span(span, lane, axis, y) for span in lane.spans),
        *(_mark(mark, lane, x, y + step) for mark, x, step in _placed(lane.marks, axis)),
    )


def _placed(marks: Iterable[Mark], axis: Axis) -> list[tuple[Mark, float, int]]:
    """Return marks with their place; those that would cover their neighbour step up or down."""
    placed: list[tuple[Mark, float, int]] = []
    turn, before = 2, float("-inf")
    for mark in sorted(marks, key=lambda mark: mark.on):
        x = (axis.x(mark.on) + axis.x(mark.until or mark.on)) / 2
        turn = (turn + 1) % 3 if x - before < _CLOSE else 2
        before = x
        placed.append((mark, x, _STEPS[turn]))
    return placed


def _mark(mark: Mark, lane: Lane, x: float, y: float) -> SafeString:
    retracted = ", retracted" if mark.struck else ""
    name = escape(f"{_WORDS[mark.severity]}: {mark.name}, {_days(mark)}, {lane.name}{retracted}")
    classes = f"kith-mark kith-mark--{mark.severity.value}{' kith-mark--struck' if mark.struck else ''}"
    place = f"{x:.1f}"
    shape = _SHAPES[mark.severity].format(x=place, y=f"{y:.1f}")
    count = (
        f'<text class="kith-mark__count" x="{place}" y="{y - 10:.1f}" text-anchor="middle" aria-hidden="true">'
        f"{mark.count:d}</text>"
        if mark.count > 1
        else ""
    )
    # Written in one piece, as a picture has hundreds: the name and the address are the only words from outside.
    return SafeString(
        f'<a class="kith-mark-link" href="{escape(mark.url)}" aria-label="{name}"><title>{name}</title>'
        f'<circle class="kith-mark__reach" cx="{place}" cy="{y:.1f}" r="12"></circle>'
        f'<path class="{classes}" d="{shape}"></path>{count}</a>'
    )


def _span(span: Span, lane: Lane, axis: Axis, y: float) -> SafeString:
    ends_on = span.ends_on or axis.ends_on
    x, width = axis.x(span.begins_on), max(4.0, axis.x(ends_on) - axis.x(span.begins_on))
    place = {"x": f"{x:.1f}", "width": f"{width:.1f}"}
    name = f"{span.name}, {_period(span.begins_on, span.ends_on)}, {lane.name}"
    return element(
        "a",
        {"class": "kith-mark-link", "href": span.url, "aria-label": name},
        element("title", None, name),
        element("rect", {"class": "kith-mark__reach", **place, "y": f"{y + 8:.1f}", "height": 15}),
        element("rect", {"class": "kith-span", **place, "y": f"{y + 14:.1f}", "height": 6}),
    )


def _silence(silence: Silence, axis: Axis, y: float) -> SafeString:
    x, end = axis.x(silence.begins_on), axis.x(silence.ends_on)
    name = f"{silence.name}, {_period(silence.begins_on, silence.ends_on)}"
    top, bottom = y - LANE_HEIGHT / 2 + 4, y + LANE_HEIGHT / 2 - 4
    lines = "".join(
        f"M{x + step:.1f} {bottom:.1f}l6 {top - bottom:.1f}" for step in range(0, max(1, int(end - x) - 5), 10)
    )
    return element(
        "g",
        {"class": "kith-silence", "role": "img", "aria-label": name},
        element("title", None, name),
        element("path", {"d": lines}),
    )


def _period(begins_on: date, ends_on: date | None) -> str:
    return f"{day_text(begins_on)} to {day_text(ends_on)}" if ends_on else f"since {day_text(begins_on)}"


def _days(mark: Mark) -> str:
    until = mark.until or mark.on
    return day_text(mark.on) if until == mark.on else _period(mark.on, until)


def _zooms(picture: LanesPicture) -> SafeString | None:
    if not picture.zooms:
        return None
    links = (
        element(
            "li",
            None,
            element(
                "a",
                {"class": "govuk-link", "href": zoom.url, "aria-current": "true" if zoom.current else None},
                zoom.label,
            ),
        )
        for zoom in picture.zooms
    )
    zooms = element("ul", {"class": "kith-zooms"}, *links)
    return element("nav", {"class": "kith-screen-only", "aria-label": "Period of the picture"}, zooms)


def _key() -> SafeString:
    shapes = [
        _key_entry(f"kith-mark kith-mark--{severity.value}", shape.format(x=10, y=10), _WORDS[severity])
        for severity, shape in _SHAPES.items()
    ]
    bar = _key_entry("kith-span", "M0 7h20v6H0Z", "Lasting state")
    none = _key_entry("kith-silence__sample", "M2 18l5 -16M9 18l5 -16M16 18l4 -16", "Nothing told")
    return element("ul", {"class": "kith-key", "aria-label": "Key"}, *shapes, bar, none)


def _key_entry(classes: str, shape: str, word: str) -> SafeString:
    attributes = {"class": "kith-key__shape", "viewBox": "0 0 20 20", "aria-hidden": "true", "focusable": "false"}
    return element("li", None, element("svg", attributes, element("path", {"class": classes, "d": shape})), " ", word)


def _as_table(drawn: Iterable[Lane]) -> SafeString:
    entries: list[tuple[date, str, str, str, str]] = []
    for lane in drawn:
        for mark in lane.marks:
            entries.append(
                (mark.on, _days(mark), lane.name, mark.url, f"{mark.name} ({_WORDS[mark.severity].lower()})")
            )
        for span in lane.spans:
            entries.append((span.begins_on, _period(span.begins_on, span.ends_on), lane.name, span.url, span.name))
        for silence in lane.silences:
            period = _period(silence.begins_on, silence.ends_on)
            entries.append((silence.begins_on, period, lane.name, "", silence.name))
    rows = [
        [
            {"text": when},
            {"text": agency},
            {"text": element("a", {"class": "govuk-link", "href": url}, what) if url else what},
        ]
        for _, when, agency, url, what in sorted(entries)
    ]
    return table(rows, head=[{"text": "When"}, {"text": "Agency"}, {"text": "What"}], first_cell_is_header=True)
