"""Who may do what with a request for somebody's own record."""

from kith.access.vocabulary import Role, Viewer
from kith.subject_access.vocabulary import RequestState


def may_answer(viewer: Viewer) -> bool:
    """Test whether somebody answers requests: an information-governance lead."""
    return Role.IG_LEAD in viewer.roles


def may_change(viewer: Viewer, *, second_id: int | None) -> bool:
    """Test whether somebody may gather and review: a lead who is not the second person of the same request."""
    return may_answer(viewer) and viewer.staff_id != second_id


def may_approve(viewer: Viewer, *, second_id: int | None, lead_id: int, reviewers: frozenset[int]) -> bool:
    """Test whether somebody may approve: whom the lead asked, and nobody who led it or decided anything in it."""
    return may_answer(viewer) and viewer.staff_id == second_id and viewer.staff_id not in reviewers | {lead_id}


def may_take_away(viewer: Viewer, state: RequestState) -> bool:
    """Test whether somebody may take the copy away to hand it to whoever asked."""
    return may_answer(viewer) and state is RequestState.RELEASED
