"""What access does for every other app: looks, traces, roles of the database, openings."""

from kith.access.selectors.looks import Listing, Look, ask_log, look, look_over_list
from kith.access.selectors.openings import opening_purpose
from kith.access.services.adding import relate_adder
from kith.access.services.connections import connect_as
from kith.access.services.following import AccessFollower
from kith.access.services.openings import choose_purpose
from kith.access.services.policy import copy_policy
from kith.access.services.relationships import (
    Sourced,
    begin_relationship,
    end_relationships,
    replace_sourced_relationships,
)
from kith.access.services.traces import trace

__all__ = [
    "AccessFollower",
    "Listing",
    "Look",
    "Sourced",
    "ask_log",
    "begin_relationship",
    "choose_purpose",
    "connect_as",
    "copy_policy",
    "end_relationships",
    "look",
    "look_over_list",
    "opening_purpose",
    "relate_adder",
    "replace_sourced_relationships",
    "trace",
]
