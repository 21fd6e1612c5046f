"""Says in words what a search found."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kith.linking.vocabulary import Found


def found_people(found: Sequence[Found], today: date) -> list[Mapping[str, Any]]:
    """Return one row per person found: name, age, agencies and the address of their page."""
    return [
        {
            "url": f"/people/{person.public_id}/",
            "name": person.name or "No name known",
            "age": _age(person.born_on, today),
            "agencies": person.agencies,
        }
        for person in found
    ]


def _age(born_on: date | None, today: date) -> str:
    if born_on is None:
        return "Age not known"
    if born_on > today:
        return "Not yet born"
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if years:
        return f"{years} year{'s' if years > 1 else ''}"
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    return f"{months} month{'' if months == 1 else 's'}"
