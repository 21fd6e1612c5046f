"""Reads any agency's register by a mapping that is data: which column is what, and which row is which kind of event."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

from kith.common.standards.code_sets import offence
from kith.feeds.analysis.conversions import (
    cleaned,
    flag_of,
    nhs_number_of,
    postcode_of,
    sex_of,
    upn_of,
)
from kith.feeds.analysis.declarations import NotKept, Reference, Row, Table, columns
from kith.feeds.analysis.events import one_child
from kith.feeds.analysis.mapping_check import checked_mapping
from kith.feeds.analysis.register_sql import RegisterSQL
from kith.feeds.analysis.rule_chooser import RuleChooser
from kith.feeds.analysis.ssd_people import is_child_on
from kith.feeds.vocabulary import Canonical, InvolvementRecord, ParticipantRole, PersonRecord

Records = Iterable[Canonical | Reference]
_READ: Mapping[str, Callable[[Row, str], Any]] = {
    "sex": sex_of,
    "postcode": postcode_of,
    "upn": upn_of,
    "nhs_number": nhs_number_of,
    "born_on": Row.day,
    "as_of": Row.day,
}
_ROLES = {role.value for role in ParticipantRole}


def register(mapping: Mapping[str, Any]) -> Table:
    """Return the table that a mapping file describes."""
    readers = [
        (field, column, _READ.get(field, _text))
        for field, column in mapping["person"].items()
        if field not in ("local_id", "record_key")
    ]
    by_engine = [(field, column, None if read is _text else read) for field, column, read in readers]
    chooser = RuleChooser(mapping["rule"], mapping["event"])

    def becomes(row: Row) -> Records:
        person = _person(row, mapping["person"], readers)
        yield person
        yield from _involvement(row, person.local_id, mapping.get("involvement"))
        yield from _events(row, person, mapping["event"], chooser)

    return Table(
        feed=mapping["feed"],
        name=mapping["name"],
        columns=columns(mapping["columns"]),
        dates=mapping["dates"],
        becomes=becomes,
        by_engine=lambda found, around: RegisterSQL(mapping, by_engine, found, around),
    )


def _text(row: Row, column: str) -> str:
    return cleaned(row.cells[column])


def _person(
    row: Row, names: Mapping[str, Any], readers: Sequence[tuple[str, str, Callable[[Row, str], Any]]]
) -> PersonRecord:
    fields = {field: read(row, column) for field, column, read in readers}
    return PersonRecord(
        local_id=":".join([row.cells[column] for column in names["local_id"]]),
        record_key=names["record_key"],
        is_child=is_child_on(row, names["born_on"]),
        **fields,
    )


def _involvement(row: Row, person: str, names: Mapping[str, str] | None) -> Iterator[InvolvementRecord]:
    if names and row[names["worker_ref"]]:
        yield InvolvementRecord(
            local_id=person,
            worker_ref=row[names["worker_ref"]],
            worker_name=cleaned(row[names["worker_name"]]),
            role=names["role"],
            begins_on=row.day(names["begins_on"]),
            ends_on=row.day(names["ends_on"]),
        )


def _events(row: Row, person: PersonRecord, event: Mapping[str, Any], chooser: RuleChooser) -> Records:
    cells = row.cells
    written = cells[event["offence"]]
    crime = offence(written) if written else None
    fitting = chooser.fitting(row, person, crime)
    occurred = _first_day(row, event["occurred"])
    if occurred is None:
        raise NotKept(event["occurred"][-1], "", "date missing", "Fill in the date and send the row again.")
    role = cells[event["role"]].lower() if event["role"] else "subject"
    if role not in _ROLES:
        raise NotKept(event["role"], role[:40], "unknown role", "Use one of the roles of docs/formats.md and resend.")
    key = ":".join([cells[column] for column in event["key"]])
    for rule in fitting:
        yield one_child(
            person.local_id,
            f"{key}:{rule['suffix']}" if "suffix" in rule else key,
            rule["kind"],
            occurred,
            known_at=_first_day(row, event["known"]),
            ended_on=_first_day(row, event["ended"]),
            role=role,
            band=crime.band if crime else 1,
            code_scheme="home_office" if written else "",
            code=written,
            says=cleaned(cells[event["says"]]) or (crime.label if crime else ""),
            said_by=cleaned(cells[event["said_by"]]),
            basis=rule.get("basis", "fact"),
            place=cleaned(cells[event["place"]]),
            detail={name: cells[column] for name, column in event["detail"].items()},
            retracted=bool(event["retracted"] and flag_of(row, event["retracted"])),
        )


def _first_day(row: Row, names: Sequence[str]) -> date | None:
    return next(filter(None, map(row.days.get, names)), None)


def shipped_mappings() -> Mapping[str, Mapping[str, Any]]:
    """Return the mappings that Kith ships, by file name: every one that lies in the folder `mappings`."""
    paths = sorted(files("kith.feeds.mappings").iterdir(), key=lambda path: path.name)
    return {path.name: checked_mapping(path.read_text(encoding="utf-8")) for path in paths if path.name[-5:] == ".toml"}


REGISTERS = tuple(register(mapping) for mapping in shipped_mappings().values())
