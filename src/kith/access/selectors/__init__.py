"""What access reads for every other app: who may what, what is agreed, and looks that are logged first."""

from kith.access.selectors.adding import log_adding, may_add_people
from kith.access.selectors.agreements import agreement_in_force, list_agreements
from kith.access.selectors.looks import Listing, Look, ask_log, look, look_over_list
from kith.access.selectors.openings import opening_purpose
from kith.access.selectors.protections import Protections, open_protections
from kith.access.selectors.receiving import who_can_receive
from kith.access.selectors.records import (
    LookRow,
    LooksTold,
    list_granted,
    list_looks_at,
    list_looks_told,
    list_protected,
    list_waiting,
    log_head,
)
from kith.access.selectors.relations import (
    Standing,
    list_ending,
    list_kept_away,
    list_standing,
    list_standing_to,
    list_workers,
)
from kith.access.selectors.staff import (
    find_holder,
    find_staff,
    find_viewer,
    list_holders,
    list_staff,
    viewer_of,
    workplaces,
)

__all__ = [
    "Listing",
    "Look",
    "LookRow",
    "LooksTold",
    "Protections",
    "Standing",
    "agreement_in_force",
    "ask_log",
    "find_holder",
    "find_staff",
    "find_viewer",
    "list_agreements",
    "list_granted",
    "list_holders",
    "list_ending",
    "list_kept_away",
    "list_looks_at",
    "list_looks_told",
    "list_protected",
    "list_staff",
    "list_standing",
    "list_standing_to",
    "list_waiting",
    "list_workers",
    "log_adding",
    "log_head",
    "look",
    "look_over_list",
    "may_add_people",
    "open_protections",
    "opening_purpose",
    "viewer_of",
    "who_can_receive",
    "workplaces",
]
