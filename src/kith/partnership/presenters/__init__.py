"""Shows the directory to people here, and writes it in Open Referral form for everybody."""

from kith.partnership.presenters.directory import ages, list_page, places, service_page, tag
from kith.partnership.presenters.oruk import whole_directory
from kith.partnership.presenters.structure import (
    chart_page,
    day_context,
    find_standing,
    group_page,
    meeting_row,
    picture_of,
    plan_rows,
    query_of,
    risk_rows,
)

__all__ = [
    "chart_page",
    "day_context",
    "find_standing",
    "group_page",
    "meeting_row",
    "picture_of",
    "plan_rows",
    "query_of",
    "risk_rows",
    "ages",
    "list_page",
    "places",
    "service_page",
    "tag",
    "whole_directory",
]
