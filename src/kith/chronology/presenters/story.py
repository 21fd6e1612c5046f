"""Shows the story: one row per line, with ages, sources, gaps, and what may not be shown said as such."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kith.access.vocabulary import DataClass
from kith.chronology.analysis.folding import ages
from kith.chronology.presenters import words
from kith.chronology.presenters.addresses import entries_address
from kith.chronology.vocabulary import LONGEST_FOLD, Entry, Gap, Line
from kith.feeds.vocabulary import EVENT_KINDS, Basis, ParticipantRole
from kith.shell.vocabulary import Severity, severity_of

WITHHELD: Mapping[str, str] = {
    DataClass.CARE: "Education and social-care detail: ask the allocated worker",
    DataClass.HEALTH: "Health detail: ask the health lead",
    DataClass.POLICE: "Police detail: ask the police lead",
    DataClass.PROTECTED: "Protected detail: ask the information-governance lead",
}
_ROLES: Mapping[str, str] = {
    ParticipantRole.VICTIM: "as the victim",
    ParticipantRole.SUSPECT: "as a suspect",
    ParticipantRole.WITNESS: "as a witness",
    ParticipantRole.INVOLVED: "as somebody involved",
    ParticipantRole.PARENT: "as the parent",
}


def story_rows(lines: Sequence[Line | Gap], public_id: UUID) -> list[dict[str, Any]]:
    """Return one row per line or gap, in the order given."""
    return [_gap_row(line) if isinstance(line, Gap) else _line_row(line, public_id) for line in lines]


def entry_row(entry: Entry, public_id: UUID) -> dict[str, Any]:
    """Return one entry as a row."""
    kind = EVENT_KINDS.get(entry.kind)
    role = "" if kind and role_goes_without_saying(entry, kind.headline) else _ROLES.get(entry.role, "")
    return {
        "is_gap": False,
        "is_folded": False,
        "anchor": f"entry-{entry.entry_id}",
        "url": f"{entries_address(public_id)}{entry.entry_id}/",
        "headline": f"{entry.headline}, {role}" if role else entry.headline,
        "when": _when(entry, is_state=bool(kind and kind.is_state)),
        "age": f"aged {entry.age}" if entry.age is not None else "",
        "years": entry.age,
        "agency": entry.agency,
        "others": f"with {words.count(entry.others, 'other person', 'other people')}" if entry.others else "",
        "said_by": entry.said_by,
        "basis": "" if entry.basis == Basis.FACT else entry.basis,
        "says": entry.says,
        "place": entry.place,
        "withheld": WITHHELD.get(entry.data_class, "") if entry.withheld else "",
        "is_grave": severity_of(entry.band) is Severity.HIGH,
        "is_retracted": entry.retracted,
        "late": words.day(entry.known_at) if (entry.known_at - entry.occurred_on).days > 60 else "",
    }


def entry_fields(scheme: str, code: str, fields: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the code and the agency's own fields of an entry as label and text."""
    rows = [(f"Code ({scheme})" if scheme else "Code", code)] if code else []
    rows += [(words.sentence(name.replace("_", " ")), _text(value)) for name, value in fields.items()]
    return [(label, text) for label, text in rows if text]


def role_goes_without_saying(entry: Entry, headline: str) -> bool:
    """Test whether the headline already says which part the person had."""
    return entry.role in headline.lower() or entry.role in (ParticipantRole.SUBJECT, ParticipantRole.MISSING)


def _line_row(line: Line, public_id: UUID) -> dict[str, Any]:
    row = entry_row(line.latest, public_id)
    return _with_phrases(_folded_row(row, line, public_id) if line.is_folded else row)


def _with_phrases(row: dict[str, Any]) -> dict[str, Any]:
    # Put together here and not in the template, which takes ten times as long over each of a page's lines.
    byline = (row["agency"], row["said_by"] and f"said by {row['said_by']}", row["others"])
    when = ", ".join(filter(None, (row["when"], row["age"])))
    known = f"{when}; known {row['late']}" if row["late"] else when
    tags = [("red", "Serious")] if row["is_grave"] else []
    tags += [("yellow", words.sentence(row["basis"]))] if row["basis"] else []
    tags += [("grey", "Retracted")] if row["is_retracted"] else []
    return row | {
        "byline": ", ".join(filter(None, byline)),
        "dated": ". ".join(filter(None, (known, row["withheld"]))),
        "tags": tags,
    }


def _folded_row(row: dict[str, Any], line: Line, public_id: UUID) -> dict[str, Any]:
    counted = ages(line)
    listed = len(line.entries) <= LONGEST_FOLD
    return row | {
        "is_folded": True,
        "headline": f"{row['headline']}: {len(line.entries)} times",
        "when": words.span(line.earliest.occurred_on, line.latest.occurred_on),
        "age": _aged(counted),
        "ages": [("Age not known" if age is None else f"Aged {age}", number) for age, number in counted]
        if len(counted) > 1
        else [],
        "count": len(line.entries),
        "children": [entry_row(entry, public_id) for entry in line.entries] if listed else [],
        "opened": line.latest.entry_id,
        "others": "",
        "says": "",
        "place": "",
        "late": "",
    }


def _gap_row(gap: Gap) -> dict[str, Any]:
    quiet = words.months(gap.months)
    return {
        "is_gap": True,
        "headline": f"Nothing recorded since {words.day(gap.begins_on)}: {quiet}"
        if gap.is_open
        else f"Nothing recorded for {quiet}",
        "when": "" if gap.is_open else words.span(gap.begins_on, gap.ends_on),
    }


def _when(entry: Entry, *, is_state: bool) -> str:
    begins = words.day(entry.occurred_on, entry.precision)
    if entry.ended_on and entry.ended_on != entry.occurred_on:
        return f"{begins} to {words.day(entry.ended_on)}"
    return f"since {begins}" if is_state and not entry.ended_on else begins


def _aged(counted: Sequence[tuple[int | None, int]]) -> str:
    known = [age for age, _ in counted if age is not None]
    if not known:
        return ""
    return f"aged {known[0]}" if known[0] == known[-1] else f"aged {known[0]} to {known[-1]}"


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
