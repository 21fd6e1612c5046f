"""How the pages of linking say what was found."""

from kith.linking.presenters.found import found_people
from kith.linking.presenters.records import records_page

__all__ = ["found_people", "records_page"]
