"""What a part of the structure must say, when it holds, and which parts cannot stand beside each other."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from kith.partnership.vocabulary import POINTS, SPECS, MeetingStage, PartKind, PartRefused, Said


class Lasting(Protocol):
    """Anything that holds from its first day to its last, both included."""

    begins_on: date
    ends_on: date | None


def holds_on(part: Lasting, day: date) -> bool:
    """Test whether a part holds on a day; its last day counts."""
    return part.begins_on <= day and (part.ends_on is None or part.ends_on >= day)


def overlaps(one: Lasting, other: Lasting) -> bool:
    """Test whether two parts hold on the same day at least once."""
    return (one.ends_on is None or other.begins_on <= one.ends_on) and (
        other.ends_on is None or one.begins_on <= other.ends_on
    )


def check_part(kind: PartKind, said: Mapping[str, Any], today: date) -> None:
    """Check that what is said of a part is whole and holds together.

    Raises:
        PartRefused: a field is missing, unknown or out of its bounds, or its days do not fit.
    """
    fields = SPECS[kind].fields
    unknown = said.keys() - {field.name for field in fields}
    if unknown:
        raise PartRefused(f"A {SPECS[kind].called} has no {', '.join(sorted(unknown))}. Nothing was kept.")
    for field in fields:
        _check_field(field, said.get(field.name))
    begins, ends = said.get("begins_on"), said.get("ends_on")
    if begins and ends and ends < begins:
        raise PartRefused("The last day is before the first. Correct one of them.")
    if kind is PartKind.CONTACT:
        _check_contact(said)
    if kind is PartKind.MEETING and said["stage"] == MeetingStage.HELD:
        if said["held_on"] > today:
            raise PartRefused("A meeting that is still to come has not been held. Choose another day, or planned.")
        if said.get("present") is None:
            raise PartRefused("Say how many seats were filled, so that it can be seen whether it could decide.")


def _check_contact(said: Mapping[str, Any]) -> None:
    """Check that a contact can be reached, and that its page is one to which a link may lead."""
    if not any((said.get(way) or "").strip() for way in ("phone", "email", "url")):
        raise PartRefused("Give a phone number, an e-mail address or a web page: one of them at least.")
    page = urlsplit((said.get("url") or "").strip())
    if any(page) and (page.scheme != "https" or not page.hostname or page.query or page.fragment):
        raise PartRefused("Web page: write a whole address that begins with https:// and ends before any ? or #.")


def _check_field(field: Said, value: Any) -> None:
    if value is None or (isinstance(value, str) and not value.strip()):
        if field.missing:
            raise PartRefused(f"{field.missing}.")
        return
    if field.choices is not None and value not in field.choices:
        raise PartRefused(f"{field.label}: choose one of the list.")
    if field.shape == "whole" and not field.low <= value <= field.high:
        raise PartRefused(f"{field.label}: write a whole number from {field.low} to {field.high}.")


def would_circle(under: Mapping[int, int | None], start: int) -> bool:
    """Test whether a group would in the end report to itself, given to whom each group reports."""
    seen, at = {start}, under.get(start)
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = under.get(at)
    return False


def to_json(fields: Iterable[Said], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a part says in values that can be kept as JSON; an empty field is null or an empty text."""
    found = {field.name: _whole(field, said.get(field.name)) for field in fields}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def from_json(fields: Iterable[Said], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a kept version says, with days as days."""
    return {
        field.name: date.fromisoformat(kept[field.name])
        if field.shape == "day" and kept.get(field.name)
        else _whole(field, kept.get(field.name))
        for field in fields
    }


def _whole(field: Said, value: Any) -> Any:
    if field.shape == "yes":
        return bool(value)
    if field.shape in {"day", "whole", *POINTS}:
        return value or None if field.shape != "whole" else value
    return str(value or "").strip()


class Reviewed(Protocol):
    """Terms of reference, as far as their review goes."""

    group_id: int
    begins_on: date
    review_on: date | None

    @property
    def group(self) -> Any: ...  # noqa: D102 -- the group, which lasts


Terms = TypeVar("Terms", bound=Reviewed)


def terms_to_review(terms: Iterable[Terms], today: date, until: date) -> list[Terms]:
    """Return the terms that hold today, of groups that meet today, whose day of review comes until a day.

    `terms` are sorted by their first day.
    """
    latest = {one.group_id: one for one in terms if one.begins_on <= today}
    return [
        one
        for one in latest.values()
        if one.review_on is not None and one.review_on <= until and holds_on(one.group, today)
    ]
