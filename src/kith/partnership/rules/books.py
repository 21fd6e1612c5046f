"""The directory's book: when words about places are too old, and what a need is, as reviewed data with its days."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from kith.common.versions import in_force, read_versions

FOLDER = Path(__file__).resolve().parent.parent / "books"


class BookError(ValueError):
    """A book that cannot be used as it is; the message names the file and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing that a child can need, the term by which it is exported, and what other directories call it."""

    code: str
    term_id: UUID
    says: str
    also: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Book:
    """One version of how the directory is kept."""

    version: str
    valid_from: date
    valid_to: date | None
    stale_after: timedelta
    taxonomy_id: UUID
    taxonomy: str
    needs: Mapping[str, Need]


@cache
def load_books(folder: Path = FOLDER) -> tuple[Book, ...]:
    """Return every version, oldest first; each holds until the day before the next.

    Raises:
        BookError: a file lacks something, or two overlap.
    """
    return read_versions(folder, _read, refused=BookError)


def book_on(day: date, folder: Path = FOLDER) -> Book:
    """Return the book in force on a day; before the first one, the first."""
    return in_force(load_books(folder), day)


def _read(path: Path) -> Book:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        needs = {
            code: Need(
                code=code,
                term_id=UUID(one["id"]),
                says=one["says"],
                also=frozenset(word.casefold() for word in (one["says"], *one["also"])),
            )
            for code, one in found["needs"].items()
        }
        book = Book(
            version=found["version"],
            valid_from=found["valid_from"],
            valid_to=found.get("valid_to"),
            stale_after=timedelta(days=found["capacity"]["stale_after_days"]),
            taxonomy_id=UUID(found["taxonomy"]["id"]),
            taxonomy=found["taxonomy"]["name"],
            needs=needs,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise BookError(f"{path.name} lacks or misspells {error}.") from error
    if not needs or len({need.term_id for need in needs.values()}) != len(needs):
        raise BookError(f"{path.name} needs needs, each with an id of its own.")
    return book
