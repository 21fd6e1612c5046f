"""Reads a register a column at a time: the same mapping, the same conversions, each asked once per different text."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from kith.common.standards.code_sets import offence
from kith.feeds.analysis.blocks import DETAIL, ODD, Block, Reader, Told, only
from kith.feeds.analysis.conversions import DAYS, cleaned, flag_of, moment
from kith.feeds.analysis.declarations import Cells, NotKept, Row, Surroundings, Table
from kith.feeds.analysis.rule_chooser import RuleChooser, away_overnight
from kith.feeds.analysis.ssd_people import is_child_on
from kith.feeds.vocabulary import InvolvementRecord, ParticipantRole

_ROLES = {role.value for role in ParticipantRole}
Read = Callable[[Row, str], Any]


class RegisterColumns:
    """Reads the blocks of one file; what it remembers of texts lasts as long as the file."""

    def __init__(self, mapping: Mapping[str, Any], readers: Sequence[tuple[str, str, Read]], table: Table,
                 around: Surroundings) -> None:  # fmt: skip
        """Make a reader for every column that the mapping names."""
        self._mapping, self._around = mapping, around
        self._dates = DAYS[table.dates]
        self._needed = [column.name for column in table.columns if column.needed]
        self._days = {column.name: Reader(self._day) for column in table.columns if column.holds == "day"}
        self._person = [(field, column, self._reader(column, read)) for field, column, read in readers]
        self._child = self._reader(mapping["person"]["born_on"], is_child_on)
        self._chooser = RuleChooser(mapping["rule"], mapping["event"])
        self._chosen = Reader(lambda asked: ODD if (found := self._chooser.choose(*asked)) is None else found)
        self._said, self._low, self._clean = Reader(self._chooser.said), Reader(str.lower), Reader(cleaned)
        self._crime = Reader(lambda text: offence(text) if text else None)
        self._role = Reader(lambda text: role if (role := text.lower()) in _ROLES else ODD)
        self._flag = self._reader("flag", flag_of)
        self._away = Reader(lambda span: away_overnight(moment(span[0]), moment(span[1])))

    def _day(self, text: str) -> date | object | None:
        return (self._dates(text) or ODD) if text else None

    def _reader(self, column: str, read: Read) -> Reader:
        """Return a reader that asks a conversion of rows about a row of this one cell; a warning is odd too."""

        def ask(text: str) -> Any:
            around = Surroundings(received_on=self._around.received_on)
            day = self._day(text) if column in self._days else None
            if day is ODD:
                return ODD
            try:
                value = read(Row(0, Cells({column: text}), {column: day}, around), column)  # type: ignore[dict-item]  # ODD is gone
            except NotKept:
                return ODD
            return ODD if around.notes.warnings else value

        return Reader(ask)

    def tell(self, block: Block) -> Told:
        """Return what a block tells, and which of its rows are odd."""
        odd: set[int] = set()
        for name in self._needed:
            odd.update(at for at, cell in enumerate(block[name]) if not cell)
        days = {name: reader.read(block[name], odd) for name, reader in self._days.items()}
        persons = self._persons(block, odd)
        events = self._events(block, days, persons, odd)
        kept: Sequence[int] = range(len(block.lines))
        if odd:
            keep = [at not in odd for at in kept]
            kept = [at for at in kept if keep[at]]
            persons, events = only(persons, keep), only(events, keep)
        at, events = _one_each(events)
        return Told(odd=odd, kept=kept, persons=persons, events=events, at=at,
                    others=self._involvements(block, days, persons, kept))  # fmt: skip

    def _persons(self, block: Block, odd: set[int]) -> dict[str, Sequence[Any]]:
        names = self._mapping["person"]
        found: dict[str, Sequence[Any]] = {
            field: reader.read(block[column], odd) for field, column, reader in self._person
        }
        found["local_id"] = _joined([block[column] for column in names["local_id"]])
        found["record_key"] = [names["record_key"]] * len(block.lines)
        found["is_child"] = self._child.read(block[names["born_on"]], odd)
        return found

    def _events(self, block: Block, days: Mapping[str, Sequence[date | None]], persons: Mapping[str, Sequence[Any]],
                odd: set[int]) -> dict[str, Sequence[Any]]:  # fmt: skip
        event, size = self._mapping["event"], len(block.lines)
        crimes = self._crime.read(block[event["offence"]], odd)
        occurred, known, ended = (_first_days(days, event[name], size) for name in ("occurred", "known", "ended"))
        today = self._around.received_on
        odd.update(
            at for at, (on, end) in enumerate(zip(occurred, ended, strict=True))
            if on is None or on > today or (end and end < on)
        )  # fmt: skip
        says = self._clean.read(block[event["says"]], odd)
        found: dict[str, Sequence[Any]] = {
            "rules": self._rules(block, crimes, persons["is_child"], odd),
            "local_id": _joined([block[column] for column in event["key"]]),
            "occurred_on": occurred,
            "known_at": [max(told or on, on) if on else None for told, on in zip(known, occurred, strict=True)],
            "ended_on": ended,
            "band": [crime.band if crime else 1 for crime in crimes],
            "code": block[event["offence"]],
            "says": [text or (crime.label if crime else "") for text, crime in zip(says, crimes, strict=True)],
            "said_by": self._clean.read(block[event["said_by"]], odd),
            "place": self._clean.read(block[event["place"]], odd),
            "person": persons["local_id"],
            "role": self._role.read(block[event["role"]], odd) if event["role"] else ["subject"] * size,
            "retracted": self._flag.read(block[event["retracted"]], odd) if event["retracted"] else [None] * size,
        }
        found["code_scheme"] = ["home_office" if code else "" for code in found["code"]]
        found |= {f"{DETAIL}{name}": block[column] for name, column in event["detail"].items()}
        return found

    def _rules(self, block: Block, crimes: Sequence[Any], children: Sequence[Any], odd: set[int]) -> Sequence[Any]:
        chooser, event, size = self._chooser, self._mapping["event"], len(block.lines)
        values = list(zip(*(self._low.read(block[name], odd) for name in chooser.columns), strict=True)) or [()] * size
        said = self._said.read(block[event["words"]], odd) if chooser.words else [()] * size
        groups = [crime.group if crime else "" for crime in crimes]
        away: Sequence[bool] = [False] * size
        if chooser.by_night:
            begun, ended = (block[name] for name in event["span"])
            away = self._away.read(list(zip(begun, ended, strict=True)), odd)
        return self._chosen.read(list(zip(values, said, groups, children, away, strict=True)), odd)

    def _involvements(
        self,
        block: Block,
        days: Mapping[str, Sequence[date | None]],
        persons: Mapping[str, Sequence[Any]],
        kept: Sequence[int],
    ) -> list[tuple[int, InvolvementRecord]]:
        names = self._mapping.get("involvement")
        if not names or not any(block[names["worker_ref"]]):
            return []
        workers, called = block[names["worker_ref"]], block[names["worker_name"]]
        begins, ends = days[names["begins_on"]], days[names["ends_on"]]
        return [
            (place, InvolvementRecord(local_id=persons["local_id"][place], worker_ref=workers[at],
                                      worker_name=cleaned(called[at]), role=names["role"], begins_on=begins[at],
                                      ends_on=ends[at]))
            for place, at in enumerate(kept) if workers[at]
        ]  # fmt: skip


def _one_each(events: Mapping[str, Sequence[Any]]) -> tuple[Sequence[int], dict[str, Sequence[Any]]]:
    """Return the events of rows by the rules that they fit: none, one, or several, each with its kind and key."""
    rules = events["rules"]
    at = list(chain.from_iterable([place] * len(fitting) for place, fitting in enumerate(rules)))
    flat = list(chain.from_iterable(rules))
    found: dict[str, Sequence[Any]] = {
        name: [column[place] for place in at] for name, column in events.items() if name != "rules"
    }
    found["kind"] = [rule["kind"] for rule in flat]
    found["basis"] = [rule.get("basis", "fact") for rule in flat]
    found["local_id"] = [
        f"{key}:{rule['suffix']}" if "suffix" in rule else key
        for key, rule in zip(found["local_id"], flat, strict=True)
    ]
    return at, found


def _joined(columns: Sequence[Sequence[str]]) -> Sequence[str]:
    return columns[0] if len(columns) == 1 else [":".join(row) for row in zip(*columns, strict=True)]


def _first_days(days: Mapping[str, Sequence[date | None]], names: Sequence[str], size: int) -> Sequence[date | None]:
    there = [days[name] for name in names if name in days]
    if not there:
        return [None] * size
    if len(there) == 1:
        return there[0]
    return [next(filter(None, row), None) for row in zip(*there, strict=True)]
