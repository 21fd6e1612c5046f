"""Writes records as the lines of COPY, each kind into a temporary table of its own."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from kith.feeds.analysis.declarations import Reference
from kith.feeds.analysis.receiving import KeptRow
from kith.feeds.vocabulary import (
    EventRecord,
    HeldRow,
    InvolvementRecord,
    PersonRecord,
    TieRecord,
)

_NULL, _NEXT = "\x1e", "\x1f"  # control characters never reach a kept row, so they can stand for what COPY must see
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_WITHOUT = "\\N"
_as_json = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False).encode

# The temporary tables: COPY is refused under row security, and a temporary table has none.
TABLES: Final[Mapping[str, str]] = {
    "row": "line bigint, fingerprint uuid",
    "held": 'line bigint, "column" text, value text, rule text, advice text, raw text',
    "who": "local_id text",
    "person": (
        "line bigint, content_hash uuid, record_key text, local_id text, forename text, middle_names text,"
        " surname text,"
        " former_surname text, known_as text, born_on date, expected_on date, died_on date, sex text, ethnicity text,"
        " address text, town text, postcode text, uprn text, confidential_address boolean, phone text, email text,"
        " nhs_number text, upn text, other_ids jsonb, is_child boolean, address_from date, address_to date, as_of date"
    ),
    "event": (
        "line bigint, content_hash uuid, local_id text, kind text, occurred_on date, known_at date, ended_on date,"
        " precision text, band smallint, code_scheme text, code text, says text, said_by text, basis text, place text,"
        " detail jsonb, retracted boolean, person text, role text"
    ),
    "participant": "line bigint, event text, local_id text, role text",
    "tie": "line bigint, local_id text, other text, kind text, begins_on date, ends_on date",
    "involvement": (
        "line bigint, local_id text, worker_ref text, worker_name text, setting_ref text, role text, begins_on date,"
        " ends_on date"
    ),
    "week": "local_id text, weeks bigint[]",  # packed: see kith.feeds.analysis.attendance
    "reference": "line bigint, kind text, ref text, holds jsonb",
}
# What a temporary table adds to what is copied into it. An event has its number before it is stored, so that its
# participants need not look it up.
_ADDED: Final = {
    "event": ", id bigint DEFAULT nextval('feeds_eventrecord_id_seq'), is_newest boolean DEFAULT true",
}
Write = Callable[[str, bytes], None]


def _line(*fields: Any) -> str:
    """Return the fields as one line of COPY's text format."""
    text = _NEXT.join([field if type(field) is str else _NULL if field is None else str(field) for field in fields])
    if _SPECIAL.search(text):
        text = text.translate(_ESCAPED)
    return text.replace(_NULL, "\\N").replace(_NEXT, "\t") + "\n"


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Staging:
    """Collects what rows tell, and hands it on a block at a time; who is named is handed on at the end."""

    BLOCK: Final = 20_000

    def __init__(self, write: Write, told_all: Callable[[str], None] = lambda table: None) -> None:
        """Make an empty collection; `write` takes a table's name and the bytes for its COPY.

        `told_all` is called with a table's name when what is staged there so far can be stored by itself.
        """
        self._write, self._told_all = write, told_all
        self._lines: dict[str, list[str]] = {name: [] for name in TABLES}
        self._people: set[str] = set()
        self._described: dict[str, tuple[int, str]] = {}
        self.told: set[str] = set()  # the tables that have rows
        self._keys: set[str] = set()
        self.keys_repeat = False  # whether one event's key comes more than once
        self.rows = self.held = 0

    def add(self, item: KeptRow | HeldRow) -> None:
        """Take one row of a file."""
        if isinstance(item, HeldRow):
            self.held += 1
            self._lines["held"].append(_line(item.line, item.column, item.value, item.rule, item.advice, item.raw))
        else:
            self.rows += 1
            self._lines["row"].append(f"{item.line}\t{item.fingerprint}\n")
            for record in item.records:
                self._take(item.line, record)
        if (self.rows + self.held) % self.BLOCK == 0:
            self._hand_on()

    def add_people(self, people: Iterable[PersonRecord]) -> None:
        """Take descriptions of people that belong to the file as a whole, not to one row of it."""
        for person in people:
            self._person(0, person)

    def add_lines(self, table: str, block: bytes) -> None:
        """Hand lines on as they are, of rows that were told together."""
        self.told.add(table)
        self._write(table, block)

    def told_all(self, table: str) -> None:
        """Say that the rows of a table that are staged can be stored by themselves: nothing else belongs with them."""
        if table in self.told:
            self._told_all(table)

    def hand_over(self) -> tuple[dict[str, tuple[int, str]], list[str], set[str]]:
        """Give away who was described (their fields: line, day), who was named, and the events' keys.

        Whoever takes them over stages the people, together with those of the rows that were told together.
        """
        described, people, keys = self._described, [_line(local_id)[:-1] for local_id in self._people], self._keys
        self._described, self._people, self._keys = {}, set(), set()
        return described, people, keys

    def finish(self) -> None:
        """Hand on what is left, and the people named."""
        self._lines["person"] = [
            f"{line}\t{_hash(content)}\t{content}\t{as_of or _WITHOUT}\n"
            for content, (line, as_of) in self._described.items()
        ]
        self._lines["who"] = [_line(local_id) for local_id in sorted(self._people)]
        self._hand_on()

    def _hand_on(self) -> None:
        for name, lines in self._lines.items():
            if lines:
                self.told.add(name)
                self._write(name, "".join(lines).encode())
                lines.clear()

    def _take(self, line: int, record: object) -> None:
        match record:
            case PersonRecord():
                self._person(line, record)
            case EventRecord():
                self._event(line, record)
            case TieRecord():
                self._tie(line, record)
            case InvolvementRecord():
                self._involvement(line, record)
            case Reference():
                self._lines["reference"].append(_line(line, record.kind, record.ref, _as_json(dict(record.holds))))
            case _:
                raise TypeError(f"A mapping tells {type(record).__name__}, for which there is no table.")

    def _person(self, line: int, record: PersonRecord) -> None:
        content = _person_fields(record)
        self._people.add(record.local_id)
        self._describe(content, line, record.as_of.isoformat() if record.as_of else "")

    def _describe(self, content: str, line: int, as_of: str) -> None:
        known = self._described.get(content)
        if known is None:
            self._described[content] = (line, as_of)
        elif as_of > known[1] or line < known[0]:
            # A register describes the same person in every row; the first line and the latest day count.
            self._described[content] = (min(line, known[0]), max(as_of, known[1]))

    def _event(self, line: int, record: EventRecord) -> None:
        content = _event_fields(record)
        self.keys_repeat = self.keys_repeat or record.local_id in self._keys
        self._keys.add(record.local_id)
        parts = [(person, role.value) for person, role in dict.fromkeys(record.participants)]
        told = "\t".join([content, *(cell for part in parts for cell in part)])
        alone = _line(*parts[0]) if len(parts) == 1 else f"{_WITHOUT}\t{_WITHOUT}\n"
        self._lines["event"].append(f"{line}\t{_hash(told)}\t{content}\t{alone}")
        self._people.update(person for person, _role in record.participants)
        if len(parts) > 1:
            self._lines["participant"] += [_line(line, record.local_id, *part) for part in parts]

    def _tie(self, line: int, record: TieRecord) -> None:
        self._people.update((record.local_id, record.other_local_id))
        fields = (record.local_id, record.other_local_id, record.kind, record.begins_on, record.ends_on)
        self._lines["tie"].append(_line(line, *fields))

    def _involvement(self, line: int, record: InvolvementRecord) -> None:
        self._people.add(record.local_id)
        who = (record.local_id, record.worker_ref, record.worker_name, record.setting_ref, record.role)
        self._lines["involvement"].append(_line(line, *who, record.begins_on, record.ends_on))


