"""What differs between two texts for the site, by which a text is known again, and who may decide on it; pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from kith.access.vocabulary import Viewer
from kith.partnership.vocabulary import PROPOSAL_TRANSITIONS, Difference, ProposalRefused, ProposalState

_Place = tuple[str, ...]
_NAMES = ("name", "post", "says", "held_on", "begins_on")


def fingerprint(text: Mapping[str, Any]) -> str:
    """Return by which a text is known again: equal texts have the same, whatever the order of their fields."""
    return hashlib.sha256(json.dumps(text, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def check_decision(before: ProposalState, after: ProposalState, *, by: Viewer, proposed_by: int | None) -> None:
    """Check that a proposal may become this now, and that whoever approves it did not propose it.

    Raises:
        ProposalRefused: with the reason.
    """
    if after not in PROPOSAL_TRANSITIONS[before]:
        raise ProposalRefused("This was decided already, or a newer one has overtaken it. Open the list again.")
    if after is ProposalState.APPROVED and proposed_by == by.staff_id:
        raise ProposalRefused("You proposed this yourself. Ask a colleague to read it and approve it.")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return each place at which two texts differ, in the order of the newer one and then what is gone.

    A thing in a list is known by its number, else by what it is called, so that moving it is no difference.
    """
    names = _names_in(before) | _names_in(after)
    old, new = dict(_leaves(before, names)), dict(_leaves(after, names))
    places = [*new, *(place for place in old if place not in new)]
    empty = ("", "")
    found = ((place, old.get(place, empty), new.get(place, empty)) for place in places)
    return [
        Difference(where=was[0] or now[0], before=was[1], after=now[1]) for _, was, now in found if was[1] != now[1]
    ]


def _names_in(value: Any) -> dict[str, str]:
    """Return what each numbered thing of a text is called."""
    if isinstance(value, Mapping):
        own = {str(value["id"]): _called(value)} if "id" in value else {}
        return own | {key: name for one in value.values() for key, name in _names_in(one).items()}
    if isinstance(value, list | tuple):
        return {key: name for one in value for key, name in _names_in(one).items()}
    return {}


def _leaves(
    value: Any, names: Mapping[str, str], place: _Place = (), where: _Place = ()
) -> Iterator[tuple[_Place, tuple[str, str]]]:
    """Return every single value of a text by its place, each with its place in words."""
    if isinstance(value, Mapping):
        for field, one in value.items():
            if field != "id":
                yield from _leaves(one, names, (*place, field), (*where, field.replace("_", " ")))
    elif isinstance(value, list | tuple):
        seen: dict[str, int] = {}
        for one in value:
            key = str(one.get("id", _called(one))) if isinstance(one, Mapping) else str(one)
            seen[key] = seen.get(key, 0) + 1
            called = _called(one) if isinstance(one, Mapping) else ""
            # The key of a thing in a list begins with a slash, so that no field of a text can be taken for it.
            yield from _leaves(one, names, (*place, f"/{key}/{seen[key]}"), (*where, called) if called else where)
    elif value is not None:
        yield place, (": ".join(where).capitalize() if len(where) == 1 else " › ".join(where), _said(value, names))


def _called(one: Mapping[str, Any]) -> str:
    return next((str(one[field]) for field in _NAMES if one.get(field)), "")


def _said(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(str(value), str(value))
