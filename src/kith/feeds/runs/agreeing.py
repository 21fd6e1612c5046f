"""Finds out under which agreement a file may be taken: whose it is, how it is encoded, whether all of it is agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from kith.access.selectors import agreement_in_force, list_agreements
from kith.access.vocabulary import Purpose
from kith.feeds.analysis.cin_census import CIN_CENSUS, tags_of
from kith.feeds.analysis.receiving import recognised, recognised_by_header
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.runs.mappings import csv_tables
from kith.feeds.runs.ordering import HEAD_READ
from kith.feeds.vocabulary import FileRefused

_EVERYTHING = "*"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A file that may be taken: what it is, how it is encoded, under which agreement."""

    found: Recognised
    encoding: str
    agreement: Any


def agreed_file(*, path: Path, agency_code: str | None, now: datetime) -> Agreed:
    """Return what a file is and the agreement that covers it.

    Raises:
        FileRefused: it cannot be read, is of no feed, or no agreement covers it or all of its columns.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_READ)
    except OSError as error:
        raise FileRefused(
            "The file cannot be read.", f"The system says: {error.strerror}.", "Check its path and who may read it."
        ) from None
    tables = csv_tables()
    # Whose file it is may follow from its feed, and how its text is encoded follows from whose it is.
    feed = recognised_by_header(head, name=path.name, tables=tables).table.feed
    agreement = _agreement(agency_code, feed, timezone.localdate(now))
    encoding = encoding_of(agreement.agency.code)
    found = recognised(head, name=path.name, encoding=encoding, tables=tables)
    _refuse_what_is_not_agreed(agreement, found, path)
    return Agreed(found=found, encoding=encoding, agreement=agreement)


def encoding_of(agency_code: str) -> str:
    """Return the encoding that an agency has declared, UTF-8 where it has declared none."""
    declared: Mapping[str, str] = getattr(settings, "KITH_ENCODINGS", {})
    return declared.get(agency_code, "utf-8")


def _agreement(agency_code: str | None, feed: str, today: date) -> Any:
    code = agency_code or _only_agency(feed, today)
    agreement = agreement_in_force(agency_code=code, feed=feed, on=today)
    if agreement is None:
        raise FileRefused(
            f"No agreement in force lets {code} share the feed {feed}.",
            "Without one there is no lawful basis to load it.",
            "Ask the information-governance lead to renew or record the agreement, then load the file again.",
        )
    return agreement


def _only_agency(feed: str, today: date) -> str:
    codes = sorted({a.agency.code for a in list_agreements() if a.feed == feed and a.valid_from <= today < a.valid_to})
    if len(codes) == 1:
        return str(codes[0])
    raise FileRefused(
        f"It is not clear which agency sent this {feed} file.",
        f"{len(codes)} agencies have an agreement for this feed.",
        "Name the agency with --agency CODE." if codes else "Record the agreement first, then load the file again.",
    )


def _refuse_what_is_not_agreed(agreement: Any, found: Recognised, path: Path) -> None:
    """Refuse a purpose or a column that the agreement does not name: a column left out of the record lay in the file.

    The raw file is kept as it came, so that a column cannot be held out of it alone.
    """
    name = f"The agreement {agreement.code}, version {agreement.version},"
    if Purpose.SAFEGUARDING not in agreement.purposes:
        raise FileRefused(
            f"{name} does not name safeguarding among its purposes.",
            "The record is kept for that purpose, so this file may not become part of it.",
            "Ask the information-governance lead which agreement covers the feed, then load the file again.",
        )
    if _EVERYTHING in agreement.fields:
        return
    columns = tags_of(path.read_bytes()) if found.table is CIN_CENSUS else found.header
    agreed = {field.casefold() for field in agreement.fields}
    beyond = [column for column in columns if column.casefold() not in agreed]
    if beyond:
        more = f" and {len(beyond) - 6} more" if len(beyond) > 6 else ""
        raise FileRefused(
            f"{name} does not cover {', '.join(beyond[:6])}{more}.",
            "The file is kept as it came, so none of it may be taken while a part of it is not agreed. "
            "Nothing was kept or loaded.",
            "Have the agency send it without these columns, or ask the information-governance lead to agree on them.",
        )
