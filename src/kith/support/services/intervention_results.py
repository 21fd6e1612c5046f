"""Keeps how much of an intervention took place, and what came of it against its goal."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Purpose, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.partnership.selectors import service_names
from kith.support.rules.interventions import check_outcome, check_sessions
from kith.support.services.intervention_steps import change, claimed, end_asking
from kith.support.vocabulary.interventions import (
    INTERVENTION_OUTCOME_WORDS,
    InterventionRefused,
    InterventionState,
    NewInterventionOutcome,
    Sessions,
)


def tell_sessions(  # noqa: PLR0913 -- whose, which, how many, from which version, for what, by whom and when
    *, public_id: UUID, intervention: UUID, sessions: Sessions, seen: int, purpose: Purpose, by: Viewer, now: datetime
) -> int:
    """Keep how many sessions were offered and attended from the beginning, and return the new version.

    Raises:
        InterventionRefused: the numbers cannot be true, or it has not begun or was declined.
        InterventionStale: somebody has changed it since `seen`.
        NotShown, Refused: the child, or writing of them, is not for this viewer.
    """
    with claimed(public_id, intervention, seen, purpose=purpose, by=by, what="support.tell_sessions") as at:
        if at.row.started_on is None:
            raise InterventionRefused("It has not begun, so no session took place. Say first that it has begun.")
        check_sessions(sessions)
        changes = {"sessions_offered": sessions.offered, "sessions_attended": sessions.attended}
        return change(at, changes, by=by, now=now)


def tell_outcome(  # noqa: PLR0913 -- whose, which, what came of it, from which version, for what, by whom and when
    *,
    public_id: UUID,
    intervention: UUID,
    new: NewInterventionOutcome,
    seen: int,
    purpose: Purpose,
    by: Viewer,
    now: datetime,
) -> int:
    """Keep what came of an intervention, tell the chronology, close the task that asked, and return the new version.

    Raises:
        InterventionRefused: it still runs or was declined, nothing is said, or an outcome is already told.
        InterventionStale: somebody has changed it since `seen`.
        NotShown, Refused: the child, or writing of them, is not for this viewer.
    """
    with claimed(public_id, intervention, seen, purpose=purpose, by=by, what="support.tell_outcome") as at:
        today = timezone.localdate(now)
        check_outcome(new, state=InterventionState(at.row.state), ended_on=at.row.ended_on, today=today)
        if at.row.outcome:
            raise InterventionRefused("Its outcome is told already. What has changed since belongs in the chronology.")
        words = {"outcome_words": new.words, "childs_view": new.childs_view}
        version = change(at, {"outcome": new.outcome, "outcome_on": new.on}, by=by, now=now, words=words)
        (name,) = service_names([at.row.service_id]).values()
        said = [f"{name}: {INTERVENTION_OUTCOME_WORDS[new.outcome].lower()}.", new.words.strip()]
        if new.childs_view.strip():
            said.append(f"The child says: {new.childs_view.strip()}")
        entry = NewEntry(kind="care.intervention_outcome", occurred_on=new.on, says=" ".join(said))
        add_entry(person_id=at.who.person_id, entry=entry, by=by.staff_id, now=now)
        end_asking(at, by=by, now=now)
        return version
