"""Reads what somebody typed about one person: a file of one row, taken in like any agency's."""

from collections.abc import Iterable

from kith.feeds.analysis.conversions import cleaned, flag_of, nhs_number_of, postcode_of, sex_of, upn_of
from kith.feeds.analysis.declarations import Reference, Row, Table, columns
from kith.feeds.analysis.ssd_people import is_child_on
from kith.feeds.vocabulary import Canonical, PersonRecord


def _person(row: Row) -> Iterable[Canonical | Reference]:
    yield PersonRecord(
        local_id=row["added_id"],
        forename=cleaned(row["forename"]),
        surname=cleaned(row["surname"]),
        former_surname=cleaned(row["former_surname"]),
        known_as=cleaned(row["known_as"]),
        born_on=row.day("dob"),
        expected_on=row.day("expected_on"),
        sex=sex_of(row, "sex"),
        address=cleaned(row["address"]),
        town=cleaned(row["town"]),
        postcode=postcode_of(row, "postcode"),
        phone=cleaned(row["phone"]),
        nhs_number=nhs_number_of(row, "nhs_number"),
        upn=upn_of(row, "upn"),
        is_child=is_child_on(row, "dob") and not flag_of(row, "adult"),
        as_of=row.day("added_on"),
        record_key="by_hand",
    )


BY_HAND = Table(
    feed="by_hand",
    name="by_hand",
    columns=columns(
        "added_id! added_on:day! forename surname former_surname known_as dob:day expected_on:day sex adult address"
        " town postcode phone nhs_number upn"
    ),
    dates="iso",
    becomes=_person,
)
