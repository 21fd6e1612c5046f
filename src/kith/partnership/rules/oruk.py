"""Reads Open Referral UK entries: what each must hold, what has a column of its own, and the rest word for word."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid5

from kith.partnership.rules.standing import OLDEST
from kith.partnership.vocabulary import EntryHeld, FileRefused, ServiceStatus

Entry = Mapping[str, Any]

_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "organization": {"name": "name", "description": "description", "website": "website", "email": "email"},
    "service": {
        "name": "name",
        "description": "description",
        "url": "url",
        "email": "email",
        "fees": "fees",
        "eligibility_description": "eligibility",
    },
    "service_area": {"name": "name"},
    "schedule": {"byday": "byday", "opens_at": "opens_at", "closes_at": "closes_at", "description": "description"},
    "location": {"name": "name", "description": "description"},
    "service_at_location": {},
    "taxonomy": {"name": "name", "description": "description"},
    "taxonomy_term": {"name": "name", "description": "description"},
    "attribute": {},
}
PARTS: Final[Mapping[str, str]] = {
    "service_areas": "service_area",
    "schedules": "schedule",
    "service_at_locations": "service_at_location",
    "attributes": "attribute",
}


class EntryKind(StrEnum):
    """What one entry of an Open Referral file is about."""

    SERVICE = "service"
    SERVICE_AT_LOCATION = "service_at_location"
    ORGANISATION = "organization"
    TAXONOMY = "taxonomy"
    TERM = "taxonomy_term"


_SIGNS: Final[tuple[tuple[EntryKind, frozenset[str]], ...]] = (
    (EntryKind.SERVICE_AT_LOCATION, frozenset({"location", "location_id"})),
    (EntryKind.SERVICE, frozenset({"status", "organization", "organization_id", "service_at_locations"})),
    (EntryKind.TAXONOMY, frozenset({"taxonomy_terms", "version"})),
    (EntryKind.TERM, frozenset({"taxonomy", "taxonomy_detail", "term", "term_uri", "parent_id"})),
    (EntryKind.ORGANISATION, frozenset({"website", "organization_identifiers", "services", "legal_status"})),
)


@dataclass(frozen=True, kw_only=True)
class Read:
    """One thing as a publisher says it: its id, what has a column, and the rest word for word."""

    ref: UUID
    columns: Mapping[str, Any]
    more: Mapping[str, Any]


def read_file(content: bytes) -> list[Any]:
    """Return the entries of a file: a page object, a list, or one entry.

    Raises:
        FileRefused: it is no JSON, or holds no entries.
    """
    try:
        found = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            f"This is no JSON that can be read ({error}). Ask the publisher for the file again."
        ) from None
    if isinstance(found, dict) and "contents" in found:
        found = found["contents"]
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list):
        raise FileRefused("This file holds no entries: it is neither a page, nor a list, nor one entry.")
    return found


def kind_of(entry: Entry) -> EntryKind:
    """Return what an entry is about, by the fields that only such an entry has.

    Raises:
        EntryHeld: nothing shows it.
    """
    for kind, signs in _SIGNS:
        if signs & entry.keys():
            return kind
    raise EntryHeld("Nothing shows whether this is a service, a place, an organisation or a term.")


def check_storable(value: Any) -> None:
    """Refuse what no database keeps as it is: a zero byte, half a character, a number without end.

    Raises:
        EntryHeld.
    """
    for text in _texts(value):
        if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
            raise EntryHeld("It holds a character that cannot be kept (a zero byte, or half of a character).")


def read_one(kind: str, entry: Any, *, known: frozenset[str] = frozenset(), spare: UUID | None = None) -> Read:
    """Return an entry taken apart; `known` are fields that the caller reads, `spare` its id where it gives none.

    Raises:
        EntryHeld: it is no object, has no id, or holds a field of the wrong kind.
    """
    if not isinstance(entry, dict):
        raise EntryHeld(f"A {kind} must be an object.")
    texts = _TEXTS[kind]
    columns: dict[str, Any] = {}
    for field, column in texts.items():
        if field in entry:
            columns[column] = text_of(kind, field, entry[field])
    # An export gives every taxonomy a version and every term a taxonomy, empty where it knows none.
    empty = {field for field in ("version", "taxonomy") if entry.get(field) == ""}
    more = {field: value for field, value in entry.items() if field not in {*texts, *known, *empty, "id"}}
    return Read(ref=id_of(kind, entry, spare), columns=columns, more=more)


def read_service(entry: Entry) -> Read:
    """Return a service taken apart, without its parts and its organisation.

    Raises:
        EntryHeld.
    """
    known = {"status", "minimum_age", "maximum_age", "organization", "organization_id", *PARTS}
    read = read_one("service", entry, known=frozenset(known))
    columns = dict(read.columns)
    if not columns.get("name", "").strip():
        raise EntryHeld("A service must have a name.")
    status = entry.get("status")
    if status not in set(ServiceStatus):
        raise EntryHeld(f"A service must have a status: {', '.join(ServiceStatus)}.")
    columns["status"] = ServiceStatus(status)
    for field in ("minimum_age", "maximum_age"):
        if field in entry:
            columns[field] = _age(field, entry[field])
    low, high = columns.get("minimum_age"), columns.get("maximum_age")
    if low is not None and high is not None and low > high:
        raise EntryHeld("Its minimum_age is above its maximum_age.")
    if "phones" in entry:
        columns["phone"] = _first(entry["phones"], "number")
    return Read(ref=read.ref, columns=columns, more=read.more)


def read_location(entry: Any) -> Read:
    """Return a place taken apart; its postcode is that of its first address.

    Raises:
        EntryHeld.
    """
    read = read_one("location", entry)
    columns = dict(read.columns)
    if "addresses" in entry:
        columns["postcode"] = postcode_key(_first(entry["addresses"], "postal_code"))
    return Read(ref=read.ref, columns=columns, more=read.more)


def parts_of(entry: Entry, field: str) -> list[Any] | None:
    """Return the parts of a service; None where the entry does not speak of them, so that they stay.

    Raises:
        EntryHeld.
    """
    if field not in entry:
        return None
    parts = entry[field]
    if parts is None:
        return []
    if not isinstance(parts, list):
        raise EntryHeld(f"{field} must be a list.")
    return parts


def spare_id(parent: UUID, field: str, place: int) -> UUID:
    """Return the id of a part to which its publisher gave none; the same each time."""
    return uuid5(parent, f"{field}:{place}")


def postcode_key(written: str) -> str:
    """Return a postcode as it is searched: capitals without spaces."""
    return "".join(written.split()).upper()


def id_of(kind: str, entry: Entry, spare: UUID | None = None) -> UUID:
    """Return the id of an entry, which must be a UUID.

    Raises:
        EntryHeld.
    """
    given = entry.get("id")
    if given is None and spare is not None:
        return spare
    try:
        return UUID(given)
    except (ValueError, TypeError, AttributeError):
        raise EntryHeld(f"A {kind} must have an id in the form of a UUID.") from None


def text_of(kind: str, field: str, value: Any) -> str:
    """Return a field that must be text; null is no text.

    Raises:
        EntryHeld.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise EntryHeld(f"The {field} of a {kind} must be text.")
    return value


def _age(field: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= OLDEST:
        raise EntryHeld(f"{field} must be a number of years between 0 and {OLDEST}.")
    return float(value)


def _first(entries: Any, field: str) -> str:
    if not isinstance(entries, list) or not entries or not isinstance(entries[0], dict):
        return ""
    value = entries[0].get(field)
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, float) and not math.isfinite(value):
        raise EntryHeld("It holds a number without end.")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")
