"""Reads the daily file of suspensions and exclusions: Kith's own template with the census's codes."""

from collections.abc import Iterable

from kith.feeds.analysis.conversions import cleaned, sex_of, upn_of
from kith.feeds.analysis.declarations import NotKept, Reference, Row, Table, columns
from kith.feeds.analysis.school_census import suspension_events
from kith.feeds.vocabulary import Canonical, PersonRecord


def pupil(row: Row) -> PersonRecord:
    """Return the pupil that a row of a daily school file names; raise NotKept without a usable UPN."""
    upn = upn_of(row, "upn")
    if not upn:
        raise NotKept("upn", row["upn"], "not the shape of a UPN", "Correct the UPN in the school's system and resend.")
    return PersonRecord(
        local_id=upn,
        forename=cleaned(row["forename"]),
        surname=cleaned(row["surname"]),
        born_on=row.day("dob"),
        sex=sex_of(row, "sex"),
        upn=upn,
        record_key="daily",
    )


def _suspension(row: Row) -> Iterable[Canonical | Reference]:
    child = pupil(row)
    yield child
    yield from suspension_events(row, child.local_id, f"suspension:{row['exclusion_id']}", "recorded_on")


SUSPENSIONS = Table(
    feed="suspensions",
    name="suspensions",
    columns=columns(
        "exclusion_id! upn! surname forename dob:day sex urn category! start_date:day! sessions reason1 reason2 reason3"
        " recorded_on:day"
    ),
    dates="iso",
    becomes=_suspension,
)
