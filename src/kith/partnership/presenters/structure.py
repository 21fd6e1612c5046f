"""Shows the partnership as at a day: the chart as list and picture, a group, a meeting, the plan, a part's history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from kith.partnership.models import Contact, Group, GroupMeeting, GroupRisk, GroupSeat, GroupTerms, WorkItem
from kith.partnership.rules import holds_on
from kith.partnership.vocabulary import (
    CONTACT_WORDS,
    GROUP_WORDS,
    OFFICE_WORDS,
    SEAT_WORDS,
    STAGE_WORDS,
    WORK_WORDS,
    MeetingStage,
    StandingGroup,
    StandingSeat,
    Structure,
)
from kith.shell.vocabulary import TreeBox, TreePicture


def day_context(day: date, today: date) -> dict[str, Any]:
    """Return the day a page is drawn for, in words, and the query that takes it along to the next page."""
    return {
        "day": day,
        "as_at": _day(day),
        "is_today": day == today,
        "query": "" if day == today else f"?{query_of(day)}",
        "asked": query_of(day),
    }


def query_of(day: date) -> str:
    """Return the query of the date form for a day."""
    return urlencode({"on-day": day.day, "on-month": day.month, "on-year": day.year})


def chart_page(structure: Structure, years: Iterable[int]) -> dict[str, Any]:
    """Return the whole partnership on its day: who answers for it, its groups as a list and as a picture."""
    return {
        "key_partners": structure.key_partners,
        "others": [one for one in structure.members if not one.is_key_partner],
        "offices": [
            {"public_id": one.public_id, "post": OFFICE_WORDS[one.kind], "holder": one.holder}
            for one in structure.offices
        ],
        "priorities": structure.priorities,
        "groups": [_listed(group) for group in structure.groups],
        "picture": picture_of(structure) if structure.groups else None,
        "decembers": [{"says": f"December {year}", "query": query_of(date(year, 12, 1))} for year in years],
    }


def picture_of(structure: Structure) -> TreePicture:
    """Return the chart as a picture: the key partners, who looks at them from outside, and the groups below."""
    offices = tuple(TreeBox(name=OFFICE_WORDS[one.kind], notes=(one.holder,)) for one in structure.offices)
    partners = tuple(one.name for one in structure.key_partners)
    return TreePicture(
        id="structure",
        title=f"The partnership as at {_day(structure.as_at)}",
        says="Each box is a group with its chair; lines lead from a group to those that report to it. "
        "The list on this page says the same in words.",
        root=TreeBox(
            name="Key safeguarding partners",
            notes=partners or ("None are named",),
            boxes=offices + tuple(_box(group) for group in structure.groups),
        ),
    )


def group_page(
    group: Group, standing: StandingGroup | None, terms: Sequence[GroupTerms], seats: Sequence[GroupSeat], day: date
) -> dict[str, Any]:
    """Return one group: how it stands on the day, its terms of reference in every version, who sat where."""
    return {
        "group": group,
        "name": standing.name if standing else (terms[0].name if terms else group.name),
        "kind": GROUP_WORDS[group.kind],
        "standing": standing,
        "seats": [_seat(one) for one in standing.seats] if standing else [],
        "below": standing.groups if standing else (),
        "terms": [
            {
                "row": row,
                "number": len(terms) - place,
                "under": row.under.name if row.under else "",
                "holds": standing is not None and standing.terms_from == row.begins_on,
                "is_to_review": row.review_on is not None and row.review_on < day,
            }
            for place, row in enumerate(terms)
        ],
        "all_seats": [_seat_history(seat, day) for seat in seats],
    }


def meeting_row(meeting: GroupMeeting, quorum: int | None) -> dict[str, Any]:
    """Return one meeting with how it stands, and whether enough seats were filled for it to decide."""
    held = meeting.stage == MeetingStage.HELD
    can_decide = not held or quorum is None or (meeting.present is not None and meeting.present >= quorum)
    return {
        "row": meeting,
        "stage": STAGE_WORDS[meeting.stage],
        "quorum": quorum,
        "held": held,
        "can_decide": can_decide,
    }


def plan_rows(items: Sequence[WorkItem], day: date) -> list[dict[str, Any]]:
    """Return the work plan, with what is late on its day."""
    return [
        {
            "row": row,
            "state": WORK_WORDS[row.state],
            "priority": row.priority.name if row.priority else "",
            "is_late": row.due_on is not None and row.due_on < day and row.state in {"planned", "under_way"},
        }
        for row in items
    ]


def risk_rows(risks: Sequence[GroupRisk], day: date) -> list[dict[str, Any]]:
    """Return the risks with how grave they are: likelihood times impact, of 25."""
    return [
        {
            "row": row,
            "grave": row.likelihood * row.impact,
            "is_late": row.review_on is not None and row.review_on < day,
        }
        for row in risks
    ]


def contact_rows(contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    """Return the contacts of a day, each with the lines that say something."""
    return [
        {
            "row": row,
            "kind": CONTACT_WORDS[row.kind],
            "lines": [
                (label, text)
                for label, text in (("Phone", row.phone), ("E-mail", row.email), ("When", row.hours), ("Page", row.url))
                if text
            ],
        }
        for row in contacts
    ]


def find_standing(groups: Iterable[StandingGroup], group: Group) -> StandingGroup | None:
    """Return how a group stands in a structure, wherever it stands; None when it did not meet on that day."""
    for one in groups:
        found = one if one.public_id == group.public_id else find_standing(one.groups, group)
        if found:
            return found
    return None


def _listed(group: StandingGroup) -> Mapping[str, Any]:
    return {
        "public_id": group.public_id,
        "name": group.name,
        "kind": GROUP_WORDS[group.kind],
        "chair": _who(group.chair) if group.chair else "",
        "vacant": sum(seat.is_vacant for seat in group.seats),
        "groups": [_listed(one) for one in group.groups],
    }


def _box(group: StandingGroup) -> TreeBox:
    notes = (f"Chair: {_who(group.chair)}",) if group.chair else ("No chair's seat",)
    return TreeBox(name=group.name, notes=notes, boxes=tuple(_box(one) for one in group.groups))


def _who(seat: StandingSeat) -> str:
    if seat.is_vacant:
        return f"{seat.post}, vacant"
    return f"{seat.post}, {seat.holder}" if seat.holder else seat.post


def _seat(seat: StandingSeat) -> dict[str, Any]:
    return {
        "public_id": seat.public_id,
        "post": seat.post,
        "agency": seat.agency,
        "role": SEAT_WORDS[seat.role],
        "holder": "Vacant" if seat.is_vacant else seat.holder,
        "deputy_post": seat.deputy_post,
    }


def _seat_history(seat: GroupSeat, day: date) -> dict[str, Any]:
    holders = sorted((one for one in seat.holders.all() if not one.is_withdrawn), key=lambda one: one.begins_on)
    return {"row": seat, "holds": holds_on(seat, day), "role": SEAT_WORDS[seat.role], "holders": holders}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
