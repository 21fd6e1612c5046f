"""What differs between two texts for the site, by which a text is known again, and who may decide on it; pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kith.access.vocabulary import Viewer
from kith.partnership.vocabulary import PROPOSAL_TRANSITIONS, Difference, ProposalRefused, ProposalState

_Place = tuple[str, ...]
_LISTS = (list, tuple)
_NAMES = ("name", "post", "says", "held_on", "begins_on")


def fingerprint(text: Mapping[str, Any]) -> str:
    """Return by which a text is known again: equal texts have the same, whatever the order of their fields."""
    return hashlib.sha256(json.dumps(text, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def says_something(text: Mapping[str, Any]) -> bool:
    """Test whether a text tells of anything; the needs by which services are found are nothing by themselves."""
    return any(value for field, value in text.items() if field != "needs")


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
    """Return each place at which two texts differ; a thing in a list that is new or gone is one difference, whole.

    Such a thing is known by its number, else by what it is called, so that moving it is no difference.
    """
    return list(_compared(before, after, _names_in(before) | _names_in(after), ()))


def _compared(old: Any, new: Any, names: Mapping[str, str], where: _Place) -> Iterator[Difference]:
    if isinstance(old or {}, Mapping) and isinstance(new or {}, Mapping):
        old, new = old or {}, new or {}
        for field in dict.fromkeys((*new, *old)):
            if field != "id":
                yield from _compared(old.get(field), new.get(field), names, (*where, field.replace("_", " ")))
    elif isinstance(old or [], _LISTS) and isinstance(new or [], _LISTS):
        ours, theirs = _by_key(old or ()), _by_key(new or ())
        for key in dict.fromkeys((*theirs, *ours)):
            one = ours.get(key), theirs.get(key)
            place = (*where, _called(one[1] if key in theirs else one[0]))
            if key in ours and key in theirs:
                yield from _compared(*one, names, place)
            else:
                yield _difference(place, _whole(one[0], names), _whole(one[1], names))
    elif _whole(old, names) != _whole(new, names):
        yield _difference(where, _whole(old, names), _whole(new, names))


def _difference(where: _Place, before: str, after: str) -> Difference:
    return Difference(where=" › ".join(part for part in where if part), before=before, after=after)


def _by_key(things: Iterable[Any]) -> dict[str, Any]:
    """Return the things of a list by what each is known by; two that are called the same are counted."""
    seen: dict[str, int] = {}
    found = {}
    for one in things:
        key = str(one.get("id") or _called(one)) if isinstance(one, Mapping) else str(one)
        seen[key] = seen.get(key, 0) + 1
        found[f"{key}/{seen[key]}"] = one
    return found


def _whole(value: Any, names: Mapping[str, str]) -> str:
    """Return all that a value says: a thing with a line for each of its fields, or for each thing in a field."""
    if not isinstance(value, Mapping):
        return _inline(value, names)
    lines = []
    for field, one in _fields(value):
        parts = one if isinstance(one, _LISTS) else [one]
        lines += [f"{field.replace('_', ' ')}: {said}" for part in parts if (said := _inline(part, names))]
    return "\n".join(lines)


def _inline(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        name = next((field for field in _NAMES if value.get(field)), "")
        more = [(field, _inline(one, names)) for field, one in _fields(value) if field != name]
        said = "; ".join(f"{field.replace('_', ' ')}: {one}" for field, one in more if one)
        return f"{_called(value)} ({said})" if said else _called(value)
    if isinstance(value, _LISTS):
        return ", ".join(_inline(one, names) for one in value)
    return "" if value is None else _said(value, names)


def _fields(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the fields of a thing, first what it is called, then single values, then lists."""
    order = {field: place for place, field in enumerate(_NAMES)}
    found = [(field, one) for field, one in value.items() if field != "id"]
    return sorted(found, key=lambda one: (isinstance(one[1], _LISTS), order.get(one[0], len(order))))


def _names_in(value: Any) -> dict[str, str]:
    """Return what each numbered thing of a text is called."""
    if isinstance(value, Mapping):
        own = {str(value["id"]): _called(value)} if "id" in value else {}
        return own | {key: name for one in value.values() for key, name in _names_in(one).items()}
    if isinstance(value, _LISTS):
        return {key: name for one in value for key, name in _names_in(one).items()}
    return {}


def _called(one: Any) -> str:
    return next((str(one[field]) for field in _NAMES if one.get(field)), "") if isinstance(one, Mapping) else ""


def _said(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(str(value), str(value))
