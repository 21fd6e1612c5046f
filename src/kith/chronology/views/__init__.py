"""The pages of one person: the story, its entries, documents, print, and who looked."""

from kith.chronology.views.adding import add_document, add_entry
from kith.chronology.views.reading import document, entry, looks, own, person, print_out

__all__ = ["add_document", "add_entry", "document", "entry", "looks", "own", "person", "print_out"]
