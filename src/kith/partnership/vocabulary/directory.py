"""The words of the services directory: how a service stands, what is said of its places, what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class ServiceStatus(StrEnum):
    """How a service stands, in the words of Open Referral."""

    ACTIVE = "active"
    TEMPORARILY_CLOSED = "temporarily closed"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"


STATUS_WORDS: Mapping[ServiceStatus, str] = MappingProxyType(
    {
        ServiceStatus.ACTIVE: "Open",
        ServiceStatus.TEMPORARILY_CLOSED: "Closed for a while",
        ServiceStatus.INACTIVE: "Takes nobody at present",
        ServiceStatus.DEFUNCT: "Closed for good",
    }
)
# What closed for good is not opened again: a new service is a new entry, so that old referrals stay true.
STATUS_TRANSITIONS: Mapping[ServiceStatus, frozenset[ServiceStatus]] = MappingProxyType(
    {
        ServiceStatus.ACTIVE: frozenset(
            {ServiceStatus.TEMPORARILY_CLOSED, ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT}
        ),
        ServiceStatus.TEMPORARILY_CLOSED: frozenset(
            {ServiceStatus.ACTIVE, ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT}
        ),
        ServiceStatus.INACTIVE: frozenset({ServiceStatus.ACTIVE, ServiceStatus.DEFUNCT}),
        ServiceStatus.DEFUNCT: frozenset(),
    }
)


def diagram() -> str:
    """Return the transitions of a service as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", *(f"    {_node(one)} : {words}" for one, words in STATUS_WORDS.items())]
    lines += [
        f"    {_node(before)} --> {_node(after)}"
        for before in ServiceStatus
        for after in ServiceStatus
        if after in STATUS_TRANSITIONS[before]
    ]
    return "\n".join(lines)


def _node(status: ServiceStatus) -> str:
    return status.value.replace(" ", "_")


@dataclass(frozen=True, kw_only=True)
class ServiceEdit:
    """What a provider says of a service, as typed on its page."""

    name: str
    description: str
    url: str
    email: str
    phone: str
    fees: str
    eligibility: str
    minimum_age: float | None
    maximum_age: float | None
    areas: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class NewCapacity:
    """How many places a service has, how many are taken, and how long one waits, as somebody told it on a day."""

    places: int
    taken: int
    weeks_to_wait: int | None
    told_on: date
    told_by: str


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a reader looks for in the directory; what is left out narrows nothing."""

    words: str = ""
    need: str = ""
    age: float | None = None
    area: str = ""
    open_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Near:
    """A point and how far around it, in kilometres."""

    latitude: float
    longitude: float
    km: float


@dataclass(frozen=True, kw_only=True)
class ApiSearch:
    """What an Open Referral reader looks for: the filters of the UK profile, and nearness to a point.

    `day` is a code of two letters, times are HH:MM; what is empty narrows nothing.
    """

    words: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    postcode: str = ""
    day: str = ""
    start_time: str = ""
    end_time: str = ""
    near: Near | None = None


class Misasked(ValueError):
    """A reader asked in a way that cannot be answered; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """One entry of a file that was not taken in, and why."""

    place: int
    ref: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a file: every entry is kept (new, changed or the same) or held."""

    new: int
    changed: int
    same: int
    held: tuple[Held, ...]

    @property
    def kept(self) -> int:
        """Return how many entries are in the directory as the file says them."""
        return self.new + self.changed + self.same

    @property
    def total(self) -> int:
        """Return how many entries the file holds."""
        return self.kept + len(self.held)


class EntryHeld(ValueError):
    """One entry that cannot be taken in; the message says why."""


class FileRefused(ValueError):
    """A file that cannot be read at all; nothing of it was taken in."""


class ServiceRefused(ValueError):
    """A change of a service that is refused; the message says why and what to do."""


class ServiceGone(LookupError):
    """There is no such service in the directory."""


class ServiceClosed(ValueError):
    """A service that has closed was chosen; nothing was agreed with it."""

    def __init__(self, name: str, since: date | None) -> None:
        day = f" since {since.day} {since:%B %Y}" if since else ""
        super().__init__(
            f"{name} takes nobody{day}. Nothing was kept: choose another service from the directory, "
            "or ring the provider and ask what has taken its place."
        )


class ServiceStale(ValueError):
    """The service was changed by somebody else since it was opened; nothing was overwritten."""

    def __init__(self, theirs: Mapping[str, str]) -> None:
        said = "; ".join(f"{field}: {text or 'nothing'}" for field, text in theirs.items())
        super().__init__(
            "Somebody else has changed this service since you opened it. Nothing was overwritten, and what you typed "
            f"is still below. It now says {said or 'what it said before, in a newer version'}."
        )
        self.theirs = theirs
