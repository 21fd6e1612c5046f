"""Puts a pack into words for whatever prints it: headings and lines, nothing that could be run."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from kith.panel.rules import stands
from kith.panel.selectors.pack import PackContent, PackItem, PackSubject
from kith.panel.selectors.subjects import SubjectRow
from kith.panel.vocabulary import (
    DISRUPTION_WORDS,
    LEVEL_WORDS,
    MINUTE_WORDS,
    OUTCOME_WORDS,
    SECTION_WORDS,
    SUBJECT_MINUTES,
    ActionState,
    Disruption,
    Level,
    Outcome,
    Section,
    SubjectField,
)

_RETURN_FIELDS = (
    ("Role", "role"),
    ("Worker", "worker"),
    ("Facts", "facts"),
    ("Opinions", "opinions"),
    ("Risks", "risks"),
    ("Strengths", "strengths"),
    ("The child's own words", "voice"),
    ("What works", "works"),
    ("Held back, because", "held_back_because"),
)


def pack_page(content: PackContent, *, reader: str, agency: str, copy: int, printed: str) -> dict[str, Any]:
    """Return a pack as plain words: lists of headings and lines, nothing that a typesetter could run."""
    meeting = content.meeting
    return {
        "title": f"Panel of {date_format(timezone.localtime(meeting.begins_at), 'j F Y, H:i')}",
        "place": meeting.place,
        "chair": meeting.chair.name,
        "reader": reader,
        "agency": agency,
        "copy": str(copy),
        "printed": printed,
        "hidden": content.hidden,
        "quorum": meeting.inquorate_because,
        "items": [_item(each, timezone.localdate()) for each in content.items],
        "subjects": [_subject(each) for each in content.subjects],
    }


def _item(each: PackItem, today: date) -> dict[str, Any]:
    born = f", born {date_format(each.who.born_on, 'j F Y')}" if each.who.born_on else ""
    return {
        "name": f"{each.who.name}{born}",
        "section": SECTION_WORDS[Section(each.item.section)],
        "level": LEVEL_WORDS[Level(each.case.level)] if each.case.level else "Not rated",
        "minutes": _lines((words, each.minutes.get(field.value, "")) for field, words in MINUTE_WORDS.items()),
        "returns": [
            {
                "agency": agency,
                "lines": _lines(
                    [
                        ("Known", "Yes" if shared.known else "No"),
                        *((words, str(getattr(shared, name))) for words, name in _RETURN_FIELDS),
                    ]
                ),
            }
            for agency, shared in each.returns
        ],
        "actions": [
            [
                action.what,
                f"{action.owner.name}, {action.owner.agency.name}",
                date_format(action.due_on, "j F Y"),
                stands(ActionState(action.state), action.due_on, today),
            ]
            for action in each.actions
        ],
        "decision": _decision(each),
    }


def _subject(each: PackSubject) -> dict[str, Any]:
    row, about = each.row, each.item.public_id
    others = f"{each.others} more, not in this copy" if each.others else ""
    written = [(words, _said(row, field, about)) for field, words in SUBJECT_MINUTES.items()]
    done = DISRUPTION_WORDS[Disruption(each.item.disruption)] if each.item.disruption else ""
    told = [
        ("Why the panel looks at it", _said(row, SubjectField.SAYS, None)),
        ("Linked", "; ".join(filter(None, [*each.linked, others]))),
        *written,
        ("Decided", done),
        ("Why", _said(row, SubjectField.RATIONALE, about)),
    ]
    hidden = [("Not in this copy", "It is of the police's class. Ask the police lead.")]
    return {"name": row.label, "lines": _lines(told if row.is_read else hidden)}


def _said(row: SubjectRow, field: SubjectField, about: UUID | None) -> str:
    held = row.words.get((about, field))
    return held.text if held else ""


def _decision(each: PackItem) -> list[list[str]]:
    if each.decision is None:
        return _lines([("Put off", each.item.put_off_because)])
    decision = each.decision
    dissent = f"{decision.dissenting_agency}: {decision.dissent}" if decision.dissent else ""
    return _lines(
        [
            ("Decided", OUTCOME_WORDS[Outcome(decision.outcome)]),
            ("Risk before", LEVEL_WORDS[Level(decision.level_before)]),
            ("Risk after", LEVEL_WORDS[Level(decision.level_after)]),
            ("Why", decision.rationale),
            ("Leads", decision.lead.name if decision.lead else ""),
            ("Disagreed", dissent),
            ("Next review", date_format(decision.review_on, "j F Y")),
        ]
    )


def _lines(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[words, text] for words, text in pairs if text.strip()]
