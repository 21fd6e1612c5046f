"""Shows the directory to people here, and writes it in Open Referral form for everybody."""

from kith.partnership.presenters.directory import ages, list_page, places, service_page, tag
from kith.partnership.presenters.exporting import risk_table, table_of, work_table
from kith.partnership.presenters.oruk import whole_directory
from kith.partnership.presenters.structure import (
    chart_page,
    contact_rows,
    day_context,
    find_standing,
    group_page,
    meeting_row,
    picture_of,
    plan_rows,
    query_of,
    risk_rows,
)
from kith.partnership.presenters.telling import changes, proposal_row, telling_page

__all__ = [
    "changes",
    "contact_rows",
    "proposal_row",
    "risk_table",
    "table_of",
    "telling_page",
    "work_table",
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
