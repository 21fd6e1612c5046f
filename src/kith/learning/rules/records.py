"""Reads the linked record of whoever a text is about; without one that names somebody the text is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from kith.common.disclosure.reading import read, words
from kith.learning.vocabulary import LinkedPerson, LinkedRecord, RecordUnlinked

_LISTS = ("organisations", "places", "dates", "identifiers")
_NEXT = "Link the person first and give their record, so that their names are known; nothing was replaced or printed."


def linked_record(entry: Any) -> LinkedRecord:
    """Return the record of one person from its JSON: people with their other names, and four lists of strings.

    Raises:
        RecordUnlinked: there is no record, it has another shape, or nobody in it has a name.
    """
    if not isinstance(entry, Mapping) or not entry:
        raise RecordUnlinked(f"There is no linked record for this text. {_NEXT}")
    people = tuple(_person(one) for one in _listed(entry, "people"))
    if not any(words(read(person.name)) for person in people):
        raise RecordUnlinked(f"The linked record names nobody. {_NEXT}")
    lists = {name: tuple(_text(name, one) for one in _listed(entry, name)) for name in _LISTS}
    return LinkedRecord(people=people, **lists)


def together(records: Sequence[LinkedRecord]) -> LinkedRecord:
    """Return several records as one: whoever each is about first, in their order, then everybody else once."""
    firsts = tuple(record.people[0] for record in records)
    others = dict.fromkeys(person for record in records for person in record.people[1:] if person not in firsts)
    lists = {name: tuple(dict.fromkeys(one for record in records for one in getattr(record, name))) for name in _LISTS}
    return LinkedRecord(people=(*firsts, *others), **lists)


def _listed(entry: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = entry.get(name, [])
    if not isinstance(found, list):
        raise RecordUnlinked(f"The record's {name} are not a list, so the record cannot be read. {_NEXT}")
    return found


def _person(one: Any) -> LinkedPerson:
    if not isinstance(one, Mapping):
        raise RecordUnlinked(f"A person of the record is not an object with a name. {_NEXT}")
    others = _listed(one, "also_known_as")
    return LinkedPerson(_text("name", one.get("name")), tuple(_text("also_known_as", other) for other in others))


def _text(name: str, one: Any) -> str:
    if not isinstance(one, str) or not one.strip():
        raise RecordUnlinked(f"An entry of the record's {name} is not a text or is empty. {_NEXT}")
    return one.strip()
