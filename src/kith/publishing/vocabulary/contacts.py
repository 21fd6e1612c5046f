"""The words of contacts: whom to call or to write to, and the shape in which casework hands them over; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit


class ContactKind(StrEnum):
    """What somebody needs who looks for a contact."""

    URGENT = "urgent"
    OUT_OF_HOURS = "out_of_hours"
    TEAM = "team"
    SOCIAL = "social"


CONTACT_KINDS: Final[dict[ContactKind, str]] = {
    ContactKind.URGENT: "Who to call now",
    ContactKind.OUT_OF_HOURS: "At night, at weekends and on bank holidays",
    ContactKind.TEAM: "Teams",
    ContactKind.SOCIAL: "Follow the partnership",
}
_PARTS: Final = ("name", "for", "phone", "email", "hours", "kind", "url")
_WAYS: Final = ("phone", "email", "url")


class ContactsRefused(ValueError):
    """A list of contacts that is not one; nothing of it may be handed over or shown."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One way to reach the partnership: a team, a line, an account; never a person's own number."""

    name: str
    for_whom: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    kind: ContactKind = ContactKind.TEAM
    url: str = ""


def contacts_of(text: Mapping[str, Any]) -> list[Contact]:
    """Return the contacts of a handed-over text, `{"contacts": [{"name", "for", "phone", …}, …]}`.

    Raises:
        ContactsRefused: an unknown part, a contact without a name or a way, or a link that is not a plain https one.
    """
    if set(text) != {"contacts"} or not isinstance(text["contacts"], list):
        raise ContactsRefused('Contacts are handed over as {"contacts": [...]} and nothing else.')
    return [_contact(row) for row in text["contacts"]]


def contacts_text(contacts: Iterable[Contact]) -> dict[str, Any]:
    """Return contacts as the text of a message; `contacts_of` reads the same back.

    Raises:
        ContactsRefused: one of them would not be taken.
    """
    rows = []
    for contact in contacts:
        row = asdict(contact)
        row["for"] = row.pop("for_whom")
        rows.append(row | {"kind": contact.kind.value})
    text = {"contacts": rows}
    contacts_of(text)
    return text


def link_fault(url: str) -> str:
    """Return what is wrong with a link to an account elsewhere, or nothing: it may follow nobody."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return "A link begins with https:// and names a host."
    if parts.query or parts.fragment:
        return "A link ends before its ? or #: what follows there tells the other side who came, and from where."
    return ""


def _contact(row: Any) -> Contact:
    if not isinstance(row, Mapping) or set(row) - set(_PARTS):
        raise ContactsRefused(f"A contact has these parts and no other: {', '.join(_PARTS)}.")
    given = {part: row.get(part, "") for part in _PARTS}
    if not all(isinstance(value, str) for value in given.values()):
        raise ContactsRefused("Each part of a contact is a text.")
    if not given["name"].strip() or not any(given[way].strip() for way in _WAYS):
        raise ContactsRefused("A contact has a name, and a phone, an e-mail address or a link.")
    if given["url"] and (fault := link_fault(given["url"])):
        raise ContactsRefused(fault)
    kind = given.pop("kind") or ContactKind.TEAM.value
    if kind not in set(ContactKind):
        raise ContactsRefused(f"A contact is one of: {', '.join(ContactKind)}.")
    return Contact(for_whom=given.pop("for"), kind=ContactKind(kind), **given)
