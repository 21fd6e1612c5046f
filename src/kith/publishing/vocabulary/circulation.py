"""The words of the circulation list: topics, how often, where a subscription came from and why it ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID


class Topic(StrEnum):
    """What a reader can be told about."""

    NEWSLETTERS = "newsletters"
    BULLETINS = "bulletins"
    EVENTS = "events"
    TOOLKITS = "toolkits"
    NEWS = "news"


TOPIC_NAMES: Final = {
    Topic.NEWSLETTERS: "Newsletters",
    Topic.BULLETINS: "Learning bulletins and briefings",
    Topic.EVENTS: "Events and training",
    Topic.TOOLKITS: "Toolkits",
    Topic.NEWS: "News",
}


class Frequency(StrEnum):
    """How often a reader is written to at most."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


FREQUENCY_NAMES: Final = {
    Frequency.AT_ONCE: "When something is published",
    Frequency.DAILY: "Once a day, when there is something new",
    Frequency.WEEKLY: "Once a week, when there is something new",
}


class SubscriptionSource(StrEnum):
    """How a subscription came to be."""

    SIGNED_UP = "signed_up"
    CHOSEN = "chosen"
    IMPORTED = "imported"


class EndedBecause(StrEnum):
    """Why a subscription ended; none is ever deleted while its reader is known."""

    UNSUBSCRIBED = "unsubscribed"
    ONE_CLICK = "one_click"
    CHOICES = "choices"
    FREQUENCY = "frequency"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class SuppressedBecause(StrEnum):
    """Why an address is written to no more."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"


class ReturnKind(StrEnum):
    """What came back about a mail: it will never arrive, it did not arrive now, or its reader calls it unwanted."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"


class LineOutcome(StrEnum):
    """What became of one line of an imported list."""

    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a reader wants: topics, how often, and what they say of themselves."""

    topics: frozenset[Topic]
    frequency: Frequency
    role: str = ""
    agency: str = ""


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """One line of a list to import, as it was read: either somebody, or the reason why it cannot be taken."""

    number: int
    text: str
    address: str = ""
    name: str = ""
    role: str = ""
    agency: str = ""
    topics: frozenset[Topic] = frozenset()
    consented_on: date | None = None
    consent: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What an editor says of a whole list: the topics and the consent of those lines that say none themselves."""

    topics: frozenset[Topic] = frozenset()
    how: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What one returned message says: about which mail, to whom, and what happened."""

    message_id: str
    address: str
    kind: ReturnKind
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What readers are told about one page.

    `text` and `html` are a whole mail, in which STOP stands for the address that ends it all by one POST and CHOICES
    for the reader's own page of choices; the markers are filled in for each reader.
    """

    subject: str
    title: str
    summary: str
    url: str
    text: str
    html: str


STOP: Final = "%%stop%%"
CHOICES: Final = "%%choices%%"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody to be told, with the pages that are new to them, by the numbers of their announcements."""

    subscriber: int
    public_id: UUID
    address: str
    announcements: Sequence[int] = field(default_factory=tuple)


class SignUpRefused(ValueError):
    """Too many sign-ups have come, so this one is not taken now."""


class ListRefused(ValueError):
    """A file that is no list; nothing of it was taken."""
