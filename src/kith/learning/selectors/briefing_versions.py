"""Reads which words of a briefing the public site has, and every version that ever went there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.learning.models import Briefing, BriefingApproval, BriefingMessage
from kith.publishing.vocabulary import Verb


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version that went to the site: its message with the words, when it came there, and who approved it."""

    message: BriefingMessage
    handed_at: datetime
    approvals: Sequence[BriefingApproval]
    is_shown: bool


def on_site(briefing: Briefing) -> BriefingMessage | None:
    """Return the message whose words the site has, as far as the ledger knows; None where it has none."""
    last = BriefingMessage.objects.filter(briefing=briefing, handed_at__isnull=False).order_by("-turn").first()
    return None if last is None or last.verb == Verb.WITHDRAW else last


def versions_of(briefing: Briefing) -> Sequence[Version]:
    """Return every version that went to the site, the newest first; one that was put back there stands once."""
    rows = BriefingMessage.objects.filter(briefing=briefing, handed_at__isnull=False).exclude(verb=Verb.WITHDRAW)
    first = {row.round: row for row in rows.order_by("-turn")}
    shown = on_site(briefing)
    given = list(BriefingApproval.objects.filter(briefing=briefing).select_related("approver__agency"))
    return [
        Version(
            message=row,
            handed_at=row.handed_at,
            approvals=[one for one in given if (one.round, one.fingerprint) == (row.round, row.fingerprint)],
            is_shown=shown is not None and shown.round == row.round,
        )
        for row in first.values()
    ]
