"""What changes the directory: files that come in, and what providers and the panel's coordinator say."""

from kith.partnership.services.editing import change_status, edit_service, name_provider, tell_capacity
from kith.partnership.services.importing import import_entries, import_file

__all__ = ["change_status", "edit_service", "import_entries", "import_file", "name_provider", "tell_capacity"]
