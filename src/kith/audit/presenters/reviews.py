"""Shows statutory reviews: the register, the counts, one review with its next steps, and what was learned."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from kith.access.vocabulary import Viewer
from kith.audit.models import LearningPoint, ReviewAgency, SeriousIncident, StatutoryReview
from kith.audit.presenters.findings import action_row
from kith.audit.rules import may_lead, may_take
from kith.audit.selectors import ListedReview, ReviewPage
from kith.audit.vocabulary import (
    ANSWER_WORDS,
    DECISION_WORDS,
    INCIDENT_WORDS,
    KIND_OF_REVIEW_WORDS,
    REVIEW_STATE_WORDS,
    REVIEW_TRANSITIONS,
    STEP_WORDS,
    SUSPICION_WORDS,
    IncidentKind,
    PanelAnswer,
    ReviewCount,
    ReviewDecision,
    ReviewState,
    ReviewStepKind,
    StatutoryKind,
    Suspicion,
    ToolState,
)

_S = ReviewState
_COLOURS: Final = {
    _S.KNOWN: "red",
    _S.NOTIFIED: "yellow",
    _S.MET: "yellow",
    _S.DECIDED: "yellow",
    _S.SENT: "blue",
    _S.ANSWERED: "blue",
    _S.COMMISSIONED: "yellow",
    _S.SCOPED: "yellow",
    _S.REPORTED: "blue",
    _S.WITHHOLDING: "orange",
    _S.PUBLISHED: "green",
    _S.UNPUBLISHED: "grey",
    _S.WITHDRAWN: "grey",
    _S.CLOSED: "grey",
}
# What the counts are called, in the order in which a reader asks.
COUNT_WORDS: Final = {
    "rapid": "Rapid reviews begun",
    "notified_in_time": "National panel notified in time",
    "notified_late": "Notified late, or late now",
    "sent_in_time": "Rapid review sent in time",
    "sent_late": "Sent late, or late now",
    "led_to_practice": "Decided: a practice review",
    "practice": "Practice reviews begun",
    "published": "Published",
    "publication_late": "Publication late now",
    "unpublished": "Not published, with the reason",
}
# The step that a reader looks for first; the others stand behind it.
_FIRST: Final = {
    _S.KNOWN: ReviewStepKind.NOTIFY,
    _S.NOTIFIED: ReviewStepKind.MEET,
    _S.MET: ReviewStepKind.DECIDE,
    _S.DECIDED: ReviewStepKind.SEND,
    _S.SENT: ReviewStepKind.ANSWER,
    _S.ANSWERED: ReviewStepKind.CLOSE,
    _S.COMMISSIONED: ReviewStepKind.SCOPE,
    _S.SCOPED: ReviewStepKind.REPORT,
    _S.REPORTED: ReviewStepKind.PUBLISH,
    _S.WITHHOLDING: ReviewStepKind.AGREE_WITHHOLD,
    _S.PUBLISHED: ReviewStepKind.CLOSE,
    _S.UNPUBLISHED: ReviewStepKind.CLOSE,
}


def reviews_page(
    rows: Sequence[ListedReview],
    counts: Sequence[ReviewCount],
    *,
    viewer: Viewer,
    today: date,
    out_of_sight: int,
    may_count: bool,
) -> dict[str, Any]:
    """Return the register: the viewer's own reviews with their next days, and the counts where they oversee."""
    years: dict[int, dict[str, int]] = defaultdict(dict)
    for each in counts:
        years[each.year][each.what] = each.total
    return {
        "rows": [_listed(row, today) for row in rows],
        "may_lead": may_lead(viewer),
        "may_count": may_count,
        "years": list(years),
        "counts": [
            {"label": words, "cells": [years[year].get(what, 0) for year in years]}
            for what, words in COUNT_WORDS.items()
        ],
        "out_of_sight": out_of_sight,
    }


