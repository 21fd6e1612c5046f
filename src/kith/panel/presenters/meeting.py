"""Shows a meeting with its agenda, and one item with the minutes as they are written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from kith.access.vocabulary import Viewer
from kith.panel import models
from kith.panel.presenters.board import level_tag
from kith.panel.presenters.case import action_row
from kith.panel.presenters.subjects import subject_decision
from kith.panel.rules import may_decide, may_run
from kith.panel.rules.meetings import SECTOR_WORDS
from kith.panel.selectors.meeting import AgendaRow, ItemPage, MeetingPage
from kith.panel.vocabulary import (
    MINUTE_WORDS,
    OUTCOME_WORDS,
    SECTION_WORDS,
    MeetingState,
    MinuteField,
    Outcome,
    Section,
)

_STATE_WORDS = {
    MeetingState.PLANNED: "Planned",
    MeetingState.OPEN: "Open now",
    MeetingState.ENDED: "Ended, minutes to be approved",
    MeetingState.APPROVED: "Minutes approved",
    MeetingState.CALLED_OFF: "Called off",
}


_UNFINISHED = (MeetingState.PLANNED, MeetingState.OPEN)


def meeting_page(page: MeetingPage, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return a meeting as its page shows it: actions not done first, then each part of the agenda."""
    meeting, state = page.meeting, MeetingState(page.meeting.state)
    mine = next((seat for seat in page.seats if seat.staff_id == viewer.staff_id), None)
    return {
        "meeting": meeting,
        "state": _STATE_WORDS[state],
        "seats": page.seats,
        "lacking": ", ".join(SECTOR_WORDS[each] for each in page.lacking),
        "actions": [action_row(each, today) | {"who": who} for each, who in page.actions],
        "sections": _sections(page.rows),
        "subject_items": [
            {"item": item, "row": row, "decision": subject_decision(item, row)} for item, row in page.subject_items
        ],
        "may_run": may_run(viewer),
        "viewer_id": viewer.staff_id,
        "may_decide": may_decide(viewer),
        "must_promise": mine is not None and mine.promised_at is None and state in _UNFINISHED,
        "must_read": mine is not None and state is MeetingState.PLANNED,
        "is_planned": state is MeetingState.PLANNED,
        "is_open": state is MeetingState.OPEN,
        "is_ended": state is MeetingState.ENDED,
    }


def _sections(rows: Sequence[AgendaRow]) -> list[dict[str, Any]]:
    found = []
    for section in Section:
        inside = [_agenda_row(row) for row in rows if row.item.section == section]
        if inside:
            found.append({"title": SECTION_WORDS[section], "rows": inside, "id": section.value})
    return found


def _agenda_row(row: AgendaRow) -> dict[str, Any]:
    return {
        "item": row.item,
        "who": row.who,
        "state": "Put off" if row.item.put_off_because else "Decided" if row.decided else "Waiting",
        "research": f"{row.returned} of {row.asked} agencies have answered" if row.asked else "Nobody was asked",
        "conflicts": [each.staff.name for each in row.conflicts],
    }


def item_page(page: ItemPage, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return one item: each field of the minutes with its version, what agencies said, the decision."""
    meeting = page.item.meeting
    writes = may_run(viewer) and not page.has_conflict and meeting.state in (MeetingState.OPEN, MeetingState.ENDED)
    return {
        "public_id": page.who.public_id,
        "name": page.who.name,
        "item": page.item,
        "meeting": meeting,
        "level": level_tag(page.case.level),
        "fields": [_field(each, page.minutes.get(each)) for each in MinuteField],
        "minute_url": reverse("panel:minute", args=[page.who.public_id, page.item.public_id]),
        "settle_url": reverse("panel:settle", args=[page.who.public_id, page.item.public_id]),
        "clashes": [_clash(each, page) for each in page.clashes],
        "may_write": writes,
        "may_decide": may_decide(viewer) and not page.has_conflict and meeting.state == MeetingState.OPEN,
        "has_conflict": page.has_conflict,
        "research": [{"agency": each.agency.name, "shared": page.returns.get(each.pk)} for each in page.research],
        "actions": [action_row(each, today) for each in page.actions],
        "decision": _decided(page.decision),
    }


def _field(field: MinuteField, minute: models.Minute | None) -> dict[str, Any]:
    return {
        "key": field.value,
        "label": MINUTE_WORDS[field],
        "text": minute.text if minute else "",
        "version": minute.version if minute else 0,
    }


def _clash(each: models.MinuteVersion, page: ItemPage) -> dict[str, Any]:
    field = MinuteField(each.minute.field)
    return {
        "id": each.pk,
        "label": MINUTE_WORDS[field],
        "theirs": each.minute.text,
        "mine": each.text,
        "by": each.by.name,
        "version": each.minute.version,
    }


def _decided(decision: models.Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "before": level_tag(decision.level_before),
        "after": level_tag(decision.level_after),
        "outcome": OUTCOME_WORDS[Outcome(decision.outcome)],
        "rationale": decision.rationale,
        "lead": decision.lead.name if decision.lead else "",
        "dissent": decision.dissent,
        "dissenting": decision.dissenting_agency.name if decision.dissenting_agency else "",
        "review_on": decision.review_on,
    }
