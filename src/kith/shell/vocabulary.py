"""The words of the page shell: plain values that other apps hand over to be drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool = False
    lang: str = ""  # where it is not that of the page


class Clash(ValueError):
    """Somebody else has written in this field meanwhile: both texts are kept and a person chooses."""

    def __init__(self, clash_id: int, theirs: str, version: int) -> None:
        super().__init__("Somebody else has written here meanwhile. Both texts are kept: choose, or join them.")
        self.clash_id, self.theirs, self.version = clash_id, theirs, version


class Severity(StrEnum):
    """How grave a mark is; drawn as a shape and a colour, never as a colour alone."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def severity_of(band: int) -> Severity:
    """Return the severity by which a band of the feeds (0 to 8) is drawn: high from 6, medium from 4."""
    if band >= 6:
        return Severity.HIGH
    return Severity.MEDIUM if band >= 4 else Severity.LOW


Opening = Callable[[date, date], str]
"""Gives the address that shows what fell on the days from one to the other."""


@dataclass(kw_only=True, slots=True)
class Mark:
    """One event, or where `count` is above one several, at one day of a lane or on the days `until` another.

    Not frozen, because a story may have thousands and freezing doubles what each costs.
    """

    on: date
    name: str
    url: str
    severity: Severity = Severity.LOW
    count: int = 1
    struck: bool = False
    until: date | None = None


@dataclass(kw_only=True, slots=True)
class Span:
    """A state that lasted; without an end it lasts still. Where `count` is above one it stands for several."""

    begins_on: date
    ends_on: date | None
    name: str
    url: str
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A time of which a lane tells nothing, and why."""

    begins_on: date
    ends_on: date
    name: str


@dataclass(frozen=True, kw_only=True)
class Lane:
    """What one agency tells; `opening` shows a group of this lane by itself, without it the picture's own does."""

    name: str
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    silences: tuple[Silence, ...] = ()
    opening: Opening | None = None


@dataclass(frozen=True, kw_only=True)
class Zoom:
    """A link to the same picture over another period."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class LanesPicture:
    """A story by agency on a time axis; `opening` gives the address that shows one period by itself."""

    title: str
    lanes: tuple[Lane, ...]
    begins_on: date
    ends_on: date
    opening: Opening
    today: date | None = None
    zooms: tuple[Zoom, ...] = ()
    with_table: bool = True


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One named amount, with its range where something is not known; without an amount, only its note is said."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class BarsPicture:
    """Amounts side by side, such as points by theme; with `of` each is a part of that whole, which is a full bar."""

    title: str
    bars: tuple[Bar, ...]
    unit: str = "points"
    heading: str = "Theme"
    of: int | None = None


@dataclass(frozen=True, kw_only=True)
class LinePicture:
    """Amounts one after the other, such as a count for each year; a point without an amount is a gap."""

    title: str
    says: str
    points: tuple[Bar, ...]
    unit: str
    heading: str = "Year"


@dataclass(frozen=True, kw_only=True)
class Spark:
    """A short run of numbers, oldest first."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Feed:
    """When files of one feed arrived, and how often they should."""

    name: str
    every_days: int
    arrived_on: tuple[date, ...] = ()
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class FreshnessPicture:
    """How fresh each feed is on one day."""

    title: str
    today: date
    feeds: tuple[Feed, ...]
    days: int = 28


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One rung of a ladder: whether it was reached, whether something stands on it now, and when in words."""

    name: str
    note: str = ""
    reached: bool = False
    stands: bool = False


@dataclass(frozen=True, kw_only=True)
class LadderPicture:
    """A ladder that something climbs, its lowest rung first."""

    title: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, kw_only=True)
class TreeBox:
    """One box of a tree: its name, what is said under it, and the boxes below it."""

    name: str
    notes: tuple[str, ...] = ()
    boxes: tuple["TreeBox", ...] = ()


@dataclass(frozen=True, kw_only=True)
class TreePicture:
    """A tree of boxes, such as who reports to whom; `id` is its own on the page, `says` what it shows in words."""

    id: str
    title: str
    says: str
    root: TreeBox
