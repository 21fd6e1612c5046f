"""Reads back who is in a county's files, by hand and without the product's own reader."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

Record = dict[str, str]
_REGISTERS = {
    "police_register": ("police", "nominal_no"),
    "youth_justice_register": ("yjs", "yj_id"),
    "emergency_register": ("hospital", "notification_no"),
}
_SAME_NAMES = ("forename", "middle_names", "surname", "former_surname", "dob", "sex", "address", "town", "postcode",
               "nhs_number", "upn", "phone", "email")  # fmt: skip


def people_in(county: Path) -> list[Record]:
    """Return one record per number of an agency, as its newest file writes the person down, in a fixed order."""
    found: dict[tuple[str, str], Record] = {}
    for record in (*_of_care(county), *_of_schools(county), *_of_registers(county)):
        found[record["source"], record["record_id"]] = record
    return [found[key] for key in sorted(found)]


def _of_registers(county: Path) -> Iterator[Record]:
    for feed, (source, number) in _REGISTERS.items():
        for _, rows in _of_feed(county, feed):
            for row in rows:
                yield {"source": source, "record_id": row[number]} | {name: row.get(name, "") for name in _SAME_NAMES}


def _of_care(county: Path) -> Iterator[Record]:
    homes = {row["addr_person_id"]: row for row in _rows(county / "files/care/ssd_address.csv")}
    upns = {
        row["link_person_id"]: row["link_identifier_value"]
        for row in _rows(county / "files/care/ssd_linked_identifiers.csv")
        if "Pupil" in row["link_identifier_type"]
    }
    for row in _rows(county / "files/care/ssd_person.csv"):
        number = row["pers_person_id"]
        home = homes.get(number, {})
        place = json.loads(home.get("addr_address_json") or "{}")
        yield {
            "source": "care",
            "record_id": number,
            "forename": row["pers_forename"],
            "surname": row["pers_surname"],
            "dob": row["pers_dob"],
            "sex": row["pers_sex"],
            "address": f"{place.get('HOUSE', '')} {place.get('STREET', '')}".strip(),
            "town": place.get("TOWN", ""),
            "postcode": home.get("addr_address_postcode", ""),
            "nhs_number": row["pers_common_child_id"],
            "upn": upns.get(number, ""),
        }


def _of_schools(county: Path) -> Iterator[Record]:
    tables = {path.name: rows for path, rows in _of_feed(county, "school_census")}
    for name in sorted(each for each in tables if each.endswith("_pupilonroll.csv")):
        homes = {row["pupilonrolltableid"]: row for row in tables[name.replace("pupilonroll", "addressesonroll")]}
        for row in tables[name]:
            home = homes.get(row["pupilonrolltableid"], {})
            yield {
                "source": "education",
                "record_id": row["upn"],
                "forename": row["forename"],
                "middle_names": row["middlenames"],
                "surname": row["surname"],
                "former_surname": row["formersurname"],
                "dob": datetime.strptime(row["dob"], "%Y-%b-%d %H:%M:%S").date().isoformat() if row["dob"] else "",  # noqa: DTZ007 -- a day
                "sex": row["sex"],
                "address": f"{home.get('paon', '')} {home.get('street', '')}".strip(),
                "town": home.get("town", ""),
                "postcode": home.get("postcode", ""),
                "upn": row["upn"],
            }


def _of_feed(county: Path, feed: str) -> Iterator[tuple[Path, list[Record]]]:
    listed = json.loads((county / "county.json").read_text("utf-8"))
    yield from (
        (county / each["path"], _rows(county / each["path"])) for each in listed["files"] if each["feed"] == feed
    )


def _rows(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
