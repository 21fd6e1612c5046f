"""The canonical records: what every agency's row is turned into, and what became of each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class FileRefused(Exception):
    """A whole file that cannot be taken: what happened, what it means, what to do next."""

    def __init__(self, what: str, means: str, next_step: str) -> None:
        """Keep the three sentences, none of which may hold a person's details."""
        super().__init__(f"{what} {means} {next_step}")
        self.what, self.means, self.next_step = what, means, next_step


class NotAReturn(FileRefused):
    """A file that has no column in common with any feed: it came along, and is nothing to load."""


class Miscounted(RuntimeError):
    """What was stored is not what was read; the load was rolled back."""


class Disposition(StrEnum):
    """What became of a row: in = kept + held + duplicate."""

    KEPT = "kept"
    HELD = "held"
    DUPLICATE = "duplicate"


# Feeds in which one agency tells the same events more than once, the fullest first: what a fuller feed tells
# of the same person, kind and day, a leaner one repeats.
SAME_STORY: tuple[tuple[str, ...], ...] = (("ssd", "cin_census", "ssda903"), ("suspensions", "school_census"))


class ParticipantRole(StrEnum):
    """The part a person has in an event."""

    SUBJECT = "subject"
    VICTIM = "victim"
    SUSPECT = "suspect"
    WITNESS = "witness"
    MISSING = "missing"
    INVOLVED = "involved"
    PARENT = "parent"


class Basis(StrEnum):
    """Whether an entry states a fact, an opinion, or intelligence not yet tested."""

    FACT = "fact"
    OPINION = "opinion"
    INTELLIGENCE = "intelligence"


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """One person as one agency's file describes them on one day."""

    local_id: str
    forename: str = ""
    middle_names: str = ""
    surname: str = ""
    former_surname: str = ""
    known_as: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    sex: str = "U"
    ethnicity: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    uprn: str = ""
    confidential_address: bool = False
    phone: str = ""
    email: str = ""
    nhs_number: str = ""
    upn: str = ""
    other_ids: Mapping[str, str] = field(default_factory=dict)
    is_child: bool = True
    as_of: date | None = None
    record_key: str = ""  # which of the agency's rows this is, where one person has several (each address, each term)
    address_from: date | None = None
    address_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class EventRecord:
    """Something that happened, or a state that began, as one agency recorded it.

    `band` is the severity 0 to 8 (`round(2·log10(weight))` of the offence's severity weight, 1 where
    severity plays no part). `known_at` is when the agency could have told: never before `occurred_on`.
    """

    local_id: str
    kind: str
    occurred_on: date
    known_at: date
    participants: tuple[tuple[str, ParticipantRole], ...]
    ended_on: date | None = None
    precision: str = "day"
    band: int = 1
    code_scheme: str = ""
    code: str = ""
    says: str = ""
    said_by: str = ""
    basis: Basis = Basis.FACT
    place: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    retracted: bool = False


@dataclass(frozen=True, kw_only=True)
class TieRecord:
    """A family or household tie between two of one agency's people."""

    local_id: str
    other_local_id: str
    kind: str  # parent, sibling, step_parent, grandparent, partner, carer, household
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class InvolvementRecord:
    """A worker's or a setting's responsibility for one person; it gives a relationship its source."""

    local_id: str
    worker_ref: str = ""
    worker_name: str = ""
    setting_ref: str = ""
    role: str = ""
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PupilWeek:
    """One pupil's week of sessions; counts are half days, 0 to 10."""

    local_id: str
    week_on: date
    possible: int
    absent: int
    unauthorised: int
    excluded: int
    off_site: int


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """A row that could not be kept: where, what, which rule, and what to do about it."""

    line: int
    column: str
    value: str
    rule: str
    advice: str
    raw: str = ""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What whoever loads a whole return says of it: its period, and that it rightly holds fewer children."""

    period: str = ""
    confirms_fewer: bool = False


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of every row of one file: rows_in = kept + held + duplicate."""

    sha256: str
    name: str
    feed: str
    agency: str
    received_at: datetime
    rows_in: int
    kept: int
    held: int
    duplicate: int
    loaded_before: bool = False  # the very same bytes were loaded earlier; nothing was stored now
    ended: int = 0  # rows of earlier files that this one corrects, or no longer holds
    period: str = ""  # of a whole return
    supersedes: str = ""  # sha256 of the file whose records this one corrects
    notes: Mapping[str, Any] = field(default_factory=dict)  # unknown and missing columns, warnings with counts


Canonical = PersonRecord | EventRecord | TieRecord | InvolvementRecord | PupilWeek
