"""What a reader asks for and gets: the person, who is involved, family, documents, the page of the story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from kith.access.vocabulary import DataClass, Purpose, Sector
from kith.chronology.vocabulary.adding import DocumentKind
from kith.chronology.vocabulary.story import Entry, Gap, Lane, Line


class Period(StrEnum):
    """How far back a reader looks."""

    EVERYTHING = "everything"
    THREE_YEARS = "three_years"
    YEAR = "year"


PERIOD_MONTHS: Mapping[Period, int] = MappingProxyType({Period.THREE_YEARS: 36, Period.YEAR: 12})

PURPOSE_WORDS: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.SAFEGUARDING: "I work with this person or their family, or I am worried about them",
        Purpose.PANEL: "I am preparing for a panel or a meeting",
        Purpose.REFERRAL: "I am making or answering a referral",
        Purpose.SUPERVISION: "I supervise somebody who works with them",
        Purpose.AUDIT: "Their case is in an audit that I take part in",
        Purpose.DATA_QUALITY: "I am mending a record",
        Purpose.SUBJECT_ACCESS: "They have asked to see what is kept about them",
        Purpose.GOVERNANCE: "I am checking who looked, and why",
    }
)

LONGEST_FOLD = 20
"""How many entries a folded line shows in place; a longer one opens on a page of its own."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """Who the person is: only what the viewer's classes open is filled."""

    public_id: UUID
    name: str
    known_as: str = ""
    other_names: tuple[str, ...] = ()
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    age: int | None = None
    sex: str = ""
    is_child: bool = True
    nhs_number: str = ""
    upn: str = ""
    address: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Involved:
    """A worker or a setting that knows the person: whom to ring."""

    agency: str
    sector: Sector
    worker: str
    setting: str
    role: str
    phone: str
    begins_on: date | None
    ends_on: date | None
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Relative:
    """One person of the family or household; without a public id when the viewer may not open them."""

    kind: str
    name: str
    public_id: UUID | None = None
    age: int | None = None
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document that was added, without its bytes."""

    document_id: int
    kind: DocumentKind
    dated_on: date
    title: str
    size: int
    media_type: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SchoolWeek:
    """One week of school sessions, counted in half days."""

    week_on: date
    possible: int
    absent: int
    unauthorised: int
    excluded: int
    off_site: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reader asked for: how far back or which days, whose entries, which page, which folded line opened."""

    period: Period = Period.EVERYTHING
    begins_on: date | None = None
    ends_on: date | None = None
    agency_id: int | None = None
    page: int = 1
    opened: int | None = None


@dataclass(frozen=True, kw_only=True)
class Chronology:
    """One person's story as one viewer may see it."""

    header: Header
    classes: frozenset[DataClass]
    withheld: frozenset[DataClass]
    withheld_here: frozenset[DataClass]
    involved: Sequence[Involved]
    lines: Sequence[Line | Gap]
    gaps: Sequence[Gap]
    lanes: Sequence[Lane]
    agencies: Sequence[tuple[int, str]]
    weeks: Sequence[SchoolWeek]
    family: Sequence[Relative]
    documents: Sequence[Document]
    reading: Reading
    page_count: int
    entry_count: int
    lines_total: int
    begins_on: date | None
    told_until: datetime
    window: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """One entry with everything that the viewer's classes open about it."""

    header: Header
    entry: Entry
    code_scheme: str
    code: str
    fields: Mapping[str, object]
    documents: Sequence[Document]
