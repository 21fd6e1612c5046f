"""The words of the public site: what casework hands over, and how what was handed over stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Verb(StrEnum):
    """What a message of the inbox does to the thing that it names."""

    APPROVE = "approve"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


class HandedKind(StrEnum):
    """What kind of thing casework hands over."""

    BRIEFING = "briefing"
    BULLETIN = "bulletin"
    FIGURES = "figures"
    STRUCTURE = "structure"
    CONTACTS = "contacts"
    SERVICES = "services"


class Validity(StrEnum):
    """How a handed-over thing stands, by the last message about it."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to the inbox; `message` is its own number, so that handing over twice is handing over once.

    `text` is what readers see: for a briefing `{"steps": [{"heading": …, "text": …}, …]}`; figures stand in it as
    they were released. Nothing in it may be about one person.
    """

    message: UUID
    item: UUID
    kind: HandedKind
    verb: Verb
    title: str = ""
    text: Mapping[str, Any] = field(default_factory=dict)
    approved_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one handed-over thing stands now, with its words where they may be shown."""

    validity: Validity
    title: str = ""
    text: Mapping[str, Any] = field(default_factory=dict)


class HandoverRefused(ValueError):
    """A message that the inbox does not take; nothing was handed over."""