def _person_fields(r: PersonRecord) -> str:
    others = _as_json(dict(r.other_ids)) if r.other_ids else "{}"
    return _line(
        r.record_key, r.local_id, r.forename, r.middle_names, r.surname, r.former_surname, r.known_as, r.born_on,
        r.expected_on, r.died_on, r.sex, r.ethnicity, r.address, r.town, r.postcode, r.uprn, r.confidential_address,
        r.phone, r.email, r.nhs_number, r.upn, others, r.is_child, r.address_from, r.address_to,
    )[:-1]  # fmt: skip


def _event_fields(r: EventRecord) -> str:
    detail = _as_json(dict(r.detail)) if r.detail else "{}"
    return _line(
        r.local_id, r.kind, r.occurred_on, r.known_at, r.ended_on, r.precision, r.band, r.code_scheme, r.code, r.says,
        r.said_by, r.basis, r.place, detail, r.retracted,
    )[:-1]  # fmt: skip


def create_statement(table: str) -> str:
    """Return the statement that makes one of the temporary tables, gone with the transaction."""
    return f"CREATE TEMPORARY TABLE incoming_{table} ({TABLES[table]}{_ADDED.get(table, '')}) ON COMMIT DROP"


def copy_statement(table: str) -> str:
    """Return the statement that copies lines into one of the temporary tables."""
    columns = ", ".join(column.split()[0] for column in TABLES[table].split(", "))
    return f"COPY incoming_{table} ({columns}) FROM STDIN"
