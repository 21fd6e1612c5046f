"""Says what became of a referral to whoever sent it, also when they have no reason to see the child any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.access.selectors import ask_log, look_over_list
from kith.access.vocabulary import NotShown, Purpose, Viewer
from kith.referrals.vocabulary import Answer, Outcome, OutcomeRow, ReferralAct, ReferralState


def list_outcomes(*, viewer: Viewer, purpose: Purpose) -> Sequence[OutcomeRow]:
    """Return the referrals that this viewer sent and may not open as a whole any more; none names a child.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with (
        look_over_list(viewer=viewer, purpose=purpose, what="referrals.outcomes"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM referrals_outcomes()")
        return [
            OutcomeRow(
                public_id=row[0],
                to_agency=row[1] or "",
                service_name=row[2],
                source_ref=row[3],
                state=ReferralState(row[4]),
                sent_at=row[5],
                changed_at=row[6],
            )
            for row in cursor.fetchall()
        ]


def open_outcome(referral: UUID, *, viewer: Viewer, purpose: Purpose) -> Outcome:
    """Return what the receiver answered to a referral that this viewer sent, and nothing else of it; log the look.

    Raises:
        NotShown: it is not theirs, was never sent, or they may not read of this child at all.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    found = ask_log("SELECT referrals_open_outcome(%s, %s, %s)", [viewer.staff_id, referral, purpose])
    if "refused" in found:
        raise NotShown
    return Outcome(
        to_agency=found["to_agency"] or "",
        service_name=found["service_name"],
        source_ref=found["source_ref"],
        state=ReferralState(found["state"]),
        sent_at=datetime.fromisoformat(found["sent_at"]) if found["sent_at"] else None,
        answers=tuple(
            Answer(
                act=ReferralAct(each["act"]),
                at=datetime.fromisoformat(each["at"]),
                agency=each["agency"],
                because=each["because"],
                says=each["says"],
            )
            for each in found["answers"]
        ),
    )
