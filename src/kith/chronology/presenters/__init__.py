"""Puts a chronology into words, rows and pictures that a template can show without thinking."""

from kith.chronology.presenters.own import own_page
from kith.chronology.presenters.page import document_rows, ending_of, look_rows, person_page
from kith.chronology.presenters.people import identity
from kith.chronology.presenters.story import entry_fields, entry_row

__all__ = [
    "document_rows",
    "ending_of",
    "entry_fields",
    "entry_row",
    "identity",
    "look_rows",
    "own_page",
    "person_page",
]
