"""Shows the partnership to everybody as at a day: the chart as list and picture, a group, a priority, an agency."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from kith.publishing.presenters.links import safe_address
from kith.publishing.vocabulary.charts import chart_on, groups_for, seats_of_agency, years_of
from kith.publishing.vocabulary.structure import (
    Chart,
    ChartGroup,
    ChartSeat,
    ToldAgency,
    ToldGroup,
    ToldPriority,
    ToldStructure,
)
from kith.shell.vocabulary import TreeBox, TreePicture


def day_context(day: date, today: date) -> dict[str, Any]:
    """Return the day a page is drawn for, in words, and the query that takes it along to the next page."""
    return {"as_at": in_words(day), "is_today": day == today, "query": "" if day == today else f"?{query_of(day)}"}


def chart_page(structure: ToldStructure, day: date, today: date) -> dict[str, Any]:
    """Return the whole partnership on a day, and the Decembers that can be looked at besides."""
    years = years_of(structure, today)
    return chart_context(chart_on(structure, day)) | {
        "decembers": [{"says": f"December {year}", "query": query_of(date(year, 12, 1))} for year in years],
    }


def chart_context(chart: Chart) -> dict[str, Any]:
    """Return a chart as a list and as a picture, and who answers for the whole."""
    return {
        "chart_day": in_words(chart.as_at),
        "key_partners": [_agency(one) for one in chart.key_partners],
        "others": [_agency(one) for one in chart.agencies if not one.is_key_partner],
        "offices": chart.offices,
        "priorities": chart.priorities,
        "groups": [_listed(one) for one in chart.groups],
        "picture": picture_of(chart) if chart.groups else None,
    }


def picture_of(chart: Chart) -> TreePicture:
    """Return the chart as a picture: the key partners, the posts of the whole, and the groups below."""
    offices = tuple(TreeBox(name=one.post, notes=(one.holder,) if one.holder else ()) for one in chart.offices)
    partners = tuple(one.name for one in chart.key_partners)
    return TreePicture(
        id="structure",
        title=f"The partnership as at {in_words(chart.as_at)}",
        says="Each box is a group with its chair; lines lead from a group to those that report to it. "
        "The list on this page says the same in words.",
        root=TreeBox(
            name="Key safeguarding partners",
            notes=partners or ("None are named",),
            boxes=offices + tuple(_box(one) for one in chart.groups),
        ),
    )


def group_page(group: ToldGroup, chart: Chart) -> dict[str, Any]:
    """Return one group: how it stands on the day, its seats by agency, its terms, its meetings and decisions."""
    standing = next((one for one in chart.every_group if one.group.id == group.id), None)
    above = next((one for one in chart.every_group if any(two.group.id == group.id for two in one.groups)), None)
    serves = standing.terms.priority if standing and standing.terms else None
    return {
        "group": group,
        "name": standing.name if standing else group.name,
        "standing": standing,
        "above": above,
        "priority": next((one for one in chart.priorities if one.id == serves), None),
        "chair": standing.chair.who if standing and standing.chair else "",
        "seats": _by_agency(standing.seats if standing else ()),
        "terms": _terms(group, chart.as_at),
        "meetings": sorted(group.meetings, key=lambda one: one.held_on, reverse=True),
    }


def priority_page(priority: ToldPriority, chart: Chart) -> dict[str, Any]:
    """Return one priority with the groups that serve it on the day."""
    groups = [{**_listed(one), "groups": ()} for one in groups_for(chart, priority.id)]
    return {"priority": priority, "groups": groups}


def agency_page(agency: ToldAgency, chart: Chart) -> dict[str, Any]:
    """Return one agency with the seats that it has on the day."""
    return {
        "agency": agency,
        "website": safe_address(agency.website),
        "seats": [
            {"group": group, "post": seat.who, "role": seat.seat.role, "deputy": seat.seat.deputy_post}
            for group, seat in seats_of_agency(chart, agency)
        ],
    }


def in_words(day: date) -> str:
    """Return a day in words."""
    return f"{day.day} {day:%B %Y}"


def query_of(day: date) -> str:
    """Return the query of the form of days for a day."""
    return urlencode({"on-day": day.day, "on-month": day.month, "on-year": day.year})


def _agency(one: ToldAgency) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "does": one.does, "lead_post": one.lead_post}


def _listed(group: ChartGroup) -> Mapping[str, Any]:
    return {
        "id": group.group.id,
        "name": group.name,
        "kind": group.group.kind,
        "chair": group.chair.who if group.chair else "",
        "groups": [_listed(one) for one in group.groups],
    }


def _box(group: ChartGroup) -> TreeBox:
    notes = (f"Chair: {group.chair.who}",) if group.chair else ("No chair's seat",)
    return TreeBox(name=group.name, notes=notes, boxes=tuple(_box(one) for one in group.groups))


def _by_agency(seats: Iterable[ChartSeat]) -> Sequence[Mapping[str, Any]]:
    """Return the seats under the agency that has them, in the order in which agencies first come."""
    found: dict[str, list[ChartSeat]] = {}
    for one in seats:
        found.setdefault(one.agency, []).append(one)
    return [{"agency": agency or "Of no agency", "seats": rows} for agency, rows in found.items()]


def _terms(group: ToldGroup, day: date) -> Sequence[Mapping[str, Any]]:
    begun = sorted((one for one in group.terms if one.begins_on <= day), key=lambda one: one.begins_on)
    return [{"row": one, "number": place, "holds": place == len(begun)} for place, one in enumerate(begun, start=1)][
        ::-1
    ]
