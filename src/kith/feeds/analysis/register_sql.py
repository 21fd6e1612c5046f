"""Says in SQL what a register's rows tell: each different text is asked of the mapping's own conversions once, and the
engine does the rest by column. A row about which anything is odd is not told here: it is read by itself, one by one.

A file's columns stand in the statements as c0, c1 and so on; no name from outside is ever an identifier.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kith.common.standards.code_sets import offence
from kith.feeds.analysis.attendance import iso_day_sql
from kith.feeds.analysis.conversions import DAYS, flag_of, moment
from kith.feeds.analysis.declarations import Cells, NotKept, Row, Surroundings
from kith.feeds.analysis.reading import LONGEST_CELL, LONGEST_LINE
from kith.feeds.analysis.receiving import PROSE
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.analysis.record_text import EVENT_HEAD, EVENT_TAIL, PERSON, UNTOLD
from kith.feeds.analysis.rule_chooser import RuleChooser, away_overnight
from kith.feeds.analysis.ssd_people import is_child_on
from kith.feeds.vocabulary import ParticipantRole

ODD: Final = object()  # stands for a text that holds a row or warns
# What a row that is told here has nowhere in its cells: control characters, backslashes, white space but the space.
# The two that name and join the cells come in no file that is read plainly.
_ODD_TEXT: Final = r"[\x00-\x1d\x7f\\\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_PART, _WORD = "\x1f", "\x1e"
_ROLES: Final = {role.value for role in ParticipantRole}
Read = Callable[[Row, str], Any]


@dataclass(frozen=True, kw_only=True)
class Dictionary:
    """What the different texts of an expression mean: the engine asks for each once and joins the answers."""

    name: str
    asked: str  # SQL over the cells; where it is NULL there is nothing to ask
    holds: str  # the SQL type of the answers
    read: Callable[[str], Any]  # answers ODD for a text that it will not read


def quoted(words: str) -> str:
    """Return a text as SQL."""
    return "'" + words.replace("'", "''") + "'"


class RegisterSQL:
    """The statements for one file of a register."""

    def __init__(
        self, mapping: Mapping[str, Any], readers: Sequence[tuple[str, str, Read | None]], found: Recognised,
        around: Surroundings,
    ) -> None:  # fmt: skip
        """Keep the mapping, how it reads a person's fields (None: as a cleaned text), and what the file's header is."""
        self._mapping, self._event, self._found, self._around = mapping, mapping["event"], found, around
        self._iso = found.table.dates == "iso"
        self._days = [column.name for column in found.table.columns if column.holds == "day"]
        self._chooser = RuleChooser(mapping["rule"], mapping["event"])
        self._persons: dict[str, str] = {}
        self.dictionaries: list[Dictionary] = []
        self._ask_days()
        self._ask_persons(readers)
        self._ask_events()

    def _cell(self, name: str) -> str:
        return f"c{self._found.names.index(name)}" if name in self._found.names else "''"

    def _ask(self, name: str, asked: str, read: Callable[[str], Any], holds: str = "VARCHAR") -> str:
        self.dictionaries.append(Dictionary(name=name, asked=asked, holds=holds, read=read))
        return f"{name}.answer"

    def _of_row(self, column: str, read: Read) -> Callable[[str], Any]:
        """Return what asks a conversion of rows about a row of this one cell; a warning is odd too."""

        def ask(text: str) -> Any:
            around = Surroundings(received_on=self._around.received_on)
            day = DAYS[self._found.table.dates](text) if column in self._days else None
            try:
                value = read(Row(0, Cells({column: text}), {column: day}, around), column)
            except NotKept:
                return ODD
            return ODD if around.notes.warnings else value

        return ask

    def _ask_days(self) -> None:
        for at, name in enumerate(() if self._iso else self._days):
            self._ask(f"day_{at}", self._cell(name), self._read_day, "DATE")

    def _ask_persons(self, readers: Sequence[tuple[str, str, Read | None]]) -> None:
        for field, column, read in readers:
            if read is None:
                self._persons[field] = _cleaned(self._cell(column))
            elif read is Row.day:
                self._persons[field] = self._day(column)
            else:
                self._persons[field] = self._ask(f"is_{field}", self._cell(column), self._of_row(column, read))
        born = self._mapping["person"]["born_on"]
        self._persons["is_child"] = self._ask("child", self._cell(born), self._of_row(born, is_child_on), "BOOLEAN")

    def _ask_events(self) -> None:
        event, chooser = self._event, self._chooser
        self._ask("crime", self._cell(event["offence"]), _crime, 'STRUCT("group" VARCHAR, band INTEGER, label VARCHAR)')
        self._low = [self._ask(f"low_{at}", self._cell(name), str.lower) for at, name in enumerate(chooser.columns)]
        self._words = self._away = "''"
        if chooser.words:
            self._words = self._ask("words", self._cell(event["words"]), lambda text: _WORD.join(chooser.said(text)))
        if chooser.by_night:
            begun, ended = (f"nullif({self._cell(column)}, '')" for column in event["span"])
            away = self._ask("away", f"{begun} || chr(31) || {ended}", _away)
            self._away = f"coalesce({away}, '')"
        self._role, self._flag = "'subject'", "false"
        if event["role"]:
            self._role = self._ask("part", self._cell(event["role"]), _role)
        if event["retracted"]:
            flag = self._cell(event["retracted"])
            self._flag = self._ask("flag", flag, self._of_row("flag", flag_of), "BOOLEAN")

    def _read_day(self, text: str) -> Any:
        return (DAYS[self._found.table.dates](text) or ODD) if text else None

    def _day(self, name: str) -> str:
        if name not in self._days:
            return "NULL::DATE"
        return iso_day_sql(self._cell(name)) if self._iso else f"day_{self._days.index(name)}.answer"

    def _first_day(self, names: Sequence[str]) -> str:
        return f"coalesce({', '.join([*(self._day(name) for name in names), 'NULL::DATE'])})"

    def _odd_form(self, *, clean: bool) -> list[str]:
        """Return what makes a row's form odd; in a file that is clean throughout no text is searched for its signs."""
        names = self._found.names
        long = [f"length(c{at}) > {LONGEST_CELL}" for at, name in enumerate(names) if not name.lower().endswith(PROSE)]
        return [
            "contains(said, chr(30) || ' ') OR contains(said, ' ' || chr(31)) OR suffix(said, ' ')",
            "false" if clean else f"regexp_matches(said, '{_ODD_TEXT}')",
            f"CASE WHEN strlen(said) > {LONGEST_CELL} THEN {_any(long or ['false'])} ELSE false END",
            f"strlen(said) > {LONGEST_LINE // 2}",
            *(f"{self._cell(column.name)} = ''" for column in self._found.table.columns if column.needed),
        ]

    def _said(self) -> str:
        """Return all of a row's cells with their names as one text: that of which its fingerprint is taken."""
        names = self._found.names
        parts = [f"{quoted(name)} || chr(30) || nullif(c{names.index(name)}, '')" for name in sorted(names)]
        return f"concat_ws(chr(31), {', '.join(parts)})"

    def typed(self, *, clean: bool) -> str:
        """Return the query over `raw` and the dictionaries for what each row tells, or that it is odd.

        `clean` says that the file has neither a control character, nor a backslash, nor unusual white space.
        """
        event, person = self._event, self._mapping["person"]
        joins = " ".join(f"LEFT JOIN {each.name} ON {each.name}.asked = {each.asked}" for each in self.dictionaries)
        days = ", ".join(f"{self._first_day(event[name])} AS {name}_on" for name in ("occurred", "known", "ended"))
        odd = [*self._odd_form(clean=clean), *(f"coalesce({each.name}.odd, false)" for each in self.dictionaries)]
        if self._iso:
            odd += [f"{self._cell(name)} <> '' AND {self._day(name)} IS NULL" for name in self._days]
        group = """coalesce(crime.answer."group", '')"""
        asked = [*self._low, self._words, group, _flagged("child.answer"), self._away]
        spec = quoted(self._found.table.spec)
        today = f"DATE '{self._around.received_on.isoformat()}'"
        return f"""
            SELECT line, fingerprint, person, described, as_of, event_key, asked, part, involvement,
                   concat_ws(chr(9), {_day_text("occurred_on")},
                             {_day_text("greatest(coalesce(known_on, occurred_on), occurred_on)")},
                             {_day_text("ended_on")}, rest) AS head,
                   tail,
                   odd OR occurred_on IS NULL OR occurred_on > {today} OR coalesce(ended_on < occurred_on, false) AS odd
            FROM (SELECT line, left(sha256({spec} || chr(31) || said), 32) AS fingerprint,
                         {self._joined(person["local_id"])} AS person,
                         {self._described()} AS described,
                         {_day_text(self._persons.get("as_of", "NULL::DATE"))} AS as_of,
                         {self._joined(event["key"])} AS event_key, concat_ws(chr(31), {", ".join(asked)}) AS asked,
                         {self._role} AS part, {self._involvement()} AS involvement,
                         {days}, {self._rest()} AS rest, {self._tail()} AS tail, {_any(odd)} AS odd
                  FROM (SELECT *, {self._said()} AS said FROM raw) {joins})
        """  # noqa: S608 -- put together from our own names only

    def _joined(self, names: Sequence[str]) -> str:
        return " || ':' || ".join(self._cell(name) for name in names)

    def _described(self) -> str:
        told = {
            **self._persons,
            "local_id": self._joined(self._mapping["person"]["local_id"]),
            "record_key": quoted(self._mapping["person"]["record_key"]),
        }
        return _fields(PERSON, told)

    def _rest(self) -> str:
        event, code = self._event, self._cell(self._event["offence"])
        says = _cleaned(self._cell(event["says"]))
        return _fields(
            EVENT_HEAD,
            {
                "band": "coalesce(crime.answer.band, 1)::VARCHAR",
                "code_scheme": f"CASE WHEN {code} = '' THEN '' ELSE 'home_office' END",
                "code": code,
                "says": f"CASE WHEN {says} = '' THEN coalesce(crime.answer.label, '') ELSE {says} END",
                "said_by": _cleaned(self._cell(event["said_by"])),
            },
        )

    def _tail(self) -> str:
        parts = ", ".join(
            f"""{_json_name(name)} || replace(nullif({self._cell(column)}, ''), '"', '\\\\"') || '"'"""
            for name, column in sorted(self._event["detail"].items())
        )
        detail = f"'{{' || concat_ws(', ', {parts}) || '}}'" if parts else "'{}'"
        place = _cleaned(self._cell(self._event["place"]))
        return _fields(EVENT_TAIL, {"place": place, "detail": detail, "retracted": f"coalesce({self._flag}, false)"})

    def _involvement(self) -> str:
        names = self._mapping.get("involvement")
        if not names:
            return "NULL::VARCHAR"
        worker = self._cell(names["worker_ref"])
        days = [_day_text(self._day(names[name])) for name in ("begins_on", "ends_on")]
        fields = [
            self._joined(self._mapping["person"]["local_id"]), worker, _cleaned(self._cell(names["worker_name"])),
            "''", quoted(names["role"]), *days,
        ]  # fmt: skip
        return f"CASE WHEN {worker} <> '' THEN concat_ws(chr(9), {', '.join(fields)}) END"

    def choices(self, asked: Iterable[str]) -> tuple[list[str], list[tuple[str, str, str, str]]]:
        """Return which of these questions no rule answers; of all others each fitting rule: kind, basis, suffix."""
        unanswered, told = [], []
        for question in asked:
            *values, words, group, child, away = question.split(_PART)
            said = tuple(words.split(_WORD)) if words else ()
            rules = self._chooser.choose(tuple(values), said, group, child == "True", away == "away")
            if rules is None:
                unanswered.append(question)
            for rule in rules or ():
                suffix = f":{rule['suffix']}" if "suffix" in rule else ""
                told.append((question, rule["kind"], rule.get("basis", "fact"), suffix))
        return unanswered, told


