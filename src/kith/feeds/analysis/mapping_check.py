"""Checks a register's mapping before any row is read by it, and says in words which line of it is wrong."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from kith.feeds.analysis.conversions import DAYS
from kith.feeds.analysis.declarations import columns
from kith.feeds.vocabulary import EVENT_KINDS, Basis, PersonRecord

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_COLUMN: Final = re.compile(r"[^\s:!]+(:(day|moment|whole|flag))?!?")
_PERSON: Final = {each.name for each in fields(PersonRecord)} - {"other_ids", "is_child", "confidential_address"}
_LISTS: Final = ("key", "occurred", "known", "ended", "span")
_ONES: Final = ("says", "said_by", "place", "offence", "retracted", "role", "words")
_INVOLVEMENT: Final = {"worker_ref", "worker_name", "begins_on", "ends_on", "role"}
_COMPUTED: Final = {"offence", "child", "words", "longer"}
_RULE: Final = {"when", "kind", "suffix", "and_more", "basis"}


class MappingFault(ValueError):
    """A mapping that cannot be used: what is wrong in it, in one sentence."""


def checked_mapping(text: str) -> Mapping[str, Any]:
    """Return a mapping with what it leaves out filled in; raise MappingFault with the first thing that is wrong."""
    try:
        mapping = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingFault(f"It is not TOML: {error}.") from None
    try:
        return _checked(mapping)
    except (TypeError, AttributeError, KeyError):
        raise MappingFault("A value in it is not of the kind that docs/formats.md shows.") from None


def _checked(mapping: dict[str, Any]) -> Mapping[str, Any]:
    names = _head(mapping)
    mapping["person"] = _person(_section(mapping, "person"), names)
    mapping["event"] = _event(_section(mapping, "event"), names)
    if "involvement" in mapping:
        _involvement(_section(mapping, "involvement"), names)
    _rules(mapping, names)
    if odd := set(mapping) - {"feed", "name", "dates", "columns", "person", "event", "involvement", "rule"}:
        raise MappingFault(f"It has a part {sorted(odd)[0]!r}, which no mapping has.")
    return mapping


def _head(mapping: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what each column of a mapping holds."""
    for key in ("feed", "name"):
        if not isinstance(mapping.get(key), str) or not _NAME.fullmatch(mapping[key]):
            raise MappingFault(f"`{key}` has to be a name of small letters, digits and underscores.")
    if mapping.get("dates") not in DAYS:
        raise MappingFault(f"`dates` has to be one of {', '.join(DAYS)}.")
    return _columns(mapping.get("columns"))


def _columns(notation: object) -> Mapping[str, str]:
    if not isinstance(notation, str) or not notation.split():
        raise MappingFault("`columns` has to list the file's columns, in the order of its header or another.")
    for word in notation.split():
        if not _COLUMN.fullmatch(word):
            raise MappingFault(f"The column {word!r} is not written as `name`, `name:day`, `name!` or `name:day!`.")
    found = columns(notation)
    if len({each.name.casefold() for each in found}) < len(found):
        raise MappingFault("`columns` names one column twice.")
    if not any(each.needed for each in found):
        raise MappingFault("`columns` marks none as needed with `!`, so its files could not be told from others.")
    return {each.name: each.holds for each in found}


