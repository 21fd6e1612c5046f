"""What may be read of the list: the list itself, one card, the policy; each look is logged first."""

from kith.priority.selectors.cards import open_card
from kith.priority.selectors.corrections import open_corrections
from kith.priority.selectors.listing import export_list, list_shown
from kith.priority.selectors.runs import run_in_force

__all__ = ["export_list", "list_shown", "open_card", "open_corrections", "run_in_force"]