def review_page(page: ReviewPage, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return one review: its days, what agencies returned, what happened, and what the viewer may do next."""
    row, own = page.review, page.own(viewer)
    kind, state = StatutoryKind(row.kind), ReviewState(row.state)
    steps = [
        step
        for step in REVIEW_TRANSITIONS[kind][state]
        if may_take(viewer, step, lead=row.lead_id, decides=row.decides_id)
    ]
    first = _FIRST.get(state)
    return {
        "page": page,
        "row": row,
        "kind": KIND_OF_REVIEW_WORDS[kind],
        "state": REVIEW_STATE_WORDS[state],
        "colour": _COLOURS[state],
        "days": _days(page, today),
        "incident": _incident(page.incident),
        "agencies": [_agency(each, today) for each in page.agencies],
        "returned": sum(each.state == ToolState.RETURNED for each in page.agencies),
        "own": own,
        "own_is_open": own is not None and own.state == ToolState.DRAFT,
        "steps": [{"row": each, "done": STEP_WORDS[ReviewStepKind(each.kind)].done} for each in page.steps],
        "safeguarded": [each for each in page.steps if each.kind == ReviewStepKind.SAFEGUARD],
        "first": _step(first) if first in steps else None,
        "others": [_step(step) for step in steps if step is not first],
        "learning": [learning_row(each, today) for each in page.learning],
        "may_lead": may_lead(viewer),
        "related": [{"row": each, "kind": KIND_OF_REVIEW_WORDS[StatutoryKind(each.kind)]} for each in page.related],
    }


def learning_page(points: Sequence[LearningPoint], *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return what reviews taught and what is done about it; nobody is named."""
    return {"learning": [learning_row(each, today) for each in points], "may_lead": may_lead(viewer)}


def learning_row(point: LearningPoint, today: date) -> dict[str, Any]:
    """Return one thing that was learned, with its recommendations and their actions."""
    return {
        "row": point,
        "kind": KIND_OF_REVIEW_WORDS[StatutoryKind(point.kind)],
        "recommendations": [
            {"row": each, "actions": [action_row(action, today) for action in each.actions.all()]}
            for each in point.recommendations.all()
        ],
    }


def next_day(row: StatutoryReview, incident: SeriousIncident | None) -> tuple[str, date] | None:
    """Return what is due next and by when, or None once nothing has a day of the law any more."""
    state = ReviewState(row.state)
    if incident is not None:
        if incident.notified_on is None:
            return "Notify the national panel by", incident.notify_by
        return None if incident.sent_on else ("Send to the national panel by", row.due_on)
    return None if state in (_S.PUBLISHED, _S.UNPUBLISHED) else ("Publish by", row.due_on)


def _listed(listed: ListedReview, today: date) -> dict[str, Any]:
    state, due = ReviewState(listed.review.state), next_day(listed.review, listed.incident)
    return {
        "listed": listed,
        "kind": KIND_OF_REVIEW_WORDS[StatutoryKind(listed.review.kind)],
        "state": REVIEW_STATE_WORDS[state],
        "colour": _COLOURS[state],
        "due": due,
        "is_late": due is not None and due[1] < today,
    }


def _days(page: ReviewPage, today: date) -> list[dict[str, Any]]:
    """Return each day of the law beside the day on which it was done, and whether that was late."""
    row, incident, practice = page.review, page.incident, page.practice
    if incident is not None:
        return [
            _clock("Notify the national panel", incident.notify_by, incident.notified_on, today),
            _clock("Send the rapid review to the national panel", row.due_on, incident.sent_on, today),
        ]
    withheld = practice is not None and practice.withheld_agreed_by_id is not None
    published_on = practice.published_on if practice else None
    days = [] if withheld and not published_on else [_clock("Publish", row.due_on, published_on, today)]
    if practice and practice.publish_plan_on and not published_on:
        days.append({"what": "Planned to be published", "by": practice.publish_plan_on, "done": None, "late": False})
    return days


def _clock(what: str, by: date, done: date | None, today: date) -> dict[str, Any]:
    return {"what": what, "by": by, "done": done, "late": (done or today) > by}


def _incident(incident: SeriousIncident | None) -> dict[str, Any] | None:
    if incident is None:
        return None
    return {
        "row": incident,
        "kind": INCIDENT_WORDS[IncidentKind(incident.kind)],
        "suspicion": SUSPICION_WORDS[Suspicion(incident.suspicion)],
        "decision": DECISION_WORDS[ReviewDecision(incident.decision)] if incident.decision else "",
        "answer": ANSWER_WORDS[PanelAnswer(incident.answer)] if incident.answer else "",
    }


def _agency(row: ReviewAgency, today: date) -> dict[str, Any]:
    is_returned = row.state == ToolState.RETURNED
    return {"row": row, "is_returned": is_returned, "is_late": not is_returned and row.due_on < today}


def _step(kind: ReviewStepKind) -> dict[str, str]:
    return {"slug": kind.value, "title": STEP_WORDS[kind].title}
