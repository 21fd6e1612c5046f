"""Puts one person's page together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.access.selectors import LookRow
from kith.access.vocabulary import DataClass, Purpose
from kith.chronology.presenters import words
from kith.chronology.presenters.addresses import pages, zooms
from kith.chronology.presenters.people import identity, involved_rows, relative_rows
from kith.chronology.presenters.picture import attendance_picture, is_grouped, story_picture
from kith.chronology.presenters.story import story_rows
from kith.chronology.presenters.summary import attended_lately, school_months, summary_sentences, withheld_advice
from kith.chronology.vocabulary import DOCUMENT_WORDS, MEDIA_TYPES, PURPOSE_WORDS, Chronology, Document

_ACTIONS = {"find": "Found", "open": "Opened", "add": "Added to", "change": "Changed", "print": "Printed"}
_WHAT = {
    "chronology.person": "the chronology",
    "chronology.person.family": "as family of somebody opened",
    "chronology.print": "the chronology, to print",
    "chronology.print.family": "as family of somebody printed",
    "chronology.entry": "one entry",
    "chronology.document": "a document",
    "chronology.header": "name and identifiers",
    "chronology.add": "the form for a new entry",
    "chronology.retraction": "an entry, to retract it",
    "access.looks": "this record of looks",
}


def person_page(chronology: Chronology) -> dict[str, Any]:
    """Return everything that the page of a person shows."""
    public_id = chronology.header.public_id
    months = school_months(chronology.weeks)
    return {
        "person": identity(chronology.header),
        "may_read": DataClass.HEADLINES in chronology.classes,
        "sentences": summary_sentences(chronology),
        "advice": withheld_advice(chronology),
        "involved": involved_rows(chronology.involved),
        "family": relative_rows(chronology.family),
        "rows": story_rows(chronology.lines, public_id),
        "months": months,
        "attendance": attendance_picture(months),
        "attended": attended_lately(months),
        "documents": document_rows(chronology.documents, public_id),
        "period": chronology.reading.period.value,
        "zooms": zooms(chronology),
        "agencies": [(key, name, key == chronology.reading.agency_id) for key, name in chronology.agencies],
        "is_opened": chronology.reading.opened is not None,
        "picture": story_picture(chronology),
        "is_grouped": is_grouped(chronology),
        "pages": pages(chronology),
        "told_until": chronology.told_until,
    }


def document_rows(documents: Sequence[Document], public_id: UUID) -> list[dict[str, Any]]:
    """Return documents with what a reader must know before opening one."""
    return [
        {
            "title": document.title,
            "kind": DOCUMENT_WORDS[document.kind],
            "when": words.day(document.dated_on),
            "size": f"{max(1, document.size // 1024):,} kB",
            "sha256": document.sha256,
            "url": reverse("chronology:document", args=[public_id, document.document_id]),
        }
        for document in documents
    ]


def look_rows(looks: Sequence[LookRow]) -> list[dict[str, Any]]:
    """Return who looked, when, why, and at what."""
    return [
        {
            "at": look.at,
            "who": look.staff,
            "agency": look.agency,
            "why": _why(look.purpose),
            "what": f"{_ACTIONS.get(look.action, words.sentence(look.action))} {_WHAT.get(look.what, look.what)}",
            "was_refused": look.outcome == "refused",
        }
        for look in looks
    ]


def ending_of(media_type: str) -> str:
    """Return the ending of a file of this media type."""
    return next((ending for ending, kind in MEDIA_TYPES.items() if kind == media_type), "")


def _why(purpose: str) -> str:
    return PURPOSE_WORDS[Purpose(purpose)] if purpose in set(Purpose) else purpose
