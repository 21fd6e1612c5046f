"""Lists who is before the panel, as far as a viewer may see headlines; each name is logged before it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Purpose, Viewer
from kith.panel.models import Case, Meeting
from kith.panel.selectors.names import Named, named
from kith.panel.vocabulary import Level, Status


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One person before the panel."""

    who: Named
    status: Status
    level: Level | None
    review_on: date | None
    opened_at: datetime


def list_cases(*, viewer: Viewer, purpose: Purpose) -> Sequence[CaseRow]:
    """Return the cases that this viewer may see, the soonest review first; one log row per name.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what="panel.board") as listing:
        cases = list(Case.objects.order_by("status", "review_on", "opened_at"))
        people = named([case.person_id for case in cases])
        shown = [case for case in cases if case.person_id in people]
        listing.log_shown([case.person_id for case in shown])
        return [
            CaseRow(
                who=people[case.person_id],
                status=Status(case.status),
                level=Level(case.level) if case.level else None,
                review_on=case.review_on,
                opened_at=case.opened_at,
            )
            for case in shown
        ]


def meetings_from(*, since: datetime, limit: int = 20) -> Sequence[Meeting]:
    """Return meetings from a moment on, the soonest first; a meeting names no child."""
    return list(Meeting.objects.filter(begins_at__gte=since).select_related("chair")[:limit])
