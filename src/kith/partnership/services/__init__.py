"""What changes the directory, and what the partnership is made of."""

from kith.partnership.services.editing import change_status, edit_service, name_provider, tell_capacity
from kith.partnership.services.importing import import_entries, import_file
from kith.partnership.services.structure import add_part, change_part, put_back_part, withdraw_part

__all__ = [
    "add_part",
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
