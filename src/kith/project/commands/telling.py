"""Tells the demo's public site what the partnership is made of: proposed by one, approved by another, handed over."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.partnership import services
from kith.partnership.rules import fingerprint
from kith.partnership.selectors import text_to_tell, told_text
from kith.partnership.vocabulary import ITEMS


def tell_site(*, first: Staff, second: Staff, inbox: Mapping[str, str], now: datetime) -> int:
    """Tell what the site does not say yet, and return how many things were handed over."""
    proposer, approver = viewer_of(first, now), viewer_of(second, now)
    for kind in ITEMS:
        text = text_to_tell(kind, timezone.localdate(now))
        if text != told_text(kind):
            proposal = services.propose(kind=kind, seen=fingerprint(text), by=proposer, now=now)
            services.approve(public_id=proposal, by=approver, now=now)
    return services.hand_over_approved(inbox=inbox, by=proposer, now=now)
