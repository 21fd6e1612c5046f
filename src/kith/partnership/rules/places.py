"""Where and when a service can be had, in words, from what its publisher wrote; what is no text says nothing."""

from collections.abc import Mapping
from typing import Any


def address_of(more: Mapping[str, Any], name: str) -> str:
    """Return the first address of a place after its name, its lines divided by commas."""
    first = _first_address(more)
    lines = [first.get(field) for field in ("address_1", "address_2", "city", "postal_code")]
    return ", ".join([name, *(line for line in lines if isinstance(line, str) and line)]).strip(", ")


def town_of(more: Mapping[str, Any]) -> str:
    """Return the town of the first address of a place, nothing where it names none."""
    town = _first_address(more).get("city")
    return town.strip() if isinstance(town, str) else ""


def hours_of(byday: str, opens_at: str, closes_at: str, description: str) -> str:
    """Return when a service can be had: the days, the hours, and what is said besides."""
    hours = f"{opens_at[:5]} to {closes_at[:5]}" if opens_at and closes_at else ""
    return ". ".join(part for part in (byday, hours, description) if part)


def _first_address(more: Mapping[str, Any]) -> Mapping[str, Any]:
    given = more.get("addresses")
    return given[0] if isinstance(given, list) and given and isinstance(given[0], dict) else {}
