"""Who may answer what is said to be wrong on a card, and until when."""

from kith.access.vocabulary import Role, Viewer
from kith.priority.vocabulary import UNANSWERED, CorrectionState


def may_answer(viewer: Viewer, *, is_asked: bool) -> bool:
    """Test whether a viewer may answer: a data steward, or whoever has the task."""
    return Role.DATA_STEWARD in viewer.roles or is_asked


def can_answer(state: CorrectionState) -> bool:
    """Test whether something said to be wrong still waits; passed on, it waits for what the agency says."""
    return state in UNANSWERED


def can_become(state: CorrectionState, wanted: CorrectionState) -> bool:
    """Test whether an answer follows on a state; to ask is no answer, and an answer is given once."""
    return can_answer(state) and wanted not in {CorrectionState.ASKED, state}
