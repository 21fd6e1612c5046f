"""Shows people: who the person is, who works with them, who their family is."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from kith.chronology.presenters import words
from kith.chronology.vocabulary import Header, Involved, Relative

_SEXES = {"F": "Female", "M": "Male"}
_TIES = {"step_parent": "step-parent"}


def identity(header: Header) -> dict[str, Any]:
    """Return the identity bar: the name, and beside it what tells one person from another."""
    facts = [("Age", _age(header)), ("Sex", _SEXES.get(header.sex, ""))]
    facts.insert(0, ("Born", words.day(header.born_on) or _expected(header)))
    facts += [("NHS number", _spaced(header.nhs_number)), ("UPN", header.upn), ("Address", header.address)]
    if header.died_on:
        facts.insert(1, ("Died", words.day(header.died_on)))
    return {
        "name": header.name,
        "known_as": header.known_as,
        "other_names": words.joined(header.other_names),
        "facts": [(label, text) for label, text in facts if text],
        "flags": header.flags,
        "public_id": header.public_id,
        "url": reverse("chronology:person", args=[header.public_id]),
    }


def involved_rows(involved: Sequence[Involved]) -> dict[str, list[dict[str, Any]]]:
    """Return who to ring now, and who was there before."""
    rows = [(one.is_current, _involved(one)) for one in involved]
    return {
        "now": [row for is_current, row in rows if is_current],
        "before": [row for is_current, row in rows if not is_current],
    }


def relative_rows(family: Sequence[Relative]) -> list[dict[str, Any]]:
    """Return the family; only people whom the viewer may open have an address."""
    return [
        {
            "kind": words.sentence(_TIES.get(one.kind, one.kind.replace("_", " "))),
            "name": one.name,
            "age": f"aged {one.age}" if one.age is not None else "",
            "when": words.span(one.begins_on, one.ends_on) if one.ends_on else "",
            "url": reverse("chronology:person", args=[one.public_id]) if one.public_id else "",
        }
        for one in family
    ]


def _involved(one: Involved) -> dict[str, Any]:
    return {
        "agency": one.agency,
        "worker": one.worker,
        "role": words.sentence(one.role.replace("_", " ")),
        "setting": one.setting,
        "phone": one.phone,
        "dial": "".join(mark for mark in one.phone if mark.isdigit() or mark == "+"),
        "when": words.span(one.begins_on, one.ends_on),
    }


def _age(header: Header) -> str:
    if header.age is None:
        return ""
    return f"{header.age} at death" if header.died_on else f"{header.age}"


def _expected(header: Header) -> str:
    return f"expected {words.day(header.expected_on)}" if header.expected_on else ""


def _spaced(nhs_number: str) -> str:
    return f"{nhs_number[:3]} {nhs_number[3:6]} {nhs_number[6:]}" if len(nhs_number) == 10 else nhs_number
