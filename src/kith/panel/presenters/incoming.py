"""Shows the referrals that wait for the panel: from whom, how they stand, and by when the next step is due."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from kith.referrals.vocabulary import STATE_WORDS, ReferralRow, ReferralState


def incoming_page(rows: Sequence[ReferralRow]) -> dict[str, Any]:
    """Return the referrals that wait, with the two things that can be done with each."""
    late = sum(row.is_overdue for row in rows)
    waiting = "1 referral waits" if len(rows) == 1 else f"{len(rows)} referrals wait"
    answer = f"{waiting} for the panel{f', {late} overdue' if late else ''}." if rows else "No referral waits."
    return {"answer": answer, "rows": [_row(row) for row in rows]}


def _row(row: ReferralRow) -> dict[str, Any]:
    about = [row.person_public_id, row.public_id]
    return {
        "name": row.person_name,
        "from_agency": row.from_agency,
        "state": STATE_WORDS[row.state],
        "due_on": row.due_on,
        "is_overdue": row.is_overdue,
        "url": reverse("referrals:one", args=about),
        # While the sender owes an answer, there is nothing to decide yet.
        "take_in_url": "" if row.state is ReferralState.ASKED else reverse("panel:take_in", args=about),
    }
