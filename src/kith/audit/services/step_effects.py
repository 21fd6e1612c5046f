"""What the effects of a review's steps share: the step as it is being taken, and what it adds to the row that stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kith.access.vocabulary import Viewer
from kith.audit.models import LearningPoint, PracticeReview, SeriousIncident, StatutoryReview
from kith.audit.vocabulary import NewStep


@dataclass(kw_only=True)
class Stepping:
    """One step of one review as it is being taken; `words` replaces what was typed in the row that stays."""

    row: StatutoryReview
    new: NewStep
    by: Viewer
    now: datetime
    words: str = ""
    agency_id: int | None = None
    learning: LearningPoint | None = None

    def incident(self) -> SeriousIncident:
        """Return the incident of a rapid review, locked until the step is taken."""
        return SeriousIncident.objects.select_for_update().get(review=self.row)

    def practice(self) -> PracticeReview:
        """Return what a practice review has so far, locked until the step is taken."""
        return PracticeReview.objects.select_for_update(of=("self",)).get(review=self.row)


Effect = Callable[[Stepping], None]
