"""Shows subjects: what one is and why it matters, who is linked as far as the viewer may see, items and actions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format

from kith.access.vocabulary import Viewer
from kith.panel.models import SubjectAction, SubjectItem
from kith.panel.rules import is_police, may_decide, may_run, stands
from kith.panel.selectors.names import Named
from kith.panel.selectors.subjects import KeptText, Key, Linked, SubjectItemPage, SubjectPage, SubjectRow, Written
from kith.panel.vocabulary import (
    DISRUPTION_WORDS,
    LINK_ROLES,
    LINK_SOURCES,
    SUBJECT_MINUTES,
    SUBJECT_WORDS,
    ActionState,
    Disruption,
    LinkRole,
    LinkSource,
    MeetingState,
    SubjectField,
    SubjectKind,
)
from kith.work.vocabulary import REASONS, NotPossibleBecause


def subjects_page(rows: Sequence[SubjectRow]) -> dict[str, Any]:
    """Return the subjects that the viewer reads, kind by kind."""
    groups = [
        {"title": words, "id": kind.value, "rows": [row for row in rows if row.subject.kind == kind]}
        for kind, words in SUBJECT_WORDS.items()
    ]
    return {"groups": [group for group in groups if group["rows"]], "total": len(rows)}


def subject_page(page: SubjectPage, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return one subject as its page shows it."""
    row = page.row
    return _head(row) | {
        "says": _text(row.words, SubjectField.SAYS),
        "links": [link_line(each) for each in page.links],
        "others": page.others,
        "ended": [link_line(each) for each in page.ended],
        "items": [_item(each, row) for each in page.items],
        "actions": [_action(each, row, today) for each in page.actions],
        "readers": [each.agency.name for each in page.readers],
        "shared": _text(row.words, SubjectField.SHARED),
        "taken_back": _text(row.words, SubjectField.TAKEN_BACK),
        "closed_because": _text(row.words, SubjectField.CLOSED),
        "may_run": may_run(viewer),
        "may_share": row.subject.police and is_police(viewer),
    }


def _head(row: SubjectRow) -> dict[str, Any]:
    return {
        "subject": row.subject,
        "label": row.label,
        "kind": SUBJECT_WORDS[SubjectKind(row.subject.kind)],
    }


def links_page(who: Named, links: Sequence[Linked]) -> dict[str, Any]:
    """Return to what one person is linked, now and before."""
    lines = [link_line(each) | {"row": each.row} for each in links]
    return {
        "public_id": who.public_id,
        "name": who.name,
        "links": [line for line in lines if line["ended_at"] is None],
        "ended": [line for line in lines if line["ended_at"] is not None],
    }


def link_line(each: Linked) -> dict[str, Any]:
    """Return one link in words: as what, since when, who said so, and whose class it is."""
    link = each.link
    days = [
        f"since {date_format(link.from_on, 'j F Y')}" if link.from_on else "",
        f"until {date_format(link.to_on, 'j F Y')}" if link.to_on else "",
    ]
    return {
        "who": each.who,
        "public_id": link.public_id,
        "role": LINK_ROLES[LinkRole(link.role)],
        "days": " ".join(filter(None, days)),
        "source": LINK_SOURCES[LinkSource(link.source)],
        "said_by": link.said_by,
        "says": link.says,
        "by": f"{link.linked_by.name}, {link.agency.name}",
        "linked_at": link.linked_at,
        "is_police": each.is_police,
        "ended_at": link.ended_at,
        "ended_because": link.ended_because,
    }


def subject_item_page(page: SubjectItemPage, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return one item about a subject while the meeting runs."""
    item, state = page.item, page.item.meeting.state
    about = item.public_id
    return _head(page.row) | {
        "item": item,
        "meeting": item.meeting,
        "says": _text(page.row.words, SubjectField.SAYS),
        "fields": [
            _field(field, words, page.row.words.get((about, field))) for field, words in SUBJECT_MINUTES.items()
        ],
        "minute_url": reverse("panel:subject_minute", args=[about]),
        "settle_url": reverse("panel:settle_subject", args=[about]),
        "clashes": [_clash(each, page) for each in page.clashes],
        "may_write": may_run(viewer) and state in (MeetingState.OPEN, MeetingState.ENDED),
        "may_decide": may_decide(viewer) and state == MeetingState.OPEN and item.decided_at is None,
        "decision": subject_decision(item, page.row),
        "links": [link_line(each) for each in page.links],
        "others": page.others,
        "actions": [_action(each, page.row, today) for each in page.actions],
    }


def _clash(each: KeptText, page: SubjectItemPage) -> dict[str, Any]:
    stands = page.row.words[page.item.public_id, each.field]
    return {
        "id": each.clash_id,
        "label": SUBJECT_MINUTES[each.field],
        "theirs": stands.text,
        "mine": each.text,
        "by": each.by_name,
        "version": stands.version,
    }


def subject_decision(item: SubjectItem, row: SubjectRow) -> dict[str, str] | None:
    """Return what was decided about a subject, and why where the viewer reads it."""
    if not item.disruption:
        return None
    return {
        "what": DISRUPTION_WORDS[Disruption(item.disruption)] if row.is_read else "Decided",
        "why": _text(row.words, SubjectField.RATIONALE, item.public_id),
    }


def _item(item: SubjectItem, row: SubjectRow) -> dict[str, Any]:
    return {"item": item, "meeting": item.meeting, "decision": subject_decision(item, row)}


def _field(field: SubjectField, words: str, held: Written | None) -> dict[str, Any]:
    return {
        "key": field.value,
        "label": words,
        "text": held.text if held else "",
        "version": held.version if held else 0,
    }


def _action(each: SubjectAction, row: SubjectRow, today: date) -> dict[str, Any]:
    state = stands(ActionState(each.state), each.due_on, today)
    because = REASONS[NotPossibleBecause(each.not_possible_because)] if each.not_possible_because else ""
    return {
        "public_id": each.public_id,
        "what": _text(row.words, SubjectField.ACTION, each.public_id),
        "owner": f"{each.owner.name}, {each.owner.agency.name}",
        "due_on": each.due_on,
        "state": state,
        "is_late": state == "Late",
        "is_open": each.closed_at is None,
        "version": each.version,
        "says": because or _text(row.words, SubjectField.EVIDENCE, each.public_id),
    }


def _text(words: Mapping[Key, Written], field: SubjectField, about: UUID | None = None) -> str:
    held = words.get((about, field))
    return held.text if held else ""
