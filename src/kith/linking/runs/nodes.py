"""Reads what every agency says of each of its people, one record per source person, ready for the model."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from kith.linking.analysis.standardise import INPUT_COLUMNS

# The newest word first; a source person of whom only events are known has no record and stands alone.
_RECORDS = """
SELECT s.id, s.agency_id, a.code, s.local_id, r.forename, r.middle_names, r.surname, r.former_surname, r.known_as,
       to_char(r.born_on, 'YYYY-MM-DD'), r.sex, r.address, r.town, r.postcode, r.nhs_number, r.upn, r.phone, r.email
FROM feeds_sourceperson s
JOIN access_agency a ON a.id = s.agency_id
LEFT JOIN feeds_personrecord r ON r.source_person_id = s.id AND r.is_current
WHERE %(only)s::bigint[] IS NULL OR s.id = ANY(%(only)s::bigint[])
ORDER BY a.code, s.local_id, s.id, r.as_of DESC NULLS LAST, r.id DESC
"""
_FIELDS = (
    "forename", "middle_names", "surname", "former_surname", "known_as", "dob", "sex", "address", "town", "postcode",
    "nhs_number", "upn", "phone", "email",
)  # fmt: skip
_TOGETHER = ("address", "town", "postcode")  # taken from one record, never mixed of two


@dataclass
class Node:
    """One agency's own idea of one person: who it is there, and the newest of what is said of them."""

    source_person_id: int
    agency_id: int
    record: dict[str, str] = field(default_factory=dict)


def read_nodes(only: Sequence[int] | None = None) -> list[Node]:
    """Return every source person, or these alone, in the order of agency and local id."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS, {"only": None if only is None else list(only)})
        rows = cursor.fetchall()
    return [_node(key, list(found)) for key, found in groupby(rows, key=itemgetter(0))]


def _node(source_person_id: int, rows: list[tuple[Any, ...]]) -> Node:
    said = [dict(zip(_FIELDS, (value or "" for value in row[4:]), strict=True)) for row in rows]
    record = dict.fromkeys(INPUT_COLUMNS, "") | {"source": rows[0][2], "record_id": rows[0][3]}
    for name in _FIELDS:
        if name not in _TOGETHER and name in record:
            record[name] = next(_worded(one[name] for one in said), "")
    placed = next((one for one in said if one["postcode"] or one["address"]), said[0])
    record |= {name: placed[name] for name in _TOGETHER}
    surnames = [*_worded(one["surname"] for one in said), *_worded(one["former_surname"] for one in said)]
    forenames = [*_worded(one["forename"] for one in said)]
    # Some agencies keep a preferred surname as the name somebody is known by, others a nickname: it may be either.
    known = [name for name in _worded(one["known_as"] for one in said) if name not in surnames]
    surnames, forenames = surnames + known, forenames + known
    record["former_surname"] = " ".join(dict.fromkeys(name for name in surnames if name != record["surname"]))
    others = dict.fromkeys(name for name in forenames if name != record["forename"])
    record["middle_names"] = " ".join([*filter(None, [record["middle_names"]]), *others])
    return Node(source_person_id, rows[0][1], record)


def _worded(values: Iterable[str]) -> Iterator[str]:
    return (value for value in values if value and value != "U")
