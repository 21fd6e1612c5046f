"""Writes what a block tells, by column, as the lines of COPY: the very text that its records would have one by one."""

import json
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, Final

from kith.feeds.analysis.blocks import DETAIL, Reader, Told

_PERSON: Final = (
    "record_key", "local_id", "forename", "middle_names", "surname", "former_surname", "known_as", "born_on",
    "expected_on", "died_on", "sex", "ethnicity", "address", "town", "postcode", "uprn", "confidential_address",
    "phone", "email", "nhs_number", "upn", "other_ids", "is_child", "address_from", "address_to",
)  # fmt: skip
_EVENT: Final = (
    "local_id", "kind", "occurred_on", "known_at", "ended_on", "precision", "band", "code_scheme", "code", "says",
    "said_by", "basis", "place", "detail", "retracted",
)  # fmt: skip
# What the fields hold that a block does not tell, as the records' own defaults have it.
_UNTOLD: Final = {
    "born_on": "\\N", "expected_on": "\\N", "died_on": "\\N", "sex": "U", "confidential_address": "False",
    "other_ids": "{}", "is_child": "True", "address_from": "\\N", "address_to": "\\N", "precision": "day",
}  # fmt: skip


# What is no text yet; all other columns go as they are.
_TYPED: Final = {
    "born_on", "expected_on", "died_on", "as_of", "address_from", "address_to", "is_child", "confidential_address",
    "occurred_on", "known_at", "ended_on", "band", "retracted",
}  # fmt: skip


def _text(value: Any) -> str:
    return "\\N" if value is None else str(value)


def _as_flag(value: Any) -> str:
    return str(bool(value))


class ColumnTexts:
    """Turns columns of values into columns of text; a block holds no text that COPY would have to see escaped."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._texts: dict[str, Reader] = {}

    def persons(self, told: Told) -> Iterable[str]:
        """Return the fields of every person as `_person_fields` writes them."""
        return map("\t".join, zip(*self._columns(told.persons, _PERSON, len(told.kept)), strict=False))

    def events(self, told: Told) -> Iterable[str]:
        """Return the fields of every event as `_event_fields` writes them."""
        columns = {**told.events, "detail": self._details(told)}
        return map("\t".join, zip(*self._columns(columns, _EVENT, len(told.at)), strict=False))

    def days(self, told: Told) -> Iterable[str]:
        """Return for every person the day as of which they are described so, empty where it is not told."""
        return [
            "" if text == "\\N" else text for text in self._column("as_of", told.persons.get("as_of"), len(told.kept))
        ]

    def _columns(self, columns: Any, names: Sequence[str], size: int) -> list[Iterable[str]]:
        return [self._column(name, columns.get(name), size) for name in names]

    def _column(self, name: str, values: Sequence[Any] | None, size: int) -> Iterable[str]:
        if values is None:
            return repeat(_UNTOLD.get(name, ""), size)
        if name not in _TYPED:
            return values
        if name not in self._texts:
            self._texts[name] = Reader(_as_flag if name == "retracted" else _text)
        return self._texts[name].read(values, set())

    def _details(self, told: Told) -> list[str]:
        names = sorted(name for name in told.events if name.startswith(DETAIL))
        parts = []
        for name in names:
            if name not in self._texts:
                self._texts[name] = Reader(_part(name.removeprefix(DETAIL)))
            parts.append(self._texts[name].read(told.events[name], set()))
        if not parts:
            return ["{}"] * len(told.at)
        return ["{" + ", ".join(filter(None, row)) + "}" for row in zip(*parts, strict=True)]


def _part(name: str) -> Any:
    start = f"{json.dumps(name)}: "
    return lambda text: (start + json.dumps(text)).replace("\\", "\\\\") if text else ""
