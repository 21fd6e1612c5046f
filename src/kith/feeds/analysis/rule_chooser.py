"""Chooses which rules of a register's mapping a row fits: which kind of event it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from kith.common.standards.code_sets import Offence
from kith.feeds.analysis.conversions import moment
from kith.feeds.analysis.declarations import NotKept, Row
from kith.feeds.vocabulary import PersonRecord

_DEEP_NIGHT = time(3)
_COMPUTED = {"offence", "child", "words", "longer"}
_MOST_CHOICES = 10_000


class RuleChooser:
    """Chooses the rules that a row fits, and remembers the choice for rows that are alike in what rules ask."""

    def __init__(self, rules: Sequence[Mapping[str, Any]], event: Mapping[str, Any]) -> None:
        """Find out what the rules ask at all: columns, words, the offence, the age, the night."""
        self._rules, self._event = rules, event
        asked = [name for rule in rules for name in rule["when"]]
        self.columns = [name for name in dict.fromkeys(asked) if name not in _COMPUTED]
        self.words = sorted({word for rule in rules for word in rule["when"].get("words", ())})
        self.by_night = "longer" in asked
        self._chosen: dict[tuple[Any, ...], tuple[Mapping[str, Any], ...] | None] = {}

    def fitting(self, row: Row, person: PersonRecord, crime: Offence | None) -> tuple[Mapping[str, Any], ...]:
        """Return every `and_more` rule before the first other one that fits, and that one; raise NotKept for none."""
        said = self.said(row.cells[self._event["words"]]) if self.words else ()
        away = self.by_night and away_overnight(*(moment(row.cells[column]) for column in self._event["span"]))
        values = tuple([row.cells[column].lower() for column in self.columns])
        asked = (values, said, crime.group if crime else "", person.is_child, away)
        if asked not in self._chosen:
            if len(self._chosen) > _MOST_CHOICES:
                self._chosen.clear()
            self._chosen[asked] = self.choose(*asked)
        found = self._chosen[asked]
        if found is None:
            column = self.columns[0]
            advice = "Use a value of docs/formats.md, or add a rule."
            raise NotKept(column, row.cells[column][:40], "no rule for this value", advice)
        return found

    def said(self, text: str) -> tuple[str, ...]:
        """Return which of the words that rules ask for are in a text."""
        low = text.lower()
        return tuple(word for word in self.words if word in low)

    def choose(
        self, values: tuple[str, ...], said: tuple[str, ...], group: str, is_child: bool, away: bool
    ) -> tuple[Mapping[str, Any], ...] | None:
        """Return the rules that fit what they ask about a row, None where there is none."""
        row = dict(zip(self.columns, values, strict=True))
        found: list[Mapping[str, Any]] = []
        for rule in self._rules:
            when = rule["when"]
            if (
                all(row[name] in wanted for name, wanted in when.items() if name not in _COMPUTED)
                and ("offence" not in when or group in when["offence"])
                and ("child" not in when or is_child is when["child"])
                and ("words" not in when or set(when["words"]) & set(said))
                and ("longer" not in when or away)
            ):
                if rule["kind"] and all(rule["kind"] != earlier["kind"] for earlier in found):
                    found.append(rule)
                if not rule.get("and_more"):
                    return tuple(found)
        return None


def away_overnight(begun: datetime | None, ended: datetime | None) -> bool:
    """Return whether somebody was away at three in the morning, or for more than 24 hours."""
    if begun is None or ended is None or ended <= begun:
        return False
    night = datetime.combine(begun.date(), _DEEP_NIGHT)
    night += timedelta(days=1) if night < begun else timedelta()
    return night < ended or ended - begun > timedelta(hours=24)