def _json_name(name: str) -> str:
    """Return the beginning of a text in JSON under a name, as COPY takes it, as SQL."""
    return quoted((json.dumps(name, ensure_ascii=False) + ': "').replace("\\", "\\\\"))


def _any(checks: Sequence[str]) -> str:
    return "(" + " OR ".join(f"({check})" for check in checks) + ")"


def _cleaned(cell: str) -> str:
    """Return a cell with every run of spaces as one; other white space is odd, and its ends are trimmed."""
    return f"CASE WHEN contains({cell}, '  ') THEN regexp_replace({cell}, ' +', ' ', 'g') ELSE {cell} END"


def _day_text(day: str) -> str:
    return f"coalesce(({day})::VARCHAR, '\\N')"


def _flagged(flag: str) -> str:
    return f"CASE WHEN {flag} THEN 'True' ELSE 'False' END"


def _fields(names: Sequence[str], told: Mapping[str, str]) -> str:
    """Return the fields as COPY separates them; what is not told is as the records' own defaults have it."""
    texts = []
    for name in names:
        if name not in told:
            texts.append(quoted(UNTOLD.get(name, "")))
        elif name.endswith("_on") or name in ("as_of", "address_from", "address_to"):
            texts.append(_day_text(told[name]))
        else:
            texts.append(_flagged(told[name]) if UNTOLD.get(name) in ("True", "False") else told[name])
    return f"concat_ws(chr(9), {', '.join(texts)})"


def _crime(text: str) -> dict[str, Any] | None:
    found = offence(text) if text else None
    return {"group": found.group, "band": found.band, "label": found.label} if found else None


def _role(text: str) -> Any:
    return role if (role := text.lower()) in _ROLES else ODD


def _away(span: str) -> str:
    begun, ended = span.split(_PART)
    return "away" if away_overnight(moment(begun), moment(ended)) else ""
