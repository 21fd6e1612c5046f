"""Says what was said to be wrong about one child, and what became of it."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.priority.presenters import words
from kith.priority.vocabulary import Corrections, CorrectionState, SaidWrong

ANSWERS = {
    CorrectionState.CORRECTED: "It was wrong, and the record has been put right",
    CorrectionState.NOT_WRONG: "It is not wrong",
    CorrectionState.PASSED_ON: "The agency that told it has to put it right",
}
_STATES = {
    CorrectionState.ASKED: ("Not answered yet", "yellow"),
    CorrectionState.PASSED_ON: ("Passed to the agency that told it", "blue"),
    CorrectionState.CORRECTED: ("Put right", "green"),
    CorrectionState.NOT_WRONG: ("Not wrong", "grey"),
}


def corrections_page(found: Corrections) -> dict[str, Any]:
    """Return what the page of everything said to be wrong about one child shows."""
    return {
        "name": found.name,
        "public_id": found.public_id,
        "person_url": reverse("chronology:person", args=[found.public_id]),
        "rows": [said_row(row, found.public_id) for row in found.rows],
        "waiting": sum(row.state is CorrectionState.ASKED for row in found.rows),
    }


def said_row(row: SaidWrong, public_id: UUID) -> dict[str, Any]:
    """Return one thing said to be wrong, in words."""
    state, colour = _STATES[row.state]
    return {
        "id": row.public_id.hex[:8],
        "what": words.CORRECTIONS[row.what],
        "says": row.says,
        "asked_by": row.asked_by,
        "asked_at": row.asked_at,
        "state": f"{state}: {row.passed_to}" if row.passed_to and row.state is CorrectionState.PASSED_ON else state,
        "colour": colour,
        "because": row.because,
        "answered_by": row.answered_by,
        "answered_at": row.answered_at,
        "url": reverse("priority:correction", args=[public_id, row.public_id]) if row.may_answer else "",
    }
