"""What the record tells of one case: the story as it was read, and the facts that follow from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class CareStatus(StrEnum):
    """How a young person stood to social care on the day of the incident."""

    LOOKED_AFTER = "looked_after"
    PROTECTION_PLAN = "protection_plan"
    IN_NEED = "in_need"
    NONE_THEN = "none_then"
    NEVER = "never"


STATUS_WORDS = {
    CareStatus.LOOKED_AFTER: "Looked after",
    CareStatus.PROTECTION_PLAN: "Child protection plan",
    CareStatus.IN_NEED: "Child in need plan",
    CareStatus.NONE_THEN: "No plan at the time; known before",
    CareStatus.NEVER: "Never known to statutory social care",
}


class Happened(NamedTuple):
    """One entry of the chronology: what kind, when, until when, in which part, which agency said so.

    `event` is the same for every entry that tells of one occurrence; `markers` are the police's own marks on it.
    """

    kind: str
    occurred_on: date
    ended_on: date | None
    role: str
    agency: str
    event: str
    markers: str = ""


class Schooled(NamedTuple):
    """One week of school in half-days: how many were possible, how many were missed."""

    week_on: date
    possible: int
    absent: int


class Referred(NamedTuple):
    """One referral that was sent: when, to whom, and whether it notes a risk."""

    sent_on: date
    to: str
    notes_risk: bool


class Heard(NamedTuple):
    """One time the wishes and feelings were sought, and whether the young person would rather not."""

    on: date
    declined: bool


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything of one person that facts are worked out from, as the record stood on `as_of`."""

    born_on: date | None
    sex: str
    incident_on: date
    as_of: date
    happened: tuple[Happened, ...]
    weeks: tuple[Schooled, ...]
    referred: tuple[Referred, ...]
    heard: tuple[Heard, ...]


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the record shows of one case. Attendance is in percent; None is always "not known", never nought.

    Counts are of what was told until `as_of`; "before" is before the day of the incident. `police_early` counts
    contacts until the birthday that the thresholds name, that day included; `thresholds` is their version.
    """

    thresholds: str
    incident_on: date
    as_of: date
    age: int | None
    sex: str
    status: CareStatus
    has_ehcp: bool
    has_sen_support: bool
    attendance: float | None
    attendance_earlier: float | None
    exclusions: int
    police_before: int
    police_early: int | None
    first_police_age: int | None
    missing_before: int
    moves_before: int
    plans: tuple[str, ...]
    agencies: tuple[str, ...]
    county_lines: bool
    referrals: int
    referrals_silent: int
    voice_sought: int
    voice_declined: int
