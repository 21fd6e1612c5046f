"""Sorts every row of an exported record: its fields with whoever is to be replaced, its day, its source, its fate."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from kith.access.vocabulary import DataClass, Sector
from kith.learning.services import Treater
from kith.subject_access.rules import table_book
from kith.subject_access.runs.columns import Holds, is_plain_within, label_of, plainly, values_within, what_holds
from kith.subject_access.runs.documents import read_kept
from kith.subject_access.services import SortedRow
from kith.subject_access.vocabulary import (
    AGAIN,
    SCOPE,
    THIRD,
    WORKER,
    ReadDocument,
    RowFate,
    TableRule,
    Told,
)

Export = Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]
_ENTRIES: Final = "chronology_entry"
_EVENTS: Final = "feeds_eventrecord"
_DOCUMENTS: Final = "chronology_document"
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_INSTEAD: Final = frozenset({Holds.STAFF, Holds.WORKER_NAME, Holds.PERSON})
_CLOSER: Final = frozenset({DataClass.POLICE, DataClass.PROTECTED})


class NotReviewed(LookupError):
    """A table with a person in it that nobody has reviewed: nothing is gathered until somebody has."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"The table {table} holds something about a person and nobody has reviewed what is told of it, so nothing "
            "was gathered. Have it put into the book of tables, and gather again."
        )


@dataclass
class Sorter:
    """Knows the agencies, where staff work, and what was asked for; sorts one person's whole record.

    `read` returns what can be read of the document of a row.
    """

    treater: Treater
    agencies: Mapping[int, tuple[str, Sector]]
    staff: Mapping[int, int]  # the agency of each member of staff
    from_on: date | None = None
    until_on: date | None = None
    read: Callable[[Mapping[str, Any]], ReadDocument] = read_kept
    _entries: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    def sort(self, export: Export) -> list[SortedRow]:
        """Return every row of an export in its order, none left out.

        Raises:
            NotReviewed: a table is not in the book.
        """
        self._entries = {row["id"]: row for row in export.get("chronology", {}).get(_ENTRIES, ())}
        return [self._row(table, row) for tables in export.values() for table, rows in tables.items() for row in rows]

    def _row(self, table: str, row: Mapping[str, Any]) -> SortedRow:
        rule = table_book().tables.get(table)
        if rule is None or rule.aside:
            raise NotReviewed(table)
        entry = self._entries.get(row.get("entry_id", 0), {})
        happened_on = _day(row, rule) or (_day(entry, table_book().tables[_ENTRIES]) if entry else None)
        fate, ground, because = self._fate(rule, row, happened_on)
        fields = self._fields(rule, row)
        if table == _DOCUMENTS:
            document = self.read(row)
            fields += self._of_document(row, document)
            # Only of what is told as any other text is everything looked through: for the rest a person decides.
            fate = RowFate.TOLD if fate is RowFate.TO_CHOOSE and document.is_whole else fate
        agency = self.agencies.get(row.get("agency_id") or entry.get("agency_id") or 0)
        return SortedRow(
            table=table,
            heading=rule.heading,
            source=agency[0] if agency else "Kith",
            happened_on=happened_on,
            together=f"{row[rule.together]}" if rule.together else "",
            fields=tuple(fields),
            fate=fate,
            ground=ground,
            because=because,
        )

    def _fate(self, rule: TableRule, row: Mapping[str, Any], on: date | None) -> tuple[RowFate, str, str]:
        """Return what becomes of a row, its ground and why; the police's and the hidden are for a person to choose."""
        if on is not None and ((self.from_on and on < self.from_on) or (self.until_on and on > self.until_on)):
            return RowFate.WITHHELD, SCOPE, ""
        if rule.table == _EVENTS and any(entry["event_id"] == row["id"] for entry in self._entries.values()):
            return RowFate.WITHHELD, AGAIN, "The chronology tells it."
        police = self.agencies.get(row.get("agency_id") or 0, ("", None))[1] is Sector.POLICE
        if row.get("data_class") in _CLOSER or (police and rule.table == _EVENTS):
            return RowFate.TO_CHOOSE, "", ""
        return rule.fate, rule.ground, rule.because

    def _fields(self, rule: TableRule, row: Mapping[str, Any]) -> list[Told]:
        found: list[Told] = []
        for column, value in row.items():
            label, holds = label_of(column), what_holds(column, value, rule, table_book())
            if holds is Holds.VALUES:
                found += [self._within(label, below, one) for below, one in values_within(value)]
            elif holds in _INSTEAD:
                found.append(Told(label=label, given="", instead=self._instead(holds, value, row)))
            elif holds is Holds.TEXT:
                found.append(self._treated(label, str(value)))
            elif holds is not Holds.INSIDE:
                found.append(Told(label=label, given=self._as_it_is(holds, value)))
        return found

    def _of_document(self, row: Mapping[str, Any], document: ReadDocument) -> Iterator[Told]:
        """Give what stands in a copy in place of a document: which file it is, its text treated, what is not in it."""
        if _HASH.fullmatch(str(row["sha256"])):
            yield Told(label="Fingerprint of the file (SHA-256)", given=str(row["sha256"]))
        if document.text:
            yield self._treated("The text of the document", document.text)
        if document.unread:
            said = "Not all of it is in this copy" if document.text else "The document itself is not in this copy"
            yield Told(label="What is missing", given=f"{said}: {document.unread}.")

    def _instead(self, holds: Holds, value: Any, row: Mapping[str, Any]) -> tuple[str, str]:
        """Return what stands for a worker or another person whose number or name fills a whole field."""
        if holds is Holds.PERSON:
            return "another person", THIRD
        return self._worker(self.staff.get(value) if holds is Holds.STAFF else row.get("agency_id")), WORKER

    def _as_it_is(self, holds: Holds, value: Any) -> str:
        if holds is Holds.AGENCY:
            return self.agencies.get(value, ("An agency", None))[0]
        if holds is Holds.OWN:
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        return plainly(value)

    def _within(self, label: str, below: str, value: Any) -> Told:
        # A key is a word of ours; should it ever be a name, it is not told.
        said = below.replace("_", " ")
        whole = f"{label}: {said}" if said and not self.treater.treat(said) else label
        if is_plain_within(value):
            return Told(label=whole, given=plainly(value))
        return self._treated(whole, value)

    def _treated(self, label: str, text: str) -> Told:
        pieces = tuple((one.start, one.end, str(one.kind), one.says, one.ground) for one in self.treater.treat(text))
        return Told(label=label, given=text, pieces=pieces)

    def _worker(self, agency_id: int | None) -> str:
        agency = self.agencies.get(agency_id or 0)
        return f"a worker of {agency[0]}" if agency else "a worker"


def _day(row: Mapping[str, Any], rule: TableRule) -> date | None:
    for column in (rule.day, *table_book().days):
        value = row.get(column) if column else None
        if isinstance(value, datetime):
            return timezone.localdate(value)
        if isinstance(value, date):
            return value
    return None