def _section(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = mapping.get(name)
    if not isinstance(found, dict):
        raise MappingFault(f"The part [{name}] is missing.")
    return dict(found)


def _person(person: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(person.get("record_key"), str) or not person["record_key"]:
        raise MappingFault("[person] `record_key` has to be a short word for this register.")
    if not person.get("local_id") or not isinstance(person["local_id"], list):
        raise MappingFault("[person] `local_id` has to list the columns that number a person.")
    if "born_on" not in person:
        raise MappingFault("[person] `born_on` has to name the column of the birth date.")
    if odd := set(person) - _PERSON:
        raise MappingFault(f"[person] {sorted(odd)[0]!r} is nothing that is kept of a person.")
    _known("person", _columns_of(person, leave={"record_key"}), names)
    for field in ("born_on", "as_of"):
        if field in person and names[person[field]] != "day":
            raise MappingFault(f"[person] `{field}` names {person[field]!r}, which `columns` does not mark as `:day`.")
    return person


def _event(event: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    for key in ("key", "occurred"):
        if not event.get(key) or not isinstance(event[key], list):
            raise MappingFault(f"[event] `{key}` has to list at least one column.")
    if odd := set(event) - {*_LISTS, *_ONES, "detail"}:
        raise MappingFault(f"[event] {sorted(odd)[0]!r} is nothing that is kept of an event.")
    complete = {name: list[str]() for name in _LISTS} | dict.fromkeys(_ONES, "") | {"detail": {}} | event
    detail = complete["detail"]
    if not isinstance(detail, dict):
        raise MappingFault("[event.detail] has to give each detail its column.")
    _known("event", [*_columns_of(complete, leave={"detail"}), *_columns_of(detail)], names)
    for name in (*complete["occurred"], *complete["known"], *complete["ended"]):
        if names[name] != "day":
            raise MappingFault(f"[event] takes its days from {name!r}, which `columns` does not mark as `:day`.")
    if len(complete["span"]) not in (0, 2):
        raise MappingFault("[event] `span` has to name two columns, a beginning and an end, or none.")
    return complete


def _involvement(involvement: Mapping[str, Any], names: Mapping[str, str]) -> None:
    if set(involvement) != _INVOLVEMENT:
        raise MappingFault(f"[involvement] has to give {', '.join(sorted(_INVOLVEMENT))}, and nothing else.")
    _known("involvement", _columns_of(involvement, leave={"role"}), names)


def _rules(mapping: Mapping[str, Any], names: Mapping[str, str]) -> None:
    rules = mapping.get("rule")
    if not isinstance(rules, list) or not rules:
        raise MappingFault("There is no [[rule]], so no row could become an event.")
    for place, rule in enumerate(rules, 1):
        for fault in _rule_faults(rule, mapping["event"], names):
            raise MappingFault(f"[[rule]] number {place}: {fault}")


def _rule_faults(rule: Mapping[str, Any], event: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    when = rule.get("when")
    if not isinstance(when, dict):
        yield "`when` is missing; `when = {}` fits every row."
        return
    if odd := set(rule) - _RULE:
        yield f"{sorted(odd)[0]!r} is nothing that a rule says."
    if rule.get("kind") != "" and rule.get("kind") not in EVENT_KINDS:
        yield f"`kind` {rule.get('kind')!r} is no kind of event that Kith knows; an empty one tells no event."
    if "basis" in rule and rule["basis"] not in {basis.value for basis in Basis}:
        yield f"`basis` has to be one of {', '.join(basis.value for basis in Basis)}."
    yield from _condition_faults(when, event, names)


def _condition_faults(when: Mapping[str, Any], event: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for name, wanted in when.items():
        if name not in _COMPUTED and name not in names:
            yield f"`when` asks for {name!r}, which is not among the columns."
        elif name not in {"child", "longer"} and not _words(wanted):
            yield f"`when` has to list the values of {name!r} in small letters."
    for asked, needed in (("words", "words"), ("longer", "span"), ("offence", "offence")):
        if asked in when and not event[needed]:
            yield f"`when` asks for {asked!r}, but [event] `{needed}` names no column."


def _words(wanted: object) -> bool:
    return isinstance(wanted, list) and all(isinstance(each, str) for each in wanted)


def _columns_of(section: Mapping[str, Any], leave: Iterable[str] = ()) -> list[Any]:
    given = [value for key, value in section.items() if key not in set(leave)]
    return [name for value in given for name in (value if isinstance(value, list) else [value]) if name != ""]


def _known(section: str, used: Iterable[Any], names: Mapping[str, str]) -> None:
    for name in used:
        if name not in names:
            raise MappingFault(f"[{section}] names the column {name!r}, which is not among the columns.")
