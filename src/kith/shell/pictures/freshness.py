"""How fresh each feed is: a strip of days, and in words when the last file came and whether that is on time."""

from datetime import date, timedelta

from django.utils.safestring import SafeString

from kith.shell.components.elements import element
from kith.shell.components.texts import tag
from kith.shell.pictures.axis import day_text
from kith.shell.vocabulary import Feed, FreshnessPicture

_CELL = 8


def freshness(picture: FreshnessPicture) -> SafeString:
    """Return one row per feed; the table is the picture."""
    titles = ("Feed", "Last file", "State", f"Last {picture.days} days")
    head = (element("th", {"scope": "col", "class": "govuk-table__header"}, title) for title in titles)
    return element(
        "table",
        {"class": "govuk-table kith-freshness"},
        element("caption", {"class": "govuk-table__caption govuk-table__caption--s"}, picture.title),
        element("thead", {"class": "govuk-table__head"}, element("tr", {"class": "govuk-table__row"}, *head)),
        element("tbody", {"class": "govuk-table__body"}, *(_row(feed, picture) for feed in picture.feeds)),
    )


def days_late(feed: Feed, today: date) -> int | None:
    """Return by how many days a feed is late, 0 when it is on time, None when it has never come."""
    arrived = [day for day in feed.arrived_on if day <= today]
    if not arrived:
        return None
    return max(0, (today - max(arrived)).days - feed.every_days)


def _row(feed: Feed, picture: FreshnessPicture) -> SafeString:
    name = element("a", {"class": "govuk-link", "href": feed.url}, feed.name) if feed.url else feed.name
    arrived = [day for day in feed.arrived_on if day <= picture.today]
    cell = {"class": "govuk-table__cell"}
    return element(
        "tr",
        {"class": "govuk-table__row"},
        element("th", {"scope": "row", "class": "govuk-table__header"}, name),
        element("td", cell, day_text(max(arrived)) if arrived else "none yet"),
        element("td", cell, _state(days_late(feed, picture.today))),
        element("td", cell, _strip(feed, picture)),
    )


def _state(late: int | None) -> SafeString:
    if late is None:
        return tag("Never came", classes="govuk-tag--red")
    if late:
        return tag(f"Late by {late} day{'' if late == 1 else 's'}", classes="govuk-tag--orange")
    return tag("On time", classes="govuk-tag--green")


def _strip(feed: Feed, picture: FreshnessPicture) -> SafeString:
    first = picture.today - timedelta(days=picture.days - 1)
    came = {day for day in feed.arrived_on if first <= day <= picture.today}
    cells = []
    for number in range(picture.days):
        arrived = first + timedelta(days=number) in came
        size = {"width": _CELL - 2, "height": 18 if arrived else 4, "y": 1 if arrived else 15}
        classes = f"kith-day{' kith-day--arrived' if arrived else ''}"
        cells.append(element("rect", {"class": classes, "x": number * _CELL, **size}))
    label = f"Files on {len(came)} of the last {picture.days} days"
    attributes = {
        "class": "kith-strip",
        "viewBox": f"0 0 {picture.days * _CELL} 20",
        "role": "img",
        "aria-label": label,
    }
    return element("svg", attributes, element("title", None, label), *cells)
