"""Copies the policy from the code into the database, where tickets are minted by it."""

from datetime import datetime

from django.db import transaction

from kith.access.models import PolicyCell
from kith.access.rules import policy
from kith.access.services.traces import trace


@transaction.atomic
def copy_policy(*, by: int | None, now: datetime) -> int:
    """Make the database's copy equal to the code's, and return how many cells it has."""
    cells = [PolicyCell(**cell._asdict(), answer=answer) for cell, answer in policy().items()]
    PolicyCell.objects.all().delete()
    PolicyCell.objects.bulk_create(cells, batch_size=2000)
    trace(by=by, action="access.copied_policy", subject="access.policycell", now=now, after={"cells": len(cells)})
    return len(cells)
