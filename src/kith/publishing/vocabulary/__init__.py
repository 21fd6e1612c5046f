"""The words of the public site: what casework hands over, and how what was handed over stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

TOP_HEADING: Final = 2  # the page's title is its one heading of the first level


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
    VOICE = "voice"


class Validity(StrEnum):
    """How a handed-over thing stands, by the last message about it."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to the inbox; `message` is its own number, so that handing over twice is handing over once.

    `text` is what readers see: for a briefing `{"steps": [{"heading": …, "text": …}, …]}`, a blank line between
    paragraphs; for figures what vocabulary/figures.py says. Nothing in it may be about one person.
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


def standing_of(messages: Iterable[Message]) -> Standing:
    """Return how a thing stands after its messages, oldest first.

    A replacement of what was never approved, or is withdrawn, approves nothing.
    """
    standing = Standing(validity=Validity.UNKNOWN)
    for message in messages:
        if message.verb is Verb.WITHDRAW:
            if standing.validity is not Validity.UNKNOWN:
                standing = Standing(validity=Validity.WITHDRAWN)
        elif message.verb is Verb.APPROVE or standing.validity is Validity.VALID:
            standing = Standing(validity=Validity.VALID, title=message.title, text=message.text)
    return standing


def skipped_headings(levels: Sequence[int]) -> list[int]:
    """Return the places, from 0, of headings that skip a level, counted from the page's own title."""
    before, skipped = TOP_HEADING - 1, []
    for place, level in enumerate(levels):
        if level > before + 1:
            skipped.append(place)
        before = level
    return skipped
