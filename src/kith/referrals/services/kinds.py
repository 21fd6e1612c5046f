"""Copies the list of risk kinds from its files into the database, where the sending of referrals is checked by it."""

from datetime import datetime

from django.db import transaction

from kith.access.services import trace
from kith.referrals.models import RiskKind
from kith.referrals.rules import load_kind_lists


@transaction.atomic
def copy_risk_kinds(*, by: int | None, now: datetime) -> int:
    """Make the database's copy equal to the files, and return how many rows it has."""
    rows = [
        RiskKind(version=each.version, valid_from=each.valid_from, kind=kind, look_back_weeks=weeks)
        for each in load_kind_lists()
        for kind, weeks in each.look_back_weeks.items()
    ]
    RiskKind.objects.all().delete()
    RiskKind.objects.bulk_create(rows)
    trace(by=by, action="referrals.copied_risk_kinds", subject="referrals.riskkind", now=now, after={"rows": len(rows)})
    return len(rows)
