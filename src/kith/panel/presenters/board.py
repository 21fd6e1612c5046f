"""Shows the board: who is before the panel, grouped by how each case stands; and the panel's measures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kith.panel.models import Meeting
from kith.panel.selectors.board import CaseRow
from kith.panel.selectors.measures import Measure
from kith.panel.vocabulary import LEVEL_WORDS, STATUS_WORDS, Level, Status

COLOURS = {
    Level.NONE: "grey",
    Level.LOW: "blue",
    Level.MEDIUM: "yellow",
    Level.HIGH: "orange",
    Level.IMMEDIATE: "red",
}
_ORDER = (
    Status.LISTED,
    Status.HELD,
    Status.ACCEPTED,
    Status.RESEARCHED,
    Status.REFERRED,
    Status.ASKED_MORE,
    Status.CANDIDATE,
    Status.NOMINATED,
    Status.PROPOSED,
    Status.SET_ASIDE,
    Status.SENT_ELSEWHERE,
    Status.CLOSED,
)
_MEASURES = {
    "days_to_panel": "Days from referral to the first decision (half waited shorter)",
    "attendance": "Seats that were filled",
    "research": "Research returned by its day",
    "actions": "Actions done by their day",
    "voice": "Items with the child's own voice",
    "lower_3": "Children whose risk was lower three months after the first decision",
    "lower_6": "Children whose risk was lower six months after the first decision",
}


def level_tag(level: Level | str | None) -> dict[str, str] | None:
    """Return the tag of a level: its words and its colour, which is never the only sign."""
    if not level:
        return None
    return {"text": LEVEL_WORDS[Level(level)], "colour": COLOURS[Level(level)]}


def board_page(cases: Sequence[CaseRow], meetings: Sequence[Meeting], today: date) -> dict[str, Any]:
    """Return the board: meetings to come, then the cases by how they stand."""
    groups = []
    for status in _ORDER:
        rows = [_row(case, today) for case in cases if case.status is status]
        if rows:
            groups.append({"title": STATUS_WORDS[status], "rows": rows, "id": status.value})
    return {"groups": groups, "meetings": meetings, "total": len(cases)}


def _row(case: CaseRow, today: date) -> dict[str, Any]:
    return {
        "public_id": case.who.public_id,
        "name": case.who.name,
        "level": level_tag(case.level),
        "review_on": case.review_on,
        "is_late": case.review_on is not None and case.review_on < today,
        "opened_on": case.opened_at,
    }


def measures_page(measures: Sequence[Measure], since: date, until: date) -> dict[str, Any]:
    """Return the measures in words: how many of how many, never a share without its number."""
    return {"since": since, "until": until, "rows": [_measure(each) for each in measures]}


def _measure(measure: Measure) -> dict[str, Any]:
    says = f"{measure.part} of {measure.whole}"
    if measure.key == "days_to_panel":
        says = f"{measure.median:.0f} days, over {measure.whole} children" if measure.median is not None else ""
    return {"title": _MEASURES[measure.key], "says": says if measure.whole else "Nothing to count yet"}
