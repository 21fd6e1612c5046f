"""The policy as values: indicators, triggers, seats, and what may never earn points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kith.access.vocabulary import DataClass, Sector
from kith.feeds.vocabulary import EVENT_KINDS
from kith.priority.vocabulary.words import Per, Theme

# What a child is, not what happened to the child: these may never earn points (Equality Act 2010, s.149).
NEVER_INPUTS: Mapping[str, str] = {
    "school.ehcp": "a disability or special need is not a sign of violence",
    "school.sen_support": "a disability or special need is not a sign of violence",
    "care.looked_after": "being in care is not a sign of violence; coming into care at 12 or later may be an event",
    "care.leaver": "having been in care is not a sign of violence",
    "care.legal_status": "a legal status is a fact about the family's case, not about what happened",
}


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One sign that earns points, with the reason for it and the people who answer for it."""

    id: str
    says: str
    theme: Theme
    sector: Sector
    per: Per
    points: int
    cap: int
    why: str
    owner: str
    review_by: date
    gateway: tuple[str, ...]
    on_missing_feed: str = "unknown"
    zero_because: str = ""
    events: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    lookback_weeks: int = 0
    decay: str = "none"
    severity: tuple[int, int] | None = None
    at_least: int = 1
    before_age: int = 99
    from_age: int = 0
    steps: tuple[tuple[int, int], ...] = ()

    @property
    def data_class(self) -> DataClass:
        """Return the tier one must be allowed to read to see what lies behind the points."""
        return EVENT_KINDS[self.events[0]].data_class if self.events else DataClass.CARE

    @property
    def is_attendance(self) -> bool:
        """Return whether it reads weeks at school instead of events."""
        return self.per in (Per.ATTENDANCE_FALL, Per.ATTENDANCE_LOW)


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """The sign at which one agency alone would have acted, to compare with."""

    id: str
    says: str
    sector: Sector
    events: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    at_least: int = 1
    within_weeks: int = 52
    absent_percent: int = 0


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """How weeks at school are compared: the last few with those before, in school weeks."""

    recent_weeks: int
    earlier_weeks: int
    recent_sessions: int
    earlier_sessions: int
    calendar_weeks: int


@dataclass(frozen=True, kw_only=True)
class Critical:
    """What is looked at within one working day, whatever the points."""

    events: Mapping[str, tuple[str, ...]]
    known_within_days: int
    occurred_within_days: int


@dataclass(frozen=True, kw_only=True)
class GripRule:
    """When a child counts as held by somebody."""

    plans: tuple[str, ...]
    contacts: tuple[str, ...]
    reviews: tuple[str, ...]
    contact_days: int
    review_days: int


@dataclass(frozen=True, kw_only=True)
class Seats:
    """How many children each lane takes of the panel's places, and from which ranks the random ones come."""

    panel: int
    quiet: int
    blind: int
    random: int
    random_from: int
    random_to: int
    floor: int
    draw_key: str

    @property
    def consider(self) -> int:
        """Return the places that go by points."""
        return self.panel - self.quiet - self.blind - self.random


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One version of the published rules by which attention points are given."""

    version: str
    digest: str
    effective_on: date
    approved_by: tuple[str, ...]
    seats: Seats
    ages: tuple[int, int]
    half_life_weeks: Mapping[str, int]
    theme_cap: Mapping[Theme, int]
    points_per_extra_agency: int
    max_extra_agencies: int
    attendance: Attendance
    critical: Critical
    grip: GripRule
    expected_of_every_child: tuple[Sector, ...]
    indicators: tuple[Indicator, ...]
    triggers: tuple[Trigger, ...] = ()
    context: Mapping[str, str] = field(default_factory=dict)

    def indicator(self, id: str) -> Indicator:
        """Return one indicator by its id; raise KeyError when the policy has none of that name."""
        return {each.id: each for each in self.indicators}[id]

    def by_theme(self) -> Iterator[tuple[Theme, tuple[Indicator, ...]]]:
        """Return each theme that has indicators, with them."""
        for theme in Theme:
            found = tuple(each for each in self.indicators if each.theme is theme)
            if found:
                yield theme, found
