"""What changes the directory, what the partnership is made of, and what the public site says of both."""

from kith.partnership.services.editing import change_status, edit_service, name_provider, tell_capacity
from kith.partnership.services.importing import import_entries, import_file
from kith.partnership.services.reviewing import ask_for_reviews
from kith.partnership.services.structure import add_part, change_part, put_back_part, withdraw_part
from kith.partnership.services.telling import (
    approve,
    decline,
    draw_up,
    hand_over_approved,
    propose,
    put_forward,
    withdraw,
)

__all__ = [
    "add_part",
    "approve",
    "ask_for_reviews",
    "decline",
    "draw_up",
    "hand_over_approved",
    "propose",
    "put_forward",
    "withdraw",
    "change_part",
    "put_back_part",
    "withdraw_part",
    "change_status",
    "edit_service",
    "import_entries",
    "import_file",
    "name_provider",
    "tell_capacity",
]
