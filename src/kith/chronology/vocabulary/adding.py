"""What may be added to a chronology by hand, and what a telling changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import BinaryIO

from kith.feeds.vocabulary import Basis, ParticipantRole

KITH: str = "kith"
"""The source of an entry that Kith itself records."""

ADDED_BY_HAND: tuple[str, ...] = (
    "care.note",
    "care.voice",
    "care.session",
    "care.visit",
    "care.contact",
    "care.bereavement",
    "care.carer_changed",
    "care.exploitation_moderate",
    "care.exploitation_significant",
    "care.national_referral",
    "school.bullied",
    "school.weapon",
    "school.moved",
    "school.alternative_provision",
    "school.part_time",
    "school.off_roll",
    "school.not_in_education",
    "police.contact",
    "health.not_brought",
    "health.substance_concern",
)
"""Kinds that a person may record here; everything else comes from the agency that owns it."""


class DocumentKind(StrEnum):
    """What sort of document was added."""

    LETTER = "letter"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    MINUTES = "minutes"
    REPORT = "report"
    COURT = "court"
    CHILDS_WORK = "childs_work"
    OTHER = "other"


DOCUMENT_WORDS: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.LETTER: "Letter",
        DocumentKind.ASSESSMENT: "Assessment",
        DocumentKind.PLAN: "Plan",
        DocumentKind.MINUTES: "Minutes of a meeting",
        DocumentKind.REPORT: "Report",
        DocumentKind.COURT: "Court document",
        DocumentKind.CHILDS_WORK: "The child's own letter, drawing or writing",
        DocumentKind.OTHER: "Something else",
    }
)

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".pdf": "application/pdf",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".txt": "text/plain",
    }
)
"""The endings of files that may be added, and what each is served as."""

LARGEST_DOCUMENT = 20 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """Something that a person records by hand, or that another app records for its own reasons."""

    kind: str
    occurred_on: date
    says: str
    basis: Basis = Basis.FACT
    said_by: str = ""
    ended_on: date | None = None
    precision: str = "day"
    role: ParticipantRole = ParticipantRole.SUBJECT
    band: int = 1
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A document to be kept: its bytes, and what a reader must know before opening it."""

    kind: DocumentKind
    dated_on: date
    title: str
    ending: str
    content: BinaryIO


class NotAdded(ValueError):
    """An entry or a document that cannot be added; the message says why and what to do next."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one telling changed: rows written, moved away and left alone."""

    entries_written: int = 0
    entries_gone: int = 0
    details_written: int = 0
    weeks_written: int = 0
    involvements_written: int = 0

    @property
    def changed(self) -> int:
        """Return how many rows are other than before."""
        return (
            self.entries_written
            + self.entries_gone
            + self.details_written
            + self.weeks_written
            + self.involvements_written
        )
