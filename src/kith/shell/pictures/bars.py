"""Amounts as bars inside their own table, and a short run of numbers as a line."""

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, together
from kith.shell.vocabulary import Bar, BarsPicture, Spark

_LENGTH = 200
_WIDE, _HIGH = 100, 26


def bars(picture: BarsPicture) -> SafeString:
    """Return one row per amount: its name, its number, its bar; the table is the picture."""
    most = picture.of or max((max(bar.value or 0, bar.high or 0) for bar in picture.bars), default=0) or 1
    head = (
        element("th", {"scope": "col", "class": "govuk-table__header"}, picture.heading),
        element(
            "th",
            {"scope": "col", "class": "govuk-table__header govuk-table__header--numeric"},
            picture.unit.capitalize(),
        ),
        element("td", {"class": "govuk-table__cell kith-bars__cell", "aria-hidden": "true"}),
    )
    return element(
        "table",
        {"class": "govuk-table kith-bars"},
        element("caption", {"class": "govuk-table__caption govuk-table__caption--s"}, picture.title),
        element("thead", {"class": "govuk-table__head"}, element("tr", {"class": "govuk-table__row"}, *head)),
        element("tbody", {"class": "govuk-table__body"}, *(_row(bar, most, picture.of) for bar in picture.bars)),
    )


def _row(bar: Bar, most: float, of: int | None) -> SafeString:
    name = element("a", {"class": "govuk-link", "href": bar.url}, bar.name) if bar.url else bar.name
    note = element("span", {"class": "govuk-hint kith-bars__note"}, bar.note) if bar.note else None
    amount = "" if bar.value is None else _number(bar.value)
    if bar.value is not None and of is not None:
        amount = f"{amount} of {_number(of)}"
    if bar.low is not None and bar.high is not None and (bar.low, bar.high) != (bar.value, bar.value):
        amount = f"{amount} ({_number(bar.low)} to {_number(bar.high)})"
    return element(
        "tr",
        {"class": "govuk-table__row"},
        element("th", {"scope": "row", "class": "govuk-table__header"}, name, note),
        element("td", {"class": "govuk-table__cell govuk-table__cell--numeric"}, amount),
        element(
            "td",
            {"class": "govuk-table__cell kith-bars__cell", "aria-hidden": "true"},
            None if bar.value is None else _drawn(bar, bar.value, most, whole=of is not None),
        ),
    )


def _drawn(bar: Bar, value: float, most: float, *, whole: bool) -> SafeString:
    length = max(0.0, value) / most * _LENGTH
    reach = None
    if bar.low is not None and bar.high is not None and bar.high > bar.low:
        low, high = bar.low / most * _LENGTH, bar.high / most * _LENGTH
        reach = element(
            "path", {"class": "kith-bar__range", "d": f"M{low:.1f} 5v14M{low:.1f} 12H{high:.1f}M{high:.1f} 5v14"}
        )
    return element(
        "svg",
        {"class": "kith-bar", "viewBox": f"-1 0 {_LENGTH + 2} 24", "preserveAspectRatio": "none", "focusable": "false"},
        element("rect", {"class": "kith-bar__whole", "y": 4, "width": _LENGTH, "height": 16}) if whole else None,
        element("rect", {"class": "kith-bar__value", "x": 0, "y": 4, "width": f"{length:.1f}", "height": 16}),
        reach,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def sparkline(spark: Spark) -> SafeString:
    """Return a line as wide as a word; its label says every number."""
    numbers = ", ".join(_number(value) for value in spark.values)
    label = f"{spark.label}: {numbers or 'no numbers'}"
    attributes = {"class": "kith-spark", "viewBox": f"0 0 {_WIDE} {_HIGH}", "role": "img", "aria-label": label}
    return element("svg", attributes, element("title", None, label), _line(spark) if spark.values else None)


def _line(spark: Spark) -> SafeString:
    low, high = min(spark.values), max(spark.values)
    reach = (high - low) or 1
    step = (_WIDE - 8) / max(1, len(spark.values) - 1)
    points = [(4 + n * step, _HIGH - 4 - (value - low) / reach * (_HIGH - 8)) for n, value in enumerate(spark.values)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    last_x, last_y = points[-1]
    return together(
        element("path", {"class": "kith-spark__line", "d": path}),
        element("circle", {"class": "kith-spark__last", "cx": f"{last_x:.1f}", "cy": f"{last_y:.1f}", "r": 3}),
    )
