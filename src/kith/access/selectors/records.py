"""Reads the record of looks, for those who may, through functions that log the reading too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.access.selectors.looks import ask_log
from kith.access.vocabulary import NotShown, Purpose, Viewer


@dataclass(frozen=True, kw_only=True)
class LookRow:
    """One look at one person."""

    seq: int
    at: datetime
    staff: str
    agency: str
    purpose: str
    action: str
    what: str
    outcome: str


def list_looks_at(public_id: UUID, *, viewer: Viewer, purpose: Purpose, most: int = 500) -> Sequence[LookRow]:
    """Return who looked at one person, newest first; this reading is the newest of them.

    Raises:
        NotShown: the viewer may not open the person.
    """
    found = ask_log("SELECT access_looks_at(%s, %s, %s, %s)", [viewer.staff_id, str(public_id), purpose, most])
    if found is None:
        raise NotShown
    return [LookRow(**(row | {"at": datetime.fromisoformat(row["at"])})) for row in found]


@dataclass(frozen=True, kw_only=True)
class LooksTold:
    """Looks of one day of one kind, as the person whom they were at may be told: who by role and agency, and why."""

    on: date
    agency: str
    roles: tuple[str, ...]
    purpose: str
    action: str
    outcome: str
    looks: int


def list_looks_told(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> Sequence[LooksTold]:
    """Return every look at one person by day, agency, roles and purpose, oldest first; no name of staff is in it.

    Raises:
        NotShown: the viewer may not take the whole of this person's record out.
    """
    found = ask_log("SELECT access_looks_told(%s, %s, %s)", [viewer.staff_id, str(public_id), purpose])
    if found is None:
        raise NotShown
    return [LooksTold(**(row | {"on": date.fromisoformat(row["on"]), "roles": tuple(row["roles"])})) for row in found]


def list_waiting(*, viewer: Viewer, purpose: Purpose) -> Sequence[Mapping[str, Any]]:
    """Return the requests and emergency looks that wait for this member of staff."""
    found: list[dict[str, Any]] = ask_log("SELECT access_to_decide(%s, %s)", [viewer.staff_id, purpose])
    return [row | {"asked_at": datetime.fromisoformat(row["asked_at"])} for row in found]


def list_granted(*, viewer: Viewer, purpose: Purpose) -> Sequence[Mapping[str, Any]]:
    """Return what managers granted to staff of this manager's agency and still holds, the soonest to end first."""
    found: list[dict[str, Any]] = ask_log("SELECT access_granted(%s, %s)", [viewer.staff_id, purpose])
    return [
        row | {"begins_at": datetime.fromisoformat(row["begins_at"]), "ends_at": datetime.fromisoformat(row["ends_at"])}
        for row in found
    ]


def list_protected(*, viewer: Viewer, purpose: Purpose) -> Sequence[Mapping[str, Any]]:
    """Return every shield in force with its person, the soonest review first; for whom the policy lets find them."""
    found: list[dict[str, Any]] = ask_log("SELECT access_protected(%s, %s)", [viewer.staff_id, purpose])
    return [row | {"review_on": date.fromisoformat(row["review_on"]) if row["review_on"] else None} for row in found]


def log_head() -> Mapping[str, Any]:
    """Return the number, hash and time of the last row of the log."""
    head: dict[str, Any] = ask_log("SELECT access_log_head()", [])
    return head
