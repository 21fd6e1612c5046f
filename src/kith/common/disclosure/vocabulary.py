"""Words for what in a text may say who it is about."""

from dataclasses import dataclass
from enum import StrEnum


class SuspectKind(StrEnum):
    """What a suspicious piece of a text looks like; a person decides what it is."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    AGE = "age"
    IDENTIFIER = "identifier"
    CONTACT = "contact"
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True, slots=True, order=True)
class Suspect:
    """A piece of the text as it was given: `text == given[start:end]`."""

    start: int
    end: int
    kind: SuspectKind
    text: str


class WordListDamaged(Exception):
    """The list of ordinary words is missing or is not the one that was reviewed: nothing may be published."""
