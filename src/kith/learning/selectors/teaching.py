"""Says which briefings and bulletins teach the findings of an audit, for the page from finding to practice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.learning.models import BriefingFinding
from kith.learning.selectors.briefing_versions import on_site
from kith.learning.vocabulary.briefings import BRIEFING_WORDS, BriefingState, ReviewForm
from kith.learning.vocabulary.loop import Taught, TaughtBy

_UNREAD = "Not to be read before it is public"


class BriefingsTeach:
    """Briefings and bulletins; see `learning.vocabulary.loop.Teaches`.

    The title of one that is not with the public site yet is read by those who write and approve it alone.
    """

    def taught(self, findings: Sequence[UUID], *, viewer: Viewer) -> Mapping[UUID, Sequence[Taught]]:
        """Return by finding the briefings that answer it; one that was withdrawn answers nothing any more."""
        rows = BriefingFinding.objects.filter(finding__public_id__in=list(findings))
        rows = rows.exclude(briefing__state=BriefingState.WITHDRAWN).select_related("briefing", "finding")
        found: dict[UUID, list[Taught]] = defaultdict(list)
        for row in rows.order_by("briefing__made_at", "briefing_id"):
            briefing, state = row.briefing, BriefingState(row.briefing.state)
            published = on_site(briefing)
            is_public = published is not None
            found[row.finding.public_id].append(
                Taught(
                    item=briefing.public_id,
                    kind=TaughtBy.BULLETIN if briefing.form == ReviewForm.BULLETIN else TaughtBy.BRIEFING,
                    title=published.title if published else _UNREAD,
                    stands=BRIEFING_WORDS[BriefingState.HANDED if published else state],
                    is_public=is_public,
                )
            )
        return found
