"""Turns the list, its cards and its policy into sentences."""

from kith.priority.presenters.card import card_page
from kith.priority.presenters.corrections import ANSWERS, corrections_page, said_row
from kith.priority.presenters.listing import ORDER as LANES_SHOWN
from kith.priority.presenters.listing import late_feeds, list_page
from kith.priority.presenters.policy import policy_page

__all__ = [
    "ANSWERS",
    "LANES_SHOWN",
    "card_page",
    "corrections_page",
    "late_feeds",
    "list_page",
    "policy_page",
    "said_row",
]
