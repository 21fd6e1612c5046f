"""Reads the referrals of several people at once, for whoever counts which of them note a risk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils import timezone

from kith.referrals.models import Referral
from kith.referrals.vocabulary import SentReferral


def sent_among(people: Sequence[int]) -> Mapping[int, Sequence[SentReferral]]:
    """Return by person the referrals that were sent, the oldest first; call it inside a look that opens care."""
    found: dict[int, list[SentReferral]] = defaultdict(list)
    rows = Referral.objects.filter(person_id__in=list(people), sent_at__isnull=False).order_by("sent_at", "pk")
    for row in rows.select_related("to_agency"):
        to = row.service_name or (row.to_agency.name if row.to_agency else "")
        found[row.person_id].append(
            SentReferral(sent_on=timezone.localdate(row.sent_at), to=to, notes_risk=bool(row.notes_risk))
        )
    return found
