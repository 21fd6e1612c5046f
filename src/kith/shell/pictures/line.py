"""Amounts one after the other as a line from nought, with the table that says each of them."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.safestring import SafeString

from kith.shell.components.elements import Attributes, element
from kith.shell.pictures.palette import BAR, INK
from kith.shell.vocabulary import Bar, LinePicture

_WIDE, _HIGH = 400, 220
_RIGHT, _TOP, _BOTTOM = 16, 14, 30
_LETTER = 8.5  # the width of a digit of the axis
_MOST_NAMES = 5
_FONT = 14
# The same drawing stands on paper, where there is no stylesheet; on a page the classes win over these.
_ON_PAPER: Final[Attributes] = {"font-family": "Atkinson Hyperlegible Next", "font-size": _FONT, "fill": INK}


def line(picture: LinePicture) -> SafeString:
    """Return the drawing, and under it the table of its amounts."""
    return element(
        "figure",
        {"class": "kith-picture__frame"},
        element("figcaption", {"class": "govuk-heading-s"}, picture.title),
        line_drawing(picture),
        _table(picture),
    )


def line_drawing(picture: LinePicture) -> SafeString:
    """Return the drawing alone, which also stands by itself as a file; its label says what it shows."""
    top = _step_above(max((point.value or 0 for point in picture.points), default=0))
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "kith-picture kith-line",
            "viewBox": f"0 0 {_WIDE} {_HIGH}",
            "role": "img",
            "aria-label": picture.says,
        },
        element("title", None, picture.says),
        *_grid(top),
        *_names(picture.points, top),
        element(
            "path",
            {"class": "kith-line__path", "fill": "none", "stroke": BAR, "stroke-width": 3, "d": _path(picture, top)},
        ),
        *_dots(picture, top),
    )


def _step_above(most: float) -> int:
    """Return the round number of four equal steps that is not below the greatest amount."""
    size = 1
    while True:
        for step in (size, 2 * size, 3 * size, 4 * size, 5 * size):
            if 4 * step >= most:
                return 4 * step
        size *= 10


def _left(top: int) -> float:
    """Return where the drawing begins: behind the widest number of its axis."""
    return 12 + _LETTER * len(f"{top:,}")


def _x(place: int, points: Sequence[Bar], top: int) -> float:
    left = _left(top)
    return left + place * (_WIDE - left - _RIGHT) / max(1, len(points) - 1)


def _y(value: float, top: int) -> float:
    return _HIGH - _BOTTOM - value / top * (_HIGH - _TOP - _BOTTOM)


def _path(picture: LinePicture, top: int) -> str:
    parts, pen = [], "M"
    for place, point in enumerate(picture.points):
        if point.value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{_x(place, picture.points, top):.1f} {_y(point.value, top):.1f}")
        pen = "L"
    return "".join(parts)


def _dots(picture: LinePicture, top: int) -> Iterator[SafeString]:
    for place, point in enumerate(picture.points):
        if point.value is not None:
            x, y = f"{_x(place, picture.points, top):.1f}", f"{_y(point.value, top):.1f}"
            yield element("circle", {"class": "kith-line__dot", "fill": BAR, "cx": x, "cy": y, "r": 4})


def _grid(top: int) -> Iterator[SafeString]:
    for part in range(5):
        value = top * part // 4
        y = _y(value, top)
        across: Attributes = {"x1": f"{_left(top):.1f}", "x2": _WIDE - _RIGHT, "y1": f"{y:.1f}", "y2": f"{y:.1f}"}
        yield element("line", {"class": "kith-line__grid", "stroke": "#cecece", **across})
        place: Attributes = {"x": f"{_left(top) - 6:.1f}", "y": f"{y + 5:.1f}", "text-anchor": "end"}
        yield element("text", {"class": "kith-line__word", **_ON_PAPER, **place}, f"{value:,}")


def _names(points: Sequence[Bar], top: int) -> Iterator[SafeString]:
    every = -(-len(points) // _MOST_NAMES)
    for place, point in enumerate(points):
        if place % every == 0:
            anchor = "start" if place == 0 else "end" if place == len(points) - 1 else "middle"
            where: Attributes = {"x": f"{_x(place, points, top):.1f}", "y": _HIGH - 8, "text-anchor": anchor}
            yield element("text", {"class": "kith-line__word", **_ON_PAPER, **where}, _short(point.name))


def _short(name: str) -> str:
    """Return a name that fits under its point; the table has the whole of it."""
    return name if len(name) <= 12 else f"{name[:11]}…"


def _table(picture: LinePicture) -> SafeString:
    numeric = "govuk-table__header govuk-table__header--numeric"
    head = (
        element("th", {"scope": "col", "class": "govuk-table__header"}, picture.heading),
        element("th", {"scope": "col", "class": numeric}, picture.unit.capitalize()),
    )
    return element(
        "table",
        {"class": "govuk-table"},
        element("caption", {"class": "govuk-visually-hidden"}, picture.title),
        element("thead", {"class": "govuk-table__head"}, element("tr", {"class": "govuk-table__row"}, *head)),
        element("tbody", {"class": "govuk-table__body"}, *(_row(point) for point in picture.points)),
    )


def _row(point: Bar) -> SafeString:
    amount = point.note if point.value is None else f"{point.value:,.0f}"
    return element(
        "tr",
        {"class": "govuk-table__row"},
        element("th", {"scope": "row", "class": "govuk-table__header"}, point.name),
        element("td", {"class": "govuk-table__cell govuk-table__cell--numeric"}, amount),
    )
